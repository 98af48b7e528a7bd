"""限时办结、失职追究 (第七条第三款): what is late is found, told to the office above, and stays on record.

The day after the last day a step counts as late (domain G.4: the last day itself is still in time). One lapse a case
and stage: late again in the same stage adds days to it and calls nobody a second time.
"""

from sqlalchemy import and_, or_, select

from backend.applications import events
from backend.applications.guards import subject_of
from backend.applications.models import BEFORE_AN_OFFICE, Application, Lapse
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.deadlines.limits import calendar
from backend.registry.models import ExitProposal, Objection
from backend.staff import access
from backend.staff.models import OfficeRow

AT_ONCE = 1000
"""Lapses found in one transaction; the next look, a day later at most, finds the rest."""
CASE = "application"
ANSWER_SHORTEST, ANSWER_LONGEST = 5, 300
Ending = events.Endorsed | events.ReturnedForCorrection | events.Recognised | events.Declined | events.Withdrawn


def find_overdue(unit: Unit) -> int:
    """Records what became late and calls the offices above; says how many. Run at the start of every day."""
    late = unit.session.execute(
        select(Application, Lapse)
        .outerjoin(
            Lapse,
            and_(Lapse.kind == CASE, Lapse.subject_id == Application.id, Lapse.stage == Application.stage),
        )
        .where(
            BEFORE_AN_OFFICE,
            Application.state != "awaiting_correction",
            Application.due_on < unit.today,
            or_(Lapse.id.is_(None), Lapse.ended_on.is_not(None)),
        )
        .order_by(Application.due_on, Application.id)
        .limit(AT_ONCE)
    ).all()
    for row, lapse in late:
        _again(row, lapse) if lapse else _found(unit, row)
    return len(late)


def close(unit: Unit, news: Ending) -> None:
    """Hears that a step was done, or that the case waits for the citizen or is over: nothing more is added."""
    unit.session.flush()
    running = select(Lapse).where(
        Lapse.kind == CASE, Lapse.subject_id == news.application_id, Lapse.ended_on.is_(None)
    )
    for lapse in unit.session.scalars(running):
        lapse.days_late += days_since(unit, lapse)
        lapse.ended_on = unit.today


def days_since(unit: Unit, lapse: Lapse) -> int:
    """Working days since the last day it should have been done on; 0 once it has ended."""
    return 0 if lapse.ended_on else calendar(unit).between(lapse.due_on, unit.today)


def answer(unit: Unit, lapse_id: int, text: str) -> None:
    """The office above says what was done about it; that ends its to-do, not the record.

    Raises 404 ``lapse.not_found``; 403 ``lapse.not_supervisor``; 409 ``lapse.answered``;
    422 ``lapse.answer_missing`` (shortest, longest).
    """
    officer = access.current(unit)
    lapse = unit.session.scalar(
        select(Lapse)
        .where(Lapse.id == lapse_id, access.visible_to(officer, Lapse.office_id))
        .with_for_update()
    )
    if lapse is None:
        raise not_found("lapse")
    if lapse.supervisor_id != officer.office_id:
        raise Problem("lapse.not_supervisor", 403)
    if lapse.answered_at is not None:
        raise Problem("lapse.answered", 409)
    text = text.strip()
    if not ANSWER_SHORTEST <= len(text) <= ANSWER_LONGEST:
        raise Problem("lapse.answer_missing", 422, shortest=ANSWER_SHORTEST, longest=ANSWER_LONGEST)
    lapse.answer, lapse.answered_at, lapse.answered_by = text, unit.now, officer.id
    unit.audit("application.lapse_answered", filed_under(unit, lapse), answer=text)


def filed_under(unit: Unit, lapse: Lapse) -> str:
    """Under which subject the audit has what a lapse is about: an exit, say, belongs to its entry."""
    if lapse.kind == "exit":
        return f"entry:{unit.session.get_one(ExitProposal, int(lapse.subject_id)).entry_id}"
    if lapse.kind == "objection":
        return f"entry:{unit.session.get_one(Objection, int(lapse.subject_id)).entry_id}"
    subjects = {"intake": CASE, "contact": "entry"}
    return f"{subjects.get(lapse.kind, lapse.kind)}:{lapse.subject_id}"


def record(unit: Unit, lapse: Lapse) -> str:
    """Puts a lapse on record and calls the office above; gives the name of that office, empty where there is none."""
    office = unit.session.get_one(OfficeRow, lapse.office_id)
    above = unit.session.get(OfficeRow, office.parent_id) if office.parent_id else None
    lapse.supervisor_id, lapse.found_at = above.id if above else None, unit.now
    unit.session.add(lapse)
    return above.name if above else ""


def _found(unit: Unit, row: Application) -> None:
    office = unit.session.get_one(OfficeRow, row.office_id)
    told = record(
        unit,
        Lapse(
            kind=CASE,
            subject_id=row.id,
            stage=row.stage,
            office_id=office.id,
            officer_id=row.officer_id,
            due_on=row.due_on,
        ),
    )
    unit.audit("application.overdue", subject_of(row.id), due=f"{row.due_on}", office=office.name, above=told)


def _again(row: Application, lapse: Lapse) -> None:
    assert row.due_on is not None  # it was compared with today
    lapse.due_on, lapse.ended_on = row.due_on, None
