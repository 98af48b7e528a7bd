"""Setting a promise: by the administrator of a county or city, with a reason, from a day on, on record."""

from dataclasses import dataclass
from datetime import date

from backend.core.actors import Officer
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.deadlines.limits import Step, steps_of
from backend.deadlines.models import TimeLimit
from backend.policies.spoken import packs_of_area
from backend.rules import Pack
from backend.staff import access
from backend.staff.service import OfficeLine, managed_offices
from locales import translator

SHORTEST, LONGEST = 1, 60
"""Days of a review. Longer would be no promise."""
LONGEST_CORRECTION = 90
REASON_SHORTEST, REASON_LONGEST = 5, 300
SETTERS = ("county", "city")


@dataclass(frozen=True)
class Wish:
    """What an administrator asks for."""

    office_id: int
    pack_id: str
    step: str
    days: int
    effective_from: date
    reason: str


def set_limit(unit: Unit, wish: Wish) -> int:
    """Sets a promise; steps that begin before its day keep the one they began under. Gives its id.

    Raises 403 ``staff.admins_only``, ``limits.county_or_city``; 404 ``office.not_found``; 422 ``limits.unknown_step``,
    ``limits.days_out_of_range`` (shortest, longest), ``limits.day_past``, ``limits.reason_missing`` (shortest).
    """
    officer = may_set(unit)
    office = _office(unit, wish.office_id)
    pack, step = _step(unit, officer, wish)
    _check(unit, step, wish)
    row = TimeLimit(
        office_id=office.id,
        pack=pack.id,
        step=step.id,
        days=wish.days,
        effective_from=wish.effective_from,
        reason=wish.reason.strip(),
        set_by=officer.id,
        at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    counted = "limit.set_calendar" if step.calendar else "limit.set_working"
    said = {"step": step.label, "days": wish.days, "day": wish.effective_from.isoformat(), "reason": row.reason}
    unit.audit(counted, f"office:{office.id}", **said)
    return row.id


def may_set(unit: Unit) -> Officer:
    """The administrator of a county or city. Raises 403 ``staff.admins_only`` or ``limits.county_or_city``."""
    officer = access.current(unit)
    if officer.role != "admin":
        raise Problem("staff.admins_only", 403)
    if officer.level not in SETTERS:
        raise Problem("limits.county_or_city", 403)
    return officer


def packs_of(unit: Unit, officer: Officer) -> tuple[Pack, ...]:
    """The policies of the city an officer works in, in the officer's language."""
    return packs_of_area(unit, officer.area)


def steps(unit: Unit, pack: Pack) -> tuple[Step, ...]:
    return steps_of(pack, translator("notices", unit.language))


def _office(unit: Unit, office_id: int) -> OfficeLine:
    found = next((one for one in managed_offices(unit) if one.id == office_id), None)
    if found is None:
        raise Problem("office.not_found", 404)
    return found


def _step(unit: Unit, officer: Officer, wish: Wish) -> tuple[Pack, Step]:
    for pack in packs_of(unit, officer):
        for step in steps(unit, pack):
            if (pack.id, step.id) == (wish.pack_id, wish.step):
                return pack, step
    raise Problem("limits.unknown_step", 422)


def _check(unit: Unit, step: Step, wish: Wish) -> None:
    longest = LONGEST_CORRECTION if step.calendar else LONGEST
    if not SHORTEST <= wish.days <= longest:
        raise Problem("limits.days_out_of_range", 422, shortest=SHORTEST, longest=longest)
    if wish.effective_from < unit.today:
        raise Problem("limits.day_past", 422)
    if not REASON_SHORTEST <= len(wish.reason.strip()) <= REASON_LONGEST:
        raise Problem("limits.reason_missing", 422, shortest=REASON_SHORTEST, longest=REASON_LONGEST)
