"""Messages out: written in the transaction of the decision.

:mod:`backend.core.dispatch` hands them to whoever sends, by lease; :mod:`backend.core.endings` keeps how each ended.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final, Literal, NotRequired, TypedDict, Unpack, cast

from sqlalchemy import JSON, BigInteger, Index, Integer, String, Table, Text, TextClause, insert, select, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.actors import ACTED_FOR, Acting, Citizen
from backend.core.database import Base, Moment
from backend.core.inbox import SERIAL
from backend.core.unit import Unit
from contract.channel import NoticeButton, Picture

Kind = Literal["decision", "request", "urgent", "news"]
RANKS: Final[tuple[tuple[Kind, ...], ...]] = (("decision", "request"), ("urgent",), ("news",))
"""In this order letters are claimed: those of the own case, those about an emergency, news."""
SHOWN_WITHIN: Final = timedelta(minutes=2)
"""So long a letter waits for the turn that shows it: longer than any turn takes."""
NO_CHAT: Final = "paper"
"""The channel of letters to somebody without a chat: no messenger serves it."""
ON_PAPER: Final = (ACTED_FOR, NO_CHAT)
TO_MANY: Final = ("urgent", "news")
"""Never sent a second time where it may have arrived."""


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


@dataclass(frozen=True)
class LetterSpoken:
    """News: what a letter that did not arrive says was told by telephone instead."""

    number: str


STILL_OPEN = text("closed_at IS NULL")
CLOSED = text("closed_at IS NOT NULL")
LEASED = text("lease_until IS NOT NULL")
BUSY = text("closed_at IS NULL AND (state = 'leased' OR attempts > 0)")
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
        Index("ix_outbox_chat", "channel", "chat_id", "closed_at"),
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
    if row.channel in ON_PAPER:
        # Whoever has no chat of her own: it goes on paper, and the case says so.
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
    picture = letter.get("picture")
    return {
        "morning": None,
        **letter,
        "buttons": _stored(letter.get("buttons", ())),
        "picture": picture.id if picture else "",
        "picture_alt": picture.alt if picture else "",
        "not_before": begins,
        "created_at": begins,
    }


@lru_cache
def _stored(buttons: tuple[NoticeButton, ...]) -> list[dict[str, Any]]:
    """As they are kept: written down once for all who get the same, and never changed."""
    return [button.model_dump() for button in buttons]


def letters_about(unit: Unit, subject: str) -> list[OutboxRow]:
    """All messages about one subject, oldest first, with how each ended."""
    return list(
        unit.session.scalars(select(OutboxRow).where(OutboxRow.subject == subject).order_by(OutboxRow.id))
    )


def answers_itself(unit: Unit, channel: str, chat_id: int) -> datetime | None:
    """Until when a letter waits that goes to the very chat whose turn writes it; None for any other chat.

    The turn shows it at once and says so (:func:`shown`); where it cannot, the letter comes by itself.
    """
    speaker = unit.actor.by if isinstance(unit.actor, Acting) else unit.actor
    here = isinstance(speaker, Citizen) and (speaker.channel, speaker.chat_id) == (channel, chat_id)
    return unit.now + SHOWN_WITHIN if here else None


def waiting_here(unit: Unit, subject: str) -> OutboxRow | None:
    """The newest letter about ``subject`` that waits for the turn of the chat it goes to."""
    newest = select(OutboxRow).where(OutboxRow.subject == subject).order_by(OutboxRow.id.desc()).limit(1)
    row = unit.session.scalar(newest)
    waits = row is not None and row.state == "queued" and not row.attempts and row.not_before > unit.now
    return row if row is not None and waits and answers_itself(unit, row.channel, row.chat_id) else None


def shown(unit: Unit, subject: str, message_id: int) -> None:
    """The turn has shown the letter: it has arrived, and is not sent again. Twice is once."""
    row = waiting_here(unit, subject)
    if row is not None:
        row.state, row.closed_at, row.message_id = "sent", unit.now, message_id


def fall_silent(unit: Unit, subject: str) -> None:
    """Nobody is there to be told any more: what waits is taken back, and of what did not arrive nobody has to call."""
    for row in letters_about(unit, subject):
        hold_back(unit, row.number)


def hold_back(unit: Unit, number: str) -> None:
    """Takes back a message that waits; of one that did not arrive nobody has to call any more."""
    withdraw(unit, number)
    row = unit.session.scalar(select(OutboxRow).where(OutboxRow.number == number))
    if row is not None and row.settled_at is None and row.state in ("blocked", "failed", "unknown"):
        row.settled_at = unit.now


def withdraw(unit: Unit, number: str) -> None:
    """Takes back a message that has not been tried yet; one that is under way or gone stays."""
    row = unit.session.scalar(select(OutboxRow).where(OutboxRow.number == number))
    if row is not None and row.state in ("queued", "paused") and not row.attempts:
        row.state, row.closed_at = "cancelled", unit.now
