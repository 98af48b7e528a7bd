"""限时办结: by when an office must have acted, and how the clock stands still while the citizen corrects."""

from datetime import date

from sqlalchemy import select

from backend.applications.models import Application, Decision
from backend.applications.ruling import pack_for_the_file
from backend.core.clock import day_in_china
from backend.core.unit import Unit
from backend.deadlines import limits
from backend.deadlines.limits import calendar


def due_on(unit: Unit, row: Application) -> date:
    """The last day of the stage the case is in, counted from today in the working days its office promises."""
    days = limits.stage_days(unit, _office(row), pack_for_the_file(unit, row), row.stage)
    return calendar(unit).add(unit.today, days)


def correct_by(unit: Unit, row: Application) -> date:
    """The last day to mend what is asked for today."""
    return limits.correct_by(unit, _office(row), pack_for_the_file(unit, row))


def stopped_on(unit: Unit, row: Application) -> date | None:
    """Since when the clock stands because the citizen was asked to correct; None when that was never."""
    returned_at = unit.session.scalar(
        select(Decision.at)
        .where(Decision.application_id == row.id, Decision.action == "return")
        .order_by(Decision.at.desc())
        .limit(1)
    )
    return day_in_china(returned_at) if returned_at else None


def days_kept(unit: Unit, row: Application) -> int:
    """The working days the office had left when it asked for corrections, at least one: it gets them back."""
    since = stopped_on(unit, row)
    if since is None or row.due_on is None:
        return 0
    return max(calendar(unit).between(since, row.due_on), 1)


def due_after_correction(unit: Unit, row: Application) -> date:
    """The office's last day when the clock runs on from today."""
    kept = days_kept(unit, row)
    return calendar(unit).add(unit.today, kept) if kept else due_on(unit, row)


def _office(row: Application) -> int:
    if row.office_id is None:
        raise RuntimeError(f"application {row.id} has no office")
    return row.office_id
