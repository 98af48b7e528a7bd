"""How many days a step may take: the office's own word, else that of the office above, else the pack's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from backend.core.unit import Unit
from backend.core.working_days import WorkingDays, working_days
from backend.deadlines.models import TimeLimit
from backend.rules import Pack
from backend.staff.models import OfficeRow

CORRECTION = "correction"
"""The step that is the citizen's: counted in calendar days."""


@dataclass(frozen=True)
class Step:
    """A step with a promise: its id, its name in the pack, and what the pack itself says."""

    id: str
    label: str
    days: int

    @property
    def calendar(self) -> bool:
        """Whether calendar days are meant, not working days."""
        return self.id == CORRECTION


def steps_of(pack: Pack, correction: str) -> tuple[Step, ...]:
    """The steps of a policy; ``correction`` is what the citizen's part is called."""
    reviews = (Step(stage.id, str(stage.name), stage.working_days) for stage in pack.stages)
    return (*reviews, Step(CORRECTION, correction, pack.correction_days))


def calendar(unit: Unit) -> WorkingDays:
    return working_days(unit.services.settings.policies)


def stage_days(unit: Unit, office_id: int, pack: Pack, stage: int) -> int:
    """The working days an office has for a stage that begins today."""
    one = pack.stages[stage]
    return days_on(unit, office_id, pack.id, one.id, unit.today) or one.working_days


def correct_by(unit: Unit, office_id: int, pack: Pack) -> date:
    """The last day to correct what is asked for today; a holiday is moved to the next working day."""
    days = days_on(unit, office_id, pack.id, CORRECTION, unit.today) or pack.correction_days
    return calendar(unit).worked_from(date.fromordinal(unit.today.toordinal() + days))


def days_on(unit: Unit, office_id: int, pack_id: str, step: str, day: date) -> int:
    """What an office or the nearest one above it had set for a day; 0 when nobody had."""
    row = limit_on(unit, office_id, pack_id, step, day)
    return row.days if row else 0


def limit_on(unit: Unit, office_id: int, pack_id: str, step: str, day: date) -> TimeLimit | None:
    """The setting in force on a day: of the nearest office, and of its settings the last that had begun."""
    path = list(_upwards(unit, office_id))
    rows = unit.session.scalars(
        select(TimeLimit)
        .where(
            TimeLimit.office_id.in_(path),
            TimeLimit.pack == pack_id,
            TimeLimit.step == step,
            TimeLimit.effective_from <= day,
        )
        .order_by(TimeLimit.effective_from, TimeLimit.id)
    ).all()
    return max(rows, key=lambda row: (-path.index(row.office_id), row.effective_from, row.id), default=None)


def _upwards(unit: Unit, office_id: int) -> Iterator[int]:
    found: int | None = office_id
    while found is not None:
        yield found
        found = unit.session.get_one(OfficeRow, found).parent_id
