"""Whom nobody has to find any more: recognised already, or with an application before an office."""

from collections.abc import Collection

from sqlalchemy import select

from backend.applications.lifecycle import WITH_AN_OFFICE
from backend.applications.models import Application
from backend.core.unit import Unit
from backend.people.models import Person
from backend.registry.models import Entry


def known_already(unit: Unit, pack: str, indices: Collection[str]) -> dict[str, str]:
    """Blind index to ``recognised`` or ``applied``, for those it holds for."""
    recognised = (
        select(Person.id_index)
        .join(Entry, Entry.person_id == Person.id)
        .where(Entry.pack == pack, Entry.state == "active")
    )
    applied = select(Application.person_index).where(
        Application.pack == pack, Application.state.in_(WITH_AN_OFFICE)
    )
    found: dict[str, str] = {}
    wanted = list(indices)
    for at in range(0, len(wanted), 500):
        some = wanted[at : at + 500]
        found |= dict.fromkeys(
            filter(None, unit.session.scalars(applied.where(Application.person_index.in_(some)))), "applied"
        )
        found |= dict.fromkeys(unit.session.scalars(recognised.where(Person.id_index.in_(some))), "recognised")
    return found
