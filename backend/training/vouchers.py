"""《职业技能培训券》: issued on a guidance, used once at a designated school (穗人社发〔2014〕4号第九条)."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Select, select
from uuid_utils.compat import uuid7

from backend.applications.receipts import ALPHABET, check_sign
from backend.assistance import entries, taking_part
from backend.core.numbers import grouped, plain
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.core.wording import worded
from backend.registry.models import Entry
from backend.rules import ServiceKind
from backend.staff import access
from backend.training import courses, letters, schools
from backend.training.lifecycle import voucher_target
from backend.training.models import Course, School, Voucher, VoucherCourse

LONGEST: Final = timedelta(days=366)
"""The document writes no term; the officer sets the day, at most a year ahead."""
RANDOM_SIGNS: Final = 15
"""15 × 5 = 75 random bits: nobody finds a voucher by trying."""
MOST_COURSES: Final = 20


@dataclass(frozen=True)
class NewVoucher:
    """A voucher as an officer issues it: for a register number, until a day, for some courses."""

    number: str
    valid_until: date
    course_ids: tuple[str, ...]


@dataclass(frozen=True)
class Redeemed:
    """A voucher was used: for which course, and the number of the seat there."""

    voucher_id: str
    course: str
    school: str
    seat: int


def issue(unit: Unit, new: NewVoucher) -> str:
    """Issues a voucher to a recognised person after guidance, and tells her in her chat; gives its id.

    Raises what :func:`entries.served` raises; 409 ``voucher.not_provided`` where the policy has no training that rests on
    guidance, ``voucher.guidance_missing`` (needed, article), ``voucher.open_already``; 422 ``voucher.day_wrong`` (most),
    ``voucher.courses_missing`` (most).
    """
    entry = entries.served(unit, new.number)
    guidance = _guidance(unit, entry)
    if unit.session.scalar(_usable(unit, entry)) is not None:
        raise Problem("voucher.open_already", 409)
    if not unit.today <= new.valid_until <= unit.today + LONGEST:
        raise Problem("voucher.day_wrong", 422, most=f"{unit.today + LONGEST}")
    wanted = _courses(unit, new.course_ids)
    row = Voucher(
        id=uuid7().hex,
        code=new_code(),
        entry_id=entry.id,
        person_id=entry.person_id,
        guidance_id=guidance,
        office_id=entry.office_id,
        officer_id=unit.officer.id,
        issued_on=unit.today,
        valid_until=new.valid_until,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.session.add_all(VoucherCourse(voucher_id=row.id, course_id=one.id) for one in wanted)
    unit.session.flush()
    unit.audit("voucher.issued", subject_of(row), day=f"{row.valid_until}")
    unit.audit("voucher.issued", entries.subject_of(entry), day=f"{row.valid_until}")
    letters.tell(unit, row, entry, "issued")
    return row.id


def revoke(unit: Unit, voucher_id: str, reason: str) -> None:
    """Takes an unused voucher back, and tells the person why.

    Raises 404 ``voucher.not_found``; 403 ``assistance.read_only``; 409 ``voucher.used``, ``voucher.revoked``; 422
    ``voucher.reason_missing``, ``review.text_too_long``, ``review.id_number_in_text``.
    """
    row = seen(unit, voucher_id, lock=True)
    if access.current(unit).role != "reviewer":
        raise Problem("assistance.read_only", 403)
    target = voucher_target(row.state, "revoke")
    row.reason = worded(reason, "voucher.reason_missing", 200)
    row.state = target
    unit.audit("voucher.revoked", subject_of(row), reason=row.reason)
    letters.tell(unit, row, unit.session.get_one(Entry, row.entry_id), "revoked")


def redeem(unit: Unit, code: str, course_id: str, school: School | None = None) -> Redeemed:
    """Uses a voucher for a course and takes a seat there; of two at the same moment exactly one succeeds.

    ``school`` is the school that does it by its key; an officer of its city does it for any. Raises 404
    ``voucher.not_found``; 409 ``voucher.used``, ``voucher.revoked``, ``voucher.expired`` (day), ``course.begun``,
    ``course.called_off``, ``course.full``; 422 ``voucher.not_for_course``, ``voucher.school_ended``; 403
    ``assistance.read_only``.
    """
    found = by_code(unit, code)
    course = courses.open_to_all(unit, course_id) if course_id in usable_for(unit, found, school) else None
    row = unit.session.get_one(Voucher, found.id, with_for_update=True, populate_existing=True)
    target = voucher_target(row.state, "redeem")
    if row.valid_until < unit.today:
        raise Problem("voucher.expired", 409, day=f"{row.valid_until}")
    if course is None:
        raise Problem("voucher.not_for_course", 422)
    where = unit.session.get_one(School, course.school_id)
    if where.ended_on is not None:
        raise Problem("voucher.school_ended", 422)
    row.state, row.course_id, row.redeemed_at = target, course.id, unit.now
    row.redeemed_by = None if school else _redeemer(unit, where)
    place = courses.seat_of(unit, course, unit.session.get_one(Entry, row.entry_id))
    seat = courses.seat(unit, course, place, row)
    unit.audit("voucher.redeemed", subject_of(row), course=course.title, school=where.name)
    return Redeemed(row.id, course.title, where.name, seat.number)


def by_code(unit: Unit, code: str) -> Voucher:
    """A voucher however its code was typed. Raises 404 ``voucher.not_found``."""
    row = unit.session.scalar(select(Voucher).where(Voucher.code == as_code(code)))
    if row is None:
        raise not_found("voucher")
    return row


def usable_for(unit: Unit, row: Voucher, school: School | None = None) -> dict[str, Course]:
    """The courses a voucher names that can still be entered, at one school or at all: {id: course}."""
    named = (
        select(Course)
        .join(VoucherCourse, VoucherCourse.course_id == Course.id)
        .where(VoucherCourse.voucher_id == row.id, Course.state == "open", Course.starts_on > unit.today)
        .order_by(Course.starts_on, Course.id)
    )
    if school is not None:
        named = named.where(Course.school_id == school.id)
    return {one.id: one for one in unit.session.scalars(named)}


def seen(unit: Unit, voucher_id: str, *, lock: bool = False) -> Voucher:
    """A voucher of the officer's area. Raises 404 ``voucher.not_found``."""
    mine = select(Voucher).where(
        Voucher.id == voucher_id, access.visible_to(access.current(unit), Voucher.office_id)
    )
    row = unit.session.scalar(mine.with_for_update() if lock else mine)
    if row is None:
        raise not_found("voucher")
    return row


