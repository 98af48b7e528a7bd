"""The log of the browser chat: what Telegram's servers keep for their users, we keep for ours."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment
from backend.core.inbox import SERIAL
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from contract.channel import AppendChatEvent, ChannelFile, ChatEvent, ChatEvents, OpenedChat

WEB = "web"
"""The one channel whose log is kept here."""

FILES_OF_A_CHAT = 60
"""How many files may wait in one chat before they become papers."""
FILE_KEPT = timedelta(days=1)


class WebChat(Base):
    """A browser chat. Only the hash of its secret is kept."""

    __tablename__ = "web_chats"

    id: Mapped[int] = mapped_column(SERIAL, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    opened_at: Mapped[datetime] = mapped_column(Moment)


class WebChatEvent(Base):
    """One event; ``seq`` counts per chat, so a page that comes back asks for what it has not seen."""

    __tablename__ = "web_chat_events"
    __table_args__ = (Index("ix_web_chat_events_message", "chat_id", "message_id"),)

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    message_id: Mapped[int] = mapped_column(Integer)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    """What was said, sealed: people write their ID numbers into chats."""
    at: Mapped[datetime] = mapped_column(Moment)


class WebFile(Base):
    """A file sent into a browser chat, sealed in the file store."""

    __tablename__ = "web_files"

    file_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment, index=True)


def open_chat(unit: Unit) -> OpenedChat:
    """A new browser chat and its secret, which is told once."""
    token = secrets.token_urlsafe(32)
    chat = WebChat(token_hash=_hash(token), opened_at=unit.now)
    unit.session.add(chat)
    unit.session.flush()
    return OpenedChat(chat_id=chat.id, token=token)


def chat_of(unit: Unit, token: str) -> OpenedChat:
    """The chat of a secret. Raises ``chat.not_found``."""
    chat = unit.session.scalar(select(WebChat).where(WebChat.token_hash == _hash(token)))
    if chat is None:
        raise not_found("chat")
    return OpenedChat(chat_id=chat.id, token=token)


def append(unit: Unit, chat_id: int, event: AppendChatEvent) -> ChatEvent:
    """Adds one event. The chat's row is locked meanwhile, so ``seq`` has no gaps and no doubles."""
    if unit.session.get(WebChat, chat_id, with_for_update=True) is None:
        raise not_found("chat")
    last = unit.session.execute(
        select(func.max(WebChatEvent.seq), func.max(WebChatEvent.message_id)).where(
            WebChatEvent.chat_id == chat_id
        )
    ).one()
    seq = (last[0] or 0) + 1
    row = WebChatEvent(
        chat_id=chat_id,
        seq=seq,
        kind=event.kind,
        message_id=event.message_id or (last[1] or 0) + 1,
        body=unit.vault.seal(event.body, _place(chat_id, seq)),
        at=unit.now,
    )
    unit.session.add(row)
    return _event(unit, row)


def events_after(unit: Unit, chat_id: int, after: int, message_id: int = 0, limit: int = 500) -> ChatEvents:
    """Events with a sequence above ``after``, oldest first; of one message only when it is named."""
    wanted = select(WebChatEvent).where(WebChatEvent.chat_id == chat_id, WebChatEvent.seq > after)
    if message_id:
        wanted = wanted.where(WebChatEvent.message_id == message_id)
    rows = unit.session.scalars(wanted.order_by(WebChatEvent.seq).limit(limit))
    return ChatEvents(events=tuple(_event(unit, row) for row in rows))


def keep_file(unit: Unit, chat_id: int, name: str, media_type: str, content: bytes) -> ChannelFile:
    """Keeps a file until a handler turns it into a paper. Raises ``file.too_large`` and ``file.too_many``."""
    limit = unit.services.settings.file_limit
    if len(content) > limit:
        raise Problem("file.too_large", 413, limit=limit)
    waiting = unit.session.scalar(
        select(func.count())
        .select_from(WebFile)
        .where(WebFile.chat_id == chat_id, WebFile.at > unit.now - FILE_KEPT)
    )
    if (waiting or 0) >= FILES_OF_A_CHAT:
        raise Problem("file.too_many", 409, limit=FILES_OF_A_CHAT)
    row = WebFile(
        file_id=unit.services.files.put(content),
        chat_id=chat_id,
        name=name[:200],
        media_type=media_type[:100],
        size=len(content),
        at=unit.now,
    )
    unit.session.add(row)
    return ChannelFile(file_id=row.file_id, name=row.name, media_type=row.media_type, size=row.size)


def file_content(unit: Unit, chat_id: int, file_id: str) -> tuple[ChannelFile, bytes]:
    """A file of this chat and no other. Raises ``file.not_found``."""
    row = unit.session.get(WebFile, file_id)
    if row is None or row.chat_id != chat_id:
        raise not_found("file")
    shape = ChannelFile(file_id=row.file_id, name=row.name, media_type=row.media_type, size=row.size)
    return shape, unit.services.files.get(file_id)


def forget_since(unit: Unit, chat_id: int, moment: datetime) -> None:
    """What was said and sent in a browser chat since then is gone, also from a page that stands open.

    Each message leaves an empty deletion, so that the numbers go on.
    """
    said = (WebChatEvent.chat_id == chat_id) & (WebChatEvent.at >= moment)
    gone = unit.session.scalars(select(WebChatEvent.message_id).where(said).distinct()).all()
    sent = (WebFile.chat_id == chat_id) & (WebFile.at >= moment)
    for file_id in unit.session.scalars(select(WebFile.file_id).where(sent)):
        unit.after_commit.append(partial(unit.services.files.delete, file_id))
    for number in sorted(gone):
        append(unit, chat_id, AppendChatEvent(kind="delete", message_id=number, body={}))
    unit.session.flush()
    unit.session.execute(delete(WebFile).where(sent))
    unit.session.execute(delete(WebChatEvent).where(said, WebChatEvent.kind != "delete"))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _place(chat_id: int, seq: int) -> str:
    return f"web_chat_events.body|{chat_id}:{seq}"


def _event(unit: Unit, row: WebChatEvent) -> ChatEvent:
    return ChatEvent(
        seq=row.seq,
        kind=row.kind,
        message_id=row.message_id,
        body=unit.vault.open(row.body, _place(row.chat_id, row.seq)),
        at=row.at,
    )
