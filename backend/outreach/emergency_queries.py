"""Events as officers read them: the list, one event with its people by task, masked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
from backend.staff.keyset import Order, Where, cursor_from, cursors, read
from backend.staff.models import OfficeRow, OfficerRow
from locales import translator

PER_PAGE: Final = 50
MOST: Final = 1000
WAITING_FIRST: Final = Order(EmergencyTask, EmergencyTask.state, EmergencyTask.id, EmergencyTask.emergency_id, falling=True)
"""unreached, open, no_need, helped: in the alphabet, backwards, those who wait come first."""


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
    overdue: bool
    """Its last day is past, and nobody has closed it."""
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
    """``counts`` by state over all people of the event the officer may see; the cursors as on a page of the register."""

    line: EmergencyLine
    counts: Mapping[str, int]
    tasks: tuple[TaskLine, ...]
    state: str
    next_after: str
    previous_before: str
    may_close: bool
    report: str
    closed_at: datetime | None
    closed_by: str


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


def todo_close(unit: Unit) -> HomeTodo | None:
    """Events the own office has opened whose last day is past: they are closed with a report (XY-68)."""
    officer = access.current(unit)
    if not may_open(officer):
        return None
    over = select(Emergency.id).join(OfficerRow, OfficerRow.id == Emergency.opened_by).where(
        OfficerRow.office_id == officer.office_id,
        visible(unit),
        Emergency.closed_at.is_(None),
        Emergency.ends_on < unit.today,
    )
    ids = unit.session.scalars(over).all()
    if not ids:
        return None
    _ = translator("console", unit.language)
    address = "/staff/emergencies" + (f"/{ids[0]}#close" if len(ids) == 1 else "")
    return HomeTodo(_("急难事件已到期"), _("请写总结并结束"), len(ids), address, "late")


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


def emergency(
    unit: Unit, emergency_id: int, state: str = "", *, after: str = "", before: str = "", per_page: int = PER_PAGE
) -> EmergencyView:
    """One event and a page of its people, those who wait first. Raises 404 ``emergency.not_found``."""
    row = seen(unit, emergency_id)
    shown = state if state in STATES else ""
    here = [EmergencyTask.emergency_id == row.id, _visible(unit)]
    wanted = Where([*here, EmergencyTask.state == shown] if shown else here)
    back, forth = cursor_from(before, WAITING_FIRST), cursor_from(after, WAITING_FIRST)
    found = read(unit, WAITING_FIRST, wanted, back or forth, per_page, backwards=back is not None)
    next_after, previous_before = cursors(WAITING_FIRST, found)
    return EmergencyView(
        line=_line(unit, row),
        counts=_counts(unit, row),
        tasks=_tasks(unit, found.rows),
        state=shown,
        next_after=next_after,
        previous_before=previous_before,
        may_close=row.closed_at is None and may_open(access.current(unit)),
        report=row.report,
        closed_at=row.closed_at,
        closed_by=unit.session.get_one(OfficerRow, row.closed_by).name if row.closed_by else "",
    )


def _visible(unit: Unit) -> ColumnElement[bool]:
    """Whether the officer may see the person of a task."""
    mine = access.visible_in(unit, access.current(unit), Entry.office_id)
    return select(Entry.id).where(Entry.id == EmergencyTask.entry_id, mine).exists()


def _counts(unit: Unit, row: Emergency) -> dict[str, int]:
    rows = unit.session.execute(
        select(EmergencyTask.state, func.count())
        .where(EmergencyTask.emergency_id == row.id, _visible(unit))
        .group_by(EmergencyTask.state)
    )
    found = {row[0]: row[1] for row in rows}
    return {state: found[state] for state in STATES if state in found}


def _tasks(unit: Unit, found: Sequence[EmergencyTask]) -> tuple[TaskLine, ...]:
    rows = unit.session.execute(
        select(EmergencyTask.id, Entry, Person, OfficeRow.name, OfficerRow.name)
        .join(Entry, Entry.id == EmergencyTask.entry_id)
        .join(Person, Person.id == Entry.person_id)
        .join(OfficeRow, OfficeRow.id == Entry.office_id)
        .join(OfficerRow, OfficerRow.id == EmergencyTask.officer_id)
        .where(EmergencyTask.id.in_([task.id for task in found]))
    )
    around = {row[0]: row for row in rows}
    return tuple(_task(unit, task, *around[task.id][1:]) for task in found)


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
    counts = _counts(unit, row)
    return EmergencyLine(
        id=row.id,
        kind=row.kind,
        title=row.title,
        area=area_name(unit, row.area),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        closed=row.closed_at is not None,
        overdue=row.closed_at is None and row.ends_on < unit.today,
        people=sum(counts.values()),
        left=sum(counts.get(state, 0) for state in WAITING),
    )
