"""Promises beside the reviews: hotline calls, proposed exits, objections. Warned of, then told to the office above.

A night looks at what is open: one lapse a matter, told once (限时办结、失职追究, 第七条第三款). The last day itself is
still in time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, String, cast, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.applications.lateness import CASE, filed_under, record
from backend.applications.models import Lapse
from backend.assistance.models import Ticket
from backend.core.clock import day_in_china
from backend.core.todos import HomeTodo
from backend.core.unit import Unit
from backend.deadlines.limits import NAMES, calendar, promised
from backend.policies.spoken import pack_of
from backend.registry.models import Entry, ExitProposal, Objection
from backend.staff import access
from backend.staff.models import OfficeRow
from locales import translator

WARNED = 1
"""Working days before the last one from which on an office is warned: the shortest promise has one day."""
MOST = 500
"""Matters of one kind looked at at once, the oldest; a night's are gone with the night, the next finds the rest."""


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


@dataclass(frozen=True)
class Promised:
    """What an office should do soon, or should have done; the most urgent first."""

    matters: tuple[Matter, ...]


def find_late(unit: Unit) -> int:
    """Every night: records what became late and calls the offices above, closes what was done; says how many calls."""
    _close(unit)
    yesterday = unit.today - timedelta(days=1)
    tickets = _tickets(unit, Ticket.state != "closed", Ticket.due_on <= yesterday, _untold("ticket", Ticket.id))
    exits = _exits(unit, ExitProposal.state == "open", _untold("exit", ExitProposal.id))
    untold = _untold("objection", Objection.id)
    objections = _objections(unit, Objection.state == "open", Objection.due_on <= yesterday, untold)
    late = [one for one in (*tickets, *exits, *objections) if one.due_on <= yesterday]
    return sum(_late(unit, one) for one in late)


def soon(unit: Unit) -> Promised:
    """The open matters of this officer's office, of the area for who only inspects, that are late or nearly."""
    officer = access.current(unit)
    mine = officer.role == "reviewer"
    # An exit is decided by an office above that of the entry, so of exits the whole area is looked at.
    area = access.visible_to(officer, Entry.office_id)
    of_entry = area & (Entry.office_id == officer.office_id) if mine else area
    of_ticket = access.visible_to(officer, Ticket.office_id)
    of_ticket = of_ticket & (Ticket.office_id == officer.office_id) if mine else of_ticket
    until = calendar(unit).add(unit.today, WARNED)
    found = (
        *_tickets(unit, Ticket.state != "closed", Ticket.due_on <= until, of_ticket),
        *(
            one
            for one in _exits(unit, ExitProposal.state == "open", area)
            if one.due_on <= until and (not mine or one.office_id == officer.office_id)
        ),
        *_objections(unit, Objection.state == "open", Objection.due_on <= until, of_entry),
    )
    matters = [replace(one, days_left=(one.due_on - unit.today).days) for one in found]
    return Promised(tuple(sorted(matters, key=lambda one: one.due_on)))


def todo(unit: Unit) -> HomeTodo | None:
    """What is promised by today or the next working day, or late."""
    matters = soon(unit).matters
    if not matters:
        return None
    _ = translator("console", unit.language)
    late = any(one.days_left < 0 for one in matters)
    hint = _("有的已过期") if late else _("今天或下一个工作日到期")
    return HomeTodo(_("承诺将到期"), hint, len(matters), "/staff/promises", "clock", "bad" if late else "warn")


def matter(unit: Unit, kind: str, subject_id: str) -> Matter:
    """One call, exit or objection, open or done."""
    if kind == "ticket":
        return next(_tickets(unit, Ticket.id == int(subject_id)))
    if kind == "exit":
        return next(_exits(unit, ExitProposal.id == int(subject_id)))
    return next(_objections(unit, Objection.id == int(subject_id)))


def _untold(kind: str, key: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Those of which no lapse runs."""
    running = Lapse.kind == kind, Lapse.subject_id == cast(key, String), Lapse.ended_on.is_(None)
    return ~select(Lapse.id).where(*running).exists()


def _tickets(unit: Unit, *which: ColumnElement[bool]) -> Iterator[Matter]:
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


def _exits(unit: Unit, *which: ColumnElement[bool]) -> Iterator[Matter]:
    """An exit is decided and told so many working days after the person has answered, or could have."""
    rows = unit.session.execute(
        select(ExitProposal, Entry)
        .join(Entry, Entry.id == ExitProposal.entry_id)
        .where(*which)
        .order_by(ExitProposal.id)
        .limit(MOST)
    )
    for row, entry in rows:
        heard = day_in_china(row.replied_at) if row.replied_at else row.reply_by
        begins = heard or day_in_china(row.proposed_at)
        office = _deciding(unit, entry, row)
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


def _objections(unit: Unit, *which: ColumnElement[bool]) -> Iterator[Matter]:
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


def _deciding(unit: Unit, entry: Entry, row: ExitProposal) -> OfficeRow:
    """The office at or above that of the entry whose level decides exits; the entry's own where none does."""
    procedure = pack_of(unit, entry.pack, row.pack_version).exit_procedure
    own = unit.session.get_one(OfficeRow, entry.office_id)
    office: OfficeRow | None = own
    while office is not None and procedure is not None and office.level not in procedure.confirm:
        office = unit.session.get(OfficeRow, office.parent_id) if office.parent_id else None
    return office or own


def _late(unit: Unit, one: Matter) -> bool:
    """Whether the office above was called: the first time only. One that was reopened goes on in its old record."""
    known = unit.session.scalar(select(Lapse).where(Lapse.kind == one.kind, Lapse.subject_id == one.subject_id))
    if known is not None:
        if known.ended_on is not None:
            known.due_on, known.ended_on = max(known.due_on, known.ended_on, one.due_on), None
        return False
    lapse = Lapse(
        kind=one.kind,
        subject_id=one.subject_id,
        stage=0,
        office_id=one.office_id,
        officer_id=one.officer_id,
        due_on=one.due_on,
    )
    told = record(unit, lapse)
    office = unit.session.get_one(OfficeRow, one.office_id).name
    said = {"step": NAMES_OF[one.kind], "due": f"{one.due_on}", "office": office, "above": told}
    unit.audit("promise.overdue", filed_under(unit, lapse), **said)
    return True


def _close(unit: Unit) -> None:
    """What was done since the last night is late no longer; the days until it was done stay on record."""
    running = select(Lapse).where(Lapse.kind != CASE, Lapse.ended_on.is_(None))
    for lapse in unit.session.scalars(running):
        ended = matter(unit, lapse.kind, lapse.subject_id).ended_on
        if ended is not None:
            lapse.days_late += calendar(unit).between(lapse.due_on, ended)
            lapse.ended_on = ended


NAMES_OF = {"ticket": "promise_ticket", "exit": "promise_exit", "objection": "promise_objection"}
"""What the audit calls them; the words stand with its sentences."""


def _named(unit: Unit, step: str) -> str:
    return translator("notices", unit.language)(NAMES[step])
