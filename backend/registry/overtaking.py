"""A death comes before whatever exit is proposed: that one is decided no more, and nobody hears of it (X21)."""

from sqlalchemy import select

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.registry import exit_notices
from backend.registry.exit_papers import sealed
from backend.registry.models import Entry, ExitProposal
from backend.rules import ExitTerms

OVERTAKEN = "overtaken"


def demand(entry: Entry, proposed: ExitProposal, terms: ExitTerms) -> None:
    """Raises 409 ``register.illegal_move``: beside an open exit nothing is proposed but what nobody can be told of."""
    if terms.notice or proposed.untold:
        raise Problem("register.illegal_move", 409, state=entry.state, action="propose")


def overtake(unit: Unit, proposed: ExitProposal, why: str) -> None:
    """Closes the exit that was proposed before, for the reason ``why``; its letters are sent and told no more."""
    proposed.state, proposed.decided_by, proposed.decided_at = OVERTAKEN, unit.officer.id, unit.now
    proposed.note = sealed(unit, "note", proposed, why)
    exit_notices.hold_back(unit, proposed)
    unit.session.flush()


def told_before(unit: Unit, proposal: ExitProposal) -> ExitProposal:
    """The exit the person was told of: itself, or the one it took the place of while nobody could be told."""
    wanted = (
        select(ExitProposal)
        .where(ExitProposal.entry_id == proposal.entry_id, ExitProposal.id < proposal.id)
        .order_by(ExitProposal.id.desc())
        .limit(1)
    )
    before = unit.session.scalar(wanted) if proposal.untold else None
    return before if before is not None and before.state == OVERTAKEN else proposal
