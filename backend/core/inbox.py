"""Messages in: stored before they are confirmed, handled in order per chat, once.

Each row is ``waiting``, then ``leased`` to one worker, then ``done`` (or ``dead`` when it cannot be handled).
At most one row of a chat is leased at a time: that is the order.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, String, Text, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment, insert_new
from backend.core.locks import hold
from backend.core.unit import Unit
from contract.channel import (
    ClaimedUpdate,
    ClaimUpdates,
    Finished,
    FinishUpdate,
    FinishUpdates,
    ReleaseLeases,
    Stored,
    StoreUpdates,
)

OPEN = ("waiting", "leased")
LOOK_AHEAD = 400
"""How many open rows are looked at to find chats that are free."""
MOST_ATTEMPTS = 30
"""The last resort against an update that kills its worker. The worker gives up earlier, with a word to the citizen.

High, because every process that dies takes innocent updates with it: those of all chats it was just serving.
"""

STILL_OPEN = text("state IN ('waiting', 'leased')")
SERIAL = BigInteger().with_variant(Integer, "sqlite")


class InboxRow(Base):
    """One raw update of one channel. Unique by channel and update id, so a repeated one is kept once."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "update_id"),
        Index("ix_inbox_open", "channel", "id", sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN),
    )

    id: Mapped[int] = mapped_column(SERIAL, primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    update_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    worker: Mapped[str] = mapped_column(String(60), default="")
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    attempt: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    received_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)


class ChatState(Base):
    """Where a conversation stands: small, without personal data, written with the update that moved it."""

    __tablename__ = "chat_states"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(Moment)


def store(unit: Unit, batch: StoreUpdates) -> Stored:
    """Keeps a batch of raw updates; the caller may confirm them to the channel once this has committed."""
    rows = [
        {
            "channel": batch.channel,
            "update_id": raw.update_id,
            "chat_id": raw.chat_id,
            "body": raw.body,
            "state": "waiting",
            "worker": "",
            "attempt": 0,
            "error": "",
            "received_at": unit.now,
        }
        for raw in batch.updates
    ]
    return Stored(new=insert_new(unit.session, InboxRow, rows, ("channel", "update_id")))


def claim(unit: Unit, wish: ClaimUpdates) -> tuple[ClaimedUpdate, ...]:
    """Leases the oldest waiting update of each free chat, with the state of its conversation."""
    hold(unit, f"inbox:{wish.channel}")
    rows = _next_of_each_chat(unit, wish)
    states = _states(unit, wish.channel, [row.chat_id for row in rows])
    for row in rows:
        row.state, row.worker, row.attempt = "leased", wish.worker, row.attempt + 1
        row.lease_until = unit.now + timedelta(seconds=wish.lease_seconds)
    return tuple(
        ClaimedUpdate(
            id=row.id,
            update_id=row.update_id,
            chat_id=row.chat_id,
            body=row.body,
            attempt=row.attempt,
            state=states.get(row.chat_id, {}),
        )
        for row in rows
    )


def finish(unit: Unit, batch: FinishUpdates) -> Finished:
    """Closes updates and saves their chats' states. A worker whose lease was taken over changes nothing."""
    return Finished(ids=tuple(done.id for done in batch.updates if _finish_one(unit, done)))


def release(unit: Unit, wish: ReleaseLeases) -> None:
    """Gives leases back at once: at a clean stop, or at the start of the only process of a database."""
    held = select(InboxRow).where(InboxRow.channel == wish.channel, InboxRow.state == "leased")
    if wish.worker:
        held = held.where(InboxRow.worker == wish.worker)
    for row in unit.session.scalars(held):
        row.state, row.worker, row.lease_until = "waiting", "", None


def _next_of_each_chat(unit: Unit, wish: ClaimUpdates) -> list[InboxRow]:
    rows = unit.session.scalars(
        select(InboxRow)
        .where(InboxRow.channel == wish.channel, InboxRow.state.in_(OPEN))
        .order_by(InboxRow.id)
        .limit(LOOK_AHEAD)
    )
    seen: set[int] = set()
    chosen: list[InboxRow] = []
    for row in rows:
        if row.chat_id in seen or len(chosen) == wish.limit:
            continue
        seen.add(row.chat_id)
        if row.attempt >= MOST_ATTEMPTS and _free(row, unit.now):
            _bury(row, unit.now)
        elif _free(row, unit.now):
            chosen.append(row)
    return chosen


def _free(row: InboxRow, now: datetime) -> bool:
    return row.state == "waiting" or (row.lease_until is not None and row.lease_until <= now)


def _bury(row: InboxRow, now: datetime) -> None:
    row.state, row.done_at, row.error = "dead", now, row.error or "given up after repeated attempts"


def _states(unit: Unit, channel: str, chats: list[int]) -> dict[int, dict[str, Any]]:
    if not chats:
        return {}
    rows = unit.session.scalars(
        select(ChatState).where(ChatState.channel == channel, ChatState.chat_id.in_(chats))
    )
    return {row.chat_id: row.state for row in rows}


def _finish_one(unit: Unit, done: FinishUpdate) -> bool:
    row = unit.session.get(InboxRow, done.id)
    if row is None or row.state != "leased" or row.worker != done.worker:
        return False
    row.state, row.error, row.done_at, row.lease_until = "done", done.error, unit.now, None
    row.body = {}  # What a citizen wrote is not needed twice; only the update id is.
    key = (row.channel, row.chat_id)
    state = unit.session.get(ChatState, key)
    if state is None:
        state = ChatState(channel=row.channel, chat_id=row.chat_id)
        unit.session.add(state)
    state.state, state.updated_at = done.state, unit.now
    return True
