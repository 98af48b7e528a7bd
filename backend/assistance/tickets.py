"""Hotline tickets: routed to the office of the hukou street, followed up there until closed (第十五条)."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, or_, select

from backend.assistance import entries
from backend.assistance.lifecycle import STATES, Action, target_of
from backend.assistance.models import Ticket, TicketNote
from backend.core.masking import mask_name, mask_phone
from backend.core.problems import Problem, not_found
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.core.working_days import add_working_days
from backend.people.service import person_of
from backend.registry.standing import assisted
from backend.rules import IdNumberProblem, parse_id_number
from backend.staff import access, duty, service
from backend.staff.models import OfficeRow, OfficerRow
from locales import translator

Kind = Literal["consult", "guidance", "feedback"]
KINDS: dict[Kind, str] = {"consult": N_("政策咨询"), "guidance": N_("就业指导"), "feedback": N_("意见反馈")}
DAYS: dict[Kind, int] = {"consult": 1, "guidance": 3, "feedback": 5}
"""Working days for the first answer; the document says 跟踪帮扶 and no number."""
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class NewTicket:
    """A call as the hotline took it down. ``area`` is the division code of the caller's hukou."""

    kind: str
    area: str
    name: str
    phone: str
    text: str
    id_number: str = ""
    """Only to see whether the caller stands on a register; it is not kept."""


@dataclass(frozen=True)
class NoteView:
    at: datetime
    officer: str
    text: str


@dataclass(frozen=True)
class TicketView:
    """A ticket; name and telephone masked but for ``taken_by``, who answers for it."""

    number: str
    kind: str
    state: str
    state_label: str
    office_id: int
    office: str
    name: str
    phone: str
    text: str
    taken_by: str
    created_by: str
    created_at: datetime
    due_on: date
    overdue: bool
    assisted: bool
    mine: bool
    notes: tuple[NoteView, ...] = ()


def open_ticket(unit: Unit, new: NewTicket) -> str:
    """Takes a call down and routes it to the office of the hukou street; gives the number.

    Where a street has no office of its own the one above has it. Raises 403 ``assistance.read_only``; 422
    ``ticket.kind_missing``, ``ticket.area_unknown``, ``ticket.phone_missing``, ``ticket.text_missing``,
    ``ticket.id_number_wrong``.
    """
    officer = access.current(unit)
    if officer.role != "reviewer":
        raise Problem("assistance.read_only", 403)
    if new.kind not in KINDS:
        raise Problem("ticket.kind_missing", 422)
    office = _office_for(unit, officer.area, new.area)
    content = {
        "name": entries.free_text(new.name, 40),
        "phone": entries.worded(new.phone, "ticket.phone_missing", 30),
        "text": entries.worded(new.text, "ticket.text_missing", 1000),
    }
    ticket = Ticket(
        number=_new_number(unit),
        kind=new.kind,
        office_id=office.id,
        taken_by=officer.id,
        created_by=officer.id,
        created_at=unit.now,
        due_on=add_working_days(unit.today, DAYS[new.kind], unit.services.settings.policies),
        assisted=_assisted(unit, new.id_number),
        sealed=b"",
    )
    unit.session.add(ticket)
    unit.session.flush()
    ticket.sealed = unit.vault.seal(content, f"tickets.sealed|{ticket.id}")
    unit.audit("ticket.opened", subject_of(ticket), number=ticket.number, office=office.name)
    return ticket.number


def act(unit: Unit, number: str, action: Action, text: str = "", office_id: int = 0) -> None:
    """Moves a ticket on: take, release, hand_on (to an office), note, close, reopen; the last three say what was done.

    Somebody always answers for it (首问负责): who took the call down or handed it on, until an officer takes it.

    Raises 404 ``ticket.not_found``; 403 ``assistance.read_only``, ``ticket.not_your_office``; 409
    ``ticket.illegal_move``, ``ticket.held_by_other`` (who); 422 ``ticket.note_missing``, ``ticket.office_missing``.
    """
    ticket = _seen(unit, number, lock=True)
    officer = access.current(unit)
    if officer.role != "reviewer":
        raise Problem("assistance.read_only", 403)
    if ticket.office_id != officer.office_id:
        raise Problem("ticket.not_your_office", 403)
    target = target_of(ticket.state, action)
    if action in ("note", "close") and ticket.taken_by != officer.id:
        raise Problem("ticket.held_by_other", 409, who=unit.session.get_one(OfficerRow, ticket.taken_by).name)
    if action in ("note", "close", "reopen", "hand_on"):
        _note(unit, ticket, entries.worded(text, "ticket.note_missing", 500))
    if action == "hand_on":
        ticket.office_id = _next_office(unit, ticket, office_id).id
    ticket.state = target
    if action != "release":  # Whoever puts it back has it until somebody takes it.
        ticket.taken_by = officer.id
    ticket.closed_at = unit.now if target == "closed" else None
    unit.audit(f"ticket.{action}", subject_of(ticket), number=ticket.number)


