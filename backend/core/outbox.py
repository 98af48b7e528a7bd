"""Messages out: written in the transaction of the decision, delivered by lease.

Telegram knows no idempotency key, so a delivery has three ends that matter: delivered, surely not delivered,
and unknown. An unknown letter of the own case is sent once more with the same number; anything else never is.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any, Final, Literal, NotRequired, TypedDict, Unpack, cast

from pydantic import ValidationError
from sqlalchemy import (
    JSON,
    BigInteger,
    Exists,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    TextClause,
    Update,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from backend.core import pace, pictures
from backend.core.actors import ACTED_FOR
from backend.core.clock import CHINA, day_in_china
from backend.core.database import Base, Moment
from backend.core.inbox import SERIAL
from backend.core.locks import hold
from backend.core.pace import PER_CHAT
from backend.core.problems import not_found
from backend.core.unit import Unit
from contract.channel import (
    ClaimDeliveries,
    CloseArrived,
    CloseDelivery,
    Delivery,
    NoticeButton,
    Picture,
    ReleaseLeases,
)

Kind = Literal["decision", "request", "urgent", "news"]
RANKS: Final[tuple[tuple[Kind, ...], ...]] = (("decision", "request"), ("urgent",), ("news",))
"""In this order letters are claimed: those of the own case, those about an emergency, news."""
TO_MANY: Final = ("urgent", "news")
"""Never sent a second time where it may have arrived."""

log = logging.getLogger(__name__)

FIRST_RETRY = timedelta(seconds=1)
LONGEST_RETRY = timedelta(minutes=5)
KEEP_TRYING = timedelta(hours=24)
RESEND_UNKNOWN_AFTER = timedelta(seconds=60)
LOOK_AHEAD = 2
"""Letters looked at for each that is wanted: of several to one chat only the first may go."""


@dataclass(frozen=True)
class ChatClosed:
    """News: a chat has blocked us, or is not there any more."""

    channel: str
    chat_id: int


@dataclass(frozen=True)
class CameBack:
    """News: a message to many that was under way waits again, not delivered."""

    row: int
    subject: str


STILL_OPEN = text("closed_at IS NULL")
CLOSED = text("closed_at IS NOT NULL")
LEASED = text("lease_until IS NOT NULL")
BUSY = text("closed_at IS NULL AND (state = 'leased' OR attempts > 0)")
COUNTED = text("morning IS NOT NULL")
NOT_ARRIVED = text("settled_at IS NULL AND kind <> 'news' AND state IN ('blocked', 'failed', 'unknown')")
"""Letters of the own case that did not arrive, or perhaps not, and nobody has told the person otherwise yet."""


def _index(name: str, *columns: str, rows: TextClause) -> Index:
    return Index(name, *columns, sqlite_where=rows, postgresql_where=rows)


class OutboxRow(Base):
    """One message to one chat. Ends in exactly one of sent, blocked, failed, unknown, cancelled."""

    __tablename__ = "outbox"
    __table_args__ = (
        _index("ix_outbox_due", "channel", "kind", "not_before", "id", rows=STILL_OPEN),
        _index("ix_outbox_busy", "channel", "chat_id", rows=BUSY),
        _index("ix_outbox_leased", "channel", "lease_until", rows=LEASED),
        _index("ix_outbox_open_of", "subject", "held", "not_before", rows=STILL_OPEN),
        _index("ix_outbox_counted", "channel", "chat_id", "closed_at", rows=COUNTED),
        _index("ix_outbox_closed", "channel", "closed_at", rows=CLOSED),
        _index("ix_outbox_not_arrived", "id", "subject", rows=NOT_ARRIVED),
    )

    id: Mapped[int] = mapped_column(SERIAL, primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    text: Mapped[str] = mapped_column(Text)
    buttons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    picture: Mapped[str] = mapped_column(String(40), default="")
    """The file it shows; whoever wrote the message keeps it. Empty for none."""
    picture_alt: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10), default="queued")
    not_before: Mapped[datetime] = mapped_column(Moment)
    worker: Mapped[str] = mapped_column(String(60), default="")
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    unknowns: Mapped[int] = mapped_column(Integer, default=0)
    morning: Mapped[int | None] = mapped_column(Integer)
    """Of news that counts: the hour in China from which another day's may come. Empty: never counted, never held."""
    held: Mapped[int] = mapped_column(Integer, default=0)
    """How often it was put off to another day, because the chat had got its measure."""
    detail: Mapped[str] = mapped_column(Text, default="")
    message_id: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    """Of one that did not arrive: when an officer called the person instead."""


