"""The tables of broadcasts: what is said, to whom, how far it is; and what of one is not finished."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class Broadcast(Base):
    """One message to many. Its recipients are rows of the outbox under the subject ``broadcast:<id>``.

    ``revision`` is compared and set by every act, so of two people pressing send one wins. ``cursor`` is the last
    account that was written to; behind it nobody is written to twice.
    """

    __tablename__ = "broadcasts"
    __table_args__ = (Index("ix_broadcasts_state", "state", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    title: Mapped[str] = mapped_column(String(80))
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    """By language, with their holes."""
    link: Mapped[str] = mapped_column(String(60), default="")
    """An article as ``<policy>:<number>``; a button opens it in the chat."""
    quotes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """What it quotes, as :mod:`backend.outreach.quotes` keeps it: the words of the day it was written, which stay."""
    stopped: Mapped[str] = mapped_column(String(20), default="")
    """Why the house stopped it: ``called_off``, ``over``, ``changed`` or ``grew``; empty where it did not."""
    picture_id: Mapped[str] = mapped_column(String(32), default="")
    """The file of a picture above the text; empty for none."""
    picture_alt: Mapped[str] = mapped_column(String(200), default="")
    audience: Mapped[dict[str, Any]] = mapped_column(JSON)
    urgent: Mapped[bool] = mapped_column(Boolean, default=False)
    """Of an emergency: before other news, never before letters of a case."""
    people: Mapped[int] = mapped_column(Integer, default=0)
    """How many it reached when it was handed in."""
    note: Mapped[str] = mapped_column(String(200), default="")
    """Why it was given back."""
    state: Mapped[str] = mapped_column(String(12), default="draft")
    revision: Mapped[int] = mapped_column(Integer, default=1)
    cursor: Mapped[int] = mapped_column(Integer, default=0)
    exhausted: Mapped[bool] = mapped_column(Boolean, default=False)
    starts_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it begins; until it is sent, the hour its writer asked for."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class BroadcastSketch(Base):
    """What an officer has not finished writing, kept while she writes; nobody else reads it, and nothing is checked."""

    __tablename__ = "broadcast_sketches"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"), index=True)
    """The message it changes; none for a new one."""
    base: Mapped[int] = mapped_column(Integer, default=0)
    """The revision of that message the writing began from."""
    beside_id: Mapped[str] = mapped_column(String(32), default="")
    """The sketch it was the same as until two places wrote on."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    updated_at: Mapped[datetime] = mapped_column(Moment, index=True)
