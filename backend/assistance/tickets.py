"""Hotline tickets: routed to the office of the hukou street, followed up there until closed (第十五条)."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, func, or_, select

from backend.assistance import entries
from backend.assistance.events import TicketClosed
from backend.assistance.lifecycle import STATES, Action, target_of
from backend.assistance.models import Ticket, TicketNote
from backend.core.actors import Officer
from backend.core.masking import mask_name, mask_phone
from backend.core.problems import Problem, not_found
from backend.core.sentences import N_
from backend.core.todos import HomeTodo
from backend.core.unit import Unit
from backend.core.working_days import add_working_days
from backend.deadlines.limits import TICKETS, promised
from backend.people.service import person_of
from backend.registry import contacts
from backend.registry.contacts import Contact
from backend.registry.models import Entry
from backend.registry.standing import standing_entries
from backend.rules import IdNumberProblem, parse_id_number
from backend.staff import access, duty, service
from backend.staff.models import OfficeRow, OfficerRow
from locales import translator

Kind = Literal["consult", "guidance", "feedback", "report"]
KINDS: dict[Kind, str] = {
    "consult": N_("政策咨询"),
    "guidance": N_("就业指导"),
    "feedback": N_("意见反馈"),
    "report": N_("投诉举报"),
}
ASKED = {kind: word for kind, word in KINDS.items() if kind != "report"}
"""What people ask at a fair; a complaint is taken down where its own form is."""
TO_DO: Final = "todo"
CALLED: Final = "本人来电"
"""The note of a contact that a call to the hotline is."""
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
    about_id: int = 0
    """The officer a complaint is about; 0 for nobody."""


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
    about: str = ""
    """The officer it is about, or the office where nobody knows whom."""
    in_chat: bool = False
    """Written in the chat: what is said when it is closed is the answer, and goes there."""
    notes: tuple[NoteView, ...] = ()


@dataclass(frozen=True)
class FromChat:
    """What somebody wrote in the chat, with who answers for it; no name, a telephone only where it was given."""

    kind: Kind
    text: str
    phone: str
    officer: OfficerRow
    about_id: int | None = None
    about_office_id: int | None = None


def open_ticket(unit: Unit, new: NewTicket) -> str:
    """Takes a call down and routes it to the office of the hukou street; gives the number.

    Where a street has no office of its own the one above has it. A complaint (投诉举报) may come without a name and a
    telephone; about an officer it goes past the officer's own office. Raises 403 ``assistance.read_only``,
    ``ticket.about_you``; 422 ``ticket.kind_missing``, ``ticket.area_unknown``, ``ticket.phone_missing``,
    ``ticket.text_missing``, ``ticket.id_number_wrong``, ``ticket.about_unknown``.
    """
    officer = access.current(unit)
    if officer.role != "reviewer":
        raise Problem("assistance.read_only", 403)
    if new.kind not in KINDS:
        raise Problem("ticket.kind_missing", 422)
    about = _complained_about(unit, new)
    office = _past(unit, _office_for(unit, officer.area, new.area), about)
    phone = entries.free_text(new.phone, 30)
    if not phone and new.kind != "report":
        raise Problem("ticket.phone_missing", 422)
    content = {
        "name": entries.free_text(new.name, 40),
        "phone": phone,
        "text": entries.worded(new.text, "ticket.text_missing", 1000),
    }
    ticket = Ticket(
        number=_new_number(unit),
        kind=new.kind,
        office_id=office.id,
        taken_by=officer.id,
        created_by=officer.id,
        about_id=about.id if about else None,
        created_at=unit.now,
        due_on=_due_on(unit, office, new.kind),
        assisted=bool(standing := _standing(unit, new.id_number)),
        sealed=b"",
    )
    _keep(unit, ticket, content)
    for entry in standing:  # Whoever calls has been heard from, whatever about (第六条第五项).
        contacts.heard(unit, entry, Contact("phone", unit.today, reached=True, note=CALLED))
    unit.audit("ticket.opened", subject_of(ticket), number=ticket.number, office=office.name)
    return ticket.number


def open_from_chat(unit: Unit, said: FromChat) -> Ticket:
    """Keeps what was written in the chat as a ticket of the officer's office. Raises as :func:`entries.worded`."""
    office = said.officer.office
    content = {"name": "", "phone": said.phone, "text": entries.worded(said.text, "ticket.text_missing", 1000)}
    ticket = Ticket(
        number=_new_number(unit),
        kind=said.kind,
        office_id=office.id,
        taken_by=said.officer.id,
        created_by=said.officer.id,
        about_id=said.about_id,
        about_office_id=said.about_office_id,
        in_chat=True,
        created_at=unit.now,
        due_on=_due_on(unit, office, said.kind),
        sealed=b"",
    )
    _keep(unit, ticket, content)
    unit.audit("ticket.opened_in_chat", subject_of(ticket), number=ticket.number, office=office.name)
    return ticket


