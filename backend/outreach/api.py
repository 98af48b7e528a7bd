"""Messages to many over the wall: the one that is tried on oneself."""

from fastapi import APIRouter

from backend.core.web import CitizenTurn
from backend.outreach import trying
from contract.topics import TrialCode

router = APIRouter(prefix="/v1", tags=["outreach"])


@router.post("/trials", status_code=204)
async def send_trial(turn: CitizenTurn, body: TrialCode) -> None:
    """Sends a message that was not sent yet to the calling chat alone, for the word the console shows."""
    await turn.do(trying.send_to_me, body.code)
