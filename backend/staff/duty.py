"""Who is on duty in an office, and who follows when somebody leaves."""

from dataclasses import dataclass

from sqlalchemy import select

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.staff.events import OfficerLeft
from backend.staff.models import OfficeRow, OfficerRow
from backend.staff.service import end_sessions, find_office, managed_officer


@dataclass(frozen=True)
class Successor:
    """Somebody who can take over, with the office where that is another one."""

    id: int
    name: str
    office: str


def set_on_duty(unit: Unit, officer_id: int, on_duty: bool) -> None:
    """Says who answers for what nobody has taken up. For administrators. Raises 409 ``staff.reviewers_only``."""
    officer = managed_officer(unit, officer_id)
    if on_duty and (officer.role != "reviewer" or not officer.active):
        raise Problem("staff.reviewers_only", 409)
    officer.on_duty = on_duty
    unit.audit("officer.on_duty" if on_duty else "officer.off_duty", f"officer:{officer_id}", name=officer.name)


def leave(unit: Unit, officer_id: int, successor_id: int = 0) -> None:
    """Keeps an officer out at once; what he or she answered for goes to the successor in the same transaction.

    Raises 409 ``staff.not_yourself``, ``staff.successor_missing`` (count); 422 ``staff.successor_unknown``;
    404 ``officer.not_found``; 403 ``staff.admins_only``.
    """
    officer = managed_officer(unit, officer_id, yourself=False)
    if successor_id and successor_id not in {one.id for one in successors(unit, officer_id)}:
        raise Problem("staff.successor_unknown", 422)
    officer.active, officer.on_duty = False, False
    end_sessions(unit, officer_id)
    unit.session.flush()
    unit.audit("officer.kept_out", f"officer:{officer_id}", name=officer.name)
    unit.emit(OfficerLeft(officer_id, successor_id))


def let_in(unit: Unit, officer_id: int) -> None:
    """Lets an officer in again. For administrators."""
    officer = managed_officer(unit, officer_id, yourself=False)
    officer.active = True
    unit.audit("officer.let_in", f"officer:{officer_id}", name=officer.name)


def name_of(unit: Unit, officer_id: int) -> str:
    """Of an officer the administrator manages. Raises 404 ``officer.not_found``, 403 ``staff.admins_only``."""
    return managed_officer(unit, officer_id).name


def successors(unit: Unit, officer_id: int) -> tuple[Successor, ...]:
    """Active reviewers of the same office; where there is none, of the nearest office above that has some."""
    office: OfficeRow | None = managed_officer(unit, officer_id).office
    found: list[OfficerRow] = []
    while office is not None and not found:
        found = list(
            unit.session.scalars(
                select(OfficerRow)
                .where(
                    OfficerRow.office_id == office.id,
                    OfficerRow.id != officer_id,
                    OfficerRow.role == "reviewer",
                    OfficerRow.active,
                )
                .order_by(OfficerRow.name)
            )
        )
        office = unit.session.get(OfficeRow, office.parent_id) if office.parent_id else None
    return tuple(Successor(one.id, one.name, one.office.name) for one in found)


def answering(unit: Unit, office_id: int) -> OfficerRow | None:
    """Who looks after a person an office was given: on duty there, else any reviewer there, else of the office above."""
    office = unit.session.get(OfficeRow, office_id)
    while office is not None:
        found = unit.session.scalar(
            select(OfficerRow)
            .where(OfficerRow.office_id == office.id, OfficerRow.role == "reviewer", OfficerRow.active)
            .order_by(OfficerRow.on_duty.desc(), OfficerRow.id)
            .limit(1)
        )
        if found is not None:
            return found
        office = unit.session.get(OfficeRow, office.parent_id) if office.parent_id else None
    return None


def nearest_office(unit: Unit, area: str, city: str) -> OfficeRow | None:
    """The office of a division of a city, or where it has none the nearest one above; None for another city's."""
    divisions = unit.services.catalogue.divisions
    if area not in divisions or divisions.city_of(area) != city:
        return None
    while area:
        office = find_office(unit, area)
        if office is not None:
            return office
        area = divisions.by_code[area].parent
    return None
