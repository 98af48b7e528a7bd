"""Broadcasts: written by one, approved by another above a limit, sent, paused, cancelled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select

from backend.core import halting
from backend.core.actors import Officer
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.core.wording import worded
from backend.outreach import audience, audience_checks, message, quotes
from backend.outreach.audience import Audience
from backend.outreach.broadcast_lifecycle import Action, target_of
from backend.outreach.broadcast_models import Broadcast, BroadcastSketch
from backend.people.topics import OWN
from backend.staff import access

LEVELS: Final = ("county", "city")
ALONE: Final = 1000
"""Up to so many people one officer may send alone; above, a second one approves."""
GROWN: Final = 1.1
"""So much larger than approved an audience may have become by the time it is sent."""
ENDED: Final = ("done", "cancelled")
FURTHEST: Final = timedelta(days=90)


@dataclass(frozen=True)
class Written:
    """A broadcast as somebody writes it; ``texts`` by language."""

    title: str
    texts: Mapping[str, str]
    audience: Audience
    link: str = ""
    abouts: tuple[str, ...] = ()
    """What is quoted below the text, see :mod:`backend.outreach.quotes`."""


def to_many(unit: Unit, broadcast_id: int) -> bool:
    """Whether it goes to more people than one officer may write to alone. Raises 404 ``broadcast.not_found``."""
    row = seen(unit, broadcast_id)
    return max(row.people, audience.count(unit, Audience.of(row.audience)).people) > ALONE


def broadcaster(unit: Unit) -> Officer:
    """The acting officer of a county or city, with the rights of this transaction. Raises 403 ``broadcast.not_here``."""
    officer = access.current(unit)
    if officer.role not in ("reviewer", "policy") or officer.level not in LEVELS:
        raise Problem("broadcast.not_here", 403)
    return officer


def start(unit: Unit, told: Written) -> int:
    """Keeps a new draft. Raises what :func:`_checked` raises."""
    officer = broadcaster(unit)
    title, texts, wish = _checked(unit, officer, told)
    row = Broadcast(
        office_id=officer.office_id,
        author_id=officer.id,
        title=title,
        texts=texts,
        link=told.link,
        quotes=quotes.quoted(unit, told.abouts),
        audience=wish.to_json(),
        created_at=unit.now,
        updated_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.audit("broadcast.started", subject_of(row.id), title=title)
    return row.id


def drop_about(unit: Unit, version_id: str) -> None:
    """The version was taken back: what was written about it and has not ended goes nowhere."""
    for row in about_version(unit, version_id):
        _stop(unit, row)
        _moved(unit, row, "cancel")


def write(unit: Unit, broadcast_id: int, revision: int, told: Written) -> int:
    """Changes a draft, or takes back to the beginning what was approved."""
    row = _moving(unit, broadcast_id, revision, "write")
    row.title, row.texts, wish = _checked(unit, broadcaster(unit), told)
    if row.picture_id:
        message.check_captions(row.texts)
    row.audience, row.link, row.approver_id = wish.to_json(), told.link, None
    row.quotes = quotes.quoted(unit, told.abouts)
    return _moved(unit, row, "write")


def show(unit: Unit, broadcast_id: int, revision: int, alt: str, content: bytes) -> int:
    """Puts a cleaned picture above the text, or another one; what was approved goes back to the beginning.

    Raises 422 ``broadcast.alt_missing``, ``message.caption_too_long`` (language, longest, length).
    """
    row = _moving(unit, broadcast_id, revision, "write")
    row.picture_alt = worded(alt, "broadcast.alt_missing", longest=200)
    message.check_captions(row.texts)
    row.picture_id, row.approver_id = unit.services.files.put(content), None
    return _moved(unit, row, "write")


def hide(unit: Unit, broadcast_id: int, revision: int) -> int:
    """Takes the picture away; its file goes with the next tidying."""
    row = _moving(unit, broadcast_id, revision, "write")
    row.picture_id, row.picture_alt, row.approver_id = "", "", None
    return _moved(unit, row, "write")


def submit(unit: Unit, broadcast_id: int, revision: int, at: datetime | None = None) -> int:
    """Hands it to a second person, with the hour its writer wants; None for as soon as it is approved.

    Raises 422 ``broadcast.nobody``, ``broadcast.moment_past``, ``broadcast.moment_far``; 409 ``broadcast.about_over``,
    ``broadcast.about_changed``.
    """
    row = _moving(unit, broadcast_id, revision, "submit")
    _check_moment(unit, at)
    _check_quote(unit, row, at)
    row.starts_at = at  # Only a wish until it is sent: whoever approves reads it.
    row.people, row.note, row.approver_id = _somebody(unit, row), "", None
    return _moved(unit, row, "submit")


def approve(unit: Unit, broadcast_id: int, revision: int) -> int:
    """A second person answers for it. Raises 403 ``broadcast.same_person``, and 409 as :func:`submit` does."""
    row = _moving(unit, broadcast_id, revision, "approve")
    _check_quote(unit, row)
    if row.author_id == unit.officer.id:
        raise Problem("broadcast.same_person", 403)
    row.approver_id = unit.officer.id
    return _moved(unit, row, "approve")


def give_back(unit: Unit, broadcast_id: int, revision: int, why: str) -> int:
    """The second person wants it otherwise. Raises 422 ``broadcast.why_missing``."""
    row = _moving(unit, broadcast_id, revision, "give_back")
    row.note = worded(why, "broadcast.why_missing", longest=200)
    return _moved(unit, row, "give_back")


def send(unit: Unit, broadcast_id: int, revision: int, at: datetime | None = None) -> int:
    """Begins to send, now or at a moment to come.

    Raises 409 ``broadcast.approval_missing`` (most), ``broadcast.approval_missing_own``, ``broadcast.audience_grew``
    (before, people), and as :func:`submit` does; 422
    ``broadcast.nobody``, ``broadcast.moment_past``, ``broadcast.moment_far``.
    """
    row = _moving(unit, broadcast_id, revision, "send")
    people = _somebody(unit, row)
    if outgrown(row, people):
        raise Problem("broadcast.audience_grew", 409, before=row.people, people=people)
    if needs_second(row, people):
        if asks_nobody(row):
            raise Problem("broadcast.approval_missing_own", 409)
        raise Problem("broadcast.approval_missing", 409, most=ALONE, people=people)
    _check_moment(unit, at)
    _check_quote(unit, row, at)
    row.people, row.starts_at, row.started_at = people, at or unit.now, unit.now
    unit.session.execute(delete(BroadcastSketch).where(BroadcastSketch.broadcast_id == row.id))  # They change nothing now.
    return _moved(unit, row, "send")


def pause(unit: Unit, broadcast_id: int, revision: int) -> int:
    """Nobody further is written to, nor does what lies in the outbox go out; only what is under way ends as it ends."""
    row = _moving(unit, broadcast_id, revision, "pause")
    halting.pause(unit, subject_of(row.id))
    return _moved(unit, row, "pause")


def resume(unit: Unit, broadcast_id: int, revision: int) -> int:
    """What was held goes on, then whoever is behind the last who was written to. Raises 409 as :func:`submit` does."""
    row = _moving(unit, broadcast_id, revision, "resume")
    _check_quote(unit, row)
    halting.resume(unit, subject_of(row.id))
    return _moved(unit, row, "resume")


def cancel(unit: Unit, broadcast_id: int, revision: int) -> int:
    """Ends it for good: what is not under way goes nowhere."""
    row = _moving(unit, broadcast_id, revision, "cancel")
    _stop(unit, row)
    return _moved(unit, row, "cancel")


def stop(unit: Unit, row: Broadcast, why: str) -> None:
    """The house ends it, because what it quotes does not take place as it says; its authors read why."""
    _stop(unit, row)
    row.stopped, row.state, row.revision = why, target_of(row.state, "cancel"), row.revision + 1
    row.updated_at = unit.now
    unit.audit("broadcast.stopped", subject_of(row.id), title=row.title, why=why)


def _stop(unit: Unit, row: Broadcast) -> None:
    halting.cancel(unit, subject_of(row.id))
    row.ended_at = unit.now


def seen(unit: Unit, broadcast_id: int, *, lock: bool = False) -> Broadcast:
    """A broadcast of the officer's offices. Raises 404 ``broadcast.not_found``, the same for absent and foreign."""
    officer = broadcaster(unit)
    wanted = select(Broadcast).where(
        Broadcast.id == broadcast_id, access.visible_to(officer, Broadcast.office_id)
    )
    row = unit.session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise not_found("broadcast")
    return row


