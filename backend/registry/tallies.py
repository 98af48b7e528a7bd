"""What is counted before an exit may be proposed: refusals within a time, and time without contact. Pure but for reading.

Half a year is six months by the calendar, both days included (reading X11); a month without contact begins with the
first attempt that failed after the last word (reading G11).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select

from backend.core.inbox import day_of_last_word
from backend.core.unit import Unit
from backend.registry.letter_desk import addressee
from backend.registry.models import ContactAttempt, Entry, Refusal
from backend.rules import ExitCheck, add_months

R = TypeVar("R")


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
    """Whether ``count`` of these days lie within ``months``, the last day included."""
    return bool(newest_within(sorted(days), lambda day: day, count, months))


def newest_within(rows: Sequence[R], day: Callable[[R], date], count: int, months: int) -> Sequence[R]:
    """The newest ``count`` of rows in the order of their days that lie within ``months``; none where none do."""
    for last in range(len(rows), count - 1, -1):
        found = rows[last - count : last]
        if day(found[-1]) <= add_months(day(found[0]), months):
            return found
    return ()


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


def refusals_that_do(unit: Unit, entry: Entry, check: ExitCheck) -> Sequence[Refusal]:
    """The refusals an exit rests on, oldest first; none as long as they are too few or too far apart."""
    counted = counted_refusals(unit, entry)
    return newest_within(counted, lambda row: row.refused_on, check.count, check.months)


def refused_enough(unit: Unit, entry: Entry, check: ExitCheck) -> bool:
    return bool(refusals_that_do(unit, entry, check))


def silence_of(unit: Unit, entry: Entry, check: ExitCheck) -> Silence | None:
    """The silence around an entry as the log and the chat have it."""
    rows = unit.session.scalars(select(ContactAttempt).where(ContactAttempt.entry_id == entry.id))
    attempts = [Attempt(row.on, row.channel, row.reached) for row in rows]
    account = addressee(unit, entry)
    heard = day_of_last_word(unit, account.channel, account.chat_id) if account else None
    return silence(attempts, check, heard)


def silent_enough(unit: Unit, entry: Entry, check: ExitCheck) -> bool:
    found = silence_of(unit, entry, check)
    return found is not None and found.full is not None and found.full <= unit.today
