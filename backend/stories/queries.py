"""Stories as officers read them: the list, one with what may be done, and what waits for a second reader."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select

from backend.core.masking import mask_name
from backend.core.todos import HomeTodo
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry.models import Entry
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow
from backend.stories import content
from backend.stories.lifecycle import STATES, Action, allowed
from backend.stories.models import Story
from backend.stories.service import may_write, seen, visible, waits_for, writer
from locales import translator

MOST: Final = 200
TO_DO: Final = "todo"


@dataclass(frozen=True)
class StoryLine:
    """One story of the list; no title where its words are gone."""

    id: int
    title: str
    state: str
    office: str
    author: str
    agreed_on: date | None
    published_at: datetime | None


@dataclass(frozen=True)
class StoryView:
    """``may``: what this officer may do with it now."""

    line: StoryLine
    number: str
    name: str
    text: str
    proof: str
    note: str
    agreed_named: bool
    agreed_by: str
    reader: str
    written_on: date
    withdrawn_at: datetime | None
    revision: int
    may: tuple[Action, ...]


def stories(unit: Unit, state: str = "") -> tuple[StoryLine, ...]:
    """Stories of the area, the newest first; ``state`` one of theirs or :data:`TO_DO`, else those that stand.

    Raises 403 ``story.not_here``.
    """
    officer = writer(unit)
    wanted = select(Story).where(visible(officer))
    if state == TO_DO:
        wanted = wanted.where(waits_for(officer))
    else:
        wanted = wanted.where(Story.state == state if state in STATES else Story.state != "withdrawn")
    rows = unit.session.scalars(wanted.order_by(Story.id.desc()).limit(MOST))
    return tuple(_line(unit, row) for row in rows)


def story(unit: Unit, story_id: int) -> StoryView:
    """One story. Raises 403 ``story.not_here``, 404 ``story.not_found``."""
    row = seen(unit, story_id)
    entry = unit.session.get_one(Entry, row.entry_id)
    words = content.opened(unit, row)
    return StoryView(
        line=_line(unit, row),
        number=entry.number,
        name=mask_name(details_of(unit, unit.session.get_one(Person, entry.person_id))["name"]),
        text=words.text,
        proof=words.proof,
        note=words.note,
        agreed_named=row.agreed_named,
        agreed_by=_officer(unit, row.agreed_by),
        reader=_officer(unit, row.reader_id),
        written_on=row.written_on,
        withdrawn_at=row.withdrawn_at,
        revision=row.revision,
        may=_may(unit, row),
    )


def todo(unit: Unit) -> HomeTodo | None:
    """What another has written and this officer may read and publish."""
    officer = access.current(unit)
    if not may_write(officer):
        return None
    count = unit.session.scalar(select(func.count()).select_from(Story).where(waits_for(officer))) or 0
    if not count:
        return None
    _ = translator("console", unit.language)
    return HomeTodo(_("典型案例"), _("等您审阅后发布"), count, f"/staff/stories?state={TO_DO}", "eye")


def _may(unit: Unit, row: Story) -> tuple[Action, ...]:
    own = unit.officer.id in (row.author_id, row.agreed_by)
    return tuple(action for action in allowed(row.state) if not (own and action == "publish"))


def _line(unit: Unit, row: Story) -> StoryLine:
    return StoryLine(
        id=row.id,
        title=content.opened(unit, row).title,
        state=row.state,
        office=unit.session.get_one(OfficeRow, row.office_id).name,
        author=_officer(unit, row.author_id),
        agreed_on=row.agreed_on,
        published_at=row.published_at,
    )


def _officer(unit: Unit, officer_id: int | None) -> str:
    return unit.session.get_one(OfficerRow, officer_id).name if officer_id else ""
