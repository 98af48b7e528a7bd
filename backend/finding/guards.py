"""Who may find people where: reviewers of a county or of the city, each in the own area."""

from sqlalchemy import select

from backend.core.actors import Officer
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.finding.models import FINDING, PeopleList
from backend.rules import Pack
from backend.staff import access
from backend.staff.models import OfficeRow

LEVELS = ("county", "city")


def finder(unit: Unit) -> Officer:
    """The acting officer, with the rights of this transaction. Raises 403 ``finding.not_here``."""
    officer = access.current(unit)
    if officer.role != "reviewer" or officer.level not in LEVELS:
        raise Problem("finding.not_here", 403)
    return officer


def own_packs(unit: Unit) -> tuple[Pack, ...]:
    """The policies of the city the officer works in."""
    divisions, area = unit.services.catalogue.divisions, finder(unit).area
    city = divisions.city_of(area) if area in divisions else area
    return tuple(pack for pack in unit.services.catalogue.packs.values() if pack.region == city)


def own_list(unit: Unit, list_id: str, *, lock: bool = False, purpose: str = FINDING) -> PeopleList:
    """A list of the officer's offices; another's is answered like one that is absent."""
    officer = finder(unit)
    mine = select(PeopleList).where(
        PeopleList.id == list_id,
        PeopleList.purpose == purpose,
        access.visible_to(officer, PeopleList.office_id),
    )
    row = unit.session.scalar(mine.with_for_update() if lock else mine)
    if row is None:
        raise not_found("list")
    return row


def areas_of(unit: Unit, office_id: int) -> dict[str, int]:
    """The county offices under an office, by the division they answer for."""
    under = access.offices_under(office_id)
    found = select(OfficeRow.area, OfficeRow.id).where(OfficeRow.id.in_(under), OfficeRow.level == "county")
    return {row.area: row.id for row in unit.session.execute(found)}
