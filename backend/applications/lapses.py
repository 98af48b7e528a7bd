"""Reading the record of what was late: scoped to the officer's area, newest first, page by page."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from backend.applications import promises
from backend.applications.lateness import CASE, days_since
from backend.applications.models import Application, Lapse
from backend.applications.ruling import pack_for
from backend.core.actors import Officer
from backend.core.unit import Unit
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow

PER_PAGE = 20


@dataclass(frozen=True)
class LapseLine:
    """One lapse: of a case, else ``case_id`` is empty and ``receipt`` is the number of the matter.

    ``running``: it is still late. ``mine``: this office has to say what was done about it.
    """

    id: int
    case_id: str
    address: str
    receipt: str
    stage: str
    office: str
    officer: str
    due_on: date
    days_late: int
    running: bool
    mine: bool
    answer: str
    answered_by: str
    answered_on: date | None


@dataclass(frozen=True)
class LapsePage:
    """``next_before`` leads to the older ones; 0 at the end."""

    lines: tuple[LapseLine, ...]
    next_before: int


def overview(unit: Unit, *, waiting: bool = False, before: int = 0) -> LapsePage:
    """The lapses of the area, the newest first, from below the id ``before``."""
    officer = access.current(unit)
    wanted = select(Lapse).where(access.visible_to(officer, Lapse.office_id))
    if waiting:
        wanted = wanted.where(*_waiting(officer))
    if before:
        wanted = wanted.where(Lapse.id < before)
    rows = list(unit.session.scalars(wanted.order_by(Lapse.id.desc()).limit(PER_PAGE + 1)))
    older = rows[PER_PAGE - 1].id if len(rows) > PER_PAGE else 0
    return LapsePage(tuple(_lines(unit, officer, rows[:PER_PAGE])), older)


def count_waiting(unit: Unit, officer: Officer, most: int) -> int:
    """How many lapses of the offices below wait for this office's word, counted up to ``most``."""
    some = select(Lapse.id).where(*_waiting(officer)).limit(most).subquery()
    return unit.session.scalar(select(func.count()).select_from(some)) or 0


def _waiting(officer: Officer) -> tuple[ColumnElement[bool], ...]:
    return Lapse.supervisor_id == officer.office_id, Lapse.answered_at.is_(None)


def _lines(unit: Unit, officer: Officer, rows: list[Lapse]) -> list[LapseLine]:
    holder, judge = aliased(OfficerRow), aliased(OfficerRow)
    beside = {
        lapse_id: (case, office, held or "", judged or "")
        for lapse_id, case, office, held, judged in unit.session.execute(
            select(Lapse.id, Application, OfficeRow.name, holder.name, judge.name)
            .outerjoin(Application, and_(Lapse.kind == CASE, Application.id == Lapse.subject_id))
            .join(OfficeRow, OfficeRow.id == Lapse.office_id)
            .outerjoin(holder, holder.id == Lapse.officer_id)
            .outerjoin(judge, judge.id == Lapse.answered_by)
            .where(Lapse.id.in_([row.id for row in rows]))
        )
    }
    return [_line(unit, officer, row, *beside[row.id]) for row in rows]


def _line(
    unit: Unit, officer: Officer, row: Lapse, case: Application | None, office: str, held: str, judged: str
) -> LapseLine:
    about = promises.matter(unit, row.kind, row.subject_id) if case is None else None
    return LapseLine(
        id=row.id,
        case_id=case.id if case else "",
        address=about.address if about else f"/staff/cases/{row.subject_id}",
        receipt=about.number if about else (case.receipt or "") if case else "",
        stage=about.step if about else pack_for(unit, case).stages[row.stage].name if case else "",
        office=office,
        officer=held,
        due_on=row.due_on,
        days_late=row.days_late + days_since(unit, row),
        running=row.ended_on is None,
        mine=row.supervisor_id == officer.office_id and row.answered_at is None,
        answer=row.answer,
        answered_by=judged,
        answered_on=row.answered_at.date() if row.answered_at else None,
    )
