"""Courses and vouchers as officers read them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from backend.activities import guards
from backend.core.masking import mask_name
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry.models import Entry
from backend.staff import access
from backend.staff.models import OfficerRow
from backend.training import courses, schools, vouchers
from backend.training.labels import COURSES, ENROLMENTS, VOUCHERS, WISHES
from backend.training.lifecycle import enrolment_actions
from backend.training.models import Course, Enrolment, School, Voucher, VoucherCourse
from backend.training.schools import SchoolLine
from locales import translator

MOST = 200


@dataclass(frozen=True)
class CourseLine:
    """One course of the list."""

    id: str
    title: str
    school: str
    wish: str
    where: str
    starts_on: date
    ends_on: date
    seats: int
    taken: int
    state: str
    state_label: str
    takes_vouchers: bool
    description: str


@dataclass(frozen=True)
class CourseOverview:
    lines: tuple[CourseLine, ...]
    schools: tuple[SchoolLine, ...]
    areas: tuple[tuple[str, str], ...]
    may_plan: bool


@dataclass(frozen=True)
class SeatLine:
    """Who takes part: the number, and the masked name of a recognised person."""

    id: str
    number: int
    name: str
    state: str
    state_label: str
    acts: tuple[str, ...]
    with_voucher: bool
    in_ledger: bool


@dataclass(frozen=True)
class CourseView:
    line: CourseLine
    seats: tuple[SeatLine, ...]
    may_plan: bool
    begun: bool


@dataclass(frozen=True)
class VoucherLine:
    """One voucher of the list; the name is masked."""

    id: str
    number: str
    name: str
    issued_on: date
    valid_until: date
    state: str
    state_label: str


@dataclass(frozen=True)
class VoucherView:
    """One voucher with its courses and what became of it."""

    line: VoucherLine
    code: str
    courses: tuple[CourseLine, ...]
    usable: tuple[str, ...]
    issued_by: str
    used_at: datetime | None
    used_for: str
    used_by: str
    reason: str
    may_act: bool


def course_overview(unit: Unit, past: bool = False) -> CourseOverview:
    """The courses of the city: those to come, or those that have begun."""
    officer = access.current(unit)
    ahead = Course.starts_on > unit.today
    order = Course.starts_on.desc() if past else Course.starts_on
    rows = unit.session.scalars(
        select(Course).where(courses.visible(unit, officer), ~ahead if past else ahead).order_by(order).limit(MOST)
    )
    may = _may_plan(unit)
    return CourseOverview(
        tuple(course_line(unit, row) for row in rows),
        tuple(one for one in schools.schools(unit) if one.open),
        guards.areas(unit, officer) if may else (),
        may,
    )


def course(unit: Unit, course_id: str) -> CourseView:
    """One course. Raises 404 ``course.not_found``."""
    row = courses.seen(unit, course_id)
    wanted = select(Enrolment).where(Enrolment.course_id == row.id).order_by(Enrolment.number)
    seats = tuple(_seat(unit, one) for one in unit.session.scalars(wanted))
    return CourseView(course_line(unit, row), seats, _may_plan(unit), row.starts_on <= unit.today)


def voucher_list(unit: Unit) -> tuple[VoucherLine, ...]:
    """The vouchers of the officer's area, the newest first."""
    here = access.visible_to(access.current(unit), Voucher.office_id)
    rows = unit.session.scalars(select(Voucher).where(here).order_by(Voucher.id.desc()).limit(MOST))
    return tuple(_voucher_line(unit, row) for row in rows)


def voucher(unit: Unit, voucher_id: str) -> VoucherView:
    """One voucher. Raises 404 ``voucher.not_found``."""
    row, officer = vouchers.seen(unit, voucher_id), access.current(unit)
    used = unit.session.get(Course, row.course_id) if row.course_id else None
    by = unit.session.get(OfficerRow, row.redeemed_by) if row.redeemed_by else None
    school = unit.session.get_one(School, used.school_id).name if used else ""
    usable = vouchers.usable_for(unit, row)
    return VoucherView(
        line=_voucher_line(unit, row),
        code=row.code,
        courses=tuple(course_line(unit, one) for one in named_by(unit, row)),
        usable=tuple(usable) if vouchers.standing(row, unit.today) == "issued" else (),
        issued_by=unit.session.get_one(OfficerRow, row.officer_id).name,
        used_at=row.redeemed_at,
        used_for=used.title if used else "",
        used_by=by.name if by else school,
        reason=row.reason,
        may_act=officer.role == "reviewer",
    )


def voucher_courses(unit: Unit) -> tuple[CourseLine, ...]:
    """The courses a voucher can be issued for today."""
    rows = unit.session.scalars(
        select(Course)
        .join(School, School.id == Course.school_id)
        .where(courses.visible(unit, access.current(unit)), Course.takes_vouchers, Course.state == "open")
        .where(Course.starts_on > unit.today, School.ended_on.is_(None))
        .order_by(Course.starts_on, Course.id)
        .limit(MOST)
    )
    return tuple(course_line(unit, row) for row in rows)


def named_by(unit: Unit, row: Voucher) -> list[Course]:
    """Every course a voucher names, also those that have begun."""
    named = select(VoucherCourse.course_id).where(VoucherCourse.voucher_id == row.id)
    return list(unit.session.scalars(select(Course).where(Course.id.in_(named)).order_by(Course.starts_on, Course.id)))


def course_line(unit: Unit, row: Course) -> CourseLine:
    _ = translator("notices", unit.language)
    state = "begun" if row.state == "open" and row.starts_on <= unit.today else row.state
    return CourseLine(
        id=row.id,
        title=row.title,
        school=unit.session.get_one(School, row.school_id).name,
        wish=_(WISHES[row.wish]),
        where=f"{unit.services.catalogue.divisions.name(row.area)} {row.place}",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        seats=row.seats,
        taken=courses.taken(unit, row),
        state=state,
        state_label=_(COURSES[state]),
        takes_vouchers=row.takes_vouchers,
        description=row.description,
    )


def _may_plan(unit: Unit) -> bool:
    officer = access.current(unit)
    return officer.role == "reviewer" and officer.level != "community" and officer.organisation == "employment"


def _seat(unit: Unit, place: Enrolment) -> SeatLine:
    _ = translator("notices", unit.language)
    return SeatLine(
        id=place.id,
        number=place.number,
        name=_name(unit, place.person_id),
        state=place.state,
        state_label=_(ENROLMENTS[place.state]),
        acts=enrolment_actions(place.state),
        with_voucher=place.voucher_id is not None,
        in_ledger=place.act_id is not None,
    )


def _voucher_line(unit: Unit, row: Voucher) -> VoucherLine:
    _ = translator("notices", unit.language)
    state = vouchers.standing(row, unit.today)
    return VoucherLine(
        id=row.id,
        number=unit.session.get_one(Entry, row.entry_id).number,
        name=_name(unit, row.person_id),
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        state=state,
        state_label=_(VOUCHERS[state]),
    )


def _name(unit: Unit, person_id: str | None) -> str:
    person = unit.session.get(Person, person_id) if person_id else None
    return mask_name(details_of(unit, person)["name"]) if person else ""
