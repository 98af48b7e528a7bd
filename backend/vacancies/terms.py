"""Placements whose term comes to its end: the office is told 30 days before and on the day (XY-48).

Nothing ends by itself: whether the person leaves, or is placed once more, is the office's to decide and to record.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select

from backend.core.masking import mask_name
from backend.core.todos import HomeTodo
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry.models import Entry
from backend.staff import access
from backend.vacancies.models import Placement, Vacancy
from locales import translator

WARNED: Final = timedelta(days=30)
"""So long before the last day the office is told."""
MOST: Final = 100
"""So many stand on the page, the first to end first; each leaves it when its end is recorded."""


@dataclass(frozen=True)
class TermLine:
    """A placement near the end of its term. ``left`` days until its last day: 0 on the day, below 0 once it is past."""

    vacancy_id: str
    title: str
    name: str
    number: str
    until: date
    left: int


def todo(unit: Unit) -> HomeTodo | None:
    """How many terms of the officer's posts end within 30 days, or have ended; red from the last day on."""
    if access.current(unit).role != "reviewer":
        return None
    wanted = select(func.count(Placement.id), func.min(Placement.until)).join(Vacancy).where(*_near_the_end(unit))
    count, first = unit.session.execute(wanted).one()
    if not count:
        return None
    _ = translator("notices", unit.language)
    over = first <= unit.today
    hint = _("有人的期限已到，请办理离岗") if over else _("30天内期满，请先和本人商量以后的去处")
    return HomeTodo(_("岗位期限快到了"), hint, count, "/staff/vacancies/terms", "clock", "bad" if over else "warn")


def ending(unit: Unit) -> tuple[TermLine, ...]:
    """The terms that end within 30 days or have ended, of posts of the officer's area, the first to end first."""
    wanted = select(Placement, Vacancy).join(Vacancy).where(*_near_the_end(unit))
    found = unit.session.execute(wanted.order_by(Placement.until, Placement.id).limit(MOST))
    return tuple(_line(unit, row, post) for row, post in found)


def _near_the_end(unit: Unit) -> tuple[ColumnElement[bool], ...]:
    here = access.visible_to(access.current(unit), Vacancy.office_id)
    return here, Placement.ended_on.is_(None), Placement.until <= unit.today + WARNED


def _line(unit: Unit, row: Placement, post: Vacancy) -> TermLine:
    name = details_of(unit, unit.session.get_one(Person, row.person_id))["name"]
    entry = unit.session.get(Entry, row.entry_id) if row.entry_id else None
    number = entry.number if entry else ""
    return TermLine(post.id, post.title, mask_name(name), number, row.until, (row.until - unit.today).days)
