"""不定期抽查: a sample of the register that anybody can draw again from its seed (第三条第一款)."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from backend.assistance.checks import WORK
from backend.assistance.models import SampledEntry, SpotCheck, StatusCheck
from backend.core.masking import mask_name
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry.models import Entry
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow
from locales import translator

MOST = 200
SEED_LONGEST = 40


@dataclass(frozen=True)
class SampleLine:
    """One drawn entry, and what was found there (empty while nobody has checked)."""

    place: int
    number: str
    person_id: str
    name: str
    office: str
    found: str
    answered: bool


@dataclass(frozen=True)
class Sample:
    """A spot check. ``again``: drawing anew from the seed gives the same entries."""

    id: int
    office: str
    officer: str
    seed: str
    n: int
    population: int
    at: datetime
    done: int
    lines: tuple[SampleLine, ...] = ()
    again: bool = True


def draw(numbers: Iterable[str], n: int, seed: str) -> list[str]:
    """``n`` of the register numbers: those whose hash with the seed is smallest. Depends on nothing else."""

    def lot(number: str) -> str:
        return hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()

    return sorted(numbers, key=lot)[:n]


def open_sample(unit: Unit, n: int, seed: str = "") -> int:
    """Draws a spot check among the standing entries of the officer's area; without a seed one is made.

    Raises 403 ``assistance.read_only``; 422 ``sample.size_missing`` (most), ``sample.seed_too_long``; 409
    ``sample.nobody``.
    """
    officer = access.current(unit)
    if officer.role not in ("reviewer", "inspector"):
        raise Problem("assistance.read_only", 403)
    if not 0 < n <= MOST:
        raise Problem("sample.size_missing", 422, most=MOST)
    seed = seed.strip() or secrets.token_hex(8)
    if len(seed) > SEED_LONGEST:
        raise Problem("sample.seed_too_long", 422, longest=SEED_LONGEST)
    people = _population(unit, officer.office_id, unit.now)
    if not people:
        raise Problem("sample.nobody", 409)
    row = SpotCheck(
        office_id=officer.office_id, officer_id=officer.id, seed=seed, n=n, population=len(people), at=unit.now
    )
    unit.session.add(row)
    unit.session.flush()
    for place, number in enumerate(draw(people, n, seed)):
        unit.session.add(SampledEntry(sample_id=row.id, place=place, entry_id=people[number]))
    unit.session.flush()
    unit.audit("sample.drawn", f"sample:{row.id}", n=n, seed=seed, population=len(people))
    return row.id


def samples(unit: Unit) -> tuple[Sample, ...]:
    """The spot checks of the area, the newest first."""
    here = access.visible_to(access.current(unit), SpotCheck.office_id)
    rows = unit.session.scalars(select(SpotCheck).where(here).order_by(SpotCheck.id.desc()).limit(100))
    return tuple(_view(unit, row) for row in rows)


def sample(unit: Unit, sample_id: int) -> Sample:
    """One spot check with its entries, of the officer's own or a lower office, or of one above with own entries.

    Raises 404 ``sample.not_found``.
    """
    officer = access.current(unit)
    row = unit.session.get(SpotCheck, sample_id)
    own = select(SpotCheck.id).where(
        SpotCheck.id == sample_id, access.visible_to(officer, SpotCheck.office_id)
    )
    if row is None or (not unit.session.scalar(own) and not _lines(unit, row)):
        raise not_found("sample")
    return _view(unit, row, _lines(unit, row), again=_again(unit, row))


def to_check(unit: Unit) -> tuple[Sample, ...]:
    """Spot checks of an office above that drew entries of this officer's area and wait for their result."""
    officer = access.current(unit)
    drawn = (
        select(SampledEntry.sample_id)
        .join(Entry, Entry.id == SampledEntry.entry_id)
        .where(access.visible_to(officer, Entry.office_id), ~_result_exists())
    )
    rows = unit.session.scalars(select(SpotCheck).where(SpotCheck.id.in_(drawn)).order_by(SpotCheck.id))
    return tuple(_view(unit, row) for row in rows)


def _result_exists() -> ColumnElement[bool]:
    return (
        select(StatusCheck.id)
        .where(StatusCheck.sample_id == SampledEntry.sample_id, StatusCheck.entry_id == SampledEntry.entry_id)
        .exists()
    )


def _population(unit: Unit, office_id: int, at: datetime) -> dict[str, int]:
    """Register number → entry, of those standing at a moment in an area."""
    wanted = select(Entry.number, Entry.id).where(
        Entry.office_id.in_(access.offices_under(office_id)),
        Entry.created_at <= at,
        Entry.exited_at.is_(None) | (Entry.exited_at > at),
    )
    return dict(unit.session.execute(wanted).all())


def _again(unit: Unit, row: SpotCheck) -> bool:
    people = _population(unit, row.office_id, row.at)
    wanted = select(SampledEntry.entry_id).where(SampledEntry.sample_id == row.id).order_by(SampledEntry.place)
    return [people[number] for number in draw(people, row.n, row.seed)] == list(unit.session.scalars(wanted))


def _lines(unit: Unit, row: SpotCheck) -> tuple[SampleLine, ...]:
    officer = access.current(unit)
    wanted = (
        select(SampledEntry.place, Entry)
        .join(Entry, Entry.id == SampledEntry.entry_id)
        .where(SampledEntry.sample_id == row.id, access.visible_to(officer, Entry.office_id))
        .order_by(SampledEntry.place)
    )
    return tuple(_line(unit, row, place, entry) for place, entry in unit.session.execute(wanted))


def _line(unit: Unit, row: SpotCheck, place: int, entry: Entry) -> SampleLine:
    result = unit.session.scalar(
        select(StatusCheck)
        .where(StatusCheck.sample_id == row.id, StatusCheck.entry_id == entry.id)
        .order_by(StatusCheck.id.desc())
    )
    name = details_of(unit, unit.session.get_one(Person, entry.person_id))["name"]
    return SampleLine(
        place=place + 1,
        number=entry.number,
        person_id=entry.person_id,
        name=mask_name(name),
        office=unit.session.get_one(OfficeRow, entry.office_id).name,
        found=translator("notices", unit.language)(WORK[result.work_state]) if result else "",
        answered=result.answered if result else False,
    )


def _view(unit: Unit, row: SpotCheck, lines: tuple[SampleLine, ...] = (), again: bool = True) -> Sample:
    drawn = select(SampledEntry.entry_id).where(SampledEntry.sample_id == row.id)
    checked = select(StatusCheck.entry_id).where(StatusCheck.sample_id == row.id).distinct()
    done = len(set(unit.session.scalars(drawn)) & set(unit.session.scalars(checked)))
    return Sample(
        id=row.id,
        office=unit.session.get_one(OfficeRow, row.office_id).name,
        officer=unit.session.get_one(OfficerRow, row.officer_id).name,
        seed=row.seed,
        n=min(row.n, row.population),
        population=row.population,
        at=row.at,
        done=done,
        lines=lines,
        again=again,
    )
