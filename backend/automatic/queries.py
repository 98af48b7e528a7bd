"""Registrations as officers of the area read them, masked; and the sheets to hand over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from backend.automatic import letters
from backend.automatic.lists import REGISTRATIONS, packs
from backend.automatic.models import Registration
from backend.automatic.service import details
from backend.core import jobs
from backend.core.jobs import JobView
from backend.core.masking import mask_name
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.finding.guards import finder, own_list
from backend.finding.lists import preview_of
from backend.finding.models import PeopleList
from backend.finding.preview import Preview, said_problems
from backend.policies.spoken import pack_of
from backend.registry.models import Entry
from backend.rules import Pack, mask_id_number
from backend.staff import access
from backend.staff.models import OfficeRow

MOST = 100
MOST_SHEETS = 200
SHORTEST_REASON = 4


@dataclass(frozen=True)
class ListLine:
    id: str
    file_name: str
    rows: int
    created_at: datetime
    taken: bool
    recognised: int


@dataclass(frozen=True)
class RegistrationLine:
    """One registration; name and ID number masked, empty once forgotten. ``number`` is the register number."""

    name: str
    id_number: str
    office: str
    registered_on: date
    outcome: str
    bases: tuple[str, ...]
    number: str
    way: str
    again_on: date | None
    at: datetime


@dataclass(frozen=True)
class Overview:
    packs: tuple[Pack, ...]
    lists: tuple[ListLine, ...]
    lines: tuple[RegistrationLine, ...]
    to_print: int


@dataclass(frozen=True)
class ListView:
    id: str
    file_name: str
    policy: str
    rows: int
    created_at: datetime
    taken_at: datetime | None
    has_file: bool
    preview: Preview | None
    problems: tuple[tuple[int, str, str], ...]
    outcomes: Mapping[str, int]
    job: JobView | None


@dataclass(frozen=True)
class Sheet:
    name: str
    id_number: str
    phone: str
    address: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Sheets:
    sheets: tuple[Sheet, ...]
    total: int


def overview(unit: Unit) -> Overview:
    """The lists and the newest registrations of the officer's area."""
    mine = access.visible_to(finder(unit), PeopleList.office_id)
    uploaded = unit.session.scalars(
        select(PeopleList)
        .where(mine, PeopleList.purpose == REGISTRATIONS)
        .order_by(PeopleList.created_at.desc())
        .limit(MOST)
    )
    newest = select(Registration).where(_visible(unit)).order_by(Registration.at.desc(), Registration.id).limit(MOST)
    return Overview(
        packs=tuple(pack_of(unit, pack.id) for pack in packs(unit)),
        lists=tuple(_list_line(row) for row in uploaded),
        lines=tuple(_line(unit, row) for row in unit.session.scalars(newest)),
        to_print=unit.session.scalar(select(func.count()).select_from(Registration).where(*_to_print(unit))) or 0,
    )


def list_view(unit: Unit, list_id: str) -> ListView:
    """One list. Raises 404 ``list.not_found``."""
    row = own_list(unit, list_id, purpose=REGISTRATIONS)
    return ListView(
        id=row.id,
        file_name=row.file_name,
        policy=pack_of(unit, row.pack, row.pack_version).title,
        rows=row.rows,
        created_at=row.created_at,
        taken_at=row.screened_at,
        has_file=bool(row.file_id),
        preview=preview_of(unit, row),
        problems=said_problems(row.problems, unit.language),
        outcomes=row.counts.get("outcomes", {}),
        job=jobs.view(unit, row.screen_job) if row.screen_job else None,
    )


def sheets(unit: Unit, reason: str) -> Sheets:
    """What has to be handed over on paper, at most 200 at a time, after a reason that stays on record.

    Raises 422 ``finding.reason_missing``.
    """
    if len(reason) < SHORTEST_REASON:
        raise Problem("finding.reason_missing", 422)
    waiting = select(Registration).where(*_to_print(unit)).order_by(Registration.office_id, Registration.id)
    rows = unit.session.scalars(waiting.with_for_update()).all()
    made = tuple(_sheet(unit, row) for row in rows[:MOST_SHEETS])
    office = access.current(unit).office_id
    unit.audit("registration.printed", f"office:{office}", count=len(made), reason=reason)
    return Sheets(made, len(rows))


def _visible(unit: Unit) -> ColumnElement[bool]:
    return access.visible_to(finder(unit), Registration.office_id)


def _to_print(unit: Unit) -> tuple[ColumnElement[bool], ...]:
    return _visible(unit), Registration.way == "desk", Registration.sealed != b""


def _sheet(unit: Unit, row: Registration) -> Sheet:
    told = details(unit, row)
    lines = letters.sheet_lines(unit, row)
    return Sheet(told["name"], mask_id_number(told["id_number"]), told["phone"], told["address"], lines)


def _list_line(row: PeopleList) -> ListLine:
    found = row.counts.get("outcomes", {}).get("recognised", 0)
    return ListLine(row.id, row.file_name, row.rows, row.created_at, row.screened_at is not None, found)


def _line(unit: Unit, row: Registration) -> RegistrationLine:
    told, pack = details(unit, row), pack_of(unit, row.pack, row.pack_version)
    entry = unit.session.get(Entry, row.entry_id) if row.entry_id else None
    return RegistrationLine(
        name=mask_name(told.get("name", "")),
        id_number=mask_id_number(told["id_number"]) if told else "",
        office=unit.session.get_one(OfficeRow, row.office_id).name,
        registered_on=row.registered_on,
        outcome=row.outcome,
        bases=tuple(pack.category(one).short for one in row.bases),
        number=entry.number if entry else "",
        way=row.way,
        again_on=row.again_on,
        at=row.at,
    )
