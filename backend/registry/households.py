"""Members of one household without work, found by the address of their hukou (第三条第（一）项第2目, XY-33).

The register keeps of the address only a blind index: equal addresses are seen, no address can be read from it.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import select

from backend.core.unit import Unit
from backend.policies.spoken import pack_of
from backend.registry import lifecycle, todos, watches
from backend.registry.models import Entry
from backend.registry.standing import standing_bases
from backend.rules import Pack

PURPOSE: Final = "register.home"
NONE: Final = ""
"""The mark of an entry that was looked at and rests on no household, or on no address we know."""
AT_ONCE: Final = 200
"""Entries of before looked at in one transaction."""


def notice(unit: Unit, entry: Entry, home: str) -> None:
    """Keeps the mark of the address and asks of each who stands there likewise whether they are one household."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", home).lower() if sign.isalnum())
    if not plain or entry.state not in lifecycle.STANDING or not _of_households(unit, entry):
        entry.home_index = NONE
        return
    entry.home_index = unit.vault.index(plain, PURPOSE)
    for other in _neighbours(unit, entry):
        todos.want(unit, entry, todos.HOUSEHOLD, other.number)


def unmarked(unit: Unit) -> Sequence[Entry]:
    """The next entries from before there was a mark; none once all were looked at."""
    wanted = select(Entry).where(Entry.home_index.is_(None)).order_by(Entry.id).limit(AT_ONCE)
    return unit.session.scalars(wanted).all()


def _neighbours(unit: Unit, entry: Entry) -> Iterator[Entry]:
    same = select(Entry).where(
        Entry.home_index == entry.home_index,
        Entry.id != entry.id,
        Entry.person_id != entry.person_id,
        Entry.pack == entry.pack,
        Entry.state.in_(lifecycle.STANDING),
    )
    for other in unit.session.scalars(same.order_by(Entry.id)):
        if _of_households(unit, other):
            yield other


def _of_households(unit: Unit, entry: Entry) -> bool:
    """Whether it rests on a ground that ends for all when one member finds work."""
    return not _grounds(pack_of(unit, entry.pack)).isdisjoint(standing_bases(unit, entry))


def _grounds(pack: Pack) -> set[str]:
    found = (ground for ground, _, _ in watches.checks_of(pack, "household"))
    return {category for ground in found for basis in ground.bases for category in basis.category_ids}
