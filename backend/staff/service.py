"""Offices and officers: setting them up, and finding who is responsible for a place."""

import re
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, cast

from sqlalchemy import ColumnElement, delete, select, true, update

from backend.core.actors import OfficeLevel, Officer, Organisation, Role, System
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.rules.catalogue import Divisions
from backend.staff.models import Invitation, OfficeRow, OfficerRow, SecondFactor, StaffSession
from backend.staff.tree import offices_under

INVITATION_KEPT = timedelta(hours=24)
LOGIN = re.compile(r"[a-z][a-z0-9._-]{2,39}")
NAME_LONGEST = 40

LEVELS: dict[str, OfficeLevel] = {"city": "city", "county": "county", "zone": "county", "street": "station"}
"""Which office a division of each level has; a zone's work sits at the county's level (XY-01)."""
USUAL_NAME: Final = "公共就业服务机构"
"""What an office is called behind its place, where the policy of the city has no name of its own."""


@dataclass(frozen=True)
class OfficeLine:
    """An office as listed for administrators."""

    id: int
    name: str
    level: OfficeLevel
    area: str
    parent: str
    address: str
    telephone: str
    hours: str
    organisation: Organisation = "employment"
    community_reviews: bool = False


@dataclass(frozen=True)
class OfficerLine:
    """An officer as listed for administrators. ``invited`` while the first password was not chosen."""

    id: int
    login: str
    name: str
    role: Role
    office: str
    active: bool
    invited: bool
    on_duty: bool
    created_at: datetime
    phone: bool = False
    """Whether a second factor is bound."""


def offices(unit: Unit) -> tuple[OfficeLine, ...]:
    """All offices, the city first, then each county with its stations: anybody may know where they are."""
    return _lines(unit, true())


def managed_offices(unit: Unit) -> tuple[OfficeLine, ...]:
    """The offices an administrator manages, in the same order. Raises 403 ``staff.admins_only``."""
    return _lines(unit, managed_offices_where(unit))


def _lines(unit: Unit, wanted: ColumnElement[bool]) -> tuple[OfficeLine, ...]:
    rows = {row.id: row for row in unit.session.scalars(select(OfficeRow))}
    found = unit.session.scalars(select(OfficeRow).where(wanted))
    return tuple(_office_line(row, rows) for row in sorted(found, key=lambda row: _path(row, rows)))


def officers(unit: Unit) -> tuple[OfficerLine, ...]:
    """The officers an administrator manages, by office and name. Raises 403 ``staff.admins_only``."""
    managed = select(OfficerRow).join(OfficerRow.office).where(managed_offices_where(unit))
    rows = unit.session.scalars(managed.order_by(OfficerRow.office_id, OfficerRow.name))
    phones = set(unit.session.scalars(select(SecondFactor.officer_id)))
    return tuple(
        OfficerLine(
            id=row.id,
            login=row.login,
            name=row.name,
            role=cast(Role, row.role),
            office=row.office.name,
            active=row.active,
            invited=not row.password_hash,
            on_duty=row.on_duty,
            created_at=row.created_at,
            phone=row.id in phones,
        )
        for row in rows
    )


def ensure_offices(unit: Unit) -> None:
    """Creates the offices of all divisions of all packs that are missing: city, counties, stations."""
    divisions = unit.services.catalogue.divisions
    known = {row.area: row for row in unit.session.scalars(select(OfficeRow))}
    for pack in sorted(unit.services.catalogue.packs.values(), key=lambda pack: pack.region):
        for code in _within(divisions, pack.region):
            if code not in known:
                parent = known.get(divisions.by_code[code].parent)
                known[code] = _open_office(unit, code, parent, pack.offices)


def office_of_area(unit: Unit, code: str) -> OfficeRow:
    """The office responsible for exactly this division. Raises ``office.not_found``."""
    office = find_office(unit, code)
    if office is None:
        raise not_found("office")
    return office


def find_office(unit: Unit, code: str) -> OfficeRow | None:
    """The office responsible for exactly this division; None when there is none."""
    return unit.session.scalar(select(OfficeRow).where(OfficeRow.area == code))


