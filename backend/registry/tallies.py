"""What is counted before an exit may be proposed: refusals within a time, and time without contact. Pure but for reading.

Half a year is six months by the calendar, both days included (reading X11); a month without contact begins with the
first attempt that failed after the last word (reading G11).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from backend.core.inbox import day_of_last_word
from backend.core.unit import Unit
from backend.people.models import Account
from backend.registry.models import ContactAttempt, Entry, Refusal
from backend.rules import ExitCheck, add_months


@dataclass(frozen=True)
class Attempt:
    """One attempt to reach somebody, or a word from them."""

    on: date
    channel: str
    reached: bool


@dataclass(frozen=True)
class Silence:
    """Failed attempts since the last contact. ``since`` is the first of them, ``full`` the day all demands are met."""

    since: date
    attempts: int
    channels: int
    full: date | None


def enough_within(days: Sequence[date], count: int, months: int) -> bool:
    """Whether the newest ``count`` of these days lie within ``months``, the last day included."""
    newest = sorted(days)[-count:]
    return len(newest) == count and newest[-1] <= add_months(newest[0], months)


def silence(attempts: Iterable[Attempt], check: ExitCheck, heard: date | None = None) -> Silence | None:
    """The silence that lasts, None when the last thing on record is a contact. ``heard`` is the last word in the chat."""
    failed: list[Attempt] = []
    for attempt in sorted(attempts, key=lambda one: (one.on, one.reached)):
        failed = [] if attempt.reached else [*failed, attempt]
    failed = [one for one in failed if heard is None or one.on > heard]
    if not failed:
        return None
    return Silence(
        since=failed[0].on,
        attempts=len({one.on for one in failed}),
        channels=len({one.channel for one in failed}),
        full=_full(failed, check),
    )


def _full(failed: Sequence[Attempt], check: ExitCheck) -> date | None:
    """The first day with enough attempts on different days, enough ways, and enough months."""
    for last in range(len(failed)):
        tried = failed[: last + 1]
        days, channels = {one.on for one in tried}, {one.channel for one in tried}
        if len(days) >= check.count and len(channels) >= check.channels:
            return max(tried[-1].on, add_months(failed[0].on, check.months))
    return None


def counted_refusals(unit: Unit, entry: Entry) -> list[Refusal]:
    """The refusals an officer has confirmed, oldest first."""
    rows = select(Refusal).where(Refusal.entry_id == entry.id, Refusal.state == "counted")
    return list(unit.session.scalars(rows.order_by(Refusal.refused_on, Refusal.id)))


def refused_enough(unit: Unit, entry: Entry, check: ExitCheck) -> bool:
    days = [row.refused_on for row in counted_refusals(unit, entry)]
    return enough_within(days, check.count, check.months)


def silence_of(unit: Unit, entry: Entry, check: ExitCheck) -> Silence | None:
    """The silence around an entry as the log and the chat have it."""
    rows = unit.session.scalars(select(ContactAttempt).where(ContactAttempt.entry_id == entry.id))
    attempts = [Attempt(row.on, row.channel, row.reached) for row in rows]
    account = unit.session.get(Account, entry.account_id) if entry.account_id else None
    heard = day_of_last_word(unit, account.channel, account.chat_id) if account else None
    return silence(attempts, check, heard)


def silent_enough(unit: Unit, entry: Entry, check: ExitCheck) -> bool:
    found = silence_of(unit, entry, check)
    return found is not None and found.full is not None and found.full <= unit.today
