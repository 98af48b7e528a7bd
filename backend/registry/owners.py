"""Who looks after the people on the register (首问负责): never somebody who has left."""

from sqlalchemy import select

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.registry.lifecycle import STANDING
from backend.registry.models import Entry
from backend.staff.events import OfficerLeft
from backend.staff.models import OfficerRow


def officer_left(unit: Unit, event: OfficerLeft) -> None:
    """The successor looks after everybody from now on. Raises 409 ``staff.successor_missing`` (count)."""
    mine = select(Entry).where(Entry.owner_id == event.officer_id, Entry.state.in_(STANDING))
    entries = list(unit.session.scalars(mine.with_for_update()))
    if not entries:
        return
    successor = unit.session.get(OfficerRow, event.successor_id) if event.successor_id else None
    if successor is None:
        raise Problem("staff.successor_missing", 409, count=len(entries))
    for entry in entries:
        entry.owner_id = successor.id
        unit.audit("register.inherited", f"entry:{entry.id}", who=successor.name)
