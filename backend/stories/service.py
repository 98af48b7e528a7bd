"""典型案例: written by one, agreed to by the person, read and published by another, gone when the person says so.

A consent is to the words as they stand: whoever changes them asks again. Without one nothing is published (XY-76;
个人信息保护法 第二十五条: to make something of a person public takes her separate consent).
"""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from backend.core.actors import Officer
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.core.wording import worded
from backend.registry.events import Exited
from backend.registry.models import Entry
from backend.registry.risk import risks_of
from backend.registry.service import as_number
from backend.registry.standing import seen as entry_seen
from backend.staff import access
from backend.stories import letters
from backend.stories.content import checked, names_the_person, opened, seal
from backend.stories.lifecycle import STANDING, Action, target_of
from backend.stories.models import Story


@dataclass(frozen=True)
class Consent:
    """What the person has signed: on which day, whether her name may stand there, and where the paper is kept."""

    on: date | None
    named: bool
    proof: str


def writer(unit: Unit) -> Officer:
    """The acting officer of a county or city, who tells of good examples. Raises 403 ``story.not_here``."""
    officer = access.current(unit)
    if not may_write(officer):
        raise Problem("story.not_here", 403)
    return officer


def may_write(officer: Officer) -> bool:
    levels = officer.level in ("county", "city")
    return officer.role == "reviewer" and officer.organisation == "employment" and levels


