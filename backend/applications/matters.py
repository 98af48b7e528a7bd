"""What offices have promised beside the reviews, each with its last day: calls, exits, objections, intake checks, contacts.

A source gives the matters its conditions select, the oldest first and so many at once, open or done.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.applications.guards import subject_of
from backend.applications.models import Application, Lapse
from backend.applications.ruling import pack_for_the_file
from backend.assistance import care, entries
from backend.assistance.models import Plan, Ticket
from backend.core.audit import AuditEntry
from backend.core.clock import day_in_china
from backend.core.unit import Unit
from backend.deadlines.limits import INTAKE, NAMES, calendar, promised
from backend.policies.spoken import pack_of
from backend.registry import exit_notices
from backend.registry.models import Entry, ExitProposal, Objection
from backend.staff.models import OfficeRow
from locales import translator

MOST = 500
"""Matters of one kind looked at at once, the oldest; a night's are gone with the night, the next finds the rest."""
TAKEN = ("application.taken_up", "application.assigned")
"""How the audit says that somebody has begun with a case."""


@dataclass(frozen=True)
class Matter:
    """Something an office has promised to do by a day. ``ended_on``: when it was done, None while it is open."""

    kind: str
    subject_id: str
    number: str
    address: str
    step: str
    office_id: int
    officer_id: int | None
    due_on: date
    ended_on: date | None = None
    days_left: int = 0


