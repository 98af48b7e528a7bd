"""The one place where an officer's act changes a case, and where a decision is written down."""

from typing import Any

from sqlalchemy import update

from backend.applications import lifecycle
from backend.applications.hand_over_models import HandOver
from backend.applications.lifecycle import Action
from backend.applications.models import Application, Decision
from backend.core.unit import Unit

HELD_ON: tuple[Action, ...] = ("return",)
"""Moves after which the same officer still answers for the case; after all others an offer to a colleague is over."""


def move(unit: Unit, row: Application, action: Action) -> None:
    """The state changes, and the version tells everyone else."""
    row.state = lifecycle.target_of(row.state, action, "officer")  # type: ignore[arg-type]
    touch(unit, row)
    if action not in HELD_ON:
        lapse(unit, row)


def touch(unit: Unit, row: Application) -> None:
    row.version += 1
    row.updated_at = unit.now


def lapse(unit: Unit, row: Application) -> None:
    """An offer that nobody answered is over."""
    open_ones = update(HandOver).where(HandOver.application_id == row.id, HandOver.answered_at.is_(None))
    unit.session.execute(open_ones.values(answered_at=unit.now, answer="lapsed"))


def end(unit: Unit, row: Application) -> None:
    row.decided_at, row.due_on = unit.now, None


def decide(
    unit: Unit, row: Application, action: Action, *, opinion: str, citation: str = "", note: str = ""
) -> None:
    """Writes the decision; of two at once the database lets one in."""
    officer = unit.officer
    details: dict[str, Any] = {"note": note} if note else {}
    unit.session.add(
        Decision(
            application_id=row.id,
            stage=row.stage,
            round=row.round + row.sent_back,
            action=action,
            officer_id=officer.id,
            office_id=officer.office_id,
            opinion=opinion,
            citation=citation,
            details=details,
            at=unit.now,
        )
    )
    unit.session.flush()
