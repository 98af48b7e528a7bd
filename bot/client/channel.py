"""Messages in and out, and the log of the browser chat."""

from urllib.parse import quote

from bot.client.wire import Problem, Wire, read
from contract.base import HEADER_IDEMPOTENCY
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


class ChannelDoors(Wire):
    """Inbox, deliveries, browser chats and their files."""

    async def store_updates(self, body: StoreUpdates) -> Stored:
        return await self._command("POST", "/v1/inbox", Stored, body)

    async def claim_updates(self, body: ClaimUpdates) -> tuple[ClaimedUpdate, ...]:
        return await self._command("POST", "/v1/inbox/claim", tuple[ClaimedUpdate, ...], body)

    async def finish_updates(self, body: FinishUpdates) -> Finished:
        return await self._command("POST", "/v1/inbox/finish", Finished, body)

    async def release_updates(self, body: ReleaseLeases) -> None:
        await self._command("POST", "/v1/inbox/release", None, body)

    async def introduce_bot(self, body: IntroduceBot) -> None:
        await self._command("POST", "/v1/bots", None, body)

    async def claim_deliveries(self, body: ClaimDeliveries) -> tuple[Delivery, ...]:
        return await self._command("POST", "/v1/deliveries/claim", tuple[Delivery, ...], body)

    async def release_deliveries(self, body: ReleaseLeases) -> None:
        await self._command("POST", "/v1/deliveries/release", None, body)

    async def close_delivery(self, delivery: int, body: CloseDelivery) -> None:
        await self._command("POST", f"/v1/deliveries/{delivery}/close", None, body)

    async def picture(self, picture: str) -> bytes | None:
        """The content of a picture of a message to many, or None when it is not there any more."""
        return await self._content(f"/v1/pictures/{picture}")

    async def close_arrived(self, body: CloseArrived) -> None:
        await self._command("POST", "/v1/deliveries/arrived", None, body)

    async def open_chat(self) -> OpenedChat:
        return await self._command("POST", "/v1/chats", OpenedChat)

    async def chat_of(self, token: str) -> OpenedChat | None:
        """The browser chat of a secret, or None when nobody has it."""
        try:
            return await self._command("POST", "/v1/chats/find", OpenedChat, ChatToken(token=token))
        except Problem as problem:
            if problem.status != 404:
                raise
            return None

    async def append_chat_event(self, chat_id: int, event: AppendChatEvent, key: str = "") -> ChatEvent:
        headers = {HEADER_IDEMPOTENCY: key} if key else {}
        return await self._command("POST", f"/v1/chats/{chat_id}/events", ChatEvent, event, headers)

    async def chat_events(self, chat_id: int, after: int = 0, message_id: int = 0) -> ChatEvents:
        path = f"/v1/chats/{chat_id}/events"
        return await self._get(path, ChatEvents, after=after, message_id=message_id)

    async def put_channel_file(self, chat_id: int, name: str, media_type: str, content: bytes) -> ChannelFile:
        headers = {"X-File-Name": quote(name, safe=""), "Content-Type": media_type}
        answer = await self._send("POST", f"/v1/chats/{chat_id}/files", content=content, headers=headers)
        return read(answer, ChannelFile)

    async def channel_file(self, chat_id: int, file_id: str) -> bytes | None:
        """The content of a file of this chat, or None when it is not there any more."""
        return await self._content(f"/v1/chats/{chat_id}/files/{file_id}")

    async def _content(self, path: str) -> bytes | None:
        try:
            return (await self._send("GET", path)).content
        except Problem as problem:
            if problem.status != 404:
                raise
            return None
