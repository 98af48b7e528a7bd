"""The bot's machinery over HTTP: inbox, deliveries, the log of the browser chat."""

from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Header, Request, Response

from backend.core import chats, dispatch, endings, inbox, messengers
from backend.core.web import ChannelTurn
from contract.channel import (
    AppendChatEvent,
    ChannelFile,
    ChatEvent,
    ChatEvents,
    ChatToken,
    ClaimDeliveries,
    ClaimedUpdate,
    ClaimUpdates,
    CloseArrived,
    CloseDelivery,
    Delivery,
    Finished,
    FinishUpdates,
    IntroduceBot,
    OpenedChat,
    ReleaseLeases,
    Stored,
    StoreUpdates,
)

router = APIRouter(prefix="/v1", tags=["channels"])


@router.post("/inbox")
async def store_updates(turn: ChannelTurn, body: StoreUpdates) -> Stored:
    """Keeps raw updates. Confirm them to the channel only after this has answered."""
    return await turn.do(inbox.store, body)


@router.post("/inbox/claim")
async def claim_updates(turn: ChannelTurn, body: ClaimUpdates) -> tuple[ClaimedUpdate, ...]:
    """Leases updates to handle: one per chat, in order, with the chat's state."""
    return await turn.do(inbox.claim, body)


@router.post("/inbox/finish")
async def finish_updates(turn: ChannelTurn, body: FinishUpdates) -> Finished:
    """Closes handled updates and saves the chats' states in one transaction."""
    return await turn.do(inbox.finish, body)


@router.post("/inbox/release", status_code=204)
async def release_updates(turn: ChannelTurn, body: ReleaseLeases) -> None:
    """Gives leases back, at a clean stop or at the start of a single process."""
    await turn.do(inbox.release, body)


@router.post("/bots", status_code=204)
async def introduce_bot(turn: ChannelTurn, body: IntroduceBot) -> None:
    """Says how our bot is called in a messenger; the links of the console lead there."""
    await turn.do(messengers.introduce, body)


@router.post("/deliveries/claim")
async def claim_deliveries(turn: ChannelTurn, body: ClaimDeliveries) -> tuple[Delivery, ...]:
    """Leases messages to send: letters of the own case before news."""
    return await turn.do(dispatch.claim, body)


@router.post("/deliveries/release", status_code=204)
async def release_deliveries(turn: ChannelTurn, body: ReleaseLeases) -> None:
    """Marks what a dead process was sending as unknown."""
    await turn.do(endings.release, body)


@router.post("/deliveries/arrived", status_code=204)
async def close_arrived(turn: ChannelTurn, body: CloseArrived) -> None:
    """Closes several pieces of news that were delivered; what is another worker's by now stays as it is."""
    await turn.do(endings.close_arrived, body)


@router.post("/deliveries/{delivery}/close", status_code=204)
async def close_delivery(turn: ChannelTurn, delivery: int, body: CloseDelivery) -> None:
    """Says how a delivery ended."""
    await turn.do(endings.close, delivery, body)


@router.post("/chats", status_code=201)
async def open_chat(turn: ChannelTurn) -> OpenedChat:
    """Opens a browser chat."""
    return await turn.do(chats.open_chat)


@router.post("/chats/find")
async def chat_of(turn: ChannelTurn, body: ChatToken) -> OpenedChat:
    """The browser chat of a secret."""
    return await turn.read(chats.chat_of, body.token)


@router.post("/chats/{chat_id}/events", status_code=201)
async def append_chat_event(turn: ChannelTurn, chat_id: int, body: AppendChatEvent) -> ChatEvent:
    """Adds one event to a browser chat."""
    return await turn.do(chats.append, chat_id, body)


@router.get("/chats/{chat_id}/events")
async def chat_events(turn: ChannelTurn, chat_id: int, after: int = 0, message_id: int = 0) -> ChatEvents:
    """Events after a sequence number, oldest first, at most 500; of one message when it is named."""
    return await turn.read(chats.events_after, chat_id, after, message_id)


@router.post("/chats/{chat_id}/files", status_code=201)
async def put_channel_file(
    turn: ChannelTurn,
    request: Request,
    chat_id: int,
    x_file_name: Annotated[str, Header()] = "",
    content_type: Annotated[str, Header()] = "application/octet-stream",
) -> ChannelFile:
    """Keeps a file sent into a browser chat; the body is the file itself, its name is percent-encoded."""
    content = await request.body()
    return await turn.do(chats.keep_file, chat_id, unquote(x_file_name), content_type, content)


@router.get("/chats/{chat_id}/files/{file_id}", response_class=Response)
async def channel_file(turn: ChannelTurn, chat_id: int, file_id: str) -> Response:
    """The bytes of a file sent into a browser chat."""
    shape, content = await turn.read(chats.file_content, chat_id, file_id)
    return Response(content, media_type=shape.media_type)