OUTBOX: Final = cast(Table, OutboxRow.__table__)
"""Past the ORM: what is done for every letter of a million."""


class Letter(TypedDict):
    """A message as it is written. One for later begins to count only then; news with a ``morning`` counts towards the
    measure of a day and waits for the next day above it.
    """

    channel: str
    chat_id: int
    number: str
    kind: Kind
    subject: str
    text: str
    buttons: NotRequired[tuple[NoticeButton, ...]]
    language: str
    not_before: NotRequired[datetime | None]
    morning: NotRequired[int | None]
    picture: NotRequired[Picture | None]


def post(unit: Unit, **letter: Unpack[Letter]) -> OutboxRow:
    """Writes one message in the transaction of whatever it tells about."""
    row = OutboxRow(**_columns(unit, letter))
    if row.channel == ACTED_FOR:
        # Whom somebody acted for, without a chat of her own: it goes on paper, and the case says so.
        row.state, row.closed_at = "failed", unit.now
    unit.session.add(row)
    return row


def post_many(unit: Unit, letters: Iterable[Letter]) -> None:
    """Writes messages of which nobody asks for the row: past the ORM, which takes longer than all else."""
    rows = [_columns(unit, letter) for letter in letters]
    if rows:
        unit.session.connection().execute(insert(OUTBOX), rows)


def _columns(unit: Unit, letter: Letter) -> dict[str, Any]:
    begins = max(letter.get("not_before") or unit.now, unit.now)
    buttons = [button.model_dump() for button in letter.get("buttons", ())]
    picture = letter.get("picture")
    return {
        "morning": None,
        **letter,
        "buttons": buttons,
        "picture": picture.id if picture else "",
        "picture_alt": picture.alt if picture else "",
        "not_before": begins,
        "created_at": begins,
    }


def claim(unit: Unit, wish: ClaimDeliveries) -> tuple[Delivery, ...]:
    """Leases due messages by :data:`RANKS`, one per chat, in order, as many as the pace permits."""
    hold(unit, f"outbox:{wish.channel}")
    uploading = _under_way(unit, wish.channel)
    slots = pace.slots(unit, wish.channel, wish.limit)
    due = _due(unit, wish.channel, len(slots), uploading) if slots else []
    known = pictures.known(unit, wish.channel, (row.picture for row in due))
    found = [(row, letter) for row in due if (letter := _readable(row, unit.now, known))]
    pace.take(unit, wish.channel, len(found))
    if found:
        _lease(unit, wish, [row for row, _ in found])
    return tuple(letter.model_copy(update={"wait": wait}) for (_, letter), wait in zip(found, slots, strict=False))


def close(unit: Unit, delivery: int, end: CloseDelivery) -> None:
    """Records how a delivery ended. Only the worker that holds the lease may say it."""
    row = unit.session.get(OutboxRow, delivery)
    if row is not None and end.outcome != "sent":
        # The lock before the row, as claims take them: the other way round the two could wait for each other.
        hold(unit, f"outbox:{row.channel}")
        unit.session.refresh(row)
    if row is None or row.state != "leased" or row.worker != end.worker:
        raise not_found("delivery")
    row.detail, row.message_id = end.detail[:500], end.message_id
    if end.file_id and row.picture:
        pictures.keep(unit, row.channel, row.picture, end.file_id)
    if end.outcome == "retry":
        if end.flood or end.refused:
            # To be told to wait is no attempt that failed: it makes no later pause longer. One stays, so that nothing
            # overtakes it in its chat.
            row.attempts = max(1, row.attempts - 1)
        _again(row, unit.now, timedelta(seconds=end.retry_after))
        if end.flood:
            pace.refused(unit, row.channel, row.chat_id, end.retry_after)
        if end.refused:
            pace.token_refused(unit, row.channel)
    elif end.outcome == "untried":
        row.state, row.worker, row.lease_until, row.attempts = "queued", "", None, row.attempts - 1
    elif end.outcome == "unknown":
        _unknown(row, unit.now)
    else:
        _end(row, end.outcome, unit.now)
    if end.outcome == "blocked":
        unit.emit(ChatClosed(row.channel, row.chat_id))
    if row.state == "queued" and row.kind in TO_MANY:
        unit.session.flush()
        unit.emit(CameBack(row.id, row.subject))


