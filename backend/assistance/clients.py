"""“就业携行计划”: social workers of a provider serve the persons assigned to them, and see nobody else (第十三条)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from backend.assistance import acts, entries, months
from backend.assistance.models import Assignment, ServiceAct
from backend.core.clock import day_in_china
from backend.core.masking import mask_name
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry.models import Entry
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow


@dataclass(frozen=True)
class Client:
    """A person a social worker looks after."""

    number: str
    person_id: str
    name: str
    provider: str
    since: date
    sessions: int
    last_on: date | None


@dataclass(frozen=True)
class ProviderMonth:
    """The purchased-service report: what one social worker did in a month."""

    provider: str
    clients: int
    served: int
    sessions: int


def assign(unit: Unit, number: str, provider_id: int) -> None:
    """Lets a social worker of the area see and serve a person.

    Raises what :func:`entries.served` raises; 422 ``client.provider_missing``; 409 ``client.assigned_already``.
    """
    entry = entries.served(unit, number)
    if provider_id not in dict(providers(unit)):
        raise Problem("client.provider_missing", 422)
    if _assignment(unit, entry, provider_id) is not None:
        raise Problem("client.assigned_already", 409)
    row = Assignment(entry_id=entry.id, provider_id=provider_id, officer_id=unit.officer.id, at=unit.now)
    unit.session.add(row)
    name = unit.session.get_one(OfficerRow, provider_id).name
    unit.audit("client.assigned", entries.subject_of(entry), provider=name)


def end(unit: Unit, number: str, provider_id: int) -> None:
    """From now on the social worker sees the person no more. Raises 409 ``client.not_assigned``."""
    entry = entries.served(unit, number)
    row = _assignment(unit, entry, provider_id)
    if row is None:
        raise Problem("client.not_assigned", 409)
    row.ended_at = unit.now
    name = unit.session.get_one(OfficerRow, provider_id).name
    unit.audit("client.ended", entries.subject_of(entry), provider=name)


def providers(unit: Unit) -> tuple[tuple[int, str], ...]:
    """The social workers at the offices of the officer's area and above it."""
    officer = access.current(unit)
    rows = unit.session.scalars(
        select(OfficerRow)
        .where(OfficerRow.role == "provider", OfficerRow.active.is_(True))
        .order_by(OfficerRow.name)
    )
    found = ((row.id, row.name, row.office_id) for row in rows)
    return tuple((key, name) for key, name, office in found if _reaches(unit, office, officer.office_id))


def clients(unit: Unit) -> tuple[Client, ...]:
    """The persons a social worker has now; for an officer all that are assigned in the area."""
    officer = access.current(unit)
    wanted = (
        select(Assignment, Entry)
        .join(Entry, Entry.id == Assignment.entry_id)
        .where(Assignment.ended_at.is_(None), entries.visible(officer))
        .order_by(Assignment.id)
    )
    if officer.role == "provider":
        wanted = wanted.where(Assignment.provider_id == officer.id)
    return tuple(_client(unit, row, entry) for row, entry in unit.session.execute(wanted))


def report(unit: Unit, month: str) -> tuple[ProviderMonth, ...]:
    """What each social worker did for persons of the area in a ledger's month."""
    officer = access.current(unit)
    here = (ServiceAct.month == month, acts.standing(), ServiceAct.outcome != "not_met")
    found = unit.session.execute(
        select(
            OfficerRow.id, OfficerRow.name, func.count(func.distinct(ServiceAct.entry_id)), func.count()
        )
        .join(OfficerRow, OfficerRow.id == ServiceAct.officer_id)
        .where(OfficerRow.role == "provider", access.visible_to(officer, ServiceAct.office_id), *here)
        .group_by(OfficerRow.id, OfficerRow.name)
        .order_by(OfficerRow.name)
    )
    return tuple(ProviderMonth(name, _assigned(unit, key), served, count) for key, name, served, count in found)


def report_of_today(unit: Unit, month: str = "") -> tuple[str, tuple[ProviderMonth, ...]]:
    """The report of a month, of this one when none is named."""
    month = months.of(months.first_day(month)) if month else months.of(unit.today)
    return month, report(unit, month)


def _assigned(unit: Unit, provider_id: int) -> int:
    wanted = select(func.count()).select_from(Assignment)
    return unit.session.scalar(
        wanted.where(Assignment.provider_id == provider_id, Assignment.ended_at.is_(None))
    ) or 0


def _assignment(unit: Unit, entry: Entry, provider_id: int) -> Assignment | None:
    return unit.session.scalar(
        select(Assignment).where(
            Assignment.entry_id == entry.id,
            Assignment.provider_id == provider_id,
            Assignment.ended_at.is_(None),
        )
    )


def _reaches(unit: Unit, provider_office: int, office_id: int) -> bool:
    """A provider of a county works in all of its streets, one of a street in that street."""
    below = OfficeRow.id.in_(access.offices_under(provider_office)) & (OfficeRow.id == office_id)
    above = OfficeRow.id.in_(access.offices_under(office_id)) & (OfficeRow.id == provider_office)
    return unit.session.scalar(select(OfficeRow.id).where(below | above)) is not None


def _client(unit: Unit, row: Assignment, entry: Entry) -> Client:
    done = (
        ServiceAct.entry_id == entry.id,
        ServiceAct.officer_id == row.provider_id,
        ServiceAct.outcome != "not_met",
        acts.standing(),
    )
    count, last = unit.session.execute(select(func.count(), func.max(ServiceAct.done_on)).where(*done)).one()
    name = details_of(unit, unit.session.get_one(Person, entry.person_id))["name"]
    return Client(
        number=entry.number,
        person_id=entry.person_id,
        name=mask_name(name),
        provider=unit.session.get_one(OfficerRow, row.provider_id).name,
        since=day_in_china(row.at),
        sessions=count,
        last_on=last,
    )
