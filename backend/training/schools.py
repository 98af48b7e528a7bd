"""Designated schools: who is on the list, and the key with which a school redeems vouchers itself."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select

from backend.applications.receipts import ALPHABET
from backend.core.actors import Officer
from backend.core.numbers import grouped, plain
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.staff import access
from backend.staff.service import secret_hash
from backend.training.models import School

LEVELS: Final = ("county", "city")
KEY_SIGNS: Final = 24
"""24 × 5 = 120 random bits."""


@dataclass(frozen=True)
class SchoolLine:
    """A school of the list. ``open`` while it is designated."""

    id: int
    name: str
    address: str
    telephone: str
    designated_on: date
    ended_on: date | None
    has_key: bool
    open: bool


@dataclass(frozen=True)
class NewSchool:
    name: str
    address: str
    telephone: str


def keeper(unit: Unit) -> Officer:
    """A reviewer of a county or a city keeps the list. Raises 403 ``school.not_yours``."""
    officer = access.current(unit)
    if officer.role != "reviewer" or officer.level not in LEVELS:
        raise Problem("school.not_yours", 403)
    return officer


def may_keep(officer: Officer) -> bool:
    return officer.role == "reviewer" and officer.level in LEVELS


def city_of(unit: Unit, officer: Officer) -> str:
    """The city an officer works in; for a community by its street's code."""
    divisions, code = unit.services.catalogue.divisions, officer.area
    while code and code not in divisions:
        code = code[:-1]
    return divisions.city_of(code)


def designate(unit: Unit, new: NewSchool) -> int:
    """Puts a school on the list. Raises 403; 422 ``school.name_missing``, ``school.text_too_long``; 409 ``school.known``."""
    city = city_of(unit, keeper(unit))
    name = new.name.strip()
    if not name or not new.address.strip() or not new.telephone.strip():
        raise Problem("school.name_missing", 422)
    if len(name) > 80 or len(new.address) > 120 or len(new.telephone) > 40:
        raise Problem("school.text_too_long", 422)
    if unit.session.scalar(select(School.id).where(School.city == city, School.name == name)):
        raise Problem("school.known", 409)
    row = School(
        city=city,
        name=name,
        address=new.address.strip(),
        telephone=new.telephone.strip(),
        designated_on=unit.today,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.audit("school.designated", f"school:{row.id}", name=name)
    return row.id


def end(unit: Unit, school_id: int) -> None:
    """Takes a school off the list: from now on no voucher is used there. Raises 403, 404, 409 ``school.ended``."""
    row = _own(unit, school_id)
    if row.ended_on is not None:
        raise Problem("school.ended", 409)
    row.ended_on, row.key_hash = unit.today, None
    unit.audit("school.ended", f"school:{row.id}", name=row.name)


def new_key(unit: Unit, school_id: int) -> str:
    """A new key, shown once; the one before opens nothing more. Raises 403, 404, 409 ``school.ended``."""
    row = _own(unit, school_id)
    if row.ended_on is not None:
        raise Problem("school.ended", 409)
    key = "".join(secrets.choice(ALPHABET) for _ in range(KEY_SIGNS))
    row.key_hash = secret_hash(key)
    unit.audit("school.key", f"school:{row.id}", name=row.name)
    return grouped(key, *[6] * 4)


def by_key(unit: Unit, key: str) -> School:
    """The school of a key, however it was typed. Raises 403 ``school.key_wrong``."""
    row = unit.session.scalar(select(School).where(School.key_hash == secret_hash(plain(key)[:KEY_SIGNS])))
    if row is None or row.ended_on is not None:
        raise Problem("school.key_wrong", 403)
    return row


def schools(unit: Unit) -> tuple[SchoolLine, ...]:
    """The list of the officer's city, the designated first."""
    city = city_of(unit, access.current(unit))
    rows = unit.session.scalars(
        select(School).where(School.city == city).order_by(School.ended_on.is_not(None), School.name)
    )
    return tuple(
        SchoolLine(
            row.id,
            row.name,
            row.address,
            row.telephone,
            row.designated_on,
            row.ended_on,
            row.key_hash is not None,
            row.ended_on is None,
        )
        for row in rows
    )


def _own(unit: Unit, school_id: int) -> School:
    city = city_of(unit, keeper(unit))
    row = unit.session.get(School, school_id, with_for_update=True)
    if row is None or row.city != city:
        raise not_found("school")
    return row
