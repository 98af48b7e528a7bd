"""Papers to keep or print: data in, PDF bytes out. Fonts come with the product, nothing from the machine.

Templates are typst files. People's words reach them as JSON data only and are shown, never evaluated.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typst
from noto_cjk import otc_path

from backend.core.glyphs import printable
from contract.policy import Checklist
from locales import translator

TYPST = Path(__file__).parent / "typst"


@cache
def _fonts() -> typst.Fonts:
    """Reading the 19 MB collection takes some 75 ms: once a process."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(otc_path("sans").parent)]
    )


def compile_pdf(template: Path, data: Mapping[str, object]) -> bytes:
    """The PDF that ``template`` makes of ``data`` (JSON values; ``bytes`` become lists of numbers).

    Equal data give equal bytes. Safe in threads: each call has its own compiler.
    Raises ``typst.TypstError`` when the template itself is broken.
    """
    compiler = typst.Compiler(
        template,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        package_path=TYPST,
        sys_inputs={"data": json.dumps(_shown(data), ensure_ascii=False, default=list)},
    )
    pdf = compiler.compile(format="pdf")
    assert isinstance(pdf, bytes)
    return pdf


def _shown(value: object) -> object:
    """The same data with every text made safe for print."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _shown(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(item) for item in value]
    return value


def render_sample(title: str, words: str, document: str, where: str) -> bytes:
    """A statement to sign on one A4 page. It is handed in, so it is Chinese whoever prints it."""
    shown = {"basis": "依据：", "note": "文件没有规定样式；这是样本，以经办机构要求为准。"}
    data = {"title": title, "text": words, "document": document, "where": where, "words": shown}
    return compile_pdf(TYPST / "sample.typ", data)


def render_checklist(checklist: Checklist, language: str) -> bytes:
    """The personal list of papers as one friendly A4 page; ``checklist`` is already in ``language``."""
    _ = translator("notices", language)
    words = {
        "for": _("您申报的类别"),
        "bring": _("请带上这些材料"),
        "or": _("或"),
        "issuer": _("出具单位"),
        "place": _("在哪里办"),
        "not_needed": _("这些不用准备"),
        "basis": _("依据"),
        "where": _("到哪里申请"),
        "telephone": _("咨询电话"),
        "disclaimer": _("本清单供您准备材料。是否符合条件，以经办机构审核为准。"),
    }
    chinese = language.startswith("zh")
    words |= {"colon": "：", "comma": "、"} if chinese else {"colon": ": ", "comma": ", "}
    data = checklist.model_dump() | {"words": words, "lang": "zh" if chinese else "en"}
    return compile_pdf(TYPST / "checklist.typ", data)