def untold(kind: str, key: InstrumentedAttribute[int] | InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Those of which no lapse runs."""
    running = Lapse.kind == kind, Lapse.subject_id == cast(key, String), Lapse.ended_on.is_(None)
    return ~select(Lapse.id).where(*running).exists()


def tickets(unit: Unit, *which: ColumnElement[bool]) -> Iterator[Matter]:
    for row in unit.session.scalars(select(Ticket).where(*which).order_by(Ticket.due_on, Ticket.id).limit(MOST)):
        yield Matter(
            kind="ticket",
            subject_id=str(row.id),
            number=row.number,
            address=f"/staff/tickets/{row.number}",
            step=_named(unit, f"ticket_{row.kind}"),
            office_id=row.office_id,
            officer_id=row.taken_by,
            due_on=row.due_on,
            ended_on=day_in_china(row.closed_at) if row.closed_at else None,
        )


def exits(unit: Unit, *which: ColumnElement[bool]) -> Iterator[Matter]:
    """An exit is decided and told so many working days after the person has answered, or could have."""
    rows = unit.session.execute(
        select(ExitProposal, Entry)
        .join(Entry, Entry.id == ExitProposal.entry_id)
        .where(*which)
        .order_by(ExitProposal.id)
        .limit(MOST)
    )
    for row, entry in rows:
        heard = day_in_china(row.replied_at) if row.replied_at else exit_notices.reply_until(unit, entry, row)
        begins = heard or day_in_china(row.proposed_at)
        office = _acting(unit, entry, row)
        days = promised(unit, office.id, pack_of(unit, entry.pack), "exit_notice", min(begins, unit.today))
        yield Matter(
            kind="exit",
            subject_id=str(row.id),
            number=entry.number,
            address=f"/staff/register/{entry.number}",
            step=_named(unit, "exit_notice"),
            office_id=office.id,
            officer_id=None,
            due_on=calendar(unit).add(begins, days),
            ended_on=day_in_china(row.decided_at) if row.decided_at else None,
        )


def objections(unit: Unit, *which: ColumnElement[bool]) -> Iterator[Matter]:
    rows = unit.session.execute(
        select(Objection, Entry)
        .join(Entry, Entry.id == Objection.entry_id)
        .where(*which)
        .order_by(Objection.due_on, Objection.id)
        .limit(MOST)
    )
    for row, entry in rows:
        yield Matter(
            kind="objection",
            subject_id=str(row.id),
            number=entry.number,
            address=f"/staff/register/{entry.number}",
            step=_named(unit, "objection"),
            office_id=entry.office_id,
            officer_id=entry.owner_id,
            due_on=row.due_on,
            ended_on=day_in_china(row.answered_at) if row.answered_at else None,
        )


def _acting(unit: Unit, entry: Entry, row: ExitProposal) -> OfficeRow:
    """Who has to act: her own office as long as she was not told (XY-30), then the one that decides."""
    if row.decided_at is None and exit_notices.untold(unit, row, "proposed"):
        return unit.session.get_one(OfficeRow, entry.office_id)
    return _deciding(unit, entry, row)


def _deciding(unit: Unit, entry: Entry, row: ExitProposal) -> OfficeRow:
    """The office at or above that of the entry whose level decides exits; the entry's own where none does."""
    procedure = pack_of(unit, entry.pack, row.pack_version).exit_procedure
    own = unit.session.get_one(OfficeRow, entry.office_id)
    office: OfficeRow | None = own
    while office is not None and procedure is not None and office.level not in procedure.confirm:
        office = unit.session.get(OfficeRow, office.parent_id) if office.parent_id else None
    return office or own


def unbegun() -> ColumnElement[bool]:
    """Cases nobody has ever looked at: handed in, at the first review, and never taken up."""
    begun = select(AuditEntry.id).where(
        AuditEntry.subject == "application:" + Application.id, AuditEntry.action.in_(TAKEN)
    )
    return (Application.state == "submitted") & (Application.stage == 0) & (Application.round == 0) & ~begun.exists()


def intakes(unit: Unit, *which: ColumnElement[bool], waiting: bool = False) -> Iterator[Matter]:
    """The intake check (受理检查): so many working days after it was handed in somebody has taken the case up.

    ``waiting``: all selected are known to be open, and none is asked for when it was done.
    """
    rows = unit.session.scalars(
        select(Application).where(*which).order_by(Application.submitted_at, Application.id).limit(MOST)
    )
    for row in rows:
        came = day_in_china(row.submitted_at or row.created_at)
        days = promised(unit, row.office_id or 0, pack_for_the_file(unit, row), INTAKE, came)
        yield Matter(
            kind="intake",
            subject_id=row.id,
            number=row.receipt or "",
            address=f"/staff/cases/{row.id}",
            step=_named(unit, INTAKE),
            office_id=row.office_id or row.station_id or 0,
            officer_id=row.officer_id,
            due_on=calendar(unit).add(came, days),
            ended_on=None if waiting else _begun_on(unit, row),
        )


def _begun_on(unit: Unit, row: Application) -> date | None:
    """When somebody first took it up, or it ended without; None while it waits."""
    taken = unit.session.scalar(
        select(func.min(AuditEntry.at)).where(
            AuditEntry.subject == subject_of(row.id), AuditEntry.action.in_((*TAKEN, "application.withdrawn"))
        )
    )
    if taken is None and row.state != "submitted":
        taken = row.updated_at
    return day_in_china(taken) if taken else None


def first_contacts(unit: Unit, *which: ColumnElement[bool], waiting: bool = False) -> Iterator[Matter]:
    """The first word with somebody newly recognised or taken over; ``waiting`` as above."""
    rows = unit.session.scalars(
        select(Entry).where(*which).order_by(Entry.recognised_on, Entry.id).limit(MOST)
    )
    due: dict[tuple[int, str, str, date, date], date] = {}
    for entry in rows:
        # Many were recognised on the same days: the promise of each day is looked up once.
        day = (entry.office_id, entry.pack, entry.pack_version, entry.recognised_on, entries.kept_since(entry))
        due[day] = due.get(day) or care.first_contact_by(unit, entry)
        yield Matter(
            kind="contact",
            subject_id=str(entry.id),
            number=entry.number,
            address=f"/staff/register/{entry.number}",
            step=_named(unit, "first_contact"),
            office_id=entry.office_id,
            officer_id=entry.owner_id,
            due_on=due[day],
            ended_on=None if waiting else care.first_contact_on(unit, entry) or entry.exited_on,
        )


def households(unit: Unit, *which: ColumnElement[bool]) -> Iterator[Matter]:
    """Work for a household without any, within the time the policy gives (第四条第五款)."""
    rows = unit.session.execute(
        select(Plan, Entry)
        .join(Entry, Entry.id == Plan.entry_id)
        .where(Plan.relief != "", *which)
        .order_by(Plan.due_on, Plan.id)
        .limit(MOST)
    )
    for plan, entry in rows:
        yield Matter(
            kind="household",
            subject_id=str(plan.id),
            number=entry.number,
            address=f"/staff/people/{entry.person_id}#plan",
            step=_named(unit, "household"),
            office_id=entry.office_id,
            officer_id=plan.owner_id,
            due_on=plan.due_on or entry.recognised_on,
            ended_on=day_in_china(plan.closed_at) if plan.closed_at else entry.exited_on,
        )


def _named(unit: Unit, step: str) -> str:
    return translator("notices", unit.language)(NAMES[step])
