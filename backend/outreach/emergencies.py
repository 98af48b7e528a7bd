"""急难就业援助 (新余 第五条第（四）项): an event is opened, whoever it may touch gets a task, and nobody is lost.

Opening is one statement for the whole register of the area, so it is as quick for ten thousand as for ten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, func, insert, literal, null, select

from backend.core.actors import Officer
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.core.wording import worded
from backend.outreach import broadcast_drafts
from backend.outreach.audience import places_under
from backend.outreach.emergency_lifecycle import Action, target_of
from backend.outreach.emergency_models import Emergency, EmergencyTask
from backend.registry import contacts
from backend.registry.contacts import Contact
from backend.registry.events import Enrolled
from backend.registry.models import Entry
from backend.staff import access
from backend.staff.models import OfficeRow
from backend.staff.tree import offices_under

KINDS: Final = ("layoff", "closure", "disaster", "epidemic", "other")
"""What an event may be."""
LONGEST_DAYS: Final = 366


@dataclass(frozen=True)
class NewEmergency:
    """An event as it is told."""

    kind: str
    title: str
    area: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Opened:
    """The event, and how many tasks were made."""

    id: int
    tasks: int


def may_open(officer: Officer) -> bool:
    """Counties and cities react to what hits an area (CI/CO)."""
    return officer.role == "reviewer" and officer.level in ("county", "city")


def wrong(
    unit: Unit, kind: str, title: str, area: str, starts_on: date | None, ends_on: date | None
) -> tuple[Problem, ...]:
    """Everything that keeps an event from being opened, in the order of the form; None for a day not told.

    Codes of 422: those of :func:`open_emergency`, and ``emergency.start_missing``, ``emergency.end_missing``.
    Raises 403 ``emergency.not_here``.
    """
    officer = access.current(unit)
    if not may_open(officer):
        raise Problem("emergency.not_here", 403)
    days = _wrong_days(unit, starts_on, ends_on)
    found = (_wrong_kind(kind), _wrong_title(title), _wrong_area(unit, officer, area), *days)
    return tuple(problem for problem in found if problem)


def open_emergency(unit: Unit, new: NewEmergency) -> Opened:
    """Opens an event and gives every standing entry of its area a task for the officer who looks after the person.

    Raises 403 ``emergency.not_here``; 422 ``emergency.kind_missing``, ``emergency.title_missing``,
    ``broadcast.area_unknown``, ``broadcast.area_not_yours``, ``emergency.days_wrong``, ``emergency.over``.
    """
    for problem in wrong(unit, new.kind, new.title, new.area, new.starts_on, new.ends_on):
        raise problem
    row = Emergency(
        kind=new.kind,
        title=new.title.strip(),
        area=new.area,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        office_id=_head(unit, new.area),
        opened_by=unit.officer.id,
        opened_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    made = _make_tasks(unit, row)
    unit.audit("emergency.opened", subject_of(row.id), title=row.title, count=made)
    return Opened(row.id, made)


def join(unit: Unit, event: Enrolled) -> None:
    """Who comes onto the register while an event goes on in her area gets her task too: often she applied because of it.

    Before its first day and after its last nobody is added; a closed event stays as it is.
    """
    entry = unit.session.get_one(Entry, event.entry_id)
    going_on = (Emergency.closed_at.is_(None), Emergency.starts_on <= unit.today, Emergency.ends_on >= unit.today)
    for row in unit.session.scalars(select(Emergency).where(*going_on)):
        if unit.session.scalar(select(literal(entry.office_id).in_(offices_under(row.office_id)))):
            task = EmergencyTask(emergency_id=row.id, entry_id=entry.id, officer_id=entry.owner_id, state="open")
            unit.session.add(task)
            unit.audit("emergency.joined", subject_of(row.id), number=event.number)


def close(unit: Unit, emergency_id: int, report: str) -> None:
    """The event is over, and its report says what came of it; tasks that wait are kept and shown as left. Twice is once.

    Raises 404 ``emergency.not_found``, 403 ``emergency.not_here``; 422 ``emergency.report_missing``.
    """
    row = seen(unit, emergency_id, lock=True)
    if not may_open(access.current(unit)):
        raise Problem("emergency.not_here", 403)
    if row.closed_at is None:
        row.report = worded(report, "emergency.report_missing", longest=1000)
        row.closed_at, row.closed_by = unit.now, unit.officer.id
        unit.audit("emergency.closed", subject_of(row.id), title=row.title)


def write_to_them(unit: Unit, emergency_id: int) -> int:
    """Drafts the priority message to everybody on the register there. Gives the broadcast."""
    row = seen(unit, emergency_id)
    if not may_open(access.current(unit)):
        raise Problem("emergency.not_here", 403)
    return broadcast_drafts.start_urgent(unit, row.title, row.area)


def act(unit: Unit, task_id: int, action: Action, note: str) -> int:
    """What came of one task; a contact, or an attempt, is put on the register with it. Gives the event.

    Raises 404 ``emergency.not_found``, 409 ``emergency.closed`` and ``emergency.illegal_move``; 422
    ``emergency.note_missing``, and what :func:`backend.registry.contacts.record` raises.
    """
    task, entry = _task(unit, task_id)
    event = seen(unit, task.emergency_id)
    if event.closed_at is not None:
        raise Problem("emergency.closed", 409)
    target = target_of(task.state, action)
    said = worded(note, "emergency.note_missing", longest=200)
    contacts.record(unit, entry.number, Contact("phone", unit.today, action != "not_reached", said))
    task.state, task.done_by, task.done_at = target, unit.officer.id, unit.now
    task.note = unit.vault.seal(said, f"emergency_tasks.note|{task.id}")
    unit.audit("emergency.task", subject_of(event.id), state=target, number=entry.number)
    return event.id


def seen(unit: Unit, emergency_id: int, *, lock: bool = False) -> Emergency:
    """An event whose area the officer works in, or lies in. Raises 404 ``emergency.not_found``."""
    wanted = select(Emergency).where(Emergency.id == emergency_id, visible(unit))
    row = unit.session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise not_found("emergency")
    return row


def visible(unit: Unit) -> ColumnElement[bool]:
    """Events of the own offices, and those of an office above that reach down here."""
    officer = access.current(unit)
    above = [code for code in unit.services.catalogue.divisions.by_code if officer.area in places_under(unit, code)]
    return access.visible_to(officer, Emergency.office_id) | Emergency.area.in_(above)


def subject_of(emergency_id: int) -> str:
    """Under which the audit files an event."""
    return f"emergency:{emergency_id}"


def _wrong_kind(kind: str) -> Problem | None:
    return None if kind in KINDS else Problem("emergency.kind_missing", 422)


def _wrong_title(title: str) -> Problem | None:
    try:
        worded(title, "emergency.title_missing", longest=80)
    except Problem as problem:
        return problem
    return None


def _wrong_area(unit: Unit, officer: Officer, area: str) -> Problem | None:
    if area not in unit.services.catalogue.divisions:
        return Problem("broadcast.area_unknown", 422)
    if area not in places_under(unit, officer.area):
        return Problem("broadcast.area_not_yours", 422)
    return None if _head(unit, area) else Problem("broadcast.area_unknown", 422)


def _wrong_days(unit: Unit, starts_on: date | None, ends_on: date | None) -> Iterator[Problem]:
    """What is missing is missing; only two days can be compared."""
    if starts_on is None:
        yield Problem("emergency.start_missing", 422)
    if ends_on is None:
        yield Problem("emergency.end_missing", 422)
    elif starts_on and not 0 <= (ends_on - starts_on).days <= LONGEST_DAYS:
        yield Problem("emergency.days_wrong", 422)
    elif ends_on < unit.today:
        yield Problem("emergency.over", 422)


def _head(unit: Unit, area: str) -> int | None:
    """The head office of an area."""
    return unit.session.scalar(
        select(OfficeRow.id).where(OfficeRow.area == area, OfficeRow.organisation == "employment")
    )


def _make_tasks(unit: Unit, row: Emergency) -> int:
    touched = select(
        literal(row.id), Entry.id, Entry.owner_id, literal("open"), null()
    ).where(Entry.state != "exited", Entry.office_id.in_(offices_under(row.office_id)))
    columns = ["emergency_id", "entry_id", "officer_id", "state", "note"]
    unit.session.execute(insert(EmergencyTask).from_select(columns, touched))
    made = select(func.count()).select_from(EmergencyTask).where(EmergencyTask.emergency_id == row.id)
    return unit.session.scalar(made) or 0


def _task(unit: Unit, task_id: int) -> tuple[EmergencyTask, Entry]:
    """A task about somebody of the officer's area, locked."""
    found = unit.session.execute(
        select(EmergencyTask, Entry)
        .join(Entry, Entry.id == EmergencyTask.entry_id)
        .where(EmergencyTask.id == task_id, access.visible_to(access.current(unit), Entry.office_id))
        .with_for_update(of=EmergencyTask)
    ).one_or_none()
    if found is None:
        raise not_found("emergency")
    return found[0], found[1]
