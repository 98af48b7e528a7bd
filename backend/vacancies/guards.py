"""Who may see and who may move posts: the city reads them all, an office moves those of its own places."""

from typing import TypeVar

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.actors import Officer
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.staff import access, service
from backend.staff.models import OfficeRow
from backend.vacancies.models import Employer, Vacancy

Row = TypeVar("Row", Vacancy, Employer)
MOVERS = ("station", "county", "city")


def city_of(unit: Unit, officer: Officer) -> OfficeRow:
    """The city an officer works in. Raises 404 ``office.not_found``."""
    return service.parent_at(unit, unit.session.get_one(OfficeRow, officer.office_id), "city")


def of_the_city(unit: Unit, office: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Posts are no secret among the offices of a city: rows of all of them."""
    return office.in_(access.offices_under(city_of(unit, access.current(unit)).id))


def clerk(unit: Unit) -> Officer:
    """The acting officer, where posts may be moved. Raises 403 ``vacancy.read_only``."""
    officer = access.current(unit)
    if officer.role != "reviewer" or officer.level not in MOVERS or officer.organisation != "employment":
        raise Problem("vacancy.read_only", 403)
    return officer


def seen(unit: Unit, vacancy_id: str, *, lock: bool = False) -> Vacancy:
    """A post of the officer's city. Raises 404 ``vacancy.not_found``."""
    wanted = select(Vacancy).where(Vacancy.id == vacancy_id, of_the_city(unit, Vacancy.office_id))
    row = unit.session.scalar(_locked(wanted, lock))
    if row is None:
        raise not_found("vacancy")
    return row


def held(unit: Unit, vacancy_id: str) -> Vacancy:
    """The post, locked, for an office that looks after its place.

    Raises 404 ``vacancy.not_found``; 403 ``vacancy.read_only``, ``vacancy.not_your_office``.
    """
    officer = clerk(unit)
    row = seen(unit, vacancy_id, lock=True)
    own(unit, officer, row.office_id)
    return row


def own(unit: Unit, officer: Officer, office_id: int) -> None:
    """Refuses what lies outside the officer's own offices. Raises 403 ``vacancy.not_your_office``."""
    if office_id not in set(unit.session.scalars(access.offices_under(officer.office_id))):
        raise Problem("vacancy.not_your_office", 403)


def seen_employer(unit: Unit, employer_id: int, *, lock: bool = False) -> Employer:
    """An employer of the officer's city. Raises 404 ``employer.not_found``."""
    wanted = select(Employer).where(Employer.id == employer_id, of_the_city(unit, Employer.office_id))
    row = unit.session.scalar(_locked(wanted, lock))
    if row is None:
        raise not_found("employer")
    return row


def office_at(unit: Unit, area: str) -> OfficeRow:
    """The office of a place, or the nearest one above it. Raises 422 ``vacancy.area_unknown``."""
    divisions = unit.services.catalogue.divisions
    while area in divisions:
        office = service.find_office(unit, area)
        if office is not None:
            return office
        area = divisions.by_code[area].parent
    raise Problem("vacancy.area_unknown", 422, text=area)


def _locked(wanted: Select[Row], lock: bool) -> Select[Row]:
    return wanted.with_for_update() if lock else wanted