def about_version(unit: Unit, version_id: str) -> list[Broadcast]:
    """Broadcasts about a version, whoever wrote them. There are few open ones at any time."""
    rows = unit.session.scalars(select(Broadcast).where(Broadcast.state.not_in(ENDED)).with_for_update())
    return [row for row in rows if row.audience.get("change") == version_id]


def test_code(unit: Unit, row: Broadcast) -> str:
    """With this word a chat gets the message as it is written now, and nobody else does; another text, another word."""
    return unit.vault.index(f"{row.id}:{row.revision}", "broadcast-test")[:12]


def subject_of(broadcast_id: int) -> str:
    """Under which the audit and the outbox file it."""
    return f"broadcast:{broadcast_id}"


def _checked(unit: Unit, officer: Officer, told: Written) -> tuple[str, dict[str, str], Audience]:
    title = worded(told.title, "broadcast.title_missing", longest=80)
    texts = message.checked(told.texts, message.holes_for(told.audience.change))
    if told.link and not is_article(unit, told.link):
        raise Problem("broadcast.link_unknown", 422)
    return title, texts, audience_checks.checked(unit, officer, told.audience)


def is_article(unit: Unit, link: str) -> bool:
    policy, _, number = link.partition(":")
    text = unit.services.catalogue.texts.get(policy)
    return text is not None and number.isdecimal() and 0 < int(number) <= len(text.articles)


