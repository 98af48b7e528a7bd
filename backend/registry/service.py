"""The real-name register: entering people, and reading it within one's area (第三条第一款)."""

from dataclasses import dataclass
from datetime import date

from backend.core.unit import Unit


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
    """Enters a recognised person and gives the register number.

    Raises 409 ``registry.already_standing`` (number) when the person already stands there for this policy.
    """
    raise NotImplementedError


def standing(unit: Unit, person_id: str, pack: str) -> str:
    """The number of the person's standing entry for a policy, empty when there is none."""
    raise NotImplementedError


def register(unit: Unit, *, number: str = "", page: int = 1, per_page: int = 20) -> RegisterPage:
    """The register within the officer's area, newest first; ``number`` is the beginning of one."""
    raise NotImplementedError
