"""Messages out: written in the transaction of the decision, delivered by lease.

Telegram knows no idempotency key, so a delivery has three ends that matter: delivered, surely not delivered,
and unknown. An unknown letter of the own case is sent once more with the same number; anything else never is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import JSON, BigInteger, Index, Integer, String, Text, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment
from backend.core.inbox import SERIAL
from backend.core.locks import hold
from backend.core.problems import not_found
from backend.core.unit import Unit
from contract.channel import ClaimDeliveries, CloseDelivery, Delivery, NoticeButton, ReleaseLeases

Kind = Literal["decision", "request", "news"]

FIRST_RETRY = timedelta(seconds=1)
LONGEST_RETRY = timedelta(minutes=5)
KEEP_TRYING = timedelta(hours=24)
RESEND_UNKNOWN_AFTER = timedelta(seconds=60)
LOOK_AHEAD = 400


@dataclass(frozen=True)
class ChatClosed:
    """News: a chat has blocked us, or is not there any more."""

    channel: str
    chat_id: int


STILL_OPEN = text("state IN ('queued', 'leased')")


class OutboxRow(Base):
    """One message to one chat. Ends in exactly one of sent, blocked, failed, unknown, cancelled."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_open", "channel", "id", sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN),
    )

    id: Mapped[int] = mapped_column(SERIAL, primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    text: Mapped[str] = mapped_column(Text)
    buttons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10), default="queued")
    not_before: Mapped[datetime] = mapped_column(Moment)
    worker: Mapped[str] = mapped_column(String(60), default="")
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    unknowns: Mapped[int] = mapped_column(Integer, default=0)
    detail: Mapped[str] = mapped_column(Text, default="")
    message_id: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


def post(
    unit: Unit,
    *,
    channel: str,
    chat_id: int,
    number: str,
    kind: Kind,
    subject: str,
    text: str,
    buttons: tuple[NoticeButton, ...] = (),
    language: str,
    not_before: datetime | None = None,
) -> OutboxRow:
    """Writes one message in the transaction of whatever it tells about; one for later begins to count only then."""
    begins = max(not_before or unit.now, unit.now)
    row = OutboxRow(
        channel=channel,
        chat_id=chat_id,
        number=number,
        kind=kind,
        subject=subject,
        text=text,
        buttons=[button.model_dump() for button in buttons],
        language=language,
        not_before=begins,
        created_at=begins,
    )
    unit.session.add(row)
    unit.session.flush()
    return row


def claim(unit: Unit, wish: ClaimDeliveries) -> tuple[Delivery, ...]:
    """Leases due messages, letters of the own case before news, one per chat, in order."""
    hold(unit, f"outbox:{wish.channel}")
    rows = _due(unit, wish)
    for row in rows:
        row.state, row.worker, row.attempts = "leased", wish.worker, row.attempts + 1
        row.lease_until = unit.now + timedelta(seconds=wish.lease_seconds)
    return tuple(_delivery(row) for row in rows)


def close(unit: Unit, delivery: int, end: CloseDelivery) -> None:
    """Records how a delivery ended. Only the worker that holds the lease may say it."""
    row = unit.session.get(OutboxRow, delivery)
    if row is None or row.state != "leased" or row.worker != end.worker:
        raise not_found("delivery")
    row.detail, row.message_id = end.detail[:500], end.message_id
    if end.outcome == "retry":
        _again(row, unit.now, timedelta(seconds=end.retry_after))
    elif end.outcome == "unknown":
        _unknown(row, unit.now)
    else:
        _end(row, end.outcome, unit.now)
    if end.outcome == "blocked":
        unit.emit(ChatClosed(row.channel, row.chat_id))


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
    if row is not None and row.state == "queued" and not row.attempts:
        _end(row, "cancelled", unit.now)


def _due(unit: Unit, wish: ClaimDeliveries) -> list[OutboxRow]:
    rows = unit.session.scalars(
        select(OutboxRow)
        .where(OutboxRow.channel == wish.channel, OutboxRow.state.in_(("queued", "leased")))
        # What was written for a later day holds up nothing else of its chat.
        .where(or_(OutboxRow.not_before <= unit.now, OutboxRow.attempts > 0))
        .order_by(OutboxRow.kind == "news", OutboxRow.id)
        .limit(LOOK_AHEAD)
    ).all()
    busy: set[int] = set()
    due: list[OutboxRow] = []
    for row in rows:
        if row.state == "leased" and row.lease_until is not None and row.lease_until <= unit.now:
            _unknown(row, unit.now)
        if row.state in ("sent", "unknown") or row.chat_id in busy:
            continue
        busy.add(row.chat_id)
        if row.state == "queued" and row.not_before <= unit.now and len(due) < wish.limit:
            due.append(row)
    return due


def _again(row: OutboxRow, now: datetime, asked: timedelta) -> None:
    if now - row.created_at > KEEP_TRYING:
        _end(row, "failed", now)
        return
    backoff = min(FIRST_RETRY * 2 ** min(row.attempts - 1, 10), LONGEST_RETRY)
    row.state, row.worker, row.lease_until = "queued", "", None
    row.not_before = now + max(asked, backoff)


def _unknown(row: OutboxRow, now: datetime) -> None:
    row.unknowns += 1
    if row.kind == "news" or row.unknowns > 1:
        _end(row, "unknown", now)
        return
    row.state, row.worker, row.lease_until = "queued", "", None
    row.not_before = now + RESEND_UNKNOWN_AFTER


def _end(row: OutboxRow, state: str, now: datetime) -> None:
    row.state, row.worker, row.lease_until, row.closed_at = state, "", None, now


def _delivery(row: OutboxRow) -> Delivery:
    return Delivery(
        id=row.id,
        channel=row.channel,
        chat_id=row.chat_id,
        number=row.number,
        kind=row.kind,
        text=row.text,
        buttons=tuple(NoticeButton(**button) for button in row.buttons),
        attempt=row.attempts,
        language=row.language,
    )
