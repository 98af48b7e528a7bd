"""How many days a step may take: the office's own word, else that of the office above, else the pack's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.core.working_days import WorkingDays, working_days
from backend.deadlines.models import TimeLimit
from backend.rules import Pack
from backend.staff.models import OfficeRow
from locales import Translate

INTAKE = "intake"
"""From handing in until somebody has taken the case up and looked whether it is complete."""
INTAKE_DAYS = 1
CORRECTION, EXIT_REPLY = "correction", "exit_reply"
"""The steps that are the person's own: counted in calendar days."""
NAMES: Mapping[str, str] = {
    CORRECTION: N_("申请人补正"),
    INTAKE: N_("受理检查"),
    "first_contact": N_("认定后首次联系"),
    EXIT_REPLY: N_("退出前本人说明"),
    "exit_notice": N_("退出的审定和通知"),
    "objection": N_("异议答复"),
    "household": N_("零就业家庭解决就业"),
    "ticket_consult": N_("热线政策咨询的答复"),
    "ticket_guidance": N_("热线就业指导的答复"),
    "ticket_feedback": N_("热线意见反馈的答复"),
    "ticket_report": N_("投诉举报的答复"),
}
"""What the steps beside the reviews are called."""
EXIT_NOTICE = 3
TICKETS: Mapping[str, int] = {"ticket_consult": 1, "ticket_guidance": 3, "ticket_feedback": 5, "ticket_report": 5}
"""Working days, where neither the document nor an office says a number (限时办结 leaves it to the office)."""


@dataclass(frozen=True)
class Step:
    """A step with a promise: its id, its name in the pack, and what the pack itself says."""

    id: str
    label: str
    days: int

    @property
    def calendar(self) -> bool:
        """Whether calendar days are meant, not working days."""
        return self.id in (CORRECTION, EXIT_REPLY)


def steps_of(pack: Pack, say: Translate) -> tuple[Step, ...]:
    """The steps of a policy, the reviews first; the names of the others in the language of ``say``."""
    reviews = (Step(stage.id, str(stage.name), stage.working_days) for stage in pack.stages)
    return (*reviews, *(Step(step, say(NAMES[step]), days) for step, days in promises_of(pack).items()))


def promises_of(pack: Pack) -> dict[str, int]:
    """What is promised beside the reviews where no office says otherwise: {step: days}."""
    found = {INTAKE: INTAKE_DAYS, CORRECTION: pack.correction_days, "first_contact": pack.rhythm.first_contact}
    if pack.exit_procedure:
        found |= {EXIT_REPLY: pack.exit_procedure.reply_days, "exit_notice": EXIT_NOTICE}
    if pack.automatic:
        found["objection"] = pack.automatic.objection_days
    return {**found, **TICKETS}


def promised(unit: Unit, office_id: int, pack: Pack, step: str, day: date | None = None) -> int:
    """The days an office has for one of these steps that begins on a day, today where none is given."""
    return days_on(unit, office_id, pack.id, step, day or unit.today) or promises_of(pack)[step]


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
