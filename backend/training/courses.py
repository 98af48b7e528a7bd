"""Courses: opened by an office, taken part in by citizens, ended with a result."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, func, select
from uuid_utils.compat import uuid7

from backend.activities import guards
from backend.assistance import entries, taking_part
from backend.core.actors import Officer
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.core.wording import ID_NUMBER
from backend.people.service import ensure_account
from backend.registry.models import Entry
from backend.staff import access
from backend.staff.tree import offices_under
from backend.training import letters
from backend.training.events import CourseCalledOff, CourseOpened
from backend.training.labels import WISHES
from backend.training.lifecycle import HELD, course_target, enrolment_target, voucher_target
from backend.training.models import Course, Enrolment, School, Voucher
from backend.training.schools import city_of

MOST_SEATS = 1000
TRAINING = "training"
"""The kind of service a completed course is, in every policy that has it."""
NOTED_WRONG = "结果登记错了"
Result = Literal["complete", "leave", "undo"]


@dataclass(frozen=True)
class NewCourse:
    """A course as an officer writes it down."""

    school_id: int
    title: str
    wish: str
    area: str
    place: str
    starts_on: date
    ends_on: date
    seats: int
    takes_vouchers: bool
    description: str = ""


def visible(unit: Unit, officer: Officer) -> ColumnElement[bool]:
    """The courses of the officer's city."""
    return Course.city == city_of(unit, officer)


def seen(unit: Unit, course_id: str, *, lock: bool = False) -> Course:
    """A course of the officer's city. Raises 404 ``course.not_found``."""
    wanted = select(Course).where(Course.id == course_id, visible(unit, access.current(unit)))
    row = unit.session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise not_found("course")
    return row


def open_course(unit: Unit, new: NewCourse) -> str:
    """Opens a course; gives its id.

    Raises 403 ``activity_form.not_yours``; 422 ``course_form.school_missing``, ``course_form.title_missing``,
    ``course_form.wish_missing``, ``course_form.area_unknown``, ``course_form.place_missing``,
    ``course_form.days_wrong``, ``course_form.seats_wrong`` (most), ``course_form.text_too_long``.
    """
    officer = guards.planner(unit)
    _check(unit, officer, new)
    row = Course(
        id=uuid7().hex,
        office_id=officer.office_id,
        officer_id=officer.id,
        created_at=unit.now,
        city=city_of(unit, officer),
        **{name: value.strip() if isinstance(value, str) else value for name, value in vars(new).items()},
    )
    unit.session.add(row)
    unit.session.flush()
    unit.audit("course.opened", subject_of(row), title=row.title)
    unit.emit(CourseOpened(row.id, row.area))
    return row.id


def call_off(unit: Unit, course_id: str) -> None:
    """It does not take place. Who is enrolled is told; vouchers used for it can be used again.

    Raises 404 ``course.not_found``, 403 ``activity_form.not_yours``, 409 ``course.illegal_move``, ``course.begun``.
    """
    row = _own(unit, course_id)
    target = course_target(row.state, "call_off")
    if row.starts_on <= unit.today:
        raise Problem("course.begun", 409)
    row.state = target
    for place in unit.session.scalars(
        select(Enrolment).where(Enrolment.course_id == row.id, Enrolment.state == "enrolled")
    ).all():
        letters.tell_called_off(unit, row, place)
        _move(unit, place, enrolment_target(place.state, "call_off"))
        _free(unit, place)
    unit.audit("course.called_off", subject_of(row), title=row.title)
    unit.emit(CourseCalledOff(row.id))


def enrol(unit: Unit, course_id: str) -> Enrolment:
    """The citizen takes a seat; twice is once.

    Raises 404 ``course.not_found``; 409 ``course.called_off``, ``course.begun``, ``course.full``.
    """
    row, account = open_to_all(unit, course_id), ensure_account(unit)
    place = _place_of(unit, row, Enrolment.account_id == account.id)
    hers = select(Entry.person_id).where(Entry.account_id == account.id, Entry.state != "exited")
    person = unit.session.scalar(hers.order_by(Entry.id.desc()).limit(1))
    if place is None and person is not None:
        place = _place_of(unit, row, Enrolment.person_id == person)
    return seat(unit, row, place or Enrolment(account_id=account.id, person_id=person))


def withdraw(unit: Unit, course_id: str) -> None:
    """The citizen comes not after all, before the course begins; a voucher is given up at the office alone.

    Raises 404 ``course.not_found``; 409 ``course.called_off``, ``course.begun``, ``enrolment.with_voucher``.
    """
    row = open_to_all(unit, course_id)
    place = _place_of(unit, row, Enrolment.account_id == ensure_account(unit).id)
    if place is None or place.state == "cancelled":
        return
    if place.voucher_id is not None:
        raise Problem("enrolment.with_voucher", 409)
    _move(unit, place, enrolment_target(place.state, "cancel"))
    unit.audit("enrolment.cancel", subject_of(row), number=place.number)


def note(unit: Unit, enrolment_id: str, result: Result) -> str:
    """Notes how a course ended for somebody; a completed one is a line of the ledger (“131” counts it).

    Gives the id of the course. Raises 404 ``course.not_found``; 403 ``activity_form.not_yours``; 409
    ``course_form.not_begun``, ``enrolment.illegal_move``.
    """
    place = unit.session.get(Enrolment, enrolment_id)
    if place is None:
        raise not_found("course")
    row = _own(unit, place.course_id)
    unit.session.refresh(place)
    if unit.today < row.starts_on:
        raise Problem("course_form.not_begun", 409)
    was = place.state
    _move(unit, place, enrolment_target(was, result))
    if result == "complete":
        place.act_id = _credit(unit, row, place)
        letters.tell_completed(unit, row, place, TRAINING)
    elif was == "completed":
        taking_part.take_back(unit, place.act_id, NOTED_WRONG)
        letters.withdraw_completed(unit, place)
        place.act_id = None
    unit.audit(f"enrolment.{result}", subject_of(row), number=place.number)
    return row.id