def communities_under(unit: Unit, station: str) -> Sequence[OfficeRow]:
    """The communities under the station of a division, by their codes."""
    above = select(OfficeRow.id).where(OfficeRow.area == station).scalar_subquery()
    wanted = select(OfficeRow).where(OfficeRow.parent_id == above, OfficeRow.level == "community")
    return unit.session.scalars(wanted.order_by(OfficeRow.area)).all()


def parent_at(unit: Unit, office: OfficeRow, level: str) -> OfficeRow:
    """The office of ``level`` at or above ``office``. Raises ``office.not_found``."""
    found: OfficeRow | None = office
    while found is not None and found.level != level:
        found = unit.session.get(OfficeRow, found.parent_id) if found.parent_id else None
    if found is None:
        raise not_found("office")
    return found


def add_officer(unit: Unit, login: str, name: str, role: Role, office_area: str) -> str:
    """Creates an officer without a password and gives the secret of a single-use invitation (≤ 24 h).

    Raises 409 ``staff.login_taken``; 422 ``staff.login_invalid``, ``staff.name_missing``;
    404 ``office.not_found``; 403 ``staff.admins_only``.
    """
    managed = managed_offices_where(unit)
    login, name = login.strip().lower(), name.strip()
    if not LOGIN.fullmatch(login):
        raise Problem("staff.login_invalid", 422)
    if not name or len(name) > NAME_LONGEST:
        raise Problem("staff.name_missing", 422, longest=NAME_LONGEST)
    if unit.session.scalar(select(OfficerRow.id).where(OfficerRow.login == login)) is not None:
        raise Problem("staff.login_taken", 409, login=login)
    office = unit.session.scalar(select(OfficeRow).where(OfficeRow.area == office_area, managed))
    if office is None:
        raise not_found("office")
    officer = OfficerRow(
        login=login,
        name=name,
        role=role,
        office_id=office.id,
        created_at=unit.now,
    )
    unit.session.add(officer)
    unit.session.flush()
    unit.audit("officer.added", f"officer:{officer.id}", name=name, role=role, area=office_area)
    return invite(unit, officer.id)


def invite(unit: Unit, officer_id: int) -> str:
    """A new single-use invitation for an officer who lost the password; older ones end.

    Raises 404 ``officer.not_found``, 403 ``staff.admins_only``.
    """
    officer = managed_officer(unit, officer_id)
    unit.session.execute(delete(Invitation).where(Invitation.officer_id == officer.id))
    secret = secrets.token_urlsafe(24)
    unit.session.add(
        Invitation(
            token_hash=secret_hash(secret), officer_id=officer.id, expires_at=unit.now + INVITATION_KEPT
        )
    )
    unit.audit("officer.invited", f"officer:{officer.id}", name=officer.name)
    return secret


def invited(unit: Unit, secret: str) -> OfficerRow:
    """Whose invitation this is. Raises 404 ``staff.invitation_gone`` when used, replaced or too old."""
    invitation = unit.session.get(Invitation, secret_hash(secret), with_for_update=True)
    officer = unit.session.get(OfficerRow, invitation.officer_id) if invitation else None
    if invitation is None or officer is None or invitation.expires_at <= unit.now or not officer.active:
        raise Problem("staff.invitation_gone", 404)
    return officer


def accept_invitation(unit: Unit, secret: str, password_hash: str) -> int:
    """Sets the password, ends the invitation and every session; gives the officer's id.

    Raises 404 ``staff.invitation_gone``. Hash the password outside: see ``passwords.hash_password``.
    """
    officer = invited(unit, secret)
    unit.session.execute(delete(Invitation).where(Invitation.token_hash == secret_hash(secret)))
    set_password(unit, officer, password_hash)
    return officer.id


def set_password(unit: Unit, officer: OfficerRow, password_hash: str) -> None:
    """A new password ends all sessions of the officer at once (S9)."""
    officer.password_hash = password_hash
    end_sessions(unit, officer.id)
    unit.audit("officer.password_set", f"officer:{officer.id}", name=officer.name)


def set_language(unit: Unit, language: str) -> None:
    """The language of the acting officer's console."""
    unit.session.execute(update(OfficerRow).where(OfficerRow.id == unit.officer.id).values(language=language))


def end_sessions(unit: Unit, officer_id: int) -> None:
    """Ends every session of an officer."""
    unit.session.execute(delete(StaffSession).where(StaffSession.officer_id == officer_id))