def outgrown(row: Broadcast, people: int) -> bool:
    """Whether it reaches so many more than were approved that it has to be approved again."""
    return row.approver_id is not None and people > max(ALONE, row.people * GROWN)


def asks_nobody(row: Broadcast) -> bool:
    """Whether it reaches people who chose nothing and cannot leave it, though it is no emergency."""
    return Audience.of(row.audience).topic == OWN and not row.urgent


def needs_second(row: Broadcast, people: int) -> bool:
    """Whether somebody else has to approve it, or approve it again, before it goes to so many."""
    if row.approver_id is not None:
        return outgrown(row, people)
    return people > ALONE or asks_nobody(row)


def _somebody(unit: Unit, row: Broadcast) -> int:
    people = audience.count(unit, Audience.of(row.audience)).people
    if not people:
        raise Problem("broadcast.nobody", 422)
    return people


def _check_quote(unit: Unit, row: Broadcast, at: datetime | None = None) -> None:
    why = quotes.obstacle(unit, row.quotes)
    if not why and quotes.over(row.quotes, at or unit.now):
        why = "over"
    if why:
        raise Problem("broadcast.about_changed" if why == "changed" else "broadcast.about_over", 409)


def _check_moment(unit: Unit, at: datetime | None) -> None:
    if at is not None and at < unit.now:
        raise Problem("broadcast.moment_past", 422)
    if at is not None and at > unit.now + FURTHEST:
        raise Problem("broadcast.moment_far", 422, most=FURTHEST.days)


def _moving(unit: Unit, broadcast_id: int, revision: int, action: Action) -> Broadcast:
    """The row, locked, for a legal step nobody else has made meanwhile. Raises 409 ``broadcast.changed_meanwhile``."""
    row = seen(unit, broadcast_id, lock=True)
    if row.revision != revision:
        raise Problem("broadcast.changed_meanwhile", 409)
    target_of(row.state, action)
    return row


def _moved(unit: Unit, row: Broadcast, action: Action) -> int:
    row.state, row.revision, row.updated_at = target_of(row.state, action), row.revision + 1, unit.now
    unit.audit(f"broadcast.{action}", subject_of(row.id), title=row.title, people=row.people)
    return row.id
