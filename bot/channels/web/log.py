"""The log of a browser chat as this channel needs it, and the present face of its messages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from contract.channel import (
    AppendChatEvent,
    ChannelFile,
    ChatEvent,
    ChatEvents,
    OpenedChat,
    Stored,
    StoreUpdates,
)

CHANNEL = "web"
Body = dict[str, Any]


class ChatLog(Protocol):
    """What the backend keeps for browser chats. All calls are durable when they return.

    ``key`` is an idempotency key: the same key brings the same answer and no second effect.
    """

    async def open_chat(self) -> OpenedChat: ...

    async def chat_of(self, token: str) -> OpenedChat | None:
        """The chat of a secret, or None when nobody has it."""

    async def append_chat_event(self, chat_id: int, event: AppendChatEvent, key: str = "") -> ChatEvent: ...

    async def chat_events(self, chat_id: int, after: int = 0, message_id: int = 0) -> ChatEvents:
        """Events above ``after``, oldest first, a few hundred at most; of one message when it is named."""

    async def put_channel_file(
        self, chat_id: int, name: str, media_type: str, content: bytes
    ) -> ChannelFile: ...

    async def channel_file(self, chat_id: int, file_id: str) -> bytes | None:
        """The content of a file of this chat, or None when it is not there any more."""

    async def picture(self, picture: str) -> bytes | None:
        """A picture of a message to many, or None when it is not there any more."""

    async def store_updates(self, batch: StoreUpdates) -> Stored: ...


@dataclass
class Face:
    """One message as it looks now, after all edits."""

    message_id: int
    author: str
    """``bot`` or ``user``."""
    body: Body
    at: datetime
    edited_at: datetime | None = None

    @property
    def file(self) -> Body | None:
        """The file it carries, a contract ``ChannelFile`` as a dict."""
        return self.body.get("document") or self.body.get("photo")


def faces(events: Iterable[ChatEvent]) -> dict[int, Face]:
    """The messages that are there after these events, by id, in order of appearance."""
    present: dict[int, Face] = {}
    for event in events:
        if event.kind in ("bot", "user"):
            present[event.message_id] = Face(event.message_id, event.kind, dict(event.body), event.at)
        elif event.kind == "delete":
            present.pop(event.message_id, None)
        elif (face := present.get(event.message_id)) is not None:
            face.body.update(event.body)
            face.edited_at = event.at
    return present


async def face_of(log: ChatLog, chat_id: int, message_id: int) -> Face | None:
    """How one message looks now, or None when it is not there."""
    batch = await log.chat_events(chat_id, message_id=message_id)
    return faces(batch.events).get(message_id)


async def whole_log(log: ChatLog, chat_id: int) -> tuple[ChatEvent, ...]:
    """All events of a chat."""
    events: tuple[ChatEvent, ...] = ()
    while batch := (await log.chat_events(chat_id, after=events[-1].seq if events else 0)).events:
        events += batch
    return events
