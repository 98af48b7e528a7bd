"""What a citizen is shown: courses, those first that fit the wish of her own form, and her vouchers."""

import base64
from io import BytesIO
from typing import Literal

import segno
from sqlalchemy import select

from backend.applications.whereabouts import home_of, wishes_of
from backend.assistance import entries
from backend.core.problems import not_found
from backend.core.unit import Unit
from backend.people.service import account_of
from backend.policies.days import day_words
from backend.registry.models import Entry
from backend.staff.models import OfficeRow
from backend.training import courses, queries, vouchers
from backend.training.labels import VOUCHERS, WISHES
from backend.training.models import Course, Enrolment, School, Voucher
from contract import training as shape
from contract.policy import Document
from locales import translator

SHOWN = 6
"""So many courses in one message."""
AHEAD = 200


def course_list(unit: Unit, pack: str = "") -> shape.CourseList:
    """The courses of the home's city that have not begun, those that fit a declared wish first (XY-51)."""
    account = account_of(unit)
    wishes = wishes_of(unit, account.id) if account else frozenset[str]()
    coming = select(Course).where(Course.state == "open", Course.starts_on > unit.today)
    city = _city(unit, account.id if account else 0, pack)
    if city:
        coming = coming.where(Course.city == city)
    rows = unit.session.scalars(coming.order_by(Course.starts_on, Course.id).limit(AHEAD)).all()
    fitting = sorted(rows, key=lambda row: (row.wish not in wishes, row.starts_on, row.id))
    return shape.CourseList(courses=tuple(_course(unit, row, wishes) for row in fitting[:SHOWN]), own=_own(unit, wishes))


def course(unit: Unit, course_id: str) -> shape.Course:
    """One course. Raises 404 ``course.not_found``."""
    row = unit.session.get(Course, course_id)
    if row is None:
        raise not_found("course")
    account = account_of(unit)
    return _course(unit, row, wishes_of(unit, account.id) if account else frozenset())


def enrol(unit: Unit, course_id: str) -> shape.Course:
    """Takes a seat. Raises what :func:`courses.enrol` raises."""
    courses.enrol(unit, course_id)
    return course(unit, course_id)


def withdraw(unit: Unit, course_id: str) -> shape.Course:
    """Gives the seat back. Raises what :func:`courses.withdraw` raises."""
    courses.withdraw(unit, course_id)
    return course(unit, course_id)


def own_vouchers(unit: Unit) -> tuple[shape.Voucher, ...]:
    """The vouchers of the person recognised through this chat, the newest first."""
    return tuple(_voucher(unit, row) for row in own_rows(unit))


def picture(unit: Unit, voucher_id: str) -> Document:
    """The code as a square for cameras, where the school's page is known with its address. Raises 404."""
    row = next((one for one in own_rows(unit) if one.id == voucher_id), None)
    if row is None:
        raise not_found("voucher")
    drawn = BytesIO()
    segno.make(link(unit, row), error="m", micro=False).save(drawn, kind="png", border=4, scale=8)
    content = base64.b64encode(drawn.getvalue()).decode()
    return Document(filename=f"{row.code}.png", media_type="image/png", content_base64=content)


def link(unit: Unit, row: Voucher) -> str:
    """What a camera reads: the school's page with the code, or the code alone."""
    base = unit.services.settings.public_url.rstrip("/")
    return f"{base}/redeem?code={row.code}" if base else row.code


def own_rows(unit: Unit) -> list[Voucher]:
    """The vouchers of this chat's recognitions."""
    account = account_of(unit)
    if account is None:
        return []
    mine = select(Voucher).join(Entry, Entry.id == Voucher.entry_id).where(Entry.account_id == account.id)
    return list(unit.session.scalars(mine.order_by(Voucher.id.desc())))


def _city(unit: Unit, account_id: int, pack: str) -> str:
    home = home_of(unit, account_id) if account_id else ""
    if home:
        return unit.services.catalogue.divisions.city_of(home)
    found = unit.services.catalogue.packs.get(pack)
    return found.region if found else ""


def _own(unit: Unit, wishes: frozenset[str]) -> tuple[shape.Course, ...]:
    account = account_of(unit)
    if account is None:
        return ()
    mine = (
        select(Course)
        .join(Enrolment, Enrolment.course_id == Course.id)
        .where(Enrolment.account_id == account.id, Enrolment.state != "cancelled", Course.ends_on >= unit.today)
        .order_by(Course.starts_on, Course.id)
    )
    return tuple(_course(unit, row, wishes) for row in unit.session.scalars(mine))


def _course(unit: Unit, row: Course, wishes: frozenset[str]) -> shape.Course:
    line, label = queries.course_line(unit, row), translator("notices", unit.language)
    school = unit.session.get_one(School, row.school_id)
    account = account_of(unit)
    place = unit.session.scalar(
        select(Enrolment).where(Enrolment.course_id == row.id, Enrolment.account_id == (account.id if account else 0))
    )
    mine = place.state if place and place.state != "cancelled" else ""
    return shape.Course(
        id=row.id,
        title=row.title,
        school=school.name,
        place=line.where,
        when=days(unit, row),
        fits=label(WISHES[row.wish]) if row.wish in wishes else "",
        state=_state(unit, row, line.taken),
        seats_left=max(row.seats - line.taken, 0),
        takes_vouchers=row.takes_vouchers,
        description=row.description,
        telephone=school.telephone,
        mine=mine,
    )


def _state(unit: Unit, row: Course, taken: int) -> Literal["open", "full", "begun", "called_off"]:
    if row.state == "called_off":
        return "called_off"
    if row.starts_on <= unit.today:
        return "begun"
    return "full" if taken >= row.seats else "open"


def days(unit: Unit, row: Course) -> str:
    """From when until when, in words."""
    first, last = day_words(unit.language, row.starts_on), day_words(unit.language, row.ends_on)
    return first if first == last else f"{first} – {last}"


def _voucher(unit: Unit, row: Voucher) -> shape.Voucher:
    entry, state = unit.session.get_one(Entry, row.entry_id), vouchers.standing(row, unit.today)
    training, pack = vouchers.training_of(unit, entry), entries.policy_of(unit, entry)
    office = unit.session.get_one(OfficeRow, row.office_id)
    return shape.Voucher(
        id=row.id,
        code=row.code,
        state=state,
        state_label=translator("notices", unit.language)(VOUCHERS[state]),
        valid_until=day_words(unit.language, row.valid_until),
        courses=tuple(_where(unit, one) for one in queries.named_by(unit, row)),
        used=_used(unit, row),
        article=str(pack.citations[training.citation_id].article) if training else "",
        office=office.name,
        telephone=office.telephone or unit.services.settings.telephone,
    )


def _where(unit: Unit, row: Course) -> shape.VoucherCourse:
    school = unit.session.get_one(School, row.school_id)
    when = days(unit, row)
    return shape.VoucherCourse(
        title=row.title, school=school.name, address=school.address, telephone=school.telephone, when=when
    )


def _used(unit: Unit, row: Voucher) -> str:
    course = unit.session.get(Course, row.course_id) if row.course_id else None
    return f"{day_words(unit.language, row.redeemed_at)} {course.title}" if course else ""
