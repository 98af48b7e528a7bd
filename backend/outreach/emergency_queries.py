"""Events as officers read them: the list, one event with its people by task, masked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Final

from sqlalchemy import ColumnElement, func, select

from backend.core.masking import mask_name
from backend.core.todos import HomeTodo
from backend.core.unit import Unit
from backend.outreach.emergencies import may_open, seen, visible
from backend.outreach.emergency_lifecycle import STATES, WAITING
from backend.outreach.emergency_models import Emergency, EmergencyTask
from backend.outreach.warnings import Sign, signs
from backend.people.models import Person
from backend.people.service import details_of
from backend.people.topics import area_name
from backend.registry.models import Entry
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow
from locales import translator

PER_PAGE: Final = 50
MOST: Final = 100


@dataclass(frozen=True)
class EmergencyLine:
    """One event of the list; ``left`` tasks of the officer's area wait."""

    id: int
    kind: str
    title: str
    area: str
    starts_on: date
    ends_on: date
    closed: bool
    people: int
    left: int


@dataclass(frozen=True)
class EmergencyList:
    lines: tuple[EmergencyLine, ...]
    signs: tuple[Sign, ...]
    may_open: bool
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TaskLine:
    """One person of an event, the name masked; the register tells the rest."""

    id: int
    number: str
    name: str
    office: str
    officer: str
    mine: bool
    state: str
    note: str
    done_at: datetime | None
    waits: bool


@dataclass(frozen=True)
class EmergencyView:
    """``counts`` by state over all people of the event the officer may see."""

    line: EmergencyLine
    counts: Mapping[str, int]
    tasks: tuple[TaskLine, ...]
    state: str
    page: int
    pages: int
    may_close: bool


def overview(unit: Unit) -> EmergencyList:
    """The events of the area, the newest first, and the early signs."""
    rows = unit.session.scalars(
        select(Emergency).where(visible(unit)).order_by(Emergency.id.desc()).limit(MOST)
    ).all()
    officer = access.current(unit)
    return EmergencyList(
        lines=tuple(_line(unit, row) for row in rows),
        signs=signs(unit),
        may_open=may_open(officer),
        places=places(unit, officer.area),
    )


def todo(unit: Unit) -> HomeTodo | None:
    """The people this very officer has yet to reach; of one event it leads there, of several to their list (XY-68)."""
    officer = access.current(unit)
    if officer.role != "reviewer":
        return None
    mine = select(EmergencyTask.emergency_id, func.count()).join(Emergency, Emergency.id == EmergencyTask.emergency_id)
    mine = mine.join(Entry, Entry.id == EmergencyTask.entry_id).where(
        EmergencyTask.officer_id == officer.id,
        EmergencyTask.state.in_(WAITING),
        Emergency.closed_at.is_(None),
        access.visible_to(officer, Entry.office_id),
    )
    counts = {row[0]: row[1] for row in unit.session.execute(mine.group_by(EmergencyTask.emergency_id))}
    if not counts:
        return None
    _ = translator("console", unit.language)
    address = "/staff/emergencies" + (f"/{next(iter(counts))}#tasks" if len(counts) == 1 else "")
    return HomeTodo(_("急难任务"), _("请尽快联系这些人"), sum(counts.values()), address, "late", "bad")


def places(unit: Unit, area: str) -> tuple[tuple[str, str], ...]:
    """Code and name of a division and everything below it, in the order of the tree."""
    divisions = unit.services.catalogue.divisions
    if area not in divisions:
        return ()
    found, waiting = [], [area]
    while waiting:
        code = waiting.pop(0)
        found.append((code, area_name(unit, code)))
        waiting = [*divisions.children(code), *waiting]
    return tuple(found)


def emergency(unit: Unit, emergency_id: int, state: str = "", page: int = 1) -> EmergencyView:
    """One event and a page of its people, those who wait first. Raises 404 ``emergency.not_found``."""
    row = seen(unit, emergency_id)
    here = _here(unit, row)
    shown = state if state in STATES else ""
    wanted = [*here, EmergencyTask.state == shown] if shown else here
    counts = _counts(unit, here)
    total = counts.get(shown, 0) if shown else sum(counts.values())
    pages = max(1, ceil(total / PER_PAGE))
    page = min(max(page, 1), pages)
    return EmergencyView(
        line=_line(unit, row),
        counts=counts,
        tasks=_tasks(unit, wanted, page),
        state=shown,
        page=page,
        pages=pages,
        may_close=row.closed_at is None and may_open(access.current(unit)),
    )


def _here(unit: Unit, row: Emergency) -> list[ColumnElement[bool]]:
    officer = access.current(unit)
    return [EmergencyTask.emergency_id == row.id, access.visible_to(officer, Entry.office_id)]


def _counts(unit: Unit, here: list[ColumnElement[bool]]) -> dict[str, int]:
    rows = unit.session.execute(
        select(EmergencyTask.state, func.count())
        .join(Entry, Entry.id == EmergencyTask.entry_id)
        .where(*here)
        .group_by(EmergencyTask.state)
    )
    found = {row[0]: row[1] for row in rows}
    return {state: found[state] for state in STATES if state in found}


def _tasks(unit: Unit, wanted: list[ColumnElement[bool]], page: int) -> tuple[TaskLine, ...]:
    rows = unit.session.execute(
        select(EmergencyTask, Entry, Person, OfficeRow.name, OfficerRow.name)
        .join(Entry, Entry.id == EmergencyTask.entry_id)
        .join(Person, Person.id == Entry.person_id)
        .join(OfficeRow, OfficeRow.id == Entry.office_id)
        .join(OfficerRow, OfficerRow.id == EmergencyTask.officer_id)
        .where(*wanted)
        .order_by(EmergencyTask.state.not_in(WAITING), EmergencyTask.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    return tuple(_task(unit, *row) for row in rows)


def _task(
    unit: Unit, task: EmergencyTask, entry: Entry, person: Person, office: str, officer: str
) -> TaskLine:
    return TaskLine(
        id=task.id,
        number=entry.number,
        name=mask_name(details_of(unit, person)["name"]),
        office=office,
        officer=officer,
        mine=task.officer_id == unit.officer.id,
        state=task.state,
        note=str(unit.vault.open(task.note, f"emergency_tasks.note|{task.id}")) if task.note else "",
        done_at=task.done_at,
        waits=task.state in WAITING,
    )


def _line(unit: Unit, row: Emergency) -> EmergencyLine:
    counts = _counts(unit, _here(unit, row))
    return EmergencyLine(
        id=row.id,
        kind=row.kind,
        title=row.title,
        area=area_name(unit, row.area),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        closed=row.closed_at is not None,
        people=sum(counts.values()),
        left=sum(counts.get(state, 0) for state in WAITING),
    )
