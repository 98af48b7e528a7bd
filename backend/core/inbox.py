"""Messages in: stored before they are confirmed, handled in order per chat, once.

Each row is ``waiting``, then ``leased`` to one worker, then ``done`` (or ``dead`` when it cannot be handled).
At most one row of a chat is leased at a time: that is the order. What one chat sends faster than anybody means it is
``held`` first and let in one by one, so that a flood keeps nobody else waiting and loses nothing.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.actors import Citizen
from backend.core.allowance import Allowance, queue_up
from backend.core.clock import day_in_china
from backend.core.database import Base, Moment, insert_new, put_rows
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


@dataclass(frozen=True)
class ChatsSpoke:
    """News: these chats of one channel were heard from, so they can be written to."""

    channel: str
    chat_ids: tuple[int, ...]


@dataclass(frozen=True)
class ChatsLeft:
    """News: these chats of one channel say themselves that they have blocked us."""

    channel: str
    chat_ids: tuple[int, ...]


OPEN = ("waiting", "leased", "held")
ONE_MORE_EVERY = timedelta(seconds=1)
"""After the burst of ``Settings.chat_burst``: as fast as a finger taps for long."""
LOOK_AHEAD = 400
"""How many open rows are looked at to find chats that are free."""
MOST_ATTEMPTS = 30
"""The last resort against an update that kills its worker. The worker gives up earlier, with a word to the citizen.

High, because every process that dies takes innocent updates with it: those of all chats it was just serving.
"""

KEPT = timedelta(days=7)
"""How long a handled update is remembered, so that a repeated one is known."""

HELD = text("state = 'held'")
STILL_OPEN = text("state IN ('waiting', 'leased')")
SERIAL = BigInteger().with_variant(Integer, "sqlite")


class InboxRow(Base):
    """One raw update of one channel. Unique by channel and update id, so a repeated one is kept once."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "update_id"),
        Index("ix_inbox_open", "channel", "id", sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN),
        Index("ix_inbox_held", "channel", "not_before", sqlite_where=HELD, postgresql_where=HELD),
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
    not_before: Mapped[datetime | None] = mapped_column(Moment)
    """When a held row is let in."""
    first_held: Mapped[bool] = mapped_column(Boolean, default=False)
    """The first that a flood made wait: its sender is told once that all have come."""


class ChatState(Base):
    """Where a conversation stands: small, without personal data, written with the update that moved it."""

    __tablename__ = "chat_states"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    state: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(Moment)


INBOX, STATES = cast(Table, InboxRow.__table__), cast(Table, ChatState.__table__)

# Every turn of every chat passes here. Statements on the tables, made once, cost a third of the ORM's: it would
# build them anew, load each row as an object, and write each object back by itself.

_LOOKED_AT = (
    select(INBOX.c.id, INBOX.c.chat_id)
    # In the very words of the index: with values bound SQLite would not know that it may use it.
    .where(INBOX.c.channel == bindparam("of_channel"), STILL_OPEN)
    .order_by(INBOX.c.id)
    .limit(LOOK_AHEAD)
    .subquery()
)
NEXT_OF_EACH_CHAT = (
    select(
        INBOX.c.id,
        INBOX.c.update_id,
        INBOX.c.chat_id,
        INBOX.c.body,
        INBOX.c.attempt,
        INBOX.c.first_held,
        STATES.c.state.label("conversation"),
    )
    .select_from(
        INBOX.outerjoin(STATES, (STATES.c.channel == INBOX.c.channel) & (STATES.c.chat_id == INBOX.c.chat_id))
    )
    .where(
        INBOX.c.id.in_(select(func.min(_LOOKED_AT.c.id)).group_by(_LOOKED_AT.c.chat_id)),
        (INBOX.c.state == "waiting") | (INBOX.c.lease_until <= bindparam("now", type_=Moment)),
    )
    .order_by(INBOX.c.id)
    .limit(bindparam("most", type_=Integer))
)
"""The oldest open update of each chat, if nobody is busy with it: that is the order."""
LET_IN = (
    update(INBOX)
    .where(INBOX.c.channel == bindparam("of_channel"), HELD, INBOX.c.not_before <= bindparam("now", type_=Moment))
    .values(state="waiting")
)
LEASE = (
    update(INBOX)
    .where(INBOX.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        state="leased",
        attempt=INBOX.c.attempt + 1,
        worker=bindparam("by"),
        lease_until=bindparam("until", type_=Moment),
    )
)
LEASED = (
    select(INBOX.c.id, INBOX.c.channel, INBOX.c.chat_id, INBOX.c.worker)
    .where(INBOX.c.id.in_(bindparam("ids", expanding=True)), INBOX.c.state == "leased")
    .with_for_update()
)
CLOSE = (
    update(INBOX)
    .where(INBOX.c.id == bindparam("row"))
    # What a citizen wrote is not needed twice; only the update id is.
    .values(
        state="done",
        body=b"",
        lease_until=None,
        error=bindparam("why"),
        done_at=bindparam("at", type_=Moment),
    )
)


def day_of_last_word(unit: Unit, channel: str, chat_id: int) -> date | None:
    """The day in China on which this chat was last heard from; None when it never was."""
    state = unit.session.get(ChatState, (channel, chat_id))
    return day_in_china(state.updated_at) if state else None


