"""An invitation in the chat: opened by its code, by one chat alone, and answered or not."""

from sqlalchemy import select

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.finding.codes import index_of
from backend.finding.lifecycle import allowed, target_of
from backend.finding.models import Candidate
from backend.finding.words import invitation_lines
from backend.people.service import ensure_account
from contract import invitation as shape


def open_invitation(unit: Unit, code: str) -> shape.Invitation:
    """What the invitation says; the first chat that opens it is the only one that may.

    Raises 404 ``invitation.not_found``, 410 ``invitation.over``, 409 ``invitation.of_another_chat``.
    """
    row = _own(unit, code)
    if "open" in allowed(row.state, "citizen"):
        row.state, row.moved_at = target_of(row.state, "open", "citizen"), unit.now
        unit.audit("invitation.opened", f"candidate:{row.id}")
    return _shape(unit, row, code)


def decline_invitation(unit: Unit, code: str) -> shape.Invitation:
    """The person does not want it; saying so twice is no mistake. Raises as :func:`open_invitation`."""
    row = _own(unit, code)
    if row.state != "not_interested":
        row.state, row.moved_at = target_of(row.state, "decline", "citizen"), unit.now
        unit.audit("invitation.declined", f"candidate:{row.id}")
    return _shape(unit, row, code)


def _own(unit: Unit, code: str) -> Candidate:
    account = ensure_account(unit)
    row = unit.session.scalar(
        select(Candidate).where(Candidate.code_index == index_of(unit.vault, code)).with_for_update()
    )
    if row is None:
        raise Problem("invitation.not_found", 404)
    if row.expires_on is None or row.expires_on < unit.today or row.state == "lapsed":
        raise Problem("invitation.over", 410)
    if row.account_id not in (None, account.id):
        raise Problem("invitation.of_another_chat", 409)
    row.account_id = account.id
    return row


def _shape(unit: Unit, row: Candidate, code: str) -> shape.Invitation:
    return shape.Invitation(
        code=code,
        policy=row.pack,
        lines=tuple(invitation_lines(unit, row)),
        declined=row.state == "not_interested",
        answered=row.state in ("applied", "recognised"),
    )
