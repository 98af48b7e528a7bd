"""How long a broadcast takes: whoever may hear now goes at the pace of her channel, the others when they are awake."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from backend.core.clock import CHINA
from backend.core.outbox import OutboxRow
from backend.core.pace import PACED
from backend.core.unit import Unit
from backend.outreach import audience
from backend.outreach.audience import Audience
from backend.people.models import Account
from backend.people.topic_models import NewsWish
from backend.people.topics import QUIET


@dataclass(frozen=True)
class Duration:
    """``minutes`` for the ``now`` people who may hear now, if nothing else is sent; 0 where nobody limits the pace.
    ``asleep`` others are in their quiet hours and hear when these are over."""

    minutes: int = 0
    now: int = 0
    asleep: int = 0


@dataclass(frozen=True)
class Ahead:
    """People who are still to be written to."""

    paced: int = 0
    """On channels whose owner limits the pace."""
    free: int = 0
    asleep: int = 0

    def __add__(self, other: "Ahead") -> "Ahead":
        return Ahead(self.paced + other.paced, self.free + other.free, self.asleep + other.asleep)


def lasts(unit: Unit, ahead: Ahead) -> Duration:
    """At the rate the senders really keep (``telegram_per_second``), rounded up to full minutes."""
    rate = unit.services.settings.telegram_per_second
    seconds = ahead.paced / rate if rate > 0 else 0.0
    return Duration(-int(-seconds // 60), ahead.paced + ahead.free, ahead.asleep)


def to_be_written(unit: Unit, wish: Audience, urgent: bool, at: datetime, after: int = 0) -> Ahead:
    """Whom the rules reach of accounts behind ``after``, at a moment. One statement."""
    asleep = literal(False) if urgent else _asleep(at.astimezone(CHINA).hour)
    paced = Account.channel.in_(PACED)
    found = audience.counted(unit, wish, case((asleep, "asleep"), (paced, "paced"), else_="free"), after)
    return Ahead(**found)


def waiting(unit: Unit, subject: str) -> Ahead:
    """Whose letter of a subject lies in the outbox. What was tried, or put off for another day, is not asleep."""
    quiet = and_(OutboxRow.not_before > unit.now, OutboxRow.attempts == 0)
    kind = case((quiet, "asleep"), (OutboxRow.channel.in_(PACED), "paced"), else_="free").label("ahead")
    mine = OutboxRow.subject == subject, OutboxRow.closed_at.is_(None), OutboxRow.held == 0
    rows = unit.session.execute(select(kind, func.count()).where(*mine).group_by("ahead"))
    return Ahead(**{row[0]: row[1] for row in rows})


def _asleep(hour: int) -> ColumnElement[bool]:
    """:func:`backend.people.topics.awake` as a question to the database."""
    begin, end = func.coalesce(NewsWish.quiet_from, QUIET[0]), func.coalesce(NewsWish.quiet_until, QUIET[1])
    over_night = and_(begin > end, or_(begin <= hour, end > hour))
    return or_(and_(begin <= hour, end > hour), over_night)
