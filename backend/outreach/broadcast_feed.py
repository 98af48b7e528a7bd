"""Feeds the outbox while a broadcast goes on: few rows at a time, so that pausing takes seconds and decisions never wait.

Called every second by any replica. Whoever left the topic since the last portion is not written to, because the audience
is asked anew each time; the number of a row is made of broadcast and account, so nobody is written to twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import ColumnElement, func, select

from backend.activities.events import ActivityChanged
from backend.core import halting, outbox
from backend.core.locks import hold
from backend.core.outbox import CameBack, Letter, OutboxRow
from backend.core.unit import Unit
from backend.outreach import audience, message, quotes, salutation
from backend.outreach.audience import Addressee, Audience
from backend.outreach.broadcast_lifecycle import target_of
from backend.outreach.broadcast_models import Broadcast
from backend.outreach.broadcasts import needs_second, stop, subject_of
from backend.outreach.change_models import PolicyChange
from backend.outreach.policy_changes import news_for_all, sentence
from backend.outreach.push import leaving
from backend.people.topics import area_name, awake, first_hour
from backend.training.events import CourseCalledOff
from contract.base import DEFAULT_LANGUAGE
from contract.channel import NoticeButton, Picture
from locales import translator

WINDOW: Final = 100
"""Rows of one broadcast that may wait in the outbox; at 25 a second they are gone in four seconds."""
WIDE_WINDOW: Final = 2000
"""The same where nobody limits the pace."""
MOST_ASLEEP: Final = 5000
"""So many rows may wait for the morning of their chats; the others are written when these have gone."""


def feed(unit: Unit) -> int:
    """Writes the next rows of whatever is being sent, the urgent first; says how many."""
    hold(unit, "broadcasts")
    rows = unit.session.scalars(
        select(Broadcast)
        .where(Broadcast.state == "sending", Broadcast.starts_at <= unit.now)
        .order_by(Broadcast.urgent.desc(), Broadcast.id)
        .with_for_update()  # Whoever pauses it waits for this portion, and then finds its rows.
    ).all()
    return sum(_feed(unit, row) for row in rows)


def came_back(unit: Unit, news: CameBack) -> None:
    """Hears that a row under way was not delivered: one of a broadcast that was halted meanwhile is halted too."""
    kind, _, name = news.subject.partition(":")
    if kind != "broadcast":
        return
    state = unit.session.scalar(select(Broadcast.state).where(Broadcast.id == int(name)).with_for_update(read=True))
    if state == "paused":
        halting.pause(unit, news.subject)
    elif state == "cancelled":
        halting.cancel(unit, news.subject)


def activity_changed(unit: Unit, news: ActivityChanged) -> None:
    """Hears that an activity was moved, called off or closed: no further person is told what is not true any more."""
    _look_at_quotes(unit, f"activity:{news.activity_id}")


def course_called_off(unit: Unit, news: CourseCalledOff) -> None:
    """Hears that a course does not take place."""
    _look_at_quotes(unit, f"course:{news.course_id}")


def _look_at_quotes(unit: Unit, about: str) -> None:
    under_way = select(Broadcast).where(Broadcast.state.in_(("sending", "paused"))).order_by(Broadcast.id)
    for row in unit.session.scalars(under_way.with_for_update()):  # There are few at any time.
        why = quotes.obstacle(unit, row.quotes) if about in quotes.abouts(row.quotes) else ""
        if why:
            stop(unit, row, why)


def _feed(unit: Unit, row: Broadcast) -> int:
    if quotes.over(row.quotes, unit.now):
        if row.exhausted and not _any_open(unit, row):
            _finish(unit, row)
        else:
            stop(unit, row, "over")
        return 0
    if row.exhausted:
        if not _any_open(unit, row):
            _finish(unit, row)
        return 0
    if _grew(unit, row):
        stop(unit, row, "grew")
        return 0
    due, asleep = _waiting(unit, row)
    window = WINDOW if unit.services.settings.telegram_per_second else WIDE_WINDOW
    room = window - due if asleep < MOST_ASLEEP else 0
    some = audience.portion(unit, Audience.of(row.audience), row.cursor, room) if room > 0 else ()
    names = names_for(unit, row, some)
    wordings = {language: _wording(row, language) for language in {one.language for one in some}}
    outbox.post_many(unit, (_letter(unit, row, one, names, wordings[one.language]) for one in some))
    if some:
        row.cursor = some[-1].account_id
    row.exhausted = room > 0 and len(some) < room
    return len(some)


def _grew(unit: Unit, row: Broadcast) -> bool:
    """Whether one that was to wait reaches so many more when it begins that somebody else has to answer for it."""
    has_waited = row.cursor == 0 and row.starts_at != row.started_at
    return has_waited and needs_second(row, audience.count(unit, Audience.of(row.audience)).people)


def _finish(unit: Unit, row: Broadcast) -> None:
    row.state, row.ended_at = target_of(row.state, "finish"), unit.now
    row.revision += 1
    unit.audit("broadcast.finish", subject_of(row.id), title=row.title, people=row.people)


def _waiting(unit: Unit, row: Broadcast) -> tuple[int, int]:
    """Rows that may go out now, and those kept back by quiet hours. Who got the measure of a day hinders nobody else."""
    due = func.count().filter(OutboxRow.not_before <= unit.now)
    found = unit.session.execute(select(due, func.count()).where(*_open(row), OutboxRow.held == 0)).one()
    return found[0], found[1] - found[0]


def _any_open(unit: Unit, row: Broadcast) -> bool:
    return unit.session.scalar(select(OutboxRow.id).where(*_open(row)).limit(1)) is not None


def _open(row: Broadcast) -> tuple[ColumnElement[bool], ...]:
    return OutboxRow.subject == subject_of(row.id), OutboxRow.closed_at.is_(None)


@dataclass(frozen=True)
class _Wording:
    """What everybody of one language gets: the text with its holes, what stands below it, and the buttons."""

    text: str
    below: str
    has_holes: bool
    buttons: tuple[NoticeButton, ...]


def _wording(row: Broadcast, language: str) -> _Wording:
    text = message.text_for(row.texts, language)
    below = quotes.below("", row.quotes, language)
    return _Wording(text, below, bool(message.holes_of(text)), buttons(row, language))


def _letter(unit: Unit, row: Broadcast, one: Addressee, names: Mapping[int, str], wording: _Wording) -> Letter:
    text = wording.text
    if wording.has_holes:
        text = message.filled(text, values(unit, row, one, names))
    return {
        "channel": one.channel,
        "chat_id": one.chat_id,
        "number": f"GB{row.id}-{one.account_id}",
        "kind": "urgent" if row.urgent else "news",
        "subject": subject_of(row.id),
        "text": "\n\n".join(filter(None, (text, wording.below))),
        "buttons": wording.buttons,
        "language": one.language,
        "picture": picture(row),
        "not_before": unit.now if row.urgent else awake(one.quiet, unit.now),
        "morning": None if row.urgent else first_hour(one.quiet),
    }


def picture(row: Broadcast) -> Picture | None:
    """What stands above the text."""
    return Picture(id=row.picture_id, alt=row.picture_alt) if row.picture_id else None


def names_for(unit: Unit, row: Broadcast, some: Sequence[Addressee]) -> dict[int, str]:
    """How these are called, by account; nobody's name is opened for a text that does not want it."""
    wanted = salutation.HOLE in message.holes_of(row.texts[DEFAULT_LANGUAGE])
    mine = [one.account_id for one in some if one.language == DEFAULT_LANGUAGE]
    return salutation.names(unit, mine) if wanted else {}


