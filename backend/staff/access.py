"""Who may see what: the one place where an officer's area becomes a condition of a query (S14).

A station sees its own cases, a county all of its stations', an inspector of the city all of them, read only;
an administrator sees no personal data, a social worker of a provider only the persons assigned. A community sees
what its station has entrusted to it, an office of the disability service the disabled persons of its area.
What is not visible is answered like what does not exist.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, String, cast, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.actors import Actor, Officer, System
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.rules.expression import leaves
from backend.staff import service
from backend.staff.models import OfficeRow
from backend.staff.tree import offices_under as offices_under

DISABILITY = "disab.status"
"""The fact that makes a category one of disabled persons."""
UNSEEING = ("admin", "provider")
"""Roles whose area shows them no person."""
Column = InstrumentedAttribute[Any]


def visible_to(actor: Actor, office: Column) -> ColumnElement[bool]:
    """A condition on the column that holds the id of the office a row belongs to.

    For the disability service nothing: what it may see depends on the person, see :func:`persons_visible_to`.
    """
    if isinstance(actor, System):
        return true()
    if not isinstance(actor, Officer) or actor.role in UNSEEING or actor.organisation == "disability":
        return false()
    return office.in_(offices_under(actor.office_id))


def visible_in(unit: Unit, actor: Officer, office: Column) -> ColumnElement[bool]:
    """The same, with the offices counted out: a planner that cannot guess how many they are leaves the index of a list."""
    if actor.role in UNSEEING or actor.organisation == "disability":
        return false()
    return office.in_(tuple(unit.session.scalars(offices_under(actor.office_id))))


def persons_visible_to(
    unit: Unit, officer: Officer, *, office: Column, pack: Column, categories: Column
) -> ColumnElement[bool]:
    """The same for rows of persons with the categories they come under (GZ-03)."""
    if officer.organisation != "disability":
        return visible_to(officer, office)
    if officer.role in UNSEEING:
        return false()
    parent = select(OfficeRow.parent_id).where(OfficeRow.id == officer.office_id).scalar_subquery()
    return office.in_(offices_under(parent)) & or_(false(), *_disabled(unit, pack, categories))


def current(unit: Unit) -> Officer:
    """The acting officer with the rights of this very transaction: a right taken away acts at once (S19).

    Raises 403 ``access.staff_only``.
    """
    officer = service.as_actor(unit, unit.officer.id)
    if officer is None:
        raise Problem("access.staff_only", 403)
    return officer


def _disabled(unit: Unit, pack: Column, categories: Column) -> Iterator[ColumnElement[bool]]:
    for one in unit.services.catalogue.packs.values():
        for category in one.categories:
            if DISABILITY in {leaf.fact for leaf in leaves(category.rule)}:
                yield (pack == one.id) & cast(categories, String).contains(f'"{category.id}"', autoescape=True)
