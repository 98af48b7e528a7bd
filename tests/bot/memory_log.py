"""The backend's side of a browser chat, in memory: as durable as a test needs."""

from datetime import UTC, datetime
from itertools import count
from secrets import token_urlsafe

from contract.channel import (
    AppendChatEvent,
    ChannelFile,
    ChatEvent,
    ChatEvents,
    OpenedChat,
    RawUpdate,
    Stored,
    StoreUpdates,
)

BATCH = 500


class MemoryLog:
    """``ChatLog`` for tests. ``updates`` are the stored ones, each kept once."""

    def __init__(self) -> None:
        self.tokens: dict[str, int] = {}
        self.events: dict[int, list[ChatEvent]] = {}
        self.files: dict[tuple[int, str], tuple[ChannelFile, bytes]] = {}
        self.pictures: dict[str, bytes] = {}
        self.updates: list[RawUpdate] = []
        self.answers: dict[str, ChatEvent] = {}
        self._ids = count(1)

    async def open_chat(self) -> OpenedChat:
        opened = OpenedChat(chat_id=next(self._ids), token=token_urlsafe(16))
        self.tokens[opened.token] = opened.chat_id
        self.events[opened.chat_id] = []
        return opened

    async def chat_of(self, token: str) -> OpenedChat | None:
        chat_id = self.tokens.get(token)
        return OpenedChat(chat_id=chat_id, token=token) if chat_id else None

    async def append_chat_event(self, chat_id: int, event: AppendChatEvent, key: str = "") -> ChatEvent:
        if key in self.answers:
            return self.answers[key]
        log = self.events[chat_id]
        last = max((old.message_id for old in log), default=0)
        written = ChatEvent(
            seq=len(log) + 1,
            kind=event.kind,
            message_id=event.message_id or last + 1,
            body=event.body,
            at=datetime.now(UTC),
        )
        log.append(written)
        if key:
            self.answers[key] = written
        return written

    async def chat_events(self, chat_id: int, after: int = 0, message_id: int = 0) -> ChatEvents:
        found = (event for event in self.events[chat_id][after:] if message_id in (0, event.message_id))
        return ChatEvents(events=tuple(found)[:BATCH])

    async def put_channel_file(self, chat_id: int, name: str, media_type: str, content: bytes) -> ChannelFile:
        kept = ChannelFile(file_id=f"f{next(self._ids)}", name=name, media_type=media_type, size=len(content))
        self.files[chat_id, kept.file_id] = kept, content
        return kept

    async def picture(self, picture: str) -> bytes | None:
        return self.pictures.get(picture)

    async def channel_file(self, chat_id: int, file_id: str) -> bytes | None:
        found = self.files.get((chat_id, file_id))
        return found[1] if found else None

    async def store_updates(self, batch: StoreUpdates) -> Stored:
        known = {update.update_id for update in self.updates}
        new = [update for update in batch.updates if update.update_id not in known]
        self.updates.extend(new)
        return Stored(new=len(new))
