"""The papers of an application as their owner sees them: what is in, how it looks, what would be better."""

from typing import cast

from backend.applications.dossier import Dossier
from backend.applications.models import PaperFileRow, PaperRow
from backend.applications.scanning import SEND_AGAIN
from backend.policies.days import day_words
from backend.policies.shapes import checklist_item
from backend.rules import Alternative, Requirement
from contract.application import Paper, PaperFile, PaperState


def several(dossier: Dossier, item: Requirement | None) -> Alternative | None:
    """The one of several papers the person said it is."""
    row = dossier.papers.get(item.id) if item else None
    if item is None or row is None or len(item.alternatives) == 1:
        return None
    return next((other for other in item.alternatives if other.id == row.chosen), None)


def what_is_there(dossier: Dossier, requirement: str) -> str:
    """What stands behind a box of the annex that names several papers: which one it is, in how many files.

    The box reads 本人身份证和户口本 and is ticked by either; empty where one paper alone can be meant, or none is in.
    """
    item = dossier.find_requirement(requirement)
    if item is None or len(item.alternatives) == 1 or not dossier.handed_in(requirement):
        return ""
    count, chosen = len(dossier.files_of(requirement)), several(dossier, item)
    if chosen is None:
        return dossier._("{count}个文件").format(count=count)
    return dossier._("{paper}，{count}个文件").format(paper=chosen.title, count=count)


def chosen_of(dossier: Dossier, item: Requirement) -> Alternative | None:
    """Which paper it is: the one chosen, or the only one there is; None while that is open."""
    return item.alternatives[0] if len(item.alternatives) == 1 else several(dossier, item)


def paper_shape(dossier: Dossier, item: Requirement) -> Paper:
    row = dossier.papers.get(item.id)
    files = dossier.files_of(item.id)
    state = _state(row, files)
    comment = row.comment if row and state == "rejected" else ""
    return Paper(
        item=checklist_item(dossier.unit, dossier.pack, item),
        state=state,
        chosen=row.chosen if row else "",
        files=_files(dossier, item, files),
        comment=dossier._(SEND_AGAIN) if any(file.stopped for file in files) else comment,
        until=day_words(dossier.unit.language, row.said_until) if row else "",
        until_note=_over(dossier, item, row) if row else "",
    )


def _over(dossier: Dossier, item: Requirement, row: PaperRow) -> str:
    """What to do about a paper whose last day is over; an empty text while it is not."""
    if row.said_until is None or row.said_until >= dossier.unit.today or row.state == "verified":
        return ""
    chosen = chosen_of(dossier, item)
    issuer = chosen.issuer if chosen else ""
    words = {
        True: dossier._("这一天已经过了。可以到{issuer}换新证，再拍一次；写错了就再打一遍。照片和日期都替您留着。"),
        False: dossier._("这一天已经过了。可以换新的，再拍一次；写错了就再打一遍。照片和日期都替您留着。"),
    }[bool(issuer)]
    return words.format(issuer=issuer)


def _state(row: PaperRow | None, files: list[PaperFileRow]) -> PaperState:
    """未提交 · 检查中 · 已收到 · 需重传 · 已核对 (B22)."""
    if any(file.stopped for file in files):
        return "rejected"
    if row is None or not (files or row.state == "rejected"):
        return "missing"
    if row.state == "received" and any(file.scan == "pending" for file in files):
        return "checking"
    return cast(PaperState, row.state)


def _files(dossier: Dossier, item: Requirement, files: list[PaperFileRow]) -> tuple[PaperFile, ...]:
    """The files; a lonely picture of a paper with two sides is asked about, without holding anything up."""
    shown = tuple(_file(dossier, file) for file in files)
    chosen = several(dossier, item)
    if len(files) != 1 or files[0].media_type != "image/jpeg" or chosen is None:
        return shown
    words = shown[0].advice + str(chosen.remind)
    return (shown[0].model_copy(update={"advice": words}),)


def _file(dossier: Dossier, file: PaperFileRow) -> PaperFile:
    return PaperFile(
        id=file.id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        advice=dossier._(SEND_AGAIN) if file.stopped else advice(dossier, file.advice),
        state="again" if file.stopped else "checking" if file.scan == "pending" else "ok",
    )


def advice(dossier: Dossier, code: str) -> str:
    """What would make a picture easier to read; it counts as it is."""
    _ = dossier._
    return {
        "blank": _("照片里好像什么都没有，几乎只有一种颜色。建议重拍一张再发。"),
        "small": _("图片有点小，字可能看不清。建议走近一点再拍一张。"),
        "dark": _("照片有点暗。建议到亮处再拍一张。"),
        "cut": _("纸好像没有拍全，有一边出了画面。建议四个角都拍进来，再拍一张。"),
        "far": _("纸在照片里有点小，字可能看不清。建议靠近一点，让纸占满画面。"),
        "blurred": _("照片有点模糊。建议拿稳、对焦后再拍一张。"),
    }.get(code, "")