def act(unit: Unit, number: str, action: Action, text: str = "", office_id: int = 0) -> None:
    """Moves a ticket on: take, release, hand_on (to an office), note, close, reopen; the last three say what was done.

    Somebody always answers for it (首问负责): who took the call down or handed it on, until an officer takes it.

    Raises 404 ``ticket.not_found``; 403 ``assistance.read_only``, ``ticket.not_your_office``; 409
    ``ticket.illegal_move``, ``ticket.held_by_other`` (who); 422 ``ticket.note_missing``, ``ticket.office_missing``,
    ``ticket.office_complained_about``.
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
    if action == "close":
        unit.emit(TicketClosed(ticket.id, text.strip()))
    unit.audit(f"ticket.{action}", subject_of(ticket), number=ticket.number)


def tickets(unit: Unit, state: str = "") -> tuple[TicketView, ...]:
    """The tickets of the area and those the officer took down: closed ones last, assisted persons first, then by day.

    ``state`` is one of a ticket, or :data:`TO_DO` for what waits for this officer; anything else is all.
    """
    wanted = select(Ticket).where(_visible(unit))
    if state == TO_DO:
        wanted = wanted.where(_to_do(access.current(unit)))
    elif state in STATES:
        wanted = wanted.where(Ticket.state == state)
    order = (Ticket.state == "closed", Ticket.assisted.desc(), Ticket.due_on, Ticket.id)
    rows = unit.session.scalars(wanted.order_by(*order).limit(200))
    return tuple(_view(unit, row) for row in rows)


def todo(unit: Unit) -> HomeTodo | None:
    """What waits in the officer's own office to be taken up, and what the officer follows."""
    officer = access.current(unit)
    wanted = select(func.count()).select_from(Ticket).where(_visible(unit), _to_do(officer))
    count = (unit.session.scalar(wanted) or 0) if officer.role == "reviewer" else 0
    if not count:
        return None
    _ = translator("notices", unit.language)
    return HomeTodo(_("来电和投诉"), _("等您接手，或者您正在跟踪"), count, f"/staff/tickets?state={TO_DO}", "letter")


def _to_do(officer: Officer) -> ColumnElement[bool]:
    waits = (Ticket.state == "open") & (Ticket.office_id == officer.office_id)
    return waits | ((Ticket.state == "taken") & (Ticket.taken_by == officer.id))


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


def offices_to_hand_on_to(unit: Unit, number: str) -> tuple[tuple[int, str, str], ...]:
    """Those of the city a ticket may go to: not where it is, and not whom it is about. Raises 404 ``ticket.not_found``."""
    row = _seen(unit, number)
    kept_out = _concerned(unit, row) | {row.office_id}
    return tuple(one for one in offices_of_the_city(unit) if one[0] not in kept_out)


def officers_of_the_city(unit: Unit) -> tuple[tuple[int, str], ...]:
    """Whom a complaint may be about: id, and name with office, of every other officer at work in the city."""
    offices = {key: name for key, _, name in offices_of_the_city(unit)}
    rows = unit.session.scalars(
        select(OfficerRow)
        .where(OfficerRow.office_id.in_(offices), OfficerRow.active, OfficerRow.id != access.current(unit).id)
        .order_by(OfficerRow.office_id, OfficerRow.id)
    )
    return tuple((row.id, f"{row.name}（{offices[row.office_id]}）") for row in rows)


def subject_of(ticket: Ticket) -> str:
    return f"ticket:{ticket.id}"


def not_about(officer_id: int) -> ColumnElement[bool]:
    """Those that are no complaint about this officer, who learns of them nowhere."""
    return Ticket.about_id.is_(None) | (Ticket.about_id != officer_id)


def _keep(unit: Unit, ticket: Ticket, content: dict[str, str]) -> None:
    unit.session.add(ticket)
    unit.session.flush()
    ticket.sealed = unit.vault.seal(content, f"tickets.sealed|{ticket.id}")


