"""Whom and which offices a person may mean: the officers of her own cases, and the tree of offices of her city."""

from typing import Final

from sqlalchemy import select

from backend.applications.models import Application
from backend.core.unit import Unit
from backend.people.service import account_of
from backend.registry.models import Entry
from backend.rules import Pack
from backend.staff.models import OfficeRow, OfficerRow
from backend.staff.service import office_of_area

SHORTEST_NAME: Final = 2


def officers(unit: Unit) -> tuple[OfficerRow, ...]:
    """Who has had her applications or looks after her recognition; she knows their names from her letters."""
    account = account_of(unit)
    if account is None:
        return ()
    cases = select(Application.officer_id).where(
        Application.account_id == account.id, Application.submitted_at.is_not(None)
    )
    entries = select(Entry.owner_id).where(Entry.account_id == account.id)
    wanted = select(OfficerRow).where(OfficerRow.id.in_(cases) | OfficerRow.id.in_(entries))
    return tuple(unit.session.scalars(wanted.order_by(OfficerRow.id)))


def city_office(unit: Unit, pack: Pack) -> OfficeRow:
    return office_of_area(unit, pack.region)


def below(unit: Unit, office_id: int) -> tuple[OfficeRow, ...]:
    """The offices right below one."""
    wanted = select(OfficeRow).where(OfficeRow.parent_id == office_id).order_by(OfficeRow.area)
    return tuple(unit.session.scalars(wanted))


def short_name(unit: Unit, office: OfficeRow) -> str:
    """The place of an office, short enough for a button: 城南街道; what has no place of its own says its name."""
    division = unit.services.catalogue.divisions.by_code.get(office.area)
    return str(division.name) if division else office.name


def named(unit: Unit, offices: tuple[OfficeRow, ...], said: str) -> OfficeRow | None:
    """The one of some offices that is meant by its id, or by its place or a part of it that no other has."""
    said = said.strip()
    for office in offices:
        if said in (str(office.id), office.name, short_name(unit, office)):
            return office
    part = [office for office in offices if len(said) >= SHORTEST_NAME and said in short_name(unit, office)]
    return part[0] if len(part) == 1 else None
