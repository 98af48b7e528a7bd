"""Messages in: stored before they are confirmed, handled in order per chat, once.

Each row is ``waiting``, then ``leased`` to one worker, then ``done`` (or ``dead`` when it cannot be handled).
At most one row of a chat is leased at a time: that is the order.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    delete,
    select,
    text,
)
from sqlalchemy.orm import Mapped, defer, mapped_column

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

KEPT = timedelta(days=7)
"""How long a handled update is remembered, so that a repeated one is known."""

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
    body: Mapped[bytes] = mapped_column(LargeBinary)
    """The update, sealed: people write their ID numbers into chats. Empty once handled."""
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
            "body": unit.vault.seal(raw.body, _place(batch.channel, raw.update_id)),
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
            body=unit.vault.open(row.body, _place(row.channel, row.update_id)),
            attempt=row.attempt,
            state=states.get(row.chat_id, {}),
        )
        for row in rows
    )


def finish(unit: Unit, batch: FinishUpdates) -> Finished:
    """Closes updates and saves their chats' states. A worker whose lease was taken over changes nothing."""
    wanted = select(InboxRow).where(InboxRow.id.in_([done.id for done in batch.updates]))
    rows = {row.id: row for row in unit.session.scalars(wanted.options(defer(InboxRow.body)))}
    held = [(done, rows[done.id]) for done in batch.updates if _holds(done, rows.get(done.id))]
    states = _state_rows(unit, [row for _, row in held])
    for done, row in held:
        row.state, row.error, row.done_at, row.lease_until = "done", done.error, unit.now, None
        row.body = b""  # What a citizen wrote is not needed twice; only the update id is.
        state = states.get((row.channel, row.chat_id))
        if state is None:
            state = ChatState(channel=row.channel, chat_id=row.chat_id)
            unit.session.add(state)
        state.state, state.updated_at = done.state, unit.now
    return Finished(ids=tuple(row.id for _, row in held))


def release(unit: Unit, wish: ReleaseLeases) -> None:
    """Gives leases back at once: at a clean stop, or at the start of the only process of a database."""
    held = select(InboxRow).where(InboxRow.channel == wish.channel, InboxRow.state == "leased")
    if wish.worker:
        held = held.where(InboxRow.worker == wish.worker)
    for row in unit.session.scalars(held):
        row.state, row.worker, row.lease_until = "waiting", "", None


def forget_handled(unit: Unit) -> int:
    """Deletes updates that were handled a week ago, and says how many.

    Not only to keep little: after a quiet week Telegram may give an old id to a new update, which must be taken.
    """
    over = InboxRow.state.not_in(OPEN) & (InboxRow.done_at <= unit.now - KEPT)
    return len(unit.session.scalars(delete(InboxRow).where(over).returning(InboxRow.id)).all())


def _place(channel: str, update_id: int) -> str:
    return f"inbox.body|{channel}:{update_id}"


def _next_of_each_chat(unit: Unit, wish: ClaimUpdates) -> list[InboxRow]:
    # Only what the choice needs is read of all; the updates themselves only of those that are chosen.
    looked_at = unit.session.execute(
        select(InboxRow.id, InboxRow.chat_id, InboxRow.state, InboxRow.lease_until)
        .where(InboxRow.channel == wish.channel, InboxRow.state.in_(OPEN))
        .order_by(InboxRow.id)
        .limit(LOOK_AHEAD)
    )
    seen: set[int] = set()
    chosen: list[int] = []
    for id_, chat_id, state, lease_until in looked_at:
        if chat_id not in seen and len(chosen) < wish.limit and _free(state, lease_until, unit.now):
            chosen.append(id_)
        seen.add(chat_id)
    rows = unit.session.scalars(select(InboxRow).where(InboxRow.id.in_(chosen)).order_by(InboxRow.id)).all()
    return [row for row in rows if not _buried(row, unit.now)]


def _free(state: str, lease_until: datetime | None, now: datetime) -> bool:
    return state == "waiting" or (lease_until is not None and lease_until <= now)


def _buried(row: InboxRow, now: datetime) -> bool:
    """Whether this update has been tried too often; if so it is put aside."""
    if row.attempt < MOST_ATTEMPTS:
        return False
    row.state, row.done_at, row.error = "dead", now, row.error or "given up after repeated attempts"
    return True


def _states(unit: Unit, channel: str, chats: list[int]) -> dict[int, dict[str, Any]]:
    if not chats:
        return {}
    rows = unit.session.scalars(
        select(ChatState).where(ChatState.channel == channel, ChatState.chat_id.in_(chats))
    )
    return {row.chat_id: row.state for row in rows}


def _holds(done: FinishUpdate, row: InboxRow | None) -> bool:
    return row is not None and row.state == "leased" and row.worker == done.worker


def _state_rows(unit: Unit, rows: list[InboxRow]) -> dict[tuple[str, int], ChatState]:
    found = unit.session.scalars(
        select(ChatState).where(
            ChatState.channel.in_({row.channel for row in rows}),
            ChatState.chat_id.in_([row.chat_id for row in rows]),
        )
    )
    return {(state.channel, state.chat_id): state for state in found}