def add(unit: Unit, course_id: str, number: str) -> None:
    """An officer enrols a person of the register.

    Raises 404 ``course.not_found``, ``entry.not_found``; 409 what :func:`enrol` raises.
    """
    guards.planner(unit)
    seen(unit, course_id)
    row, entry = open_to_all(unit, course_id), entries.seen(unit, number)
    place = _place_of(unit, row, _hers(entry))
    seat(unit, row, place or Enrolment(account_id=entry.account_id, person_id=entry.person_id))


def seat(unit: Unit, row: Course, place: Enrolment, voucher: Voucher | None = None) -> Enrolment:
    """Gives a seat of a locked course. Raises 409 ``course.full``."""
    if place.state in HELD:
        place.voucher_id = voucher.id if voucher else place.voucher_id
        return place
    if taken(unit, row) >= row.seats:
        raise Problem("course.full", 409)
    if place.id is None:
        last = unit.session.scalar(select(func.max(Enrolment.number)).where(Enrolment.course_id == row.id)) or 0
        place.id, place.course_id, place.number, place.state = uuid7().hex, row.id, last + 1, "cancelled"
        unit.session.add(place)
    place.voucher_id = voucher.id if voucher else None
    _move(unit, place, enrolment_target(place.state, "enrol"))
    unit.audit("enrolment.enrol", subject_of(row), number=place.number)
    return place


def seat_of(unit: Unit, row: Course, entry: Entry) -> Enrolment:
    """The place of a recognised person in a course, perhaps a new one."""
    found = _place_of(unit, row, _hers(entry))
    return found or Enrolment(account_id=entry.account_id, person_id=entry.person_id)


def taken(unit: Unit, row: Course) -> int:
    """How many seats are taken."""
    wanted = select(func.count()).where(Enrolment.course_id == row.id, Enrolment.state.in_(HELD))
    return unit.session.scalar(wanted) or 0


def open_to_all(unit: Unit, course_id: str) -> Course:
    """A course, locked, that can still be entered.

    Raises 404 ``course.not_found``; 409 ``course.called_off``, ``course.begun``.
    """
    row = unit.session.get(Course, course_id, with_for_update=True)
    if row is None:
        raise not_found("course")
    if row.state == "called_off":
        raise Problem("course.called_off", 409)
    if row.starts_on <= unit.today:
        raise Problem("course.begun", 409)
    return row


def subject_of(row: Course) -> str:
    return f"course:{row.id}"


def _own(unit: Unit, course_id: str) -> Course:
    officer, row = guards.planner(unit), seen(unit, course_id, lock=True)
    ours = select(Course.id).where(Course.id == row.id, Course.office_id.in_(offices_under(officer.office_id)))
    if unit.session.scalar(ours) is None:
        raise Problem("activity_form.not_yours", 403)
    return row


def _check(unit: Unit, officer: Officer, new: NewCourse) -> None:
    school = unit.session.get(School, new.school_id)
    if school is None or school.city != city_of(unit, officer) or school.ended_on is not None:
        raise Problem("course_form.school_missing", 422)
    if not new.title.strip():
        raise Problem("course_form.title_missing", 422)
    if new.wish not in WISHES:
        raise Problem("course_form.wish_missing", 422)
    if new.area not in dict(guards.areas(unit, officer)):
        raise Problem("course_form.area_unknown", 422)
    if not new.place.strip():
        raise Problem("course_form.place_missing", 422)
    if not unit.today < new.starts_on <= new.ends_on:
        raise Problem("course_form.days_wrong", 422)
    if not 1 <= new.seats <= MOST_SEATS:
        raise Problem("course_form.seats_wrong", 422, most=MOST_SEATS)
    texts = ((new.title, 80), (new.place, 120), (new.description, 2000))
    if any(len(text) > longest or ID_NUMBER.search(text) for text, longest in texts):
        raise Problem("course_form.text_too_long", 422)


def _place_of(unit: Unit, row: Course, hers: ColumnElement[bool]) -> Enrolment | None:
    return unit.session.scalar(select(Enrolment).where(Enrolment.course_id == row.id, hers).limit(1))


def _hers(entry: Entry) -> ColumnElement[bool]:
    person = Enrolment.person_id == entry.person_id
    return person if entry.account_id is None else person | (Enrolment.account_id == entry.account_id)


def _move(unit: Unit, place: Enrolment, target: str) -> None:
    place.state, place.moved_at = target, unit.now
    unit.session.flush()


def _free(unit: Unit, place: Enrolment) -> None:
    """The voucher of a course that does not take place is whole again."""
    voucher = unit.session.get(Voucher, place.voucher_id) if place.voucher_id else None
    if voucher is not None:
        voucher.state = voucher_target(voucher.state, "free")
        voucher.course_id = voucher.redeemed_at = voucher.redeemed_by = None
        place.voucher_id = None
        unit.audit("voucher.freed", f"voucher:{voucher.id}")


def _credit(unit: Unit, row: Course, place: Enrolment) -> int | None:
    if place.person_id is None:
        return None
    voucher = unit.session.get(Voucher, place.voucher_id) if place.voucher_id else None
    guidance = voucher.guidance_id if voucher else None
    return taking_part.credit(unit, place.person_id, TRAINING, min(row.ends_on, unit.today), row.title, guidance)
