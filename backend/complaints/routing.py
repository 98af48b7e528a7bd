"""Who answers a complaint: never the officer it is about, never the office where nobody knows whom (XY-75)."""

from collections.abc import Iterator

from sqlalchemy import select

from backend.complaints.drafts import STAFF, Draft
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.staff.models import OfficeRow, OfficerRow


def answering(unit: Unit, draft: Draft) -> OfficerRow:
    """The officer who is given it first (首问负责), in the nearest office that may have it.

    About an officer or an office it goes to the office above, and up from there; where nobody works above, a colleague
    of a named officer has it. Raises 409 ``complaint.nobody``: it is kept, and the telephone is named.
    """
    for office in _offices(unit, draft):
        officer = _on_duty(unit, office.id, draft.about or 0)
        if officer is not None:
            return officer
    raise Problem("complaint.nobody", 409)


def _offices(unit: Unit, draft: Draft) -> Iterator[OfficeRow]:
    concerned = unit.session.get_one(OfficeRow, concerned_id(unit, draft))
    if draft.kind != STAFF:
        yield concerned
    yield from _above(unit, concerned)
    if draft.kind == STAFF and draft.about:
        yield concerned


def concerned_id(unit: Unit, draft: Draft) -> int:
    """The office of the officer it is about, else the one she named."""
    return unit.session.get_one(OfficerRow, draft.about).office_id if draft.about else draft.office


def _above(unit: Unit, office: OfficeRow) -> Iterator[OfficeRow]:
    while office.parent_id is not None:
        office = unit.session.get_one(OfficeRow, office.parent_id)
        yield office


def _on_duty(unit: Unit, office_id: int, but: int) -> OfficerRow | None:
    there = OfficerRow.office_id == office_id, OfficerRow.role == "reviewer", OfficerRow.active
    wanted = select(OfficerRow).where(*there, OfficerRow.id != but)
    return unit.session.scalar(wanted.order_by(OfficerRow.on_duty.desc(), OfficerRow.id).limit(1))
