"""Contacts with people on the register: attempts that failed, and every word that came back (第六条第五项).

Any contact resets the clock: a call that was answered, a visit, a word in the chat. Whether somebody could not be
reached by own fault is for the officer to judge who decides.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from sqlalchemy import select

from backend.core.problems import Problem
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.core.wording import worded
from backend.policies.spoken import pack_of
from backend.registry import checks, tallies, watches
from backend.registry.models import ContactAttempt, Entry
from backend.registry.serving import demand_server
from backend.registry.standing import seen, subject_of

Channel = Literal["phone", "visit", "message", "letter", "through"]
CHANNELS: Final = {
    "phone": N_("电话"),
    "visit": N_("上门"),
    "message": N_("短信或聊天"),
    "letter": N_("信件"),
    "through": N_("通过家人或社区"),
}


@dataclass(frozen=True)
class Contact:
    """One attempt: how, when, and whether the person was reached."""

    channel: str
    on: date
    reached: bool
    note: str = ""


def record(unit: Unit, number: str, contact: Contact) -> bool:
    """Writes one attempt down; gives whether an exit was proposed with it.

    Raises 422 ``contact.channel_missing``, ``contact.day_in_future``, ``exit.day_before_recognition`` (day),
    ``contact.note_missing`` for somebody who was reached; 403 ``review.read_only``, ``register.level_inspects``; 409
    ``register.illegal_move``.
    """
    entry = seen(unit, number, lock=True)
    demand_server(unit, entry)
    _check(unit, entry, contact)
    return _keep(unit, entry, contact)


def heard(unit: Unit, entry: Entry, contact: Contact) -> None:
    """A word with the person that a social worker or the hotline had: any contact ends a silence (reading G11).

    Only that: whom they did not reach is no attempt of the office that answers for the person.
    """
    if contact.reached and entry.state != "exited" and contact.on >= entry.recognised_on:
        _keep(unit, entry, contact)


def _keep(unit: Unit, entry: Entry, contact: Contact) -> bool:
    row = ContactAttempt(
        entry_id=entry.id,
        on=contact.on,
        channel=contact.channel,
        reached=contact.reached,
        note=b"",
        officer_id=unit.officer.id,
        at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    row.note = unit.vault.seal(contact.note.strip(), _place(row))
    unit.audit("register.contact", subject_of(entry), result="heard" if contact.reached else "not_heard")
    return _clock(unit, entry)


def attempts_of(unit: Unit, entry: Entry) -> list[ContactAttempt]:
    rows = select(ContactAttempt).where(ContactAttempt.entry_id == entry.id)
    return list(unit.session.scalars(rows.order_by(ContactAttempt.on, ContactAttempt.id)))


def note_of(unit: Unit, row: ContactAttempt) -> str:
    return str(unit.vault.open(row.note, _place(row)))


def _check(unit: Unit, entry: Entry, contact: Contact) -> None:
    if entry.state == "exited":
        raise Problem("register.illegal_move", 409, state=entry.state, action="contact")
    if contact.channel not in CHANNELS:
        raise Problem("contact.channel_missing", 422)
    if contact.on > unit.today:
        raise Problem("contact.day_in_future", 422)
    if contact.on < entry.recognised_on:
        raise Problem("exit.day_before_recognition", 422, day=entry.recognised_on.isoformat())
    if contact.reached or contact.note.strip():
        worded(contact.note, "contact.note_missing", longest=200)


def _clock(unit: Unit, entry: Entry) -> bool:
    """Sets the day on which the silence is long enough; a contact takes it back."""
    pack = pack_of(unit, entry.pack)
    for ground, item, check in watches.checks_of(pack, "silence"):
        watches.drop(unit, entry, ground.id, item)
        found = tallies.silence_of(unit, entry, check)
        if found and found.full:
            watches.add(unit, entry, ground.id, item, watches.PROPOSE, found.full)
    return checks.look_at(unit, entry)


def _place(row: ContactAttempt) -> str:
    return f"contact_attempts.note|{row.id}"
