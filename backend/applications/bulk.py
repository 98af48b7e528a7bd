"""Several cases at once: take them up or give them to a colleague, with an answer for each. Never a decision (C18)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from backend.applications import guards, lifecycle
from backend.applications.guards import subject_of
from backend.applications.models import Application
from backend.core.actors import Officer
from backend.core.console.problems import words_for
from backend.core.console.words import speaker
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.staff import access
from backend.staff.models import OfficerRow
from backend.staff.service import as_actor

MOST = 100
"""Cases of one form; a page of the queue holds no more."""


@dataclass(frozen=True)
class Item:
    """What became of one case. ``why_not`` is empty when it was done."""

    case_id: str
    receipt: str
    why_not: str = ""


@dataclass(frozen=True)
class Colleague:
    """Somebody of the own office who can take a case."""

    id: int
    name: str


def colleagues(unit: Unit) -> tuple[Colleague, ...]:
    """The reviewers of the officer's own office, the officer first."""
    officer = access.current(unit)
    here = (OfficerRow.office_id == officer.office_id, OfficerRow.role == "reviewer", OfficerRow.active)
    rows = unit.session.scalars(select(OfficerRow).where(*here).order_by(OfficerRow.name, OfficerRow.id))
    found = [Colleague(row.id, row.name) for row in rows]
    return tuple(sorted(found, key=lambda one: one.id != officer.id))


def take_up(unit: Unit, case_ids: Sequence[str]) -> tuple[Item, ...]:
    """Takes up each case that may be; the others say why not. One transaction."""
    officer = access.current(unit)
    return tuple(_one(unit, case_id, officer) for case_id in _checked(case_ids))


def assign(unit: Unit, case_ids: Sequence[str], officer_id: int) -> tuple[Item, ...]:
    """Gives each waiting case to a colleague of the own office. What somebody holds is handed over, not assigned.

    Raises 404 ``officer.not_found``; 403 ``review.read_only``; 422 ``bulk.nothing_chosen``, ``bulk.too_many`` (most).
    """
    me = access.current(unit)
    if me.role != "reviewer":
        raise Problem("review.read_only", 403)
    colleague = as_actor(unit, officer_id)
    if colleague is None or colleague.office_id != me.office_id or colleague.role != "reviewer":
        raise not_found("officer")
    return tuple(_one(unit, case_id, colleague) for case_id in _checked(case_ids))


def _checked(case_ids: Sequence[str]) -> list[str]:
    """Each once, in one order for everybody, so that two who choose the same cases do not wait for each other."""
    chosen = sorted(set(case_ids))
    if not chosen:
        raise Problem("bulk.nothing_chosen", 422)
    if len(chosen) > MOST:
        raise Problem("bulk.too_many", 422, most=MOST)
    return chosen


def _one(unit: Unit, case_id: str, officer: Officer) -> Item:
    receipt = ""
    try:
        row = guards.seen(unit, case_id, lock=True)
        receipt = row.receipt or ""
        problem = guards.refusal(replace(unit, actor=officer), row, "take_up")
        if problem is not None:
            raise problem
    except Problem as problem:
        return Item(case_id, receipt, words_for(problem, speaker(unit.language)).text)
    _give(unit, row, officer)
    return Item(case_id, receipt)


def _give(unit: Unit, row: Application, officer: Officer) -> None:
    row.state = lifecycle.target_of(row.state, "take_up", "officer")  # type: ignore[arg-type]
    row.officer_id, row.updated_at = officer.id, unit.now
    row.version += 1
    if officer.id == unit.officer.id:
        unit.audit("application.taken_up", subject_of(row.id))
    else:
        unit.audit("application.assigned", subject_of(row.id), officer=officer.name)