def close_arrived(unit: Unit, told: CloseArrived) -> None:
    """Closes news that was delivered, in one transaction; what is another worker's by now stays as it is."""
    ends = [
        {"row": one.delivery, "message": one.message_id, "by": told.worker, "now": unit.now} for one in told.arrived
    ]
    unit.session.connection().execute(_arriving(), ends)


@cache
def _arriving() -> Update:
    mine = OUTBOX.c.id == bindparam("row"), OUTBOX.c.state == "leased", OUTBOX.c.worker == bindparam("by")
    sent = update(OUTBOX).where(*mine).values(state="sent", worker="", lease_until=None)
    return sent.values(closed_at=bindparam("now", type_=Moment()), message_id=bindparam("message"))


def release(unit: Unit, wish: ReleaseLeases) -> None:
    """At a start or stop: what was under way when its process died may have been delivered or not."""
    held = select(OutboxRow).where(OutboxRow.channel == wish.channel, OutboxRow.state == "leased")
    if wish.worker:
        held = held.where(OutboxRow.worker == wish.worker)
    for row in unit.session.scalars(held):
        _unknown(row, unit.now)


def letters_about(unit: Unit, subject: str) -> list[OutboxRow]:
    """All messages about one subject, oldest first, with how each ended."""
    return list(
        unit.session.scalars(select(OutboxRow).where(OutboxRow.subject == subject).order_by(OutboxRow.id))
    )


def withdraw(unit: Unit, number: str) -> None:
    """Takes back a message that has not been tried yet; one that is under way or gone stays."""
    row = unit.session.scalar(select(OutboxRow).where(OutboxRow.number == number))
    if row is not None and row.state in ("queued", "paused") and not row.attempts:
        _end(row, "cancelled", unit.now)


def _due(unit: Unit, channel: str, most: int, uploading: set[str]) -> list[OutboxRow]:
    """By rank: each only for the slots those before it leave, and news only within a chat's measure."""
    due: list[OutboxRow] = []
    for kinds in _ranks(unit, channel):
        taken = {row.chat_id for row in due}
        waiting = _waiting(unit, channel, kinds, uploading, most) if len(due) < most else []
        known = pictures.known(unit, channel, (row.picture for row in waiting))
        for row in _within_measure(unit, channel, waiting):
            if row.chat_id in taken or len(due) >= most or row.picture in uploading:
                continue
            if row.picture and row.picture not in known and channel in pace.PACED:
                uploading.add(row.picture)
            taken.add(row.chat_id)
            due.append(row)
    return due


def _ranks(unit: Unit, channel: str) -> list[tuple[Kind, ...]]:
    """Those of which anything is due at all: mostly it is news alone, and to look through the others would cost as much."""
    found = unit.session.execute(_anything_before_news(), {"of_channel": channel, "now": unit.now}).one()
    return [kinds for kinds, is_due in zip(RANKS, (*found, True), strict=True) if is_due]


@cache
def _anything_before_news() -> Select[*tuple[Any, ...]]:
    here = OutboxRow.channel == bindparam("of_channel"), OutboxRow.closed_at.is_(None)
    due = OutboxRow.not_before <= bindparam("now")
    return select(*(exists().where(*here, OutboxRow.kind.in_(kinds), due) for kinds in RANKS[:-1]))


