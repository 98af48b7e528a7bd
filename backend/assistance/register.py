"""What a service tells the register: a word with the person or an attempt at one, and what was turned down.

The register counts contacts and refusals (第三条第一款第3目；穗人社发〔2014〕4号第六条第二、五项). A refusal waits there for
another officer's judgement: nothing here ends a recognition.
"""

from datetime import date

from sqlalchemy import ColumnElement, func, select

from backend.assistance import entries
from backend.core.unit import Unit
from backend.registry import contacts, refusals
from backend.registry.contacts import Contact
from backend.registry.models import ContactAttempt, Entry
from backend.registry.refusals import Refused
from backend.rules import ServiceKind
from backend.staff import access

OFFERS = {"guidance": "guidance", "recommendation": "post", "home_delivery": "post", "training": "training"}
"""Which kind of offer a service is for the register's log; any other is ``other``."""
REASON_LONGEST = 200


def tell(unit: Unit, entry: Entry, contact: Contact, refused: Refused | None) -> None:
    """Writes the contact, and the refusal when there is one; of a social worker the word with the person alone."""
    if access.current(unit).role != "reviewer":
        contacts.heard(unit, entry, contact)
        return
    contacts.record(unit, entry.number, contact)
    if refused is not None:
        refusals.record(unit, entry.number, refused)


def refusal_of(kind: ServiceKind, offered: tuple[str, ...], contact: Contact, reason: str) -> Refused:
    """What was turned down, as the register wants it. Raises 422 ``refusal.reason_missing``."""
    reason = entries.worded(reason, "refusal.reason_missing", REASON_LONGEST)
    what = "；".join(offered)[:REASON_LONGEST] or str(kind.label)
    return Refused(OFFERS.get(kind.id, "other"), what, contact.on, reason)


def ever_heard() -> ColumnElement[bool]:
    """Whether the register knows of any word with the person."""
    wanted = select(ContactAttempt.id).where(
        ContactAttempt.entry_id == Entry.id, ContactAttempt.reached.is_(True)
    )
    return wanted.exists()


def first_heard(unit: Unit, entry: Entry) -> date | None:
    """The day of the first word with the person that the register knows of."""
    return unit.session.scalar(
        select(func.min(ContactAttempt.on)).where(
            ContactAttempt.entry_id == entry.id, ContactAttempt.reached.is_(True)
        )
    )


def heard(since: date) -> ColumnElement[bool]:
    """Whether the register knows of a word with the person after a day."""
    wanted = select(ContactAttempt.id).where(
        ContactAttempt.entry_id == Entry.id, ContactAttempt.reached.is_(True), ContactAttempt.on > since
    )
    return wanted.exists()
