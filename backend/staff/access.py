"""Who may see what: the one place where an officer's area becomes a condition of a query (S14).

A station sees its own cases, a county all of its stations', an inspector of the city all of them, read only;
an administrator sees no personal data, a social worker of a provider only the persons assigned.
What is not visible is answered like what does not exist.
"""

from typing import Any

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.actors import Actor, Officer, System
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.staff import service
from backend.staff.tree import offices_under as offices_under


def visible_to(actor: Actor, office: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """A condition on the column that holds the id of the office a row belongs to."""
    if isinstance(actor, System):
        return true()
    if not isinstance(actor, Officer) or actor.role in ("admin", "provider"):
        return false()
    return office.in_(offices_under(actor.office_id))


def current(unit: Unit) -> Officer:
    """The acting officer with the rights of this very transaction: a right taken away acts at once (S19).

    Raises 403 ``access.staff_only``.
    """
    officer = service.as_actor(unit, unit.officer.id)
    if officer is None:
        raise Problem("access.staff_only", 403)
    return officer
