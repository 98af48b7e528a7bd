"""Runs alone: reads a PDF from standard input, writes one page as PNG, or the number of pages."""

import resource
import sys
import tempfile
from pathlib import Path

import typst

MEMORY = 1536 * 1024 * 1024
SECONDS = 10
MOST_PAGES = 30
SOURCE = """
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image("paper.pdf", page: int(sys.inputs.page), width: 21cm)
"""


def main(what: str, page: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "paper.pdf").write_bytes(sys.stdin.buffer.read())
        (place / "page.typ").write_text(SOURCE)
        if what == "count":
            sys.stdout.write(str(_count(place)))
        else:
            sys.stdout.buffer.write(_page(place, page, ppi=120))


def _page(place: Path, page: int, ppi: float) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    picture = typst.compile(
        place / "page.typ",
        root=place,
        font_paths=fonts,
        ignore_system_fonts=True,
        format="png",
        ppi=ppi,
        sys_inputs={"page": str(page)},
    )
    assert isinstance(picture, bytes)
    return picture


def _count(place: Path) -> int:
    """Asks for one page after the other, drawn as small as can be, until there is none."""
    for page in range(1, MOST_PAGES + 1):
        try:
            _page(place, page, ppi=2)
        except typst.TypstError:
            if page == 1:
                raise
            return page - 1
    return MOST_PAGES


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