def standing(row: Voucher, today: date) -> str:
    """How it stands today: an unused one whose day has passed is expired."""
    return "expired" if row.state == "issued" and row.valid_until < today else row.state


def new_code() -> str:
    """7F3K-2M9Q-XT4B-0W5C: 15 random signs and one that shows a slip of the pen."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_SIGNS))
    return grouped(signs + check_sign(signs), *[4] * 4)


def as_code(text: str) -> str:
    """A code as it is kept; what a camera reads may stand behind a link."""
    return grouped(plain(text.rpartition("code=")[2])[: RANDOM_SIGNS + 1], *[4] * 4)


def subject_of(row: Voucher) -> str:
    return f"voucher:{row.id}"


def training_of(unit: Unit, entry: Entry) -> ServiceKind | None:
    """The training of a policy that rests on guidance; None where the document knows no vouchers."""
    kinds = entries.policy_of(unit, entry).services
    return next((one for one in kinds if one.id == courses.TRAINING and one.after), None)


def _guidance(unit: Unit, entry: Entry) -> int:
    training = training_of(unit, entry)
    if training is None:
        raise Problem("voucher.not_provided", 409)
    found = taking_part.guidance_of(unit, entry, training.after, unit.today)
    if found is None:
        pack = entries.policy_of(unit, entry)
        needed = next(str(one.label) for one in pack.services if one.id == training.after)
        raise Problem(
            "voucher.guidance_missing", 409, needed=needed, article=str(pack.citations[training.citation_id].article)
        )
    return found


def _usable(unit: Unit, entry: Entry) -> Select[str]:
    return select(Voucher.id).where(
        Voucher.entry_id == entry.id, Voucher.state == "issued", Voucher.valid_until >= unit.today
    )


def _courses(unit: Unit, ids: tuple[str, ...]) -> list[Course]:
    """The chosen courses, all of designated schools of the city and all taking vouchers."""
    here = courses.visible(unit, access.current(unit))
    found = list(
        unit.session.scalars(
            select(Course)
            .join(School, School.id == Course.school_id)
            .where(Course.id.in_(ids), here, Course.takes_vouchers, Course.state == "open", School.ended_on.is_(None))
            .where(Course.starts_on > unit.today)
        )
    )
    if not found or len(found) != len(set(ids)) or len(found) > MOST_COURSES:
        raise Problem("voucher.courses_missing", 422, most=MOST_COURSES)
    return found


def _redeemer(unit: Unit, school: School) -> int:
    officer = access.current(unit)
    if officer.role != "reviewer" or schools.city_of(unit, officer) != school.city:
        raise Problem("assistance.read_only", 403)
    return officer.id
