"""The words of a story: sealed while they stand, and without what nobody needs to tell a story."""

import re
from dataclasses import asdict, dataclass
from typing import Final

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.wording import worded
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry.models import Entry
from backend.stories.models import Story

LONGEST_TITLE: Final = 40
LONGEST_TEXT: Final = 1500
TELEPHONE: Final = re.compile(r"(?<!\d)1\d{10}(?!\d)")


@dataclass(frozen=True)
class Content:
    """``proof``: where the signed consent is kept. ``note``: what the second reader wants otherwise."""

    title: str
    text: str
    proof: str = ""
    note: str = ""


def checked(title: str, text: str) -> Content:
    """The words as they may stand.

    Raises 422 ``story.title_missing``, ``story.text_missing``, ``story.telephone_in_text``, and as :func:`worded`.
    """
    content = Content(
        worded(title, "story.title_missing", LONGEST_TITLE), worded(text, "story.text_missing", LONGEST_TEXT)
    )
    if TELEPHONE.search(content.title + "\n" + content.text):
        raise Problem("story.telephone_in_text", 422)
    return content


def names_the_person(unit: Unit, row: Story) -> bool:
    """Whether the words call the person by the name of the register."""
    content = opened(unit, row)
    entry = unit.session.get_one(Entry, row.entry_id)
    name = details_of(unit, unit.session.get_one(Person, entry.person_id))["name"]
    return name in content.title or name in content.text


def seal(unit: Unit, row: Story, content: Content) -> None:
    row.sealed = unit.vault.seal(asdict(content), _place(row))


def opened(unit: Unit, row: Story) -> Content:
    """The words; empty ones where they are gone."""
    return Content(**unit.vault.open(row.sealed, _place(row))) if row.sealed else Content("", "")


def _place(row: Story) -> str:
    return f"stories.sealed|{row.id}"
