"""Whose hands an application has been in: an officer who has ever acted for its applicant has no part in its review."""

from sqlalchemy import select

from backend.applications.models import Application, Decision, Hand, ReviewStep
from backend.core.actors import Acting, Officer
from backend.core.database import insert_new
from backend.core.problems import Problem
from backend.core.unit import Unit


def leave_hand(unit: Unit, row: Application) -> None:
    """Call it beside every change of content: it remembers the officer who acts for the applicant, and nobody else.

    Raises 409 ``helping.reviewed_by_you``: who has had a part in the review does not write what is reviewed.
    """
    if not isinstance(unit.actor, Acting) or not isinstance(unit.actor.by, Officer):
        return
    officer = unit.actor.by.id
    if not has_entered(unit, row, officer) and _has_reviewed(unit, row, officer):
        raise Problem("helping.reviewed_by_you", 409)
    insert_new(
        unit.session,
        Hand,
        [{"application_id": row.id, "officer_id": officer, "at": unit.now}],
        ("application_id", "officer_id"),
    )


def has_entered(unit: Unit, row: Application, officer_id: int | None) -> bool:
    """Whether this officer has ever acted for the applicant in this application."""
    mine = select(Hand.at).where(Hand.application_id == row.id, Hand.officer_id == officer_id)
    return unit.session.scalar(mine) is not None


def _has_reviewed(unit: Unit, row: Application, officer_id: int) -> bool:
    return any(
        unit.session.scalar(
            select(part.id).where(part.application_id == row.id, part.officer_id == officer_id).limit(1)
        )
        for part in (Decision, ReviewStep)
    )