def _lease(unit: Unit, wish: ClaimDeliveries, rows: list[OutboxRow]) -> None:
    """In one statement, and what was read stays as it was before: an attempt is counted when the lease is written."""
    until = unit.now + timedelta(seconds=wish.lease_seconds)
    told = {"rows": [row.id for row in rows], "by": wish.worker, "until": until}
    unit.session.connection().execute(_leasing(), told)


@cache
def _leasing() -> Update:
    leased = {"state": "leased", "worker": bindparam("by"), "lease_until": bindparam("until", type_=Moment())}
    mine = update(OUTBOX).where(OUTBOX.c.id.in_(bindparam("rows", expanding=True)))
    return mine.values(leased | {"attempts": OUTBOX.c.attempts + 1})


def _within_measure(unit: Unit, channel: str, rows: list[OutboxRow]) -> list[OutboxRow]:
    """Puts off what counts in chats that have got their measure of news today; the others may go."""
    chats = {row.chat_id for row in rows if row.morning is not None}
    full = _full(unit, channel, chats) if chats and unit.services.settings.news_a_day else frozenset()
    for row in rows:
        if row.morning is not None and row.chat_id in full:
            _hold_till_morning(row, unit.now)
    return [row for row in rows if row.not_before <= unit.now]


def _full(unit: Unit, channel: str, chats: set[int]) -> frozenset[int]:
    """Chats to which as much news as is permitted in a day has gone today; what may have arrived did."""
    midnight = datetime.combine(day_in_china(unit.now), time(), CHINA)
    asked = {"of_channel": channel, "chats": list(chats), "midnight": midnight, "most": unit.services.settings.news_a_day}
    return frozenset(unit.session.scalars(_told_enough(), asked))


@cache
def _told_enough() -> Select[int]:
    return (
        select(OutboxRow.chat_id)
        .where(OutboxRow.channel == bindparam("of_channel"), OutboxRow.chat_id.in_(bindparam("chats", expanding=True)))
        .where(OutboxRow.morning.is_not(None), OutboxRow.closed_at >= bindparam("midnight"))
        .where(OutboxRow.state.in_(("sent", "unknown")))
        .group_by(OutboxRow.chat_id)
        .having(func.count() >= bindparam("most", type_=Integer))
    )


def _hold_till_morning(row: OutboxRow, now: datetime) -> None:
    """A fresh letter of tomorrow: whatever it has tried today is forgotten, so that it holds up nothing else."""
    assert row.morning is not None
    tomorrow = datetime.combine(day_in_china(now) + timedelta(days=1), time(row.morning), CHINA)
    row.not_before = row.created_at = tomorrow
    row.held, row.attempts = row.held + 1, 0


def _under_way(unit: Unit, channel: str) -> set[str]:
    """Lets go what nobody holds any more; gives the pictures on their way into a messenger that does not know them yet.

    There is one upload of a picture at a time, whoever sends.
    """
    held = unit.session.execute(_held(), {"of_channel": channel}).all()
    _expire(unit, [row.id for row in held if row.lease_until <= unit.now])
    there = {row.picture for row in held if row.picture and row.lease_until > unit.now and channel in pace.PACED}
    return there - pictures.known(unit, channel, there).keys()


@cache
def _held() -> Select[int, datetime | None, str]:
    mine = OutboxRow.channel == bindparam("of_channel"), OutboxRow.lease_until.is_not(None)
    return select(OutboxRow.id, OutboxRow.lease_until, OutboxRow.picture).where(*mine)


def _waiting(
    unit: Unit, channel: str, kinds: tuple[Kind, ...], uploading: set[str], most: int
) -> list[OutboxRow]:
    """Letters whose time has come in chats that are free, in the order in which it came."""
    since = unit.now - PER_CHAT if pace.is_paced(unit, channel) else unit.now + PER_CHAT
    asked = {"of_channel": channel, "now": unit.now, "written_since": since, "uploading": list(uploading)}
    asked["looked_at"] = LOOK_AHEAD * most
    return list(unit.session.scalars(_looked_through(kinds), asked))