def heard_at(unit: Unit, update: int) -> datetime | None:
    """When an update of the chat that speaks came in; None for one that is not kept any more, or another chat's."""
    row = unit.session.get(InboxRow, update)
    mine = row is not None and (row.channel, row.chat_id) == _speaker(unit)
    return row.received_at if row is not None and mine else None


def _speaker(unit: Unit) -> tuple[str, int] | None:
    return (unit.actor.channel, unit.actor.chat_id) if isinstance(unit.actor, Citizen) else None


def store(unit: Unit, batch: StoreUpdates) -> Stored:
    """Keeps a batch of raw updates; the caller may confirm them to the channel once this has committed."""
    due = _moments(unit, batch)
    rows = [
        {
            "channel": batch.channel,
            "update_id": raw.update_id,
            "chat_id": raw.chat_id,
            "body": unit.vault.seal(raw.body, _place(batch.channel, raw.update_id)),
            "state": "held" if not_before else "waiting",
            "worker": "",
            "attempt": 0,
            "error": "",
            "received_at": unit.now,
            "not_before": not_before,
            "first_held": first,
        }
        for raw, (not_before, first) in zip(batch.updates, due, strict=True)
    ]
    return Stored(new=insert_new(unit.session, InboxRow, rows, ("channel", "update_id")))


def claim(unit: Unit, wish: ClaimUpdates) -> tuple[ClaimedUpdate, ...]:
    """Leases the oldest waiting update of each free chat, with the state of its conversation."""
    hold(unit, f"inbox:{wish.channel}")
    asked = {"of_channel": wish.channel, "now": unit.now, "most": wish.limit}
    unit.session.execute(LET_IN, asked)
    found = unit.session.execute(NEXT_OF_EACH_CHAT, asked).all()
    rows = [row for row in found if row.attempt < MOST_ATTEMPTS]
    if len(rows) < len(found):
        _bury(unit, [row.id for row in found if row.attempt >= MOST_ATTEMPTS])
    until = unit.now + timedelta(seconds=wish.lease_seconds)
    if rows:
        leased = {"ids": [row.id for row in rows], "by": wish.worker, "until": until}
        unit.session.execute(LEASE, leased)
    return tuple(
        ClaimedUpdate(
            id=row.id,
            update_id=row.update_id,
            chat_id=row.chat_id,
            body=unit.vault.open(row.body, _place(wish.channel, row.update_id)),
            attempt=row.attempt + 1,
            state=row.conversation or {},
            first_held=row.first_held,
        )
        for row in rows
    )


def finish(unit: Unit, batch: FinishUpdates) -> Finished:
    """Closes updates and saves their chats' states. A worker whose lease was taken over changes nothing."""
    leased = unit.session.execute(LEASED, {"ids": [done.id for done in batch.updates]})
    rows = {row.id: row for row in leased}
    held = [done for done in batch.updates if done.id in rows and rows[done.id].worker == done.worker]
    if held:
        unit.session.execute(CLOSE, [{"row": done.id, "why": done.error, "at": unit.now} for done in held])
        channel = rows[held[0].id].channel
        spoke = [done for done in held if not done.left]
        if spoke:
            put_rows(unit.session, STATES, [_conversation(unit, rows[done.id], done) for done in spoke])
            unit.emit(ChatsSpoke(channel, tuple(rows[done.id].chat_id for done in spoke)))
        if len(spoke) < len(held):
            unit.emit(ChatsLeft(channel, tuple(rows[done.id].chat_id for done in held if done.left)))
    return Finished(ids=tuple(done.id for done in held))


def _conversation(unit: Unit, row: Any, done: FinishUpdate) -> dict[str, Any]:
    """Where the chat stands now, and that it was heard from."""
    return {"channel": row.channel, "chat_id": row.chat_id, "state": done.state, "updated_at": unit.now}


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


def _moments(unit: Unit, batch: StoreUpdates) -> list[tuple[datetime | None, bool]]:
    """When each update may be handled, None for at once, and whether its sender should hear that it waits."""
    burst = unit.services.settings.chat_burst
    if not burst:
        return [(None, False)] * len(batch.updates)
    keys = [f"{batch.channel}:{raw.chat_id}" for raw in batch.updates]
    turns = queue_up(unit, Counter(keys), Allowance(burst, ONE_MORE_EVERY))
    moments = {key: iter(of_key.due) for key, of_key in turns.items()}
    to_tell = {key for key, of_key in turns.items() if of_key.tell}
    found = []
    for key in keys:
        due = next(moments[key])
        held = due > unit.now
        found.append((due if held else None, held and key in to_tell))
        if held:
            to_tell.discard(key)
    return found


def _place(channel: str, update_id: int) -> str:
    return f"inbox.body|{channel}:{update_id}"


def _bury(unit: Unit, ids: list[int]) -> None:
    """Puts aside what has been tried too often."""
    for row in unit.session.scalars(select(InboxRow).where(InboxRow.id.in_(ids))):
        row.state, row.done_at, row.error = "dead", unit.now, row.error or "given up after repeated attempts"