def values(unit: Unit, row: Broadcast, one: Addressee, names: Mapping[int, str]) -> dict[str, str]:
    """What stands in the holes for one person, in her language."""
    theirs, wish = replace(unit, language=one.language), Audience.of(row.audience)
    return {
        salutation.HOLE: names.get(one.account_id) or salutation.plain(one.language),
        "街道": area_name(theirs, one.area) or area_name(theirs, wish.area),
        "变化": _change(theirs, wish, one) if wish.change else "",
    }


def buttons(row: Broadcast, language: str) -> tuple[NoticeButton, ...]:
    """Where its quotations lead, the article it is about, the self-check for a change, and the way to leave the topic."""
    _ = translator("citizen", language)
    wish = Audience.of(row.audience)
    found = list(quotes.buttons(row.quotes, language))
    if row.link and f"article:{row.link}" not in quotes.abouts(row.quotes):
        found.append(NoticeButton(label=_("看原文"), action="article", argument=row.link))
    if wish.change:
        found.append(NoticeButton(label=_("再做一次自测"), action="check"))
    return (*found, *leaving(wish.topic, language))


def _change(unit: Unit, wish: Audience, one: Addressee) -> str:
    found = unit.session.scalar(
        select(PolicyChange)
        .where(PolicyChange.version_id == wish.change, PolicyChange.account_id == one.account_id)
        .order_by(PolicyChange.own.desc())
        .limit(1)
    )
    return sentence(unit, found) if found else news_for_all(unit, wish.change)
