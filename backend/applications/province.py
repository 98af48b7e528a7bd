"""The first step of the first review: the ID number goes into the provincial system (第二条第二款, XY-20)."""

from dataclasses import dataclass

from sqlalchemy import select

from backend.applications.guards import RECORD_MATCH, demand, seen, subject_of
from backend.applications.models import Application
from backend.applications.views import ProvinceStep
from backend.core import audit
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


@dataclass(frozen=True)
class ProvinceQueue:
    """What the officers' provincial messages came to. ``total``: all that failed, counted to a thousand."""

    failed: tuple[ProvinceLine, ...]
    tried_again: tuple[ProvinceLine, ...]
    sent: tuple[ProvinceLine, ...]
    total: int


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
    receipts = dict(unit.session.execute(select(Application.id, Application.receipt).where(Application.id.in_(cases))).all())
    numbers = dict(unit.session.execute(select(Entry.id, Entry.number).where(Entry.id.in_(entries))).all())
    return tuple(
        ProvinceLine(one, receipts.get(key) or "", f"/staff/cases/{key}")
        if kind == "application"
        else ProvinceLine(one, numbers.get(int(key), ""), f"/staff/register/{numbers.get(int(key), '')}")
        for one, (kind, _, key) in zip(messages, subjects, strict=True)
    )


def _message(unit: Unit, row: Application) -> ProvincialMessage | None:
    mine = select(ProvincialMessage).where(
        ProvincialMessage.subject == subject_of(row.id), ProvincialMessage.kind == "lookup"
    )
    return unit.session.scalar(mine.limit(1))
