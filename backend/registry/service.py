"""The real-name register: entering people, and reading it within one's area (第三条第一款)."""

import secrets
from dataclasses import dataclass
from datetime import date
from math import ceil

from sqlalchemy import ColumnElement, Select, func, select

from backend.core.masking import mask_name
from backend.core.numbers import grouped, plain
from backend.core.problems import Problem
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.policies.spoken import pack_of
from backend.registry.models import Entry
from backend.rules import mask_id_number
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow
from locales import translator

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O, U: a number is read out over the telephone."""
NUMBER_LETTERS = 8
STATES = {"active": N_("在册"), "exited": N_("已退出")}


@dataclass(frozen=True)
class Enrolment:
    """What the register needs to know of a recognition. ``bases`` are category ids."""

    person_id: str
    application_id: str
    pack: str
    pack_version: str
    bases: tuple[str, ...]
    office_id: int
    owner_id: int


@dataclass(frozen=True)
class Enrolled:
    """News: a person stands on the register."""

    entry_id: int
    number: str


@dataclass(frozen=True)
class EntryLine:
    """One row of the register for the console; ``name`` and ``id_number`` masked."""

    number: str
    application_id: str
    name: str
    id_number: str
    bases: tuple[str, ...]
    office: str
    owner: str
    recognised_on: date
    state: str
    state_label: str


@dataclass(frozen=True)
class RegisterPage:
    lines: tuple[EntryLine, ...]
    total: int
    page: int
    pages: int


def enrol(unit: Unit, enrolment: Enrolment) -> str:
    """Enters a recognised person and gives the register number. Every entry has an owner (XY-57).

    Raises 409 ``registry.already_standing`` (number) when the person already stands there for this policy.
    """
    number = standing(unit, enrolment.person_id, enrolment.pack)
    if number:
        raise Problem("registry.already_standing", 409, number=number)
    entry = Entry(
        number=_new_number(unit, enrolment.office_id),
        person_id=enrolment.person_id,
        application_id=enrolment.application_id,
        pack=enrolment.pack,
        pack_version=enrolment.pack_version,
        bases=list(enrolment.bases),
        recognised_on=unit.today,
        office_id=enrolment.office_id,
        owner_id=enrolment.owner_id,
        created_at=unit.now,
    )
    unit.session.add(entry)
    unit.session.flush()
    unit.audit("register.entered", f"entry:{entry.id}", number=entry.number)
    unit.emit(Enrolled(entry.id, entry.number))
    return entry.number


def standing(unit: Unit, person_id: str, pack: str) -> str:
    """The number of the person's standing entry for a policy, empty when there is none."""
    found = unit.session.scalar(
        select(Entry.number).where(Entry.person_id == person_id, Entry.pack == pack, Entry.state == "active")
    )
    return found or ""


def stands(unit: Unit, application_id: str) -> bool:
    """Whether the entry an application led to still stands."""
    mine = select(Entry.id).where(Entry.application_id == application_id, Entry.state == "active")
    return unit.session.scalar(mine) is not None


def register(unit: Unit, *, number: str = "", page: int = 1, per_page: int = 20) -> RegisterPage:
    """The register within the officer's area, newest first; ``number`` is the beginning of one."""
    officer = access.current(unit)
    here = [
        access.persons_visible_to(unit, officer, office=Entry.office_id, pack=Entry.pack, categories=Entry.bases)
    ]
    if number.strip():
        here.append(Entry.number.startswith(as_number(number), autoescape=True))
    total = unit.session.scalar(select(func.count()).select_from(Entry).where(*here)) or 0
    pages = max(1, ceil(total / per_page))
    page = min(max(page, 1), pages)
    lines = tuple(_line(unit, entry) for entry in _page(unit, here, page, per_page))
    return RegisterPage(lines, total, page, pages)


def as_number(text: str) -> str:
    """A register number, or the beginning of one, as it is kept, however it was typed."""
    return grouped(plain(text), 8, 4)


def case_of(number: str) -> Select[str]:
    """The id of the application a register number came from."""
    return select(Entry.application_id).where(Entry.number == as_number(number))


def _page(unit: Unit, here: list[ColumnElement[bool]], page: int, per_page: int) -> list[Entry]:
    newest = select(Entry).where(*here).order_by(Entry.recognised_on.desc(), Entry.id.desc())
    return list(unit.session.scalars(newest.limit(per_page).offset((page - 1) * per_page)))


def _line(unit: Unit, entry: Entry) -> EntryLine:
    details = details_of(unit, unit.session.get_one(Person, entry.person_id))
    pack = pack_of(unit, entry.pack, entry.pack_version)
    return EntryLine(
        number=entry.number,
        application_id=entry.application_id,
        name=mask_name(details["name"]),
        id_number=mask_id_number(details["id_number"]),
        bases=tuple(pack.category(category).short for category in entry.bases),
        office=unit.session.get_one(OfficeRow, entry.office_id).name,
        owner=unit.session.get_one(OfficerRow, entry.owner_id).name,
        recognised_on=entry.recognised_on,
        state=entry.state,
        state_label=translator("notices", unit.language)(STATES[entry.state]),
    )


def _new_number(unit: Unit, office_id: int) -> str:
    """``RD``, the county's code, the year, and letters nobody can guess: RD360502-2026-7F3K2M9Q."""
    area = unit.session.get_one(OfficeRow, office_id).area[:6]
    letters = "".join(secrets.choice(CROCKFORD) for _ in range(NUMBER_LETTERS))
    return f"RD{area}-{unit.today.year}-{letters}"
