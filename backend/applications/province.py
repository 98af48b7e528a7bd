"""The first step of the first review: the ID number goes into the provincial system (第二条第二款, XY-20)."""

from dataclasses import dataclass

from sqlalchemy import select

from backend.applications.guards import RECORD_MATCH, demand, seen, subject_of
from backend.applications.models import Application
from backend.applications.views import ProvinceStep
from backend.core import audit
from backend.core.masking import mask_name
from backend.core.todos import HomeTodo
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry import provincial
from backend.registry.models import Entry, ProvincialMessage
from backend.registry.provincial import MessageLine
from backend.staff.keyset import COUNTED
from locales import translator

ENTERED = "application.province_entered"


def enter(unit: Unit, case_id: str) -> None:
    """Hands the ID number over; twice is once. Raises what stands against recording the match."""
    row = seen(unit, case_id, lock=True)
    demand(unit, row, RECORD_MATCH)
    enter_once(unit, row)


def enter_once(unit: Unit, row: Application) -> None:
    """The same within another act: who records the match has looked there."""
    asked = _message(unit, row)
    if asked is not None and asked.state == "failed":
        provincial.requeue(unit, asked)
    if asked is not None or row.person_id is None or row.office_id is None:
        return
    number = details_of(unit, unit.session.get_one(Person, row.person_id))["id_number"]
    provincial.tell(unit, "lookup", subject_of(row.id), row.office_id, {"id_number": number})
    unit.audit(ENTERED, subject_of(row.id))


def step_of(unit: Unit, row: Application) -> ProvinceStep | None:
    """The stamp of the step; None until it was taken."""
    message = _message(unit, row)
    entry = next((one for one in audit.history(unit.session, subject_of(row.id)) if one.action == ENTERED), None)
    if message is None or entry is None:
        return None
    return ProvinceStep(entry.at, entry.actor, message.state, message.receipt)


@dataclass(frozen=True)
class ProvinceLine:
    """One message with what it is about: a case by its receipt, or an entry by its number."""

    message: MessageLine
    about: str
    address: str
    name: str
    """Of the person, masked."""


@dataclass(frozen=True)
class ProvinceQueue:
    """What the officers' provincial messages came to. ``total``: all that failed, counted to a thousand."""

    failed: tuple[ProvinceLine, ...]
    tried_again: tuple[ProvinceLine, ...]
    sent: tuple[ProvinceLine, ...]
    total: int

    @property
    def simulated(self) -> bool:
        """Whether the numbers shown are made up, because no provincial system is connected."""
        return any(one.message.receipt.startswith("SIM-") for one in self.sent)


def queue(unit: Unit) -> ProvinceQueue:
    """The messages of the officer's area: failed, tried again, and the last that arrived (XY-43)."""
    found = (provincial.failed, provincial.tried_again, provincial.sent_last)
    failed, again, sent = (_about(unit, look(unit)) for look in found)
    return ProvinceQueue(failed, again, sent, min(provincial.count_failed(unit, COUNTED), COUNTED))


def todo(unit: Unit) -> HomeTodo | None:
    """The messages of the area that could not be sent; an outage of the system shows here."""
    count = provincial.count_failed(unit, COUNTED + 1)
    if not count:
        return None
    _ = translator("console", unit.language)
    return HomeTodo(_("省级系统没有收到"), _("请重新发送"), count, "/staff/province", "return", "bad")


def _about(unit: Unit, messages: tuple[MessageLine, ...]) -> tuple[ProvinceLine, ...]:
    subjects = [one.subject.partition(":") for one in messages]
    cases = {key for kind, _, key in subjects if kind == "application"}
    entries = {int(key) for kind, _, key in subjects if kind == "entry"}
    of_case = select(Application.id, Application.receipt, Application.person_id).where(Application.id.in_(cases))
    of_entry = select(Entry.id, Entry.number, Entry.person_id).where(Entry.id.in_(entries))
    known = {("application", str(key)): (number or "", person) for key, number, person in unit.session.execute(of_case)}
    known |= {("entry", str(key)): (number, person) for key, number, person in unit.session.execute(of_entry)}
    people = {person for _, person in known.values() if person}
    persons = unit.session.scalars(select(Person).where(Person.id.in_(people)))
    names = {one.id: mask_name(details_of(unit, one)["name"]) for one in persons}
    lines = []
    for one, (kind, _, key) in zip(messages, subjects, strict=True):
        number, person = known.get((kind, key), ("", None))
        address = f"/staff/cases/{key}" if kind == "application" else f"/staff/register/{number}"
        lines.append(ProvinceLine(one, number, address, names.get(person or "", "")))
    return tuple(lines)


def _message(unit: Unit, row: Application) -> ProvincialMessage | None:
    mine = select(ProvincialMessage).where(
        ProvincialMessage.subject == subject_of(row.id), ProvincialMessage.kind == "lookup"
    )
    return unit.session.scalar(mine.limit(1))