def start(unit: Unit, number: str, title: str, text: str) -> int:
    """Begins a story about somebody on the register. Gives its id.

    Raises 403 ``story.not_here``; 422 ``story.person_unknown`` and as :func:`backend.stories.content.checked`.
    """
    officer = writer(unit)
    entry = _entry(unit, number)
    content = checked(title, text)
    row = Story(
        pack=entry.pack,
        entry_id=entry.id,
        office_id=officer.office_id,
        author_id=officer.id,
        state="draft",
        written_on=unit.today,
        created_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    seal(unit, row, content)
    unit.audit("story.started", subject_of(row.id), number=entry.number)
    return row.id


def write(unit: Unit, story_id: int, revision: int, title: str, text: str) -> None:
    """Changes the words of a draft; a consent to other words is none to these. Raises as :func:`start`."""
    row = _moving(unit, story_id, revision, "write")
    content, before = checked(title, text), opened(unit, row)
    if (content.title, content.text) != (before.title, before.text):
        row.agreed_on, row.agreed_by, row.agreed_named, row.written_on = None, None, False, unit.today
        seal(unit, row, replace(content, note=before.note))
    row.author_id = unit.officer.id
    _moved(unit, row, "write")


def agree(unit: Unit, story_id: int, revision: int, consent: Consent) -> None:
    """Puts on record that the person has signed for these words.

    Raises 422 ``story.day_missing``, ``story.day_in_future``, ``story.day_before_words`` (day), ``story.proof_missing``.
    """
    row = _moving(unit, story_id, revision, "agree")
    if consent.on is None:
        raise Problem("story.day_missing", 422)
    if consent.on > unit.today:
        raise Problem("story.day_in_future", 422)
    if consent.on < row.written_on:
        raise Problem("story.day_before_words", 422, day=row.written_on.isoformat())
    proof = worded(consent.proof, "story.proof_missing", 100)
    row.agreed_on, row.agreed_named, row.agreed_by = consent.on, consent.named, unit.officer.id
    seal(unit, row, replace(opened(unit, row), proof=proof))
    _moved(unit, row, "agree")


def submit(unit: Unit, story_id: int, revision: int) -> None:
    """Hands it to a second reader. Raises 409 ``story.consent_missing``, ``story.name_not_agreed``."""
    row = _moving(unit, story_id, revision, "submit")
    _demand_consent(unit, row)
    seal(unit, row, replace(opened(unit, row), note=""))
    _moved(unit, row, "submit")


def give_back(unit: Unit, story_id: int, revision: int, why: str) -> None:
    """The second reader wants it otherwise. Raises 422 ``story.why_missing``."""
    row = _moving(unit, story_id, revision, "give_back")
    seal(unit, row, replace(opened(unit, row), note=worded(why, "story.why_missing", 200)))
    _moved(unit, row, "give_back")


def publish(unit: Unit, story_id: int, revision: int) -> None:
    """A second person answers for it; from now on everybody can read it, and the person is told how to end that.

    Raises 403 ``story.same_person``; 409 as :func:`submit`.
    """
    row = _moving(unit, story_id, revision, "publish")
    if unit.officer.id in (row.author_id, row.agreed_by):
        raise Problem("story.same_person", 403)
    _demand_consent(unit, row)
    row.reader_id, row.published_at = unit.officer.id, unit.now
    _moved(unit, row, "publish")
    letters.published(unit, row, opened(unit, row).title)


def withdraw(unit: Unit, story_id: int, revision: int) -> None:
    """The office takes it down; its words go."""
    _end(unit, _moving(unit, story_id, revision, "withdraw"), "withdraw")


def revoke(unit: Unit, story_id: int) -> None:
    """The person has told the office that she takes her consent back: it is gone at once, whatever its state."""
    _end(unit, seen(unit, story_id, lock=True), "revoke")


def revoke_own(unit: Unit, row: Story) -> None:
    """The person takes her consent back herself."""
    _end(unit, row, "revoke")


def drop_of_deceit(unit: Unit, event: Exited) -> None:
    """Hears that a recognition ended: one that rested on deceit is no good example (第三条第一款第5、6目)."""
    entry = unit.session.get_one(Entry, event.entry_id)
    if entry.number not in {risk.number for risk in risks_of(unit, entry.person_id)}:
        return
    told = select(Story).where(Story.entry_id == entry.id, Story.state.in_(STANDING)).order_by(Story.id)
    for row in unit.session.scalars(told.with_for_update()).all():
        _end(unit, row, "withdraw")


def seen(unit: Unit, story_id: int, *, lock: bool = False) -> Story:
    """A story of the own offices. Raises 403 ``story.not_here``, 404 ``story.not_found``."""
    wanted = select(Story).where(Story.id == story_id, visible(writer(unit)))
    row = unit.session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise not_found("story")
    return row


def visible(officer: Officer) -> ColumnElement[bool]:
    """Stories of the own offices and those below."""
    return access.visible_to(officer, Story.office_id)


def waits_for(officer: Officer) -> ColumnElement[bool]:
    """What this very officer may publish: neither written by her nor agreed to before her."""
    agreed = or_(Story.agreed_by.is_(None), Story.agreed_by != officer.id)
    return visible(officer) & (Story.state == "waiting") & (Story.author_id != officer.id) & agreed


def subject_of(story_id: int) -> str:
    """Under which the audit and the outbox file it."""
    return f"story:{story_id}"


def _entry(unit: Unit, number: str) -> Entry:
    """Whom it is about, of the officer's area. Raises 422 ``story.person_unknown``."""
    try:
        return entry_seen(unit, as_number(number))
    except Problem as problem:
        if problem.status != 404:
            raise
        raise Problem("story.person_unknown", 422) from None


def _demand_consent(unit: Unit, row: Story) -> None:
    if row.agreed_on is None:
        raise Problem("story.consent_missing", 409)
    if not row.agreed_named and names_the_person(unit, row):
        raise Problem("story.name_not_agreed", 409)


def _moving(unit: Unit, story_id: int, revision: int, action: Action) -> Story:
    """The story about to be moved, locked. Raises 409 ``story.illegal_move``, ``story.changed_meanwhile``."""
    row = seen(unit, story_id, lock=True)
    target_of(row.state, action)
    if row.revision != revision:
        raise Problem("story.changed_meanwhile", 409)
    return row


def _moved(unit: Unit, row: Story, action: Action) -> None:
    row.state, row.revision = target_of(row.state, action), row.revision + 1
    unit.audit(f"story.{action}", subject_of(row.id), number=unit.session.get_one(Entry, row.entry_id).number)


def _end(unit: Unit, row: Story, action: Action) -> None:
    _moved(unit, row, action)
    row.sealed, row.withdrawn_at = None, unit.now
    if action == "revoke":
        row.agreed_on, row.agreed_named, row.agreed_by = None, False, None
    letters.hold_back(unit, row)