def tickets(unit: Unit, state: str = "") -> tuple[TicketView, ...]:
    """The tickets of the area and those the officer took down: closed ones last, assisted persons first, then by day."""
    wanted = select(Ticket).where(_visible(unit))
    if state in STATES:
        wanted = wanted.where(Ticket.state == state)
    order = (Ticket.state == "closed", Ticket.assisted.desc(), Ticket.due_on, Ticket.id)
    rows = unit.session.scalars(wanted.order_by(*order).limit(200))
    return tuple(_view(unit, row) for row in rows)


def ticket(unit: Unit, number: str) -> TicketView:
    """One ticket with everything that was done. Raises 404 ``ticket.not_found``."""
    row = _seen(unit, number)
    wanted = select(TicketNote).where(TicketNote.ticket_id == row.id).order_by(TicketNote.id)
    notes = tuple(
        NoteView(
            note.at,
            unit.session.get_one(OfficerRow, note.officer_id).name,
            str(unit.vault.open(note.sealed, f"ticket_notes.sealed|{note.id}")),
        )
        for note in unit.session.scalars(wanted)
    )
    return _view(unit, row, notes)


def offices_of_the_city(unit: Unit) -> tuple[tuple[int, str, str], ...]:
    """Where a call can be routed to: id, area and name of every office of the officer's city."""
    city = service.parent_at(unit, unit.session.get_one(OfficeRow, access.current(unit).office_id), "city")
    rows = unit.session.scalars(
        select(OfficeRow).where(OfficeRow.id.in_(access.offices_under(city.id))).order_by(OfficeRow.area)
    )
    return tuple((row.id, row.area, row.name) for row in rows)


def subject_of(ticket: Ticket) -> str:
    return f"ticket:{ticket.id}"


def _office_for(unit: Unit, own_area: str, area: str) -> OfficeRow:
    """The office of a division, or the nearest one above it; within the officer's own city only."""
    divisions = unit.services.catalogue.divisions
    if own_area not in divisions:
        raise Problem("ticket.area_unknown", 422)
    office = duty.nearest_office(unit, area, divisions.city_of(own_area))
    if office is None:
        raise Problem("ticket.area_unknown", 422)
    return office


def _assisted(unit: Unit, id_number: str) -> bool:
    """Whether somebody of this number stands on a register. Raises 422 ``ticket.id_number_wrong``."""
    if not id_number:
        return False
    try:
        person = person_of(unit, parse_id_number(id_number, unit.today).number)
    except IdNumberProblem:
        raise Problem("ticket.id_number_wrong", 422) from None
    return person is not None and bool(assisted(unit, [person.id]))


def _next_office(unit: Unit, row: Ticket, office_id: int) -> OfficeRow:
    if office_id == row.office_id or office_id not in {one[0] for one in offices_of_the_city(unit)}:
        raise Problem("ticket.office_missing", 422)
    return unit.session.get_one(OfficeRow, office_id)


def _visible(unit: Unit) -> ColumnElement[bool]:
    officer = access.current(unit)
    area = access.visible_to(officer, Ticket.office_id)
    own = or_(Ticket.created_by == officer.id, Ticket.taken_by == officer.id)
    return area | own if officer.role == "reviewer" else area


def _seen(unit: Unit, number: str, *, lock: bool = False) -> Ticket:
    wanted = select(Ticket).where(Ticket.number == number.strip().upper(), _visible(unit))
    row = unit.session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise not_found("ticket")
    return row


def _note(unit: Unit, row: Ticket, text: str) -> None:
    note = TicketNote(ticket_id=row.id, officer_id=unit.officer.id, at=unit.now, sealed=b"")
    unit.session.add(note)
    unit.session.flush()
    note.sealed = unit.vault.seal(text, f"ticket_notes.sealed|{note.id}")


def _view(unit: Unit, row: Ticket, notes: tuple[NoteView, ...] = ()) -> TicketView:
    _ = translator("notices", unit.language)
    content: dict[str, Any] = unit.vault.open(row.sealed, f"tickets.sealed|{row.id}")
    officer = access.current(unit)
    whole = row.taken_by == officer.id
    return TicketView(
        number=row.number,
        kind=_(KINDS[row.kind]),  # type: ignore[index]
        state=row.state,
        state_label=_(STATES[row.state]),  # type: ignore[index]
        office_id=row.office_id,
        office=unit.session.get_one(OfficeRow, row.office_id).name,
        name=content["name"] if whole else mask_name(content["name"]),
        phone=content["phone"] if whole else mask_phone(content["phone"]),
        text=content["text"],
        taken_by=unit.session.get_one(OfficerRow, row.taken_by).name,
        created_by=unit.session.get_one(OfficerRow, row.created_by).name,
        created_at=row.created_at,
        due_on=row.due_on,
        overdue=row.state != "closed" and row.due_on < unit.today,
        assisted=row.assisted,
        mine=row.office_id == officer.office_id and officer.role == "reviewer",
        notes=notes,
    )


def _new_number(unit: Unit) -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"HT{unit.today:%y%m%d}-{letters}"
