"""What one can go to in the demonstration: activities, courses, and training vouchers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from backend.activities import fair_posts, planning
from backend.activities.models import Activity
from backend.activities.planning import NewActivity
from backend.assistance import acts
from backend.assistance.acts import NewAct
from backend.core.clock import CHINA, day_in_china
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.demo.officers import officer_of
from backend.demo.people import BEIJING_ROAD, CHENGBEI, CHENGNAN, QIANDONG, SHIPAI, SIGN_INS, YUSHUI
from backend.registry.models import Entry
from backend.staff.models import OfficeRow
from backend.training import courses, schools, vouchers
from backend.training.courses import NewCourse
from backend.training.models import Course
from backend.training.schools import NewSchool
from backend.training.vouchers import NewVoucher

GUANGZHOU_PACK = "guangzhou-2014-4"


@dataclass(frozen=True)
class Planned:
    """An activity some days from now, by whom."""

    login: str
    days: int
    kind: str
    title: str
    area: str
    place: str
    seats: int
    employers: tuple[str, ...]
    tags: tuple[str, ...]
    reach: tuple[str, ...]


@dataclass(frozen=True)
class Offered:
    """A course some days from now, by whom, at which school of the officer's city."""

    login: str
    days: int
    title: str
    wish: str
    area: str
    school: int
    seats: int
    vouchers: bool


SHOPS = ("城南便民超市（示例）", "平安家政服务部（示例）", "渝水环卫公司（示例）")
ACTIVITIES = (
    Planned(
        "chengnan", 3, "talk", "城南街道就业政策宣讲会",
        CHENGNAN, "平安社区居委会一楼", 40, (), ("policy",), ("service",),
    ),
    Planned(
        "yushui", 7, "fair", "渝水区就业援助专场招聘会",
        YUSHUI, "文化广场", 0, SHOPS, ("posts", "policy"), ("street", "work"),
    ),
    Planned(
        "chengbei", 5, "posts", "送岗进社区：城北站",
        CHENGBEI, "北湖小区门口", 0, SHOPS[:1], ("posts",), ("street",),
    ),
    Planned(
        "qiandong", 9, "consultation", "钤东街道现场咨询",
        QIANDONG, "街道办事大厅", 0, (), ("policy", "service"), ("service",),
    ),
    Planned(
        "shipai", 4, "fair", "石牌街“零距离”招聘会",
        SHIPAI, "街道文化站", 60, ("石牌社区食堂（示例）",), ("posts",), ("work", "street"),
    ),
    Planned(
        "beijinglu", 10, "quiz", "北京街政策有奖问答",
        BEIJING_ROAD, "家庭综合服务中心", 30, (), ("policy", "care"), ("service",),
    ),
)
SCHOOLS = {
    "yushui": (
        NewSchool("渝水区技工学校（示例）", "学院路8号", "0790-0000001"),
        NewSchool("城南家政培训中心（示例）", "平安路12号", "0790-0000002"),
    ),
    "tianhe": (
        NewSchool("天河区职业培训学校（示例）", "石牌西路1号", "020-00000001"),
        NewSchool("越秀区职业技术学校（示例）", "北京路100号", "020-00000002"),
    ),
}
COURSES = (
    Offered("chengnan", 12, "养老护理员（初级）", "training", CHENGNAN, 1, 30, False),
    Offered("yushui", 20, "创办你的企业（SYB）", "startup", YUSHUI, 0, 25, False),
    Offered("qiandong", 16, "中式面点师", "training", QIANDONG, 0, 20, False),
    Offered("shipai", 14, "家政服务员", "training", SHIPAI, 0, 30, True),
    Offered("beijinglu", 18, "中式烹调师（初级）", "training", BEIJING_ROAD, 1, 24, True),
    Offered("shipai", 25, "创业培训班", "startup", SHIPAI, 0, 20, True),
)
VALID = timedelta(days=180)


def offer(work: Work) -> None:
    """Everything one can go to, once: a house that has activities gets none. Fairs have the posts of their city."""
    if work.read_now(SYSTEM, _count):
        return
    today = day_in_china(work.clock())
    for one in ACTIVITIES:
        _as(work, one.login, _plan, _activity(one, today))
    for login, listed in SCHOOLS.items():
        for school in listed:
            _as(work, login, schools.designate, school)
    for course in COURSES:
        _as(work, course.login, _open, course, today)
    _as(work, "shipai", _give, today)


def _count(unit: Unit) -> int:
    return unit.session.scalar(select(func.count()).select_from(Activity)) or 0


def _as(work: Work, login: str, act: Callable[..., Any], *args: Any) -> None:
    """As the officer of that name; nothing where her city is not offered here."""
    sign_in = next(one for one in SIGN_INS if one.login == login)
    officer = work.read_now(SYSTEM, officer_of, sign_in)
    if officer is not None:
        work.do_now(Caller(officer), act, *args)


def _plan(unit: Unit, new: NewActivity) -> None:
    row = unit.session.get_one(Activity, planning.plan(unit, new))
    for one in fair_posts.choices(unit, row) if row.kind in fair_posts.KINDS else ():
        fair_posts.add(unit, row.id, f"employer:{one.employer_id}")


def _activity(one: Planned, today: date) -> NewActivity:
    starts = datetime.combine(today + timedelta(days=one.days), time(9), CHINA)
    return NewActivity(
        kind=one.kind,
        title=one.title,
        area=one.area,
        place=one.place,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2, minutes=30),
        seats=one.seats,
        employers=one.employers,
        tags=one.tags,
        reach=one.reach,
    )


def _open(unit: Unit, one: Offered, today: date) -> None:
    begins = today + timedelta(days=one.days)
    school = schools.schools(unit)[one.school]
    new = NewCourse(
        school.id, one.title, one.wish, one.area, school.address, begins, begins + timedelta(days=9), one.seats, one.vouchers
    )
    courses.open_course(unit, new)


def _give(unit: Unit, today: date) -> None:
    """Guidance and a voucher for everybody this street has recognised."""
    named = tuple(one.id for one in unit.session.scalars(select(Course).where(Course.takes_vouchers)))
    mine = select(Entry.number).join(OfficeRow, OfficeRow.id == Entry.office_id)
    mine = mine.where(OfficeRow.area == SHIPAI, Entry.pack == GUANGZHOU_PACK, Entry.state == "active")
    for number in unit.session.scalars(mine.order_by(Entry.number)).all():
        acts.record(unit, number, NewAct("guidance", today, "done", notes="想学一门手艺，推荐培训。"))
        vouchers.issue(unit, NewVoucher(number, today + VALID, named))
