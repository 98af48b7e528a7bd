"""A registration comes in, is weighed, and the person is told: all in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

import structlog
from sqlalchemy import select, update
from uuid_utils.compat import uuid7

from backend.automatic import letters
from backend.automatic.models import Registration
from backend.automatic.reading import New, registered
from backend.automatic.weighing import Weighed, weigh
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.finding.inviting import chats_of
from backend.people.models import Account, Person
from backend.people.service import details_of, keep_person, person_index
from backend.policies.spoken import pack_of
from backend.registry import letter_desk, recognition_letters
from backend.registry import service as registry
from backend.registry.models import Entry
from backend.registry.standing import standing_entry
from backend.rules import Answers, Pack, answers_from_json, answers_to_json
from backend.staff.duty import answering, nearest_office
from backend.staff.models import OfficeRow

Outcome = Literal["recognised", "standing", "apply", "check", "nothing", "nobody"]
AT_ONCE = 100
KEPT = timedelta(days=30)
"""Name and telephone of a registration that is not looked at again."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Taken:
    """What came of a registration. ``number`` is the register number, empty where nobody was recognised."""

    outcome: Outcome
    number: str
    bases: tuple[str, ...]


def take(unit: Unit, pack: Pack, new: New) -> Taken:
    """Weighs a registration; the same one twice has one effect. Raises 422 ``registration.area_unknown``."""
    index = person_index(unit, new.id_number)
    known = unit.session.scalar(
        select(Registration).where(
            Registration.pack == pack.id,
            Registration.id_index == index,
            Registration.registered_on == new.registered_on,
        )
    )
    if known is not None:
        return _taken(unit, known)
    office = nearest_office(unit, new.area, pack.region)
    if office is None:
        raise Problem("registration.area_unknown", 422)
    row = _kept(unit, pack, new, index, office)
    _settle(unit, row, pack, weigh(pack, registered(new), unit.today))
    return _taken(unit, row)


def look_again(unit: Unit, after: int = 0) -> int:
    """Looks once more at who has reached an age since; gives how many, 0 at the end. Run daily until it gives 0."""
    due = (
        select(Registration)
        .where(Registration.again_on.is_not(None), Registration.again_on <= unit.today)
        .order_by(Registration.again_on, Registration.id)
        .limit(AT_ONCE)
    )
    rows = unit.session.scalars(due.with_for_update()).all()
    for row in rows:
        _look_again(unit, row)
    return after + len(rows) if len(rows) == AT_ONCE else 0


def forget_registrations(unit: Unit) -> int:
    """Run daily: what is not looked at again is sealed for thirty days and then gone."""
    old = (
        update(Registration)
        .where(Registration.at < unit.now - KEPT, Registration.again_on.is_(None), Registration.sealed != b"")
        .values(sealed=b"")
        .returning(Registration.id)
    )
    return len(unit.session.scalars(old).all())


def details(unit: Unit, row: Registration) -> dict[str, Any]:
    """Name, ID number, telephone and address; empty once they are forgotten."""
    return dict(unit.vault.open(row.sealed, _place(row))) if row.sealed else {}


def kept_answers(unit: Unit, entry_ids: Sequence[int]) -> Mapping[int, Answers]:
    """The answers behind entries nobody applied for, as long as their registrations are kept."""
    rows = unit.session.scalars(
        select(Registration)
        .where(Registration.entry_id.in_(entry_ids), Registration.outcome == "recognised", Registration.sealed != b"")
        .order_by(Registration.at)
    )
    return {row.entry_id: answers_from_json(dict(details(unit, row)["answers"])) for row in rows if row.entry_id}


def _look_again(unit: Unit, row: Registration) -> None:
    pack, kept = pack_of(unit, row.pack), details(unit, row)
    again, row.again_on = row.again_on, None
    if not kept or pack.automatic is None or not pack.automatic.later:
        return
    answers = answers_from_json(dict(kept["answers"]))
    row.pack_version, row.at = pack.version, unit.now
    log.info("registration.looked_at_again", registration=row.id, day=str(again))
    _settle(unit, row, pack, weigh(pack, answers, unit.today))


def _kept(unit: Unit, pack: Pack, new: New, index: str, office: OfficeRow) -> Registration:
    row = Registration(
        id=uuid7().hex,
        list_id=new.list_id,
        pack=pack.id,
        pack_version=pack.version,
        id_index=index,
        registered_on=new.registered_on,
        office_id=office.id,
        outcome="",
        bases=[],
        sealed=b"",
        at=unit.now,
    )
    told = {"id_number": new.id_number, "name": new.name, "phone": new.phone, "address": new.address}
    row.sealed = unit.vault.seal({**told, "answers": list(answers_to_json(registered(new)).items())}, _place(row))
    unit.session.add(row)
    return row


def _settle(unit: Unit, row: Registration, pack: Pack, weighed: Weighed) -> None:
    """Recognises, or offers what fits; whoever has a chat here is written to, for everybody else it is printed."""
    account, before = chats_of(unit, [row.id_index]).get(row.id_index), row.outcome
    row.bases, row.again_on = list(weighed.bases), weighed.again_on
    person = unit.session.scalar(select(Person).where(Person.id_index == row.id_index))
    standing = standing_entry(unit, person.id, pack.id) if person else None
    if standing is not None:
        row.outcome, row.entry_id, row.again_on = "standing", standing.id, None
    elif weighed.bases:
        _recognise(unit, row, pack, weighed, account)
    else:
        row.outcome = weighed.offer
    if row.outcome in ("apply", "check") and row.outcome != before:
        row.way = "chat" if account else "desk"
        if account:
            letters.offer(unit, row, account)
    unit.session.flush()
    unit.audit("registration.weighed", f"registration:{row.id}", result=f"outcome_{row.outcome}")


def _recognise(unit: Unit, row: Registration, pack: Pack, weighed: Weighed, account: Account | None) -> None:
    """A register entry like any other: with bases, an owner and everything that follows from standing there."""
    owner = answering(unit, row.office_id)
    if owner is None:
        row.outcome, row.again_on = "nobody", unit.today + timedelta(days=1)
        return
    number = registry.enrol(
        unit,
        registry.Enrolment(
            person_id=_person(unit, row).id,
            application_id=None,
            pack=pack.id,
            pack_version=pack.version,
            bases=weighed.bases,
            office_id=row.office_id,
            owner_id=owner.id,
            account_id=account.id if account else None,
            answers=weighed.answers,
        ),
    )
    entry = unit.session.scalars(select(Entry).where(Entry.number == number)).one()
    unit.audit("register.recognised_automatically", f"entry:{entry.id}", number=number)
    row.outcome, row.entry_id = "recognised", entry.id
    row.way = "chat" if account else "desk"
    if account:
        letter_desk.post(unit, entry, recognition_letters.recognised(unit, entry))


def _person(unit: Unit, row: Registration) -> Person:
    """The person, with what is newest of her; a registration without a telephone does not take one away."""
    told = details(unit, row)
    known = unit.session.scalar(select(Person).where(Person.id_index == row.id_index))
    before = details_of(unit, known) if known else {"phone": ""}
    return keep_person(unit, told["id_number"], told["name"], told["phone"] or before["phone"])


def _taken(unit: Unit, row: Registration) -> Taken:
    entry = unit.session.get(Entry, row.entry_id) if row.entry_id else None
    number = entry.number if entry and row.outcome == "recognised" else ""
    bases: Sequence[str] = row.bases if number else ()
    return Taken(row.outcome, number, tuple(bases))  # type: ignore[arg-type]


def _place(row: Registration) -> str:
    return f"unemployment_registrations.sealed|{row.id}"
