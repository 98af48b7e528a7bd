"""How fast a channel may be written to: one bucket in the database, shared by every process that sends.

The messenger permits a bot some thirty messages a second in all and one a second into a chat; whoever sends faster is
told to stop for a while. Slots are given out evenly, so that a batch does not leave in one gust.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import BigInteger, String, select
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment
from backend.core.locks import hold
from backend.core.unit import Unit

PACED: Final = ("telegram",)
"""Channels of somebody else; nobody restricts our own."""
HORIZON: Final = timedelta(seconds=0.4)
"""Slots are given so far ahead and no farther: what is written now waits for no more than these."""
PER_CHAT: Final = timedelta(seconds=1)
STILL_REFUSED: Final = timedelta(minutes=3)
"""So long after the last refusal of its token a channel counts as shut; it is tried once a minute."""

log = logging.getLogger(__name__)


class Pace(Base):
    """One channel: when its next slot is, and until when the messenger has told us to be still."""

    __tablename__ = "paces"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    next_at: Mapped[datetime] = mapped_column(Moment)
    refused_chat: Mapped[int] = mapped_column(BigInteger, default=0)
    refused_until: Mapped[datetime] = mapped_column(Moment)
    token_refused_since: Mapped[datetime | None] = mapped_column(Moment)
    token_refused_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the messenger refused our token for the first and the last time in a row."""


def is_paced(unit: Unit, channel: str) -> bool:
    return channel in PACED and unit.services.settings.telegram_per_second > 0


def slots(unit: Unit, channel: str, most: int) -> tuple[float, ...]:
    """Seconds from now of the next free slots, at most ``most``. The caller holds the lock of the channel's outbox."""
    if not is_paced(unit, channel):
        return (0.0,) * most
    first = max(_of(unit, channel).next_at, unit.now)
    found = (first + number * _gap(unit) - unit.now for number in range(most))
    return tuple(wait.total_seconds() for wait in found if wait < HORIZON)


def take(unit: Unit, channel: str, count: int) -> None:
    """Takes the first ``count`` of these slots."""
    if count and is_paced(unit, channel):
        pace = _of(unit, channel)
        pace.next_at = max(pace.next_at, unit.now) + count * _gap(unit)


def refused(unit: Unit, channel: str, chat_id: int, seconds: float) -> None:
    """The messenger asks for a pause without saying for whom.

    The first time it may be for that chat alone; a second chat refused meanwhile means the whole bot, which is then
    still until the longer of both pauses is over.
    """
    if not is_paced(unit, channel):
        return
    pace, until = _of(unit, channel), unit.now + timedelta(seconds=seconds)
    if pace.refused_until > unit.now and pace.refused_chat != chat_id:
        until = max(until, pace.refused_until)
        pace.next_at = max(pace.next_at, until)
    pace.refused_chat, pace.refused_until = chat_id, until


def token_refused(unit: Unit, channel: str) -> None:
    """The messenger does not know our token: nothing goes out until somebody has seen to it. Takes the channel's lock."""
    hold(unit, f"outbox:{channel}")
    pace = _of(unit, channel)
    if pace.token_refused_at is None or pace.token_refused_at <= unit.now - STILL_REFUSED:
        pace.token_refused_since = unit.now
        log.error("%s refuses the bot's token: letters wait until it is put right (BANGBAN_TELEGRAM_TOKEN)", channel)
    pace.token_refused_at = unit.now


def shut(unit: Unit) -> dict[str, datetime]:
    """Channels whose token is refused at present, each with the moment since when. For whoever looks after the house."""
    lately = select(Pace).where(Pace.token_refused_at > unit.now - STILL_REFUSED).order_by(Pace.channel)
    return {one.channel: one.token_refused_since or unit.now for one in unit.session.scalars(lately)}


def _gap(unit: Unit) -> timedelta:
    return timedelta(seconds=1 / unit.services.settings.telegram_per_second)


def _of(unit: Unit, channel: str) -> Pace:
    pace = unit.session.get(Pace, channel)
    if pace is None:
        pace = Pace(channel=channel, next_at=unit.now, refused_chat=0, refused_until=unit.now)
        unit.session.add(pace)
        unit.session.flush()
    return pace
