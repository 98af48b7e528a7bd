"""Offices and officers: setting them up, and finding who is responsible for a place."""

from dataclasses import dataclass
from datetime import datetime

from backend.core.actors import OfficeLevel, Officer, Role
from backend.core.unit import Unit
from backend.staff.models import OfficeRow


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
    created_at: datetime


def offices(unit: Unit) -> tuple[OfficeLine, ...]:
    """All offices, the city first, then each county with its stations."""
    raise NotImplementedError


def officers(unit: Unit) -> tuple[OfficerLine, ...]:
    """All officers, by office and name. For administrators: raises 403 ``staff.admins_only``."""
    raise NotImplementedError


def ensure_offices(unit: Unit) -> None:
    """Creates the offices of all divisions of all packs that are missing: city, counties, stations."""
    raise NotImplementedError


def office_of_area(unit: Unit, code: str) -> OfficeRow:
    """The office responsible for exactly this division. Raises ``office.not_found``."""
    raise NotImplementedError


def parent_at(unit: Unit, office: OfficeRow, level: OfficeLevel) -> OfficeRow:
    """The office of ``level`` at or above ``office``. Raises ``office.not_found``."""
    raise NotImplementedError


def add_officer(unit: Unit, login: str, name: str, role: Role, office_area: str) -> str:
    """Creates an officer without a password and gives the secret of a single-use invitation (≤ 24 h).

    Raises 409 ``staff.login_taken``; 422 ``staff.login_invalid``, ``staff.name_missing``; ``office.not_found``.
    """
    raise NotImplementedError


def invite(unit: Unit, officer_id: int) -> str:
    """A new single-use invitation for an officer who lost the password; older ones end."""
    raise NotImplementedError


def accept_invitation(unit: Unit, secret: str, password_hash: str) -> int:
    """Sets the first password and ends the invitation; gives the officer's id.

    Raises 404 ``staff.invitation_gone``. Hash the password outside: see ``passwords.hash_password``.
    """
    raise NotImplementedError


def set_active(unit: Unit, officer_id: int, active: bool) -> None:
    """Lets an officer in or keeps him out; ends every session at once when out."""
    raise NotImplementedError


def as_actor(unit: Unit, officer_id: int) -> Officer | None:
    """The officer as an actor, None when absent or not active."""
    raise NotImplementedError
