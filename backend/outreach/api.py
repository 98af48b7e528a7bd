"""Messages to many over the wall: the one that is tried on oneself, and the pictures they show."""

from fastapi import APIRouter
from fastapi.responses import Response

from backend.core.web import ChannelTurn, CitizenTurn
from backend.outreach import broadcast_queries, last_said, trying
from contract.policy import AskGrounds, LastSaid
from contract.topics import TrialCode

router = APIRouter(prefix="/v1", tags=["outreach"])


@router.post("/trials", status_code=204)
async def send_trial(turn: CitizenTurn, body: TrialCode) -> None:
    """Sends a message that was not sent yet to the calling chat alone, for the word the console shows."""
    await turn.do(trying.send_to_me, body.code)


@router.post("/grounds")
async def last_grounds(turn: CitizenTurn, body: AskGrounds) -> LastSaid:
    """The articles on which rests what the calling chat last said. Nothing is kept."""
    return await turn.read(last_said.of_last_said, body)


@router.get("/pictures/{picture}", response_class=Response)
async def picture(turn: ChannelTurn, picture: str) -> Response:
    """A picture of a message to many, as a channel sends it."""
    return Response(await turn.read(broadcast_queries.picture_content, picture), media_type="image/jpeg")
