"""Our own drawings of papers as they should be photographed: SVG here, PNG for messengers, made when first needed.

They hold no letters, so they speak every language and need no font.
"""

from functools import cache
from pathlib import Path

import typst

HERE = Path(__file__).parent
PIXELS_PER_POINT = 2.0


def names() -> frozenset[str]:
    """The kinds of papers there is a drawing of."""
    return frozenset(path.stem for path in HERE.glob("*.svg"))


@cache
def png(name: str) -> bytes:
    """The drawing as a picture; takes some hundredths of a second once. Raises ``KeyError`` for an unknown name."""
    if name not in names():
        raise KeyError(name)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    made = typst.compile(
        HERE / "page.typ",
        root=HERE,
        font_paths=fonts,
        ignore_system_fonts=True,
        format="png",
        ppi=72 * PIXELS_PER_POINT,
        sys_inputs={"name": name},
    )
    assert isinstance(made, bytes)  # one page is one picture
    return made
