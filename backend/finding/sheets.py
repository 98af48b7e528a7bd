"""The sheets to take along on a call or a visit: whole names and telephones, so a reason is asked for and recorded."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.finding.codes import LINK, code_of, shown
from backend.finding.guards import finder, own_list
from backend.finding.lifecycle import OUT
from backend.finding.lists import subject_of
from backend.finding.models import Candidate
from backend.finding.screening import place_of
from backend.finding.words import invitation_lines
from backend.rules import mask_id_number
from backend.staff import access

MOST = 200
SHORTEST_REASON = 4


@dataclass(frozen=True)
class Sheet:
    """One person's sheet. ``start`` is what is sent to the chat, ``code`` the same as people read it."""

    name: str
    id_number: str
    phone: str
    address: str
    area: str
    lines: tuple[str, ...]
    code: str
    start: str
    expires_on: date | None


@dataclass(frozen=True)
class Sheets:
    sheets: tuple[Sheet, ...]
    total: int


def sheets(unit: Unit, list_id: str, reason: str) -> Sheets:
    """The sheets of those who have to be called or visited, at most 200 at a time.

    Raises 422 ``finding.reason_missing``.
    """
    if len(reason) < SHORTEST_REASON:
        raise Problem("finding.reason_missing", 422)
    row = own_list(unit, list_id)
    waiting = (
        select(Candidate)
        .where(
            Candidate.list_id == row.id,
            access.visible_to(finder(unit), Candidate.office_id),
            Candidate.way == "desk",
            Candidate.state.in_(OUT),
            Candidate.sealed != b"",
        )
        .order_by(Candidate.area, Candidate.id)
    )
    found = unit.session.scalars(waiting).all()
    made = tuple(_sheet(unit, one) for one in found[:MOST])
    unit.audit("list.printed", subject_of(row.id), count=len(made), reason=reason)
    return Sheets(made, len(found))


def _sheet(unit: Unit, row: Candidate) -> Sheet:
    details = unit.vault.open(row.sealed, place_of(row.id))
    code = code_of(unit.vault, row.id)
    return Sheet(
        name=details["name"],
        id_number=mask_id_number(details["id_number"]),
        phone=details["phone"],
        address=details["address"],
        area=unit.services.catalogue.divisions.names.get(row.area, row.area),
        lines=tuple(invitation_lines(unit, row)),
        code=shown(code),
        start=f"{LINK}{code}",
        expires_on=row.expires_on,
    )
