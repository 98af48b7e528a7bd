"""Who did what: the audit as inspectors of an area read it, by number and by officer (S54–S56)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, literal, or_, select, union_all

from backend.applications.models import Application
from backend.applications.receipts import as_receipt
from backend.assistance.entries import ID_NUMBER
from backend.assistance.models import SpotCheck, Ticket
from backend.assistance.tickets import not_about
from backend.core.audit import AuditEntry
from backend.core.problems import Problem
from backend.core.sentences import sentence
from backend.core.unit import Unit
from backend.records.models import Export
from backend.registry.models import Entry
from backend.registry.service import as_number
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow
from locales import translator

PER_PAGE = 50


@dataclass(frozen=True)
class TrailLine:
    """One act."""

    id: int
    at: datetime
    actor: str
    sentence: str
    about: str
    link: str


@dataclass(frozen=True)
class Trail:
    """Some acts, the newest first; ``before`` begins the next page, 0 when there is none."""

    lines: tuple[TrailLine, ...]
    before: int
    officers: tuple[str, ...]


def trail(unit: Unit, *, number: str = "", officer: str = "", before: int = 0) -> Trail:
    """Acts on what lies in the inspector's area. Raises 403 ``assistance.read_only``."""
    actor = access.current(unit)
    if actor.role != "inspector":
        raise Problem("assistance.read_only", 403)
    here: list[ColumnElement[bool]] = [AuditEntry.subject.in_(_subjects(unit))]
    if number.strip():
        here.append(AuditEntry.subject.in_(_of_number(number)))
    if officer.strip():
        here += [AuditEntry.actor == officer.strip(), AuditEntry.actor_kind == "officer"]
    if before:
        here.append(AuditEntry.id < before)
    wanted = select(AuditEntry).where(*here).order_by(AuditEntry.id.desc()).limit(PER_PAGE + 1)
    rows = list(unit.session.scalars(wanted))
    lines = tuple(_line(unit, row) for row in rows[:PER_PAGE])
    return Trail(lines, rows[PER_PAGE - 1].id if len(rows) > PER_PAGE else 0, _officers(unit))


def search(unit: Unit, *, number: str = "", officer: str = "", before: int = 0) -> Trail:
    """The same, and the search itself is on record."""
    found = trail(unit, number=number, officer=officer, before=before)
    if (number.strip() or officer.strip()) and not before:
        told = {"number": ID_NUMBER.sub("***", number.strip()[:40]), "name": officer.strip()[:40]}
        unit.audit("trail.searched", f"officer:{unit.officer.id}", **told)
    return found


def _subjects(unit: Unit) -> Select[Any]:
    """The names under which things of the area stand in the audit."""
    officer = access.current(unit)

    entry = access.visible_to(officer, Entry.office_id)
    handed_in = Application.submitted_at.is_not(None), access.visible_to(officer, Application.station_id)
    parts = union_all(
        _named("application", Application.id, *handed_in),
        _named("entry", Entry.id, entry),
        _named("person", Entry.person_id, entry),
        _named("person", Application.person_id, *handed_in, Application.person_id.is_not(None)),
        _named("export", Export.id, access.visible_to(officer, Export.office_id)),
        _named("ticket", Ticket.id, access.visible_to(officer, Ticket.office_id), not_about(officer.id)),
        _named("sample", SpotCheck.id, access.visible_to(officer, SpotCheck.office_id)),
        _named("office", OfficeRow.id, access.visible_to(officer, OfficeRow.id)),
        _named("officer", OfficerRow.id, access.visible_to(officer, OfficerRow.office_id)),
    ).subquery()
    return select(parts.c.subject)


def _of_number(number: str) -> Select[Any]:
    """What a register, receipt or ticket number is the number of."""

    entry = Entry.number == as_number(number)
    case = or_(
        Application.receipt == as_receipt(number), Application.id.in_(select(Entry.application_id).where(entry))
    )
    parts = union_all(
        _named("application", Application.id, case),
        _named("entry", Entry.id, entry),
        _named("person", Entry.person_id, entry),
        _named("ticket", Ticket.id, Ticket.number == number.strip().upper()),
    ).subquery()
    return select(parts.c.subject)


def _named(kind: str, key: Any, *conditions: ColumnElement[bool]) -> Select[Any]:
    """How the audit names these rows: ``entry:7``."""
    return select((literal(f"{kind}:") + cast(key, String)).label("subject")).where(*conditions)


def _officers(unit: Unit) -> tuple[str, ...]:
    wanted = select(OfficerRow.name).where(access.visible_to(access.current(unit), OfficerRow.office_id))
    return tuple(unit.session.scalars(wanted.distinct().order_by(OfficerRow.name)))


def _line(unit: Unit, row: AuditEntry) -> TrailLine:
    _ = translator("notices", unit.language)
    actors = {"citizen": _("申请人"), "helper": _("代办人"), "system": _("系统")}
    kind, _colon, key = row.subject.partition(":")
    about, link = _about(unit, kind, key)
    return TrailLine(
        id=row.id,
        at=row.at,
        actor=actors.get(row.actor_kind, row.actor),
        sentence=sentence(row.action, row.params, unit.language),
        about=about,
        link=link,
    )


def _about(unit: Unit, kind: str, key: str) -> tuple[str, str]:
    """What an act was about, by its own number, and where it can be read."""
    if kind == "application":
        case = unit.session.get(Application, key)
        return (case.receipt or "" if case else "", f"/staff/cases/{key}")
    if kind == "entry":
        entry = unit.session.get(Entry, int(key))
        return (entry.number, f"/staff/people/{entry.person_id}") if entry else ("", "")
    if kind == "ticket":
        ticket = unit.session.get(Ticket, int(key))
        return (ticket.number, f"/staff/tickets/{ticket.number}") if ticket else ("", "")
    if kind == "person":
        return "", f"/staff/people/{key}"
    return "", f"/staff/spot-checks/{key}" if kind == "sample" else ""
