"""Invitations over the wall: opened and answered by their code."""

from fastapi import APIRouter

from backend.core.web import CitizenTurn
from backend.finding import opening
from contract.invitation import Invitation, InvitationCode

router = APIRouter(prefix="/v1", tags=["finding"])


@router.post("/invitations/open")
async def open_invitation(turn: CitizenTurn, body: InvitationCode) -> Invitation:
    """What the invitation of a code says. The code stands in no address."""
    return await turn.do(opening.open_invitation, body.code)


@router.post("/invitations/decline")
async def decline_invitation(turn: CitizenTurn, body: InvitationCode) -> Invitation:
    """The person does not want it."""
    return await turn.do(opening.decline_invitation, body.code)
