"""Whose plans and calls these are (首问负责): never those of somebody who has left."""

from sqlalchemy import select

from backend.assistance.models import Plan, Ticket
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.staff.events import OfficerLeft
from backend.staff.models import OfficerRow


def _another(unit: Unit, ticket: Ticket, leaving_id: int) -> int:
    """Who took the call down, or where that is who leaves, somebody of the office who is neither of the two."""
    there = select(OfficerRow.id).where(
        (OfficerRow.office_id == ticket.office_id) | (OfficerRow.id == ticket.created_by),
        OfficerRow.active,
        OfficerRow.role == "reviewer",
        OfficerRow.id.not_in((leaving_id, ticket.about_id)),
    )
    found = unit.session.scalar(there.order_by(OfficerRow.id != ticket.created_by, OfficerRow.id).limit(1))
    if found is None:
        raise Problem("staff.successor_missing", 409, count=1)
    return found


def officer_left(unit: Unit, event: OfficerLeft) -> None:
    """The successor goes on with every open plan and call. Raises 409 ``staff.successor_missing`` (count)."""
    mine = select(Plan).where(Plan.owner_id == event.officer_id, Plan.closed_at.is_(None))
    plans = list(unit.session.scalars(mine.with_for_update()))
    answered = select(Ticket).where(Ticket.taken_by == event.officer_id, Ticket.state != "closed")
    tickets = list(unit.session.scalars(answered.with_for_update()))
    if not plans and not tickets:
        return
    if not event.successor_id:
        raise Problem("staff.successor_missing", 409, count=len(plans) + len(tickets))
    for plan in plans:
        plan.owner_id = event.successor_id
    for ticket in tickets:
        ticket.taken_by = event.successor_id
        if ticket.about_id == event.successor_id:  # Never with the one it is about: who took it down has it again.
            ticket.taken_by, ticket.state = _another(unit, ticket, event.officer_id), "open"