def as_actor(unit: Unit, officer_id: int) -> Officer | None:
    """The officer as an actor with the rights of this moment, None when absent or kept out."""
    row = unit.session.get(OfficerRow, officer_id, populate_existing=True)
    return actor_of(row) if row is not None and row.active else None


def actors(unit: Unit, officer_ids: Collection[int]) -> dict[int, Officer]:
    """The same of many officers in one question, by id, without those who are absent or kept out."""
    row, office = OfficerRow, OfficeRow
    here = select(
        row.id, row.name, row.role, row.office_id, office.name, office.level, office.area, office.organisation
    ).join(row.office)
    wanted = here.where(row.id.in_(officer_ids), row.active)
    return {one[0]: _officer(*one) for one in unit.session.execute(wanted)}


def actor_of(row: OfficerRow) -> Officer:
    """An officer's row as an actor."""
    office = row.office
    return _officer(
        row.id, row.name, row.role, row.office_id, office.name, office.level, office.area, office.organisation
    )


def _officer(
    id_: int, name: str, role: str, office_id: int, office: str, level: str, area: str, organisation: str
) -> Officer:
    return Officer(
        id=id_,
        name=name,
        role=cast(Role, role),
        office_id=office_id,
        office_name=office,
        level=cast(OfficeLevel, level),
        area=area,
        organisation=cast(Organisation, organisation),
    )


def secret_hash(secret: str) -> str:
    """Under which a secret is kept; it has enough randomness to need no salt."""
    return sha256(secret.encode()).hexdigest()


def managed_offices_where(unit: Unit) -> ColumnElement[bool]:
    """The offices whose staff the actor sets up: an administrator the own one and all below, the command line all.

    Rights are read again in this transaction. Raises 403 ``staff.admins_only``.
    """
    if isinstance(unit.actor, System):
        return true()
    actor = as_actor(unit, unit.officer.id)
    if actor is None or actor.role != "admin":
        raise Problem("staff.admins_only", 403)
    return OfficeRow.id.in_(offices_under(actor.office_id))


def managed_officer(unit: Unit, officer_id: int, *, yourself: bool = True) -> OfficerRow:
    """An officer the actor manages; those of another city look absent.

    Raises 404 ``officer.not_found``, 403 ``staff.admins_only``, and 409 ``staff.not_yourself`` where that is not meant.
    """
    wanted = select(OfficerRow).join(OfficerRow.office).where(OfficerRow.id == officer_id, managed_offices_where(unit))
    officer = unit.session.scalar(wanted)
    if officer is None:
        raise not_found("officer")
    if not yourself and isinstance(unit.actor, Officer) and unit.actor.id == officer_id:
        raise Problem("staff.not_yourself", 409)
    return officer


def _within(divisions: Divisions, code: str) -> Iterator[str]:
    yield code
    for child in divisions.children(code):
        yield from _within(divisions, child)


def _open_office(
    unit: Unit, code: str, parent: OfficeRow | None, called: Mapping[str, str]
) -> OfficeRow:
    division = unit.services.catalogue.divisions.by_code[code]
    level = LEVELS[division.level]
    # A station is named with its county: 城南街道 alone exists in many cities.
    place = f"{unit.services.catalogue.divisions.name(division.parent)}" if level == "station" else ""
    office = OfficeRow(
        name=f"{place}{division.name}{called.get(level, USUAL_NAME)}",
        level=level,
        area=code,
        parent_id=parent.id if parent else None,
        telephone=unit.services.settings.telephone,
    )
    unit.session.add(office)
    unit.session.flush()
    return office


def _office_line(row: OfficeRow, rows: dict[int, OfficeRow]) -> OfficeLine:
    return OfficeLine(
        id=row.id,
        name=row.name,
        level=cast(OfficeLevel, row.level),
        area=row.area,
        parent=rows[row.parent_id].name if row.parent_id else "",
        address=row.address,
        telephone=row.telephone,
        hours=row.hours,
        organisation=cast(Organisation, row.organisation),
        community_reviews=row.community_reviews,
    )


def _path(row: OfficeRow, rows: dict[int, OfficeRow]) -> tuple[str, ...]:
    above = _path(rows[row.parent_id], rows) if row.parent_id else ()
    return (*above, row.area)
