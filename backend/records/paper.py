"""The file of a person on paper: one line an act of help, with who printed it and when (一人一档、一帮扶一台账)."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from backend.core.console.words import day, moment
from backend.core.documents import compile_pdf
from backend.records.person import PersonFile
from locales import translator

TEMPLATE = Path(__file__).parent / "person.typ"


def render_person(file: PersonFile, language: str, printed_by: str, at: datetime) -> bytes:
    """The PDF of a file as it was read: covered values stay covered."""
    _ = translator("notices", language)
    words = {
        "title": _("就业援助个人档案"),
        "name": _("姓名"),
        "id_number": _("身份证号码"),
        "phone": _("联系电话"),
        "office": _("机构"),
        "owner": _("责任人"),
        "recognised": _("认定"),
        "services": _("援助服务"),
        "checks": _("走访与调查"),
        "plan": _("援助计划"),
        "months": _("补贴月数"),
        "letters": _("通知"),
        "cases": _("认定申请"),
        "none": _("没有记录"),
        "used": _("已享受{used}个月，最多{most}个月"),
        "printed": _("{who} 于 {when} 打印").format(who=printed_by, when=moment(at)),
    }
    data = _plain(asdict(file)) | {"words": words, "lang": "zh" if language.startswith("zh") else "en"}
    return compile_pdf(TEMPLATE, data)


def _plain(value: Any) -> Any:
    """Days and moments as they are read; everything else as it is."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return "" if value is None else value
