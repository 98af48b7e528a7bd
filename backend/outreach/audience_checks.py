"""Whether an officer may use these rules of an audience, and whether what they name is there."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from backend.core.actors import Officer
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.outreach.audience import Audience, places_under
from backend.people.topics import TOPICS
from backend.registry.models import Entry
from backend.staff import access
from backend.workbench.models import PackVersion

MOST_NAMED: Final = 500
"""So many numbers a list to take in or leave out may name."""
MOST_SHOWN: Final = 5
"""Numbers nobody knows are counted, and so many of them named …"""
LONGEST_NUMBER: Final = 30
"""… of each so many characters."""


def checked(unit: Unit, officer: Officer, wish: Audience) -> Audience:
    """The rules if this officer may use them. Raises 422 ``broadcast.topic_missing``, ``broadcast.area_unknown``,
    ``broadcast.area_not_yours``, ``broadcast.category_unknown``,
    ``broadcast.change_unknown``, ``broadcast.list_too_long`` (most), ``broadcast.include_unknown`` and
    ``broadcast.exclude_unknown`` (count, numbers): numbers of a list the officer's register does not hold.
    """
    if wish.topic not in TOPICS:
        raise Problem("broadcast.topic_missing", 422)
    if wish.area not in unit.services.catalogue.divisions:
        raise Problem("broadcast.area_unknown", 422)
    if wish.area not in places_under(unit, officer.area):
        raise Problem("broadcast.area_not_yours", 422)
    if wish.category and wish.category not in _categories(unit):
        raise Problem("broadcast.category_unknown", 422)
    if wish.change and not _own_version(unit, wish):
        raise Problem("broadcast.change_unknown", 422)
    if len(wish.include) > MOST_NAMED or len(wish.exclude) > MOST_NAMED:
        raise Problem("broadcast.list_too_long", 422, most=MOST_NAMED)
    _check_numbers(unit, officer, "include", wish.include)
    _check_numbers(unit, officer, "exclude", wish.exclude)
    return wish


def _check_numbers(unit: Unit, officer: Officer, name: str, numbers: Sequence[str]) -> None:
    mine = select(Entry.number).where(Entry.number.in_(numbers), access.visible_to(officer, Entry.office_id))
    known = set(unit.session.scalars(mine)) if numbers else set()
    unknown = [number for number in dict.fromkeys(numbers) if number not in known]
    if unknown:
        shown = "、".join(number[:LONGEST_NUMBER] for number in unknown[:MOST_SHOWN])
        raise Problem(f"broadcast.{name}_unknown", 422, count=len(unknown), numbers=shown)


def _own_version(unit: Unit, wish: Audience) -> bool:
    """Whom a version touches is a matter of its whole city, so only the city may write to them."""
    row = unit.session.get(PackVersion, wish.change)
    return row is not None and unit.services.catalogue.packs[row.pack].region == wish.area


def _categories(unit: Unit) -> frozenset[str]:
    packs = unit.services.catalogue.packs.values()
    return frozenset(f"{pack.id}:{one.id}" for pack in packs for one in pack.categories)
