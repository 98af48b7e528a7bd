"""The queue to the provincial system: rows written with the act, sent afterwards, tried again when it fails.

One system under three names in the document (reading X24), so one adapter. The one that stands here is simulated:
it takes whatever is whole and gives a number, as the real one would.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, Protocol

from sqlalchemy import ColumnElement, TextClause, exists, func, select
from sqlalchemy.orm import aliased

from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.registry.models import ARRIVED, ProvincialMessage
from backend.registry.serving import reviewer
from backend.staff import access

Kind = Literal["lookup", "recognition", "re_recognition", "correction", "lapse", "exit"]

FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=1)
MOST_ATTEMPTS = 8
AT_ONCE = 20
PER_PAGE, LAST = 50, 20
LEASE = timedelta(minutes=5)


class ProvincialFault(Exception):
    """The system did not take it; the words are kept for the officers."""


class ProvincialSystem(Protocol):
    """What the real system has to offer: each message is recorded once, however often it comes (by ``key``)."""

    def record(self, key: str, kind: str, body: dict[str, Any]) -> str:
        """Records one act and gives the system's own number. Raises :class:`ProvincialFault`."""
        ...


class SimulatedSystem:
    """Stands in for 江西省一体化综合信息管理系统 where there is no line to it."""

    def record(self, key: str, kind: str, body: dict[str, Any]) -> str:
        if not body.get("id_number"):
            raise ProvincialFault("缺少身份证号码")
        return f"SIM-{kind.upper().replace('_', '-')}-{key}"


@dataclass(frozen=True)
class MessageLine:
    """One row of the queue as officers see it."""

    id: int
    kind: Kind
    subject: str
    state: str
    attempts: int
    receipt: str
    error: str
    created_at: datetime
    closed_at: datetime | None


def tell(unit: Unit, kind: Kind, subject: str, office_id: int, body: dict[str, Any]) -> None:
    """Queues one message in the transaction of the act it tells of."""
    row = ProvincialMessage(
        kind=kind, subject=subject, office_id=office_id, body=b"", not_before=unit.now, created_at=unit.now
    )
    unit.session.add(row)
    unit.session.flush()
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in body.items()}
    row.body = unit.vault.seal(plain, _place(row))


def send_due(work: Work, system: ProvincialSystem) -> int:
    """Sends what is due, one call outside any transaction after the other; gives how many were tried."""
    claimed = work.do_now(SYSTEM, _claim)
    for message_id, kind, body in claimed:
        try:
            work.do_now(SYSTEM, _sent, message_id, system.record(str(message_id), kind, body))
        except ProvincialFault as fault:
            work.do_now(SYSTEM, _failed, message_id, str(fault))
    return len(claimed)


def messages(unit: Unit, subject: str) -> tuple[MessageLine, ...]:
    """What the provincial system was told about one subject, oldest first, within the officer's area."""
    return _lines(unit, ProvincialMessage.subject == subject)


def failed(unit: Unit) -> tuple[MessageLine, ...]:
    """What could not be sent within the officer's area and waits for somebody to look, the oldest of it."""
    return _lines(unit, ProvincialMessage.state == "failed", PER_PAGE)


def tried_again(unit: Unit) -> tuple[MessageLine, ...]:
    """What the system did not take the last time and is sent once more by itself, the oldest of it."""
    trying = ProvincialMessage.state.in_(("queued", "sending")) & (ProvincialMessage.error != "")
    return _lines(unit, trying, PER_PAGE)


def sent_last(unit: Unit) -> tuple[MessageLine, ...]:
    """What arrived last, the newest first."""
    # As the index says it, word by word.
    return _lines(unit, ARRIVED, LAST, ProvincialMessage.closed_at.desc(), ProvincialMessage.id.desc())


def count_failed(unit: Unit, most: int) -> int:
    """How many could not be sent within the officer's area, counted up to ``most``."""
    here = access.visible_to(access.current(unit), ProvincialMessage.office_id)
    some = select(ProvincialMessage.id).where(ProvincialMessage.state == "failed", here).limit(most).subquery()
    return unit.session.scalar(select(func.count()).select_from(some)) or 0


def retry(unit: Unit, message_id: int) -> None:
    """Puts a failed message back into the queue.

    Raises 404 ``provincial.not_found``, 409 ``provincial.not_failed``, 403 ``review.read_only``.
    """
    here = access.visible_to(reviewer(unit), ProvincialMessage.office_id)
    row = unit.session.scalar(
        select(ProvincialMessage).where(ProvincialMessage.id == message_id, here).with_for_update()
    )
    if row is None:
        raise not_found("provincial")
    if row.state != "failed":
        raise Problem("provincial.not_failed", 409)
    requeue(unit, row)


def requeue(unit: Unit, row: ProvincialMessage) -> None:
    """A failed message begins anew, under its old key: the system records it once."""
    row.state, row.attempts, row.not_before, row.closed_at = "queued", 0, unit.now, None
    unit.audit("provincial.retried", row.subject)


def _claim(unit: Unit) -> list[tuple[int, str, dict[str, Any]]]:
    """Leases what is due: a sender that died leaves its lease behind, and the next one tries again by the same key."""
    earlier = aliased(ProvincialMessage)
    # An exit never arrives before the recognition it ends.
    waits = exists().where(
        earlier.subject == ProvincialMessage.subject,
        earlier.id < ProvincialMessage.id,
        earlier.state != "sent",
    )
    due = select(ProvincialMessage).where(
        ProvincialMessage.state.in_(("queued", "sending")), ProvincialMessage.not_before <= unit.now, ~waits
    )
    rows = unit.session.scalars(
        due.order_by(ProvincialMessage.id).limit(AT_ONCE).with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.state, row.attempts, row.not_before = "sending", row.attempts + 1, unit.now + LEASE
    return [(row.id, row.kind, unit.vault.open(row.body, _place(row))) for row in rows]


def _sent(unit: Unit, message_id: int, receipt: str) -> None:
    row = unit.session.get_one(ProvincialMessage, message_id, with_for_update=True)
    row.state, row.receipt, row.error, row.closed_at = "sent", receipt[:60], "", unit.now
    unit.audit("provincial.sent", row.subject, receipt=row.receipt)


def _failed(unit: Unit, message_id: int, error: str) -> None:
    row = unit.session.get_one(ProvincialMessage, message_id, with_for_update=True)
    row.error = error[:200]
    if row.attempts >= MOST_ATTEMPTS:
        row.state, row.closed_at = "failed", unit.now
        unit.audit("provincial.failed", row.subject)
        return
    row.state = "queued"
    row.not_before = unit.now + min(FIRST_RETRY * 2 ** (row.attempts - 1), LONGEST_RETRY)


def _lines(
    unit: Unit, wanted: ColumnElement[bool] | TextClause, most: int | None = None, *order: ColumnElement[Any]
) -> tuple[MessageLine, ...]:
    """In ``order``; else the oldest first."""
    here = access.visible_to(access.current(unit), ProvincialMessage.office_id)
    found = select(ProvincialMessage).where(wanted, here).order_by(*order or (ProvincialMessage.id,))
    rows = unit.session.scalars(found.limit(most))
    return tuple(
        MessageLine(
            id=row.id,
            kind=row.kind,  # type: ignore[arg-type]
            subject=row.subject,
            state=row.state,
            attempts=row.attempts,
            receipt=row.receipt,
            error=row.error,
            created_at=row.created_at,
            closed_at=row.closed_at,
        )
        for row in rows
    )


def _place(row: ProvincialMessage) -> str:
    return f"provincial_messages.body|{row.id}"
