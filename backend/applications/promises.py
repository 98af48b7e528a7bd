"""Promises beside the reviews: calls, exits, objections, intake checks, first contacts. Warned of, then told above.

A night looks at what is open: one lapse a matter, told once (限时办结、失职追究, 第七条第三款). The last day itself is
still in time.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select

from backend.applications import matters
from backend.applications.lateness import CASE, filed_under, record
from backend.applications.matters import Matter, untold
from backend.applications.models import Application, Lapse
from backend.applications.scope import visible
from backend.assistance import care, relief
from backend.assistance.models import Plan, Ticket
from backend.assistance.tickets import not_about
from backend.core.actors import Officer
from backend.core.todos import HomeTodo
from backend.core.unit import Unit
from backend.deadlines.limits import calendar
from backend.registry.models import Entry, ExitProposal, Objection
from backend.staff import access
from backend.staff.models import OfficeRow
from locales import translator

WARNED = 1
"""Working days before the last one from which on an office is warned: the shortest promise has one day."""
@dataclass(frozen=True)
class Promised:
    """What an office should do soon, or should have done; the most urgent first."""

    matters: tuple[Matter, ...]


def find_late(unit: Unit) -> int:
    """Every night: records what became late and calls the offices above, closes what was done; says how many calls."""
    _close(unit)
    yesterday = unit.today - timedelta(days=1)
    found = (
        *matters.tickets(unit, Ticket.state != "closed", Ticket.due_on <= yesterday, untold("ticket", Ticket.id)),
        *matters.exits(unit, ExitProposal.state == "open", untold("exit", ExitProposal.id)),
        *matters.objections(
            unit, Objection.state == "open", Objection.due_on <= yesterday, untold("objection", Objection.id)
        ),
        *matters.households(unit, relief.open_cases(), Plan.due_on <= yesterday, untold("household", Plan.id)),
        *matters.intakes(unit, matters.unbegun(), untold("intake", Application.id), waiting=True),
        *matters.first_contacts(
            unit,
            care.waits_for_first_contact(),
            care.first_contact_within(unit, yesterday),
            untold("contact", Entry.id),
            waiting=True,
        ),
    )
    return sum(_late(unit, one) for one in found if one.due_on <= yesterday)


def soon(unit: Unit) -> Promised:
    """The open matters of this officer's office, of the area for who only inspects, that are late or nearly."""
    officer = access.current(unit)
    mine = officer.role == "reviewer"
    # An exit is decided by an office above that of the entry, so of exits the whole area is looked at.
    area = access.visible_to(officer, Entry.office_id)
    of_entry = area & (Entry.office_id == officer.office_id) if mine else area
    of_ticket = access.visible_to(officer, Ticket.office_id) & not_about(officer.id)
    of_ticket = of_ticket & (Ticket.office_id == officer.office_id) if mine else of_ticket
    until = calendar(unit).add(unit.today, WARNED)
    found = (
        *matters.tickets(unit, Ticket.state != "closed", Ticket.due_on <= until, of_ticket),
        *(
            one
            for one in matters.exits(unit, ExitProposal.state == "open", area)
            if not mine or one.office_id == officer.office_id
        ),
        *matters.objections(unit, Objection.state == "open", Objection.due_on <= until, of_entry),
        *matters.households(unit, relief.open_cases(), Plan.due_on <= until, of_entry),
        *matters.first_contacts(
            unit, care.waits_for_first_contact(), care.first_contact_within(unit, until), of_entry, waiting=True
        ),
        *_unbegun(unit, officer, mine=mine),
    )
    near = [replace(one, days_left=(one.due_on - unit.today).days) for one in found if one.due_on <= until]
    return Promised(tuple(sorted(near, key=lambda one: one.due_on)))


def _unbegun(unit: Unit, officer: Officer, *, mine: bool) -> tuple[Matter, ...]:
    """Cases to be taken up by today: the day before, each new case would be one, and those wait on the page anyway."""
    here = visible(unit, officer)
    here = here & (Application.office_id == officer.office_id) if mine else here
    found = matters.intakes(unit, matters.unbegun(), here, waiting=True)
    return tuple(one for one in found if one.due_on <= unit.today)


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
    """One of them, open or done."""
    if kind == "ticket":
        return next(matters.tickets(unit, Ticket.id == int(subject_id)))
    if kind == "exit":
        return next(matters.exits(unit, ExitProposal.id == int(subject_id)))
    if kind == "intake":
        return next(matters.intakes(unit, Application.id == subject_id))
    if kind == "household":
        return next(matters.households(unit, Plan.id == int(subject_id)))
    if kind == "contact":
        return next(matters.first_contacts(unit, Entry.id == int(subject_id)))
    return next(matters.objections(unit, Objection.id == int(subject_id)))


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


NAMES_OF = {
    "ticket": "promise_ticket",
    "exit": "promise_exit",
    "objection": "promise_objection",
    "intake": "promise_intake",
    "contact": "promise_contact",
    "household": "promise_household",
}
"""What the audit calls them; the words stand with its sentences."""
