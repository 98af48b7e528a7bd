"""How long things take, over the wall."""

from fastapi import APIRouter

from backend.core.web import CitizenTurn
from backend.deadlines import durations
from contract.policy import Durations

router = APIRouter(prefix="/v1", tags=["policies"])


@router.get("/policies/{pack}/durations")
async def durations_of(turn: CitizenTurn, pack: str) -> Durations:
    """How long each step takes: what the document says, with its article, and what the office promises."""
    return await turn.read(durations.durations, pack)
