"""限时办结: by when an office must have acted, and how the clock stands still while the citizen corrects."""

from datetime import date

from sqlalchemy import select

from backend.applications.models import Application, Decision
from backend.applications.ruling import pack_for_the_file
from backend.core.clock import day_in_china
from backend.core.unit import Unit
from backend.core.working_days import WorkingDays, working_days


def calendar(unit: Unit) -> WorkingDays:
    return working_days(unit.services.settings.policies)


def due_on(unit: Unit, row: Application) -> date:
    """The last day of the stage the case is in, counted from today in the pack's working days."""
    stage = pack_for_the_file(unit, row).stages[row.stage]
    return calendar(unit).add(unit.today, stage.working_days)


def due_after_correction(unit: Unit, row: Application) -> date:
    """The office gets back the working days it had left when it asked for corrections, at least one."""
    returned_at = unit.session.scalar(
        select(Decision.at)
        .where(Decision.application_id == row.id, Decision.action == "return")
        .order_by(Decision.at.desc())
        .limit(1)
    )
    if returned_at is None or row.due_on is None:
        return due_on(unit, row)
    left = calendar(unit).between(day_in_china(returned_at), row.due_on)
    return calendar(unit).add(unit.today, max(left, 1))
