"""How deliveries end: delivered, surely not delivered, and unknown are told apart.

Telegram knows no idempotency key. An unknown letter of the own case is sent once more with the same number; anything else
never is.
"""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Update, bindparam, select, update

from backend.core import pace, pictures
from backend.core.database import Moment
from backend.core.locks import hold
from backend.core.outbox import OUTBOX, TO_MANY, CameBack, ChatClosed, OutboxRow
from backend.core.problems import not_found
from backend.core.unit import Unit
from contract.channel import CloseArrived, CloseDelivery, ReleaseLeases

FIRST_RETRY = timedelta(seconds=1)
LONGEST_RETRY = timedelta(minutes=5)
KEEP_TRYING = timedelta(hours=24)
RESEND_UNKNOWN_AFTER = timedelta(seconds=60)


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
        leave_unknown(row, unit.now)
    else:
        finish(row, end.outcome, unit.now)
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
        leave_unknown(row, unit.now)


def expire(unit: Unit, rows: list[int]) -> None:
    """Whoever held these has died or is stuck: nobody knows whether they arrived."""
    if rows:
        for row in unit.session.scalars(select(OutboxRow).where(OutboxRow.id.in_(rows))):
            leave_unknown(row, unit.now)
        unit.session.flush()


def leave_unknown(row: OutboxRow, now: datetime) -> None:
    """It may have arrived: one of the own case waits for its second and last attempt, any other ends here."""
    row.unknowns += 1
    if row.kind in TO_MANY or row.unknowns > 1:
        finish(row, "unknown", now)
        return
    row.state, row.worker, row.lease_until = "queued", "", None
    row.not_before = now + RESEND_UNKNOWN_AFTER


def finish(row: OutboxRow, state: str, now: datetime) -> None:
    """The end of a message, in one of its five states."""
    row.state, row.worker, row.lease_until, row.closed_at = state, "", None, now


def _again(row: OutboxRow, now: datetime, asked: timedelta) -> None:
    if now - row.created_at > KEEP_TRYING:
        finish(row, "failed", now)
        return
    backoff = min(FIRST_RETRY * 2 ** min(row.attempts - 1, 10), LONGEST_RETRY)
    row.state, row.worker, row.lease_until = "queued", "", None
    row.not_before = now + max(asked, backoff)
