"""Published stories as anybody reads them in the chat, and the consent of whoever one is about."""

from typing import Final

from sqlalchemy import ColumnElement, select

from backend.core.problems import not_found
from backend.core.unit import Unit
from backend.people.service import account_of
from backend.policies.days import day_words
from backend.registry.models import Entry
from backend.staff.models import OfficeRow
from backend.stories import content, service
from backend.stories.models import Story
from contract import story as shape

A_PAGE: Final = 5


def stories(unit: Unit, pack: str, page: int = 0) -> shape.StoryList:
    """The published ones of a city, the newest first; of all cities where none is told. ``page`` counts from 0."""
    page = max(page, 0)
    wanted = select(Story).where(_readable(pack)).order_by(Story.published_at.desc(), Story.id.desc())
    rows = unit.session.scalars(wanted.offset(page * A_PAGE).limit(A_PAGE + 1)).all()
    return shape.StoryList(
        stories=tuple(_shape(unit, row) for row in rows[:A_PAGE]), page=page, more=len(rows) > A_PAGE
    )


def story(unit: Unit, story_id: int) -> shape.Story:
    """One that is published. Raises 404 ``story.not_found``, also for what was taken down."""
    row = unit.session.scalar(select(Story).where(Story.id == story_id, _readable("")))
    if row is None:
        raise not_found("story")
    return _shape(unit, row)


def revoke(unit: Unit, story_id: int) -> None:
    """The person takes her consent back, in the chat she is known by. Raises 404 ``story.not_found``."""
    account = account_of(unit)
    told = select(Story).join(Entry, Entry.id == Story.entry_id).where(Story.id == story_id, _readable(""))
    mine = told.where(Entry.account_id == (account.id if account else 0))  # Never NULL, which is nobody's chat.
    row = unit.session.scalar(mine.with_for_update(of=Story))
    if row is None:
        raise not_found("story")
    service.revoke_own(unit, row)


def _readable(pack: str) -> ColumnElement[bool]:
    """Published, and with a consent that stands: the state alone opens nothing."""
    standing = (Story.state == "published") & Story.agreed_on.is_not(None)
    return standing & (Story.pack == pack) if pack else standing


def _shape(unit: Unit, row: Story) -> shape.Story:
    words, account = content.opened(unit, row), account_of(unit)
    entry = unit.session.get_one(Entry, row.entry_id)
    return shape.Story(
        id=row.id,
        title=words.title,
        text=words.text,
        office=unit.session.get_one(OfficeRow, row.office_id).name,
        on=day_words(unit.language, row.published_at),
        mine=account is not None and entry.account_id == account.id,
    )
