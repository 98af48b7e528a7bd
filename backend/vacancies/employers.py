"""Employers as offices enter them, and the keys of their own systems."""

from dataclasses import dataclass

from sqlalchemy import select

from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.vacancies.codes import key_hash, new_key, read_credit_code
from backend.vacancies.guards import clerk, office_at, own, seen_employer
from backend.vacancies.models import Employer, EmployerKey
from backend.vacancies.words import EMPLOYERS

NAME_LONGEST = 120
MOST_KEYS = 5
SHOWN_SIGNS = 8


@dataclass(frozen=True)
class NewEmployer:
    """An employer as typed. ``contact`` and ``phone`` are those of whom a citizen may call."""

    code: str
    name: str
    kind: str
    address: str
    area: str
    contact: str
    phone: str


@dataclass(frozen=True)
class KeyLine:
    """A key as it is listed: never the key itself."""

    id: int
    hint: str
    issued_on: str
    revoked: bool


def put_employer(unit: Unit, new: NewEmployer, employer_id: int = 0) -> int:
    """Enters an employer, or changes one; gives the id.

    Raises 403 ``vacancy.read_only``, ``vacancy.not_your_office``; 404 ``employer.not_found``; 409
    ``employer.code_taken`` (name); 422 ``employer.code_missing``, ``employer.code_length``, ``employer.code_wrong``,
    ``employer.name_missing``, ``employer.kind_missing``, ``employer.phone_missing``, ``vacancy.area_missing``,
    ``vacancy.area_unknown``.
    """
    officer = clerk(unit)
    row = seen_employer(unit, employer_id, lock=True) if employer_id else None
    if row is not None:
        own(unit, officer, row.office_id)
    code = read_credit_code(new.code)
    other = unit.session.scalar(select(Employer).where(Employer.code == code))
    if other is not None and other is not row:
        raise Problem("employer.code_taken", 409, name=other.name)
    _check(new)
    office = office_at(unit, new.area)
    own(unit, officer, office.id)
    if row is None:
        row = Employer(created_at=unit.now, contact=b"")
        unit.session.add(row)
    row.code, row.name, row.kind = code, " ".join(new.name.split()), new.kind
    row.address, row.area, row.office_id = new.address.strip(), new.area, office.id
    unit.session.flush()
    row.contact = unit.vault.seal(
        {"name": new.contact.strip(), "phone": new.phone.strip()}, f"employers.contact|{row.id}"
    )
    unit.audit("employer.changed" if employer_id else "employer.entered", subject_of(row.id), name=row.name)
    return row.id


def contact_of(unit: Unit, row: Employer) -> dict[str, str]:
    """Whom a citizen may call: ``name`` and ``phone``."""
    opened: dict[str, str] = unit.vault.open(row.contact, f"employers.contact|{row.id}")
    return opened


def issue_key(unit: Unit, employer_id: int) -> str:
    """A key for the employer's own system, shown this once and never kept.

    Raises 403 ``vacancy.read_only``, ``vacancy.not_your_office``; 404 ``employer.not_found``; 409
    ``employer.too_many_keys`` (most).
    """
    officer = clerk(unit)
    row = seen_employer(unit, employer_id, lock=True)
    own(unit, officer, row.office_id)
    if sum(not one.revoked for one in keys_of(unit, employer_id)) >= MOST_KEYS:
        raise Problem("employer.too_many_keys", 409, most=MOST_KEYS)
    key = new_key()
    hint = key[:SHOWN_SIGNS]
    unit.session.add(
        EmployerKey(
            employer_id=row.id, key_hash=key_hash(key), hint=hint, issued_by=officer.id, issued_at=unit.now
        )
    )
    unit.audit("employer.key_issued", subject_of(row.id), hint=hint)
    return key


def revoke_key(unit: Unit, employer_id: int, key_id: int) -> None:
    """Ends a key at once. Raises 403 as above; 404 ``employer.not_found``, ``key.not_found``."""
    officer = clerk(unit)
    row = seen_employer(unit, employer_id, lock=True)
    own(unit, officer, row.office_id)
    key = unit.session.get(EmployerKey, key_id)
    if key is None or key.employer_id != row.id:
        raise not_found("key")
    if key.revoked_at is None:
        key.revoked_at = unit.now
        unit.audit("employer.key_revoked", subject_of(row.id), hint=key.hint)


def keys_of(unit: Unit, employer_id: int) -> tuple[KeyLine, ...]:
    """The keys of an employer, the newest first."""
    wanted = select(EmployerKey).where(EmployerKey.employer_id == employer_id).order_by(EmployerKey.id.desc())
    return tuple(
        KeyLine(row.id, row.hint, f"{row.issued_at:%Y-%m-%d}", row.revoked_at is not None)
        for row in unit.session.scalars(wanted)
    )


def employer_of_key(unit: Unit, key: str) -> int | None:
    """Whose key it is; None for one nobody has, or has no more."""
    wanted = select(EmployerKey.employer_id).join(Employer, Employer.id == EmployerKey.employer_id)
    standing = EmployerKey.key_hash == key_hash(key), EmployerKey.revoked_at.is_(None), Employer.active
    return unit.session.scalar(wanted.where(*standing))


def subject_of(employer_id: int) -> str:
    return f"employer:{employer_id}"


def _check(new: NewEmployer) -> None:
    if not 2 <= len(new.name.strip()) <= NAME_LONGEST:
        raise Problem("employer.name_missing", 422, longest=NAME_LONGEST)
    if new.kind not in EMPLOYERS:
        raise Problem("employer.kind_missing", 422)
    if not new.area:
        raise Problem("vacancy.area_missing", 422)
    if sum(sign.isdigit() for sign in new.phone) < 7:
        raise Problem("employer.phone_missing", 422)