def _office_for(unit: Unit, own_area: str, area: str) -> OfficeRow:
    """The office of a division, or the nearest one above it; within the officer's own city only."""
    divisions = unit.services.catalogue.divisions
    if own_area not in divisions:
        raise Problem("ticket.area_unknown", 422)
    office = duty.nearest_office(unit, area, divisions.city_of(own_area))
    if office is None:
        raise Problem("ticket.area_unknown", 422)
    return office


def _complained_about(unit: Unit, new: NewTicket) -> OfficerRow | None:
    """Whom a complaint is about. Raises 403 ``ticket.about_you``, 422 ``ticket.about_unknown``."""
    if not new.about_id or new.kind != "report":
        return None
    if new.about_id == access.current(unit).id:
        raise Problem("ticket.about_you", 403)
    if new.about_id not in {key for key, _ in officers_of_the_city(unit)}:
        raise Problem("ticket.about_unknown", 422)
    return unit.session.get_one(OfficerRow, new.about_id)


def _past(unit: Unit, office: OfficeRow, about: OfficerRow | None) -> OfficeRow:
    """The office above where it would go to the office of the officer complained about; a city has none above."""
    if about is None or office.id != about.office_id or office.parent_id is None:
        return office
    return unit.session.get_one(OfficeRow, office.parent_id)


def _due_on(unit: Unit, office: OfficeRow, kind: str) -> date:
    return add_working_days(unit.today, _days(unit, office, kind), unit.services.settings.policies)


def _days(unit: Unit, office: OfficeRow, kind: str) -> int:
    """Working days for the answer: what the office promises; the document says 跟踪帮扶 and no number."""
    step, divisions = f"ticket_{kind}", unit.services.catalogue.divisions
    area = next((code for code in (office.area, office.area[:9], office.area[:6]) if code in divisions), "")
    city = divisions.city_of(area) if area else ""
    pack = next((one for one in unit.services.catalogue.packs.values() if one.region == city), None)
    return promised(unit, office.id, pack, step) if pack else TICKETS[step]


def _standing(unit: Unit, id_number: str) -> tuple[Entry, ...]:
    """How somebody of this number stands on registers. Raises 422 ``ticket.id_number_wrong``."""
    if not id_number:
        return ()
    try:
        person = person_of(unit, parse_id_number(id_number, unit.today).number)
    except IdNumberProblem:
        raise Problem("ticket.id_number_wrong", 422) from None
    return standing_entries(unit, person.id) if person else ()


def _next_office(unit: Unit, row: Ticket, office_id: int) -> OfficeRow:
    if office_id == row.office_id or office_id not in {one[0] for one in offices_of_the_city(unit)}:
        raise Problem("ticket.office_missing", 422)
    if office_id in _concerned(unit, row):
        raise Problem("ticket.office_complained_about", 422)
    return unit.session.get_one(OfficeRow, office_id)


def _concerned(unit: Unit, row: Ticket) -> set[int]:
    """The offices a complaint is about: it never goes there."""
    of_officer = unit.session.get_one(OfficerRow, row.about_id).office_id if row.about_id else None
    return {one for one in (of_officer, row.about_office_id) if one is not None}


def _visible(unit: Unit) -> ColumnElement[bool]:
    officer = access.current(unit)
    about_others = not_about(officer.id)
    area = access.visible_to(officer, Ticket.office_id) & about_others
    own = or_(Ticket.created_by == officer.id, Ticket.taken_by == officer.id) & about_others
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
        phone=content["phone"] if whole else mask_phone(content["phone"]) if content["phone"] else "",
        text=content["text"],
        taken_by=unit.session.get_one(OfficerRow, row.taken_by).name,
        created_by=unit.session.get_one(OfficerRow, row.created_by).name,
        created_at=row.created_at,
        due_on=row.due_on,
        overdue=row.state != "closed" and row.due_on < unit.today,
        assisted=row.assisted,
        about=_about(unit, row),
        in_chat=row.in_chat,
        mine=row.office_id == officer.office_id and officer.role == "reviewer",
        notes=notes,
    )


def _about(unit: Unit, row: Ticket) -> str:
    """Whom or which office it is about."""
    if row.about_id:
        return unit.session.get_one(OfficerRow, row.about_id).name
    return unit.session.get_one(OfficeRow, row.about_office_id).name if row.about_office_id else ""


def _new_number(unit: Unit) -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"HT{unit.today:%y%m%d}-{letters}"
