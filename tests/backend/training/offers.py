"""Designated schools, courses and vouchers as the officers of the tests make them."""

from dataclasses import replace
from datetime import date
from typing import Any

from backend.assistance import acts
from backend.assistance.acts import NewAct
from backend.training import courses, schools, vouchers
from backend.training.courses import NewCourse
from backend.training.schools import NewSchool
from backend.training.vouchers import NewVoucher
from tests.backend.activities.planned import from_her_chat
from tests.backend.assistance.recognised import BEIJING_STREET, GUANGZHOU, LIANG_SHUZHEN, Recognise
from tests.backend.desk import TODAY, Desk
from tests.people import CHENGNAN, ZHENG_JIE, ZHOU_MIN

SCHOOL = NewSchool("越秀区职业技术学校", "北京路100号", "020-83000000")
COURSE = NewCourse(
    school_id=0,
    title="养老护理员（初级）",
    wish="training",
    area=BEIJING_STREET,
    place="北京路100号3楼",
    starts_on=date(2026, 12, 7),
    ends_on=date(2026, 12, 18),
    seats=20,
    takes_vouchers=True,
)
UNTIL = date(2027, 5, 31)


def in_xinyu(desk: Desk, **other: Any) -> str:
    """A course in 城南街道, of a school that is designated for 新余."""
    found = desk.read(ZHENG_JIE, schools.schools)
    school = found[0].id if found else desk.do(ZHENG_JIE, schools.designate, replace(SCHOOL, name="渝水区技工学校"))
    new = replace(COURSE, school_id=school, area=CHENGNAN, **other)
    return str(desk.do(ZHOU_MIN, courses.open_course, new))


def designated(desk: Desk, name: str = SCHOOL.name) -> int:
    return int(desk.do("huangke", schools.designate, replace(SCHOOL, name=name)))


def opened(desk: Desk, school: int, **other: Any) -> str:
    return str(desk.do("liangjing", courses.open_course, replace(COURSE, school_id=school, **other)))


def recognised(desk: Desk, recognise: Recognise, guided: bool = True) -> str:
    """梁淑珍, recognised in 广州, with guidance or without; gives the register number."""
    number = recognise(LIANG_SHUZHEN, pack=GUANGZHOU, owner="liangjing", categories=("G5",))
    desk.system(from_her_chat, number)
    if guided:
        desk.do("liangjing", acts.record, number, NewAct("guidance", TODAY, "done"))
    return number


def issued(desk: Desk, number: str, *course_ids: str, until: date = UNTIL) -> str:
    return str(desk.do("liangjing", vouchers.issue, NewVoucher(number, until, course_ids)))


