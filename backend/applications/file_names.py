"""What a file is called at the desk: the paper and a number (身份证-1.jpg), unless its sender's words say more.

Messengers and cameras name every picture alike (photo, IMG_2041, 微信图片_2026…); a citizen's own words stay.
"""

import re
from collections.abc import Iterator
from typing import Final

from sqlalchemy import or_, select

from backend.applications.guards import HOME_VISIT
from backend.applications.models import Application, PaperFileRow, PaperRow
from backend.applications.paper_files import ENDINGS, UNSAFE
from backend.applications.ruling import pack_for
from backend.applications.targets import paper_of
from backend.core.unit import Unit
from backend.rules import Requirement
from locales import translator

LONGEST: Final = 40
MARKS: Final = re.compile(r"[《》]|（可选）")
DEVICE_WORDS: Final = (
    "照片|相片|图片|图像|相册|相机|拍照|截图|截屏|屏幕截图|屏幕快照|微信图片|微信截图|QQ图片|QQ截图|扫描|扫描件|扫描全能王"
    "|文件|文档|材料|附件|新建文档|未命名|无标题|副本"
)
SAYS_NOTHING: Final = re.compile(rf"(?:{DEVICE_WORDS}|[\W\d_a-zA-Z])*")


def named(unit: Unit, row: Application, requirement: str, title: str) -> Iterator[tuple[PaperFileRow, str]]:
    """Every file of one paper that an office sees or has seen, oldest first, with its name.

    A number stays with its file: what was replaced after an office had seen it keeps its own.
    """
    files = unit.session.scalars(
        select(PaperFileRow)
        .where(PaperFileRow.application_id == row.id, PaperFileRow.requirement == requirement)
        # What was taken back before anybody saw it has no content left, and takes no number.
        .where(or_(PaperFileRow.removed_at.is_(None), PaperFileRow.size > 0))
        .order_by(PaperFileRow.id)
    )
    for number, file in enumerate(files, 1):
        numbered = f"{title}-{number}{ENDINGS.get(file.media_type, '')}"
        yield file, file.name if says_something(file.name) else numbered


def name_of(unit: Unit, row: Application, file: PaperFileRow) -> str:
    """The name of one file, to download it."""
    title = title_of(unit, row, file.requirement)
    return next((name for one, name in named(unit, row, file.requirement, title) if one.id == file.id), file.name)


def title_of(unit: Unit, row: Application, requirement: str) -> str:
    """The paper as a file can be called after it: the one of several that was chosen, a visit's photo, the portrait."""
    _ = translator("console", unit.language)
    if requirement == HOME_VISIT:
        return _("入户核实照片")
    item = paper_of(unit, row, requirement)
    if item is not None:
        return paper_title(unit, row, item)
    fields = {field.id: str(field.label) for field in pack_for(unit, row).form.fields}
    return _bare(fields.get(requirement, requirement))


def paper_title(unit: Unit, row: Application, item: Requirement) -> str:
    paper = unit.session.get(PaperRow, (row.id, item.id))
    chosen = next((one for one in item.alternatives if paper and one.id == paper.chosen), None)
    return _bare(str(chosen.title if chosen else item.title))


def says_something(name: str) -> bool:
    """Whether a person has named the file: some word in Chinese that no device puts there."""
    return not SAYS_NOTHING.fullmatch(name.rsplit(".", 1)[0])


def _bare(title: str) -> str:
    return UNSAFE.sub(" ", MARKS.sub("", title)).strip()[:LONGEST]