@cache
def _looked_through(kinds: tuple[Kind, ...]) -> Select[OutboxRow]:
    """All is asked of the database, so that whatever lies in front and may not go yet hides nothing behind it.

    Made once: to write the statement down takes longer than to answer it.
    """
    return (
        select(OutboxRow)
        .where(OutboxRow.channel == bindparam("of_channel"), OutboxRow.closed_at.is_(None), OutboxRow.kind.in_(kinds))
        .where(OutboxRow.state == "queued", OutboxRow.not_before <= bindparam("now"))
        .where(OutboxRow.picture.not_in(bindparam("uploading", expanding=True)))
        .where(~_occupied(kinds), OutboxRow.chat_id.not_in(_just_written()))
        .order_by(OutboxRow.not_before, OutboxRow.id)
        .limit(bindparam("looked_at"))
    )


def _occupied(kinds: tuple[Kind, ...]) -> Exists:
    """Something is under way to the chat, or waits to be tried again; what comes after a rank holds it not up."""
    other = aliased(OutboxRow)
    # As the index says it, word by word: of a million that wait, the few that are busy lie apart.
    leased, tried = other.state == literal_column("'leased'"), other.attempts > literal_column("0")
    again = and_(tried, other.not_before > bindparam("now"))
    after = [kind for rank in RANKS[RANKS.index(kinds) + 1 :] for kind in rank]
    if after:
        again = and_(again, other.kind.not_in(after))
    return exists().where(
        other.channel == OutboxRow.channel,
        other.chat_id == OutboxRow.chat_id,
        other.closed_at.is_(None),
        or_(leased, tried),
        or_(leased, again),
    )


def _just_written() -> Select[int]:
    """Chats that were written to within a second, where the messenger minds."""
    written = OutboxRow.channel == bindparam("of_channel"), OutboxRow.closed_at > bindparam("written_since")
    return select(OutboxRow.chat_id).where(*written)


def _expire(unit: Unit, rows: list[int]) -> None:
    """Whoever held these has died or is stuck: nobody knows whether they arrived."""
    if rows:
        for row in unit.session.scalars(select(OutboxRow).where(OutboxRow.id.in_(rows))):
            _unknown(row, unit.now)
        unit.session.flush()


def _again(row: OutboxRow, now: datetime, asked: timedelta) -> None:
    if now - row.created_at > KEEP_TRYING:
        _end(row, "failed", now)
        return
    backoff = min(FIRST_RETRY * 2 ** min(row.attempts - 1, 10), LONGEST_RETRY)
    row.state, row.worker, row.lease_until = "queued", "", None
    row.not_before = now + max(asked, backoff)


def _unknown(row: OutboxRow, now: datetime) -> None:
    row.unknowns += 1
    if row.kind in TO_MANY or row.unknowns > 1:
        _end(row, "unknown", now)
        return
    row.state, row.worker, row.lease_until = "queued", "", None
    row.not_before = now + RESEND_UNKNOWN_AFTER


def _end(row: OutboxRow, state: str, now: datetime) -> None:
    row.state, row.worker, row.lease_until, row.closed_at = state, "", None, now


def _readable(row: OutboxRow, now: datetime, known: Mapping[str, str]) -> Delivery | None:
    """The letter as it is handed on; one that no postman could read fails alone and holds up nobody behind it."""
    try:
        letter = _delivery(row, known)
        # A lone surrogate fits into the JSON of a button, and into no answer.
        "".join(each for button in letter.buttons for each in (button.label, button.argument)).encode()
        return letter
    except (ValidationError, UnicodeEncodeError) as error:
        log.error("letter %s cannot be read: %s", row.number, type(error).__name__)
        row.detail = "unreadable"
        _end(row, "failed", now)
        return None


def _delivery(row: OutboxRow, known: Mapping[str, str]) -> Delivery:
    picture = Picture(id=row.picture, alt=row.picture_alt, file_id=known.get(row.picture, ""))
    return Delivery(
        id=row.id,
        channel=row.channel,
        chat_id=row.chat_id,
        number=row.number,
        kind=row.kind,
        text=row.text,
        buttons=tuple(NoticeButton(**button) for button in row.buttons),
        attempt=row.attempts + 1,
        language=row.language,
        picture=picture if row.picture else None,
    )
