"""One piece of news for one account, written in the transaction of whatever it tells about.

Slices whose news concerns single persons (a post that fits, a policy that changes) come through here: topic, place and
quiet hours are kept, and the way to leave the topic hangs below.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import select

from backend.core import outbox
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.outreach.audience import places_under
from backend.outreach.broadcast_models import Broadcast
from backend.people.events import TopicLeft
from backend.people.models import Account
from backend.people.topic_models import NewsWish
from backend.people.topics import OWN, awake, chosen_topics, first_hour, quiet_hours, topic_labels
from contract.channel import NoticeButton
from contract.topics import TopicId
from locales import translator

ANNOUNCED: Final = "announced"
"""How the subject of news of an activity or a course begins."""
EVENTS: Final[TopicId] = "events"


def push_news(
    unit: Unit,
    account_id: int,
    topic: TopicId,
    number: str,
    text: str,
    buttons: tuple[NoticeButton, ...] = (),
    *,
    area: str = "",
    until: datetime | None = None,
    subject: str = "",
) -> bool:
    """Writes it if the account wants it, once a number; says whether it was written.

    ``text`` is in the account's language; ``area`` is the division the news is about, empty for anywhere; ``subject``
    files it under what it is about, so that it can be taken back. Nothing is written to who has not chosen the topic,
    has blocked us, or wants news from elsewhere, nor what her quiet hours keep beyond ``until``.
    """
    account = unit.session.get(Account, account_id)
    if account is None or not _wanted(unit, account, topic, area) or _written(unit, number):
        return False
    hours = quiet_hours(unit, account_id)
    begins = awake(hours, unit.now)
    if until is not None and begins >= until:
        return False
    outbox.post(
        unit,
        channel=account.channel,
        chat_id=account.chat_id,
        number=number,
        kind="news",
        subject=subject or subject_of_topic(topic),
        text=text,
        buttons=(*buttons, *leaving(topic, account.language)),
        language=account.language,
        not_before=begins,
        morning=None if topic == OWN else first_hour(hours),
    )
    return True


def subject_of_topic(topic: str) -> str:
    """Under which the outbox files news of a topic that is no broadcast."""
    return f"topic:{topic}"


def around(unit: Unit, area: str) -> frozenset[str]:
    """Places whose people are near a place: itself, what lies in it, and what it lies in."""
    divisions, found, code = unit.services.catalogue.divisions, set(places_under(unit, area)), area
    while code in divisions:
        found.add(code)
        code = divisions.by_code[code].parent
    return frozenset(found)


def drop_left(unit: Unit, news: TopicLeft) -> None:
    """What still waits of a topic that was left goes nowhere, whoever wrote it."""
    account = unit.session.get_one(Account, news.account_id)
    mine = (OutboxRow.channel == account.channel) & (OutboxRow.chat_id == account.chat_id)
    waiting = unit.session.scalars(
        select(OutboxRow).where(mine, OutboxRow.state.in_(("queued", "paused")), OutboxRow.morning.is_not(None))
    )
    for row in waiting:
        if _topic_of(unit, row.subject) == news.topic:
            outbox.withdraw(unit, row.number)


def _topic_of(unit: Unit, subject: str) -> str:
    """Of whatever the outbox files news under: a topic, something announced, or a broadcast with a topic of its own."""
    kind, _, name = subject.partition(":")
    if kind == ANNOUNCED:
        return EVENTS
    if kind != "broadcast":
        return name
    row = unit.session.get(Broadcast, int(name))
    return str(row.audience["topic"]) if row else ""


def leaving(topic: str, language: str) -> tuple[NoticeButton, ...]:
    """The button that leaves a topic with one tap; none for the own case."""
    if topic == OWN:
        return ()
    _ = translator("citizen", language)
    name = next(words for known, words in topic_labels(_).items() if known == topic)
    label = _("不再收到“{topic}”消息").format(topic=name)
    return (NoticeButton(label=label, action="leave", argument=topic),)


def _wanted(unit: Unit, account: Account, topic: TopicId, area: str) -> bool:
    if not account.reachable:
        return False
    if topic == OWN:
        return True
    return not account.news_paused and topic in chosen_topics(unit.session, account.id) and _near(unit, account.id, area)


def _near(unit: Unit, account_id: int, area: str) -> bool:
    """Whether news of a place is news of hers: her street lies in it, or it in her street."""
    wish = unit.session.get(NewsWish, account_id)
    return not area or (wish is not None and wish.area in around(unit, area))


def _written(unit: Unit, number: str) -> bool:
    return unit.session.scalar(select(OutboxRow.id).where(OutboxRow.number == number)) is not None
