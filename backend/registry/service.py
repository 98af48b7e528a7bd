"""The real-name register: entering people, and reading it within one's area (第三条第一款)."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from backend.core.actors import Officer
from backend.core.masking import mask_name
from backend.core.numbers import CROCKFORD, grouped, plain
from backend.core.problems import Problem
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.policies.outcome import waiting_days
from backend.policies.spoken import pack_of
from backend.registry import facts, households, lifecycle, provincial, watches
from backend.registry import standing as standing_of
from backend.registry.events import Enrolled as Enrolled
from backend.registry.models import Entry
from backend.rules import Answers, mask_id_number
from backend.rules.conditions import AUTO
from backend.staff import access
from backend.staff.keyset import MOST_STATIONS, Order, Where, count_up_to, cursor_from, cursors, read
from backend.staff.models import OfficeRow, OfficerRow
from locales import translator

NUMBER_LETTERS = 8
STATES = {"active": N_("在册"), "leaving": N_("退出处理中"), "exited": N_("已退出")}
VIEWS = ("active", "near", "leaving", "exited")
"""在册, 预警 (among them), 退出处理中, 已退出 (C22)."""

NEWEST = Order(Entry, Entry.recognised_on, Entry.id, Entry.office_id, falling=True)


@dataclass(frozen=True)
class Enrolment:
    """What the register needs to know of a recognition. ``bases`` are category ids."""

    person_id: str
    application_id: str | None
    """None for a recognition nobody had to apply for."""
    pack: str
    pack_version: str
    bases: tuple[str, ...]
    office_id: int
    owner_id: int
    account_id: int | None = None
    answers: Answers = field(default_factory=dict)
    """What the application was decided on; the register keeps of it what later checks need."""
    read_by: Mapping[str, int] = field(default_factory=dict)
    """Who read the last day of a certificate on the paper: {fact: officer}."""
    home: str = ""
    """The whole address of the hukou; the register keeps a blind index of it, and only of households without work."""


@dataclass(frozen=True)
class EntryLine:
    """One row of the register for the console; ``name`` and ``id_number`` masked."""

    number: str
    application_id: str | None
    name: str
    id_number: str
    bases: tuple[str, ...]
    office: str
    owner: str
    recognised_on: date
    state: str
    state_label: str
    near: bool
    """在册, and its end is near: 预警."""
    exited_on: date | None


@dataclass(frozen=True)
class RegisterPage:
    """``next_after`` and ``previous_before``: from which row the list goes on, either way; empty where it does not."""

    lines: tuple[EntryLine, ...]
    total: int
    counts: Mapping[str, int]
    """How many there are under each view. As ``total``, one more than ``COUNTED`` stands for many."""
    next_after: str
    previous_before: str


def enrol(unit: Unit, enrolment: Enrolment) -> str:
    """Enters a recognised person and gives the register number. Every entry has an owner (XY-57).

    Raises 409 ``registry.already_standing`` (number) when the person already stands there for this policy.
    """
    number = standing(unit, enrolment.person_id, enrolment.pack)
    if number:
        raise Problem("registry.already_standing", 409, number=number)
    again = unit.session.scalar(
        select(Entry.id).where(Entry.person_id == enrolment.person_id, Entry.pack == enrolment.pack).limit(1)
    )
    entry = _entered(unit, enrolment)
    unit.audit("register.entered", standing_of.subject_of(entry), number=entry.number)
    keep_facts(unit, entry, enrolment.answers)
    households.notice(unit, entry, enrolment.home)
    tell_province(unit, entry, "re_recognition" if again else "recognition", recognised_on=entry.recognised_on)
    unit.emit(Enrolled(entry.id, entry.number))
    return entry.number


def keep_facts(unit: Unit, entry: Entry, answers: Answers) -> None:
    """Keeps what later checks need of the answers, and plans their days."""
    pack = pack_of(unit, entry.pack)
    facts.keep(unit, entry, pack, answers)
    turning = {
        category: day
        for category, day in waiting_days(pack, answers, unit.today).items()
        if pack.category(category).mode == AUTO and category not in entry.bases
    }
    watches.plan(unit, entry, pack, turning)


def tell_province(unit: Unit, entry: Entry, kind: provincial.Kind, **more: Any) -> None:
    """Hands an act about an entry to the provincial system (第三条第二款), in the transaction of the act."""
    details = details_of(unit, unit.session.get_one(Person, entry.person_id))
    body = {
        "id_number": details["id_number"],
        "number": entry.number,
        "bases": list(standing_of.standing_bases(unit, entry)),
        **more,
    }
    provincial.tell(unit, kind, standing_of.subject_of(entry), entry.office_id, body)


def _entered(unit: Unit, enrolment: Enrolment) -> Entry:
    entry = Entry(
        number=_new_number(unit, enrolment.office_id),
        person_id=enrolment.person_id,
        application_id=enrolment.application_id,
        mode="apply" if enrolment.application_id else AUTO,
        account_id=enrolment.account_id,
        pack=enrolment.pack,
        pack_version=enrolment.pack_version,
        bases=list(enrolment.bases),
        recognised_on=unit.today,
        office_id=enrolment.office_id,
        owner_id=enrolment.owner_id,
        read_by=dict(enrolment.read_by),
        created_at=unit.now,
    )
    unit.session.add(entry)
    unit.session.flush()
    return entry


def standing(unit: Unit, person_id: str, pack: str) -> str:
    """The number of the person's standing entry for a policy, empty when there is none."""
    entry = standing_of.standing_entry(unit, person_id, pack)
    return entry.number if entry else ""


def stands(unit: Unit, application_id: str) -> bool:
    """Whether the entry an application led to still stands."""
    mine = select(Entry.id).where(Entry.application_id == application_id, Entry.state.in_(lifecycle.STANDING))
    return unit.session.scalar(mine) is not None


def register(
    unit: Unit,
    *,
    number: str = "",
    view: str = "",
    after: str = "",
    before: str = "",
    per_page: int = 20,
    turned: bool = False,
) -> RegisterPage:
    """The register within the officer's area, newest first unless ``turned``.

    ``number`` is the beginning of one, ``view`` one of VIEWS.
    """
    officer = access.current(unit)
    here, stations = _within(unit, officer)
    if number.strip():
        here.append(Entry.number.startswith(as_number(number), autoescape=True))
    counts = {name: count_up_to(unit, NEWEST, Where([*here, *_view(unit, name)], stations)) for name in VIEWS}
    where = Where([*here, *_view(unit, view)], stations)
    order = NEWEST.turned(turned)
    back, forth = cursor_from(before, order), cursor_from(after, order)
    found = read(unit, order, where, back or forth, per_page, backwards=back is not None)
    total = counts[view] if view in counts else count_up_to(unit, NEWEST, where)
    return RegisterPage(_lines(unit, found.rows), total, counts, *cursors(order, found))


def _within(unit: Unit, officer: Officer) -> tuple[list[ColumnElement[bool]], tuple[int, ...]]:
    """Whose entries are listed: station by station where it depends on the office alone."""
    if officer.organisation == "employment" and officer.role not in access.UNSEEING:
        offices = tuple(unit.session.scalars(access.offices_under(officer.office_id)))
        if len(offices) <= MOST_STATIONS:
            return [], offices
        # Not by the index of the offices: the whole register in its order, of which most is theirs.
        return [(Entry.office_id + 0).in_(offices)], ()
    visible = access.persons_visible_to(
        unit, officer, office=Entry.office_id, pack=Entry.pack, categories=Entry.bases
    )
    return [visible], ()


def _view(unit: Unit, view: str) -> list[ColumnElement[bool]]:
    near = (Entry.warn_from.is_not(None)) & (Entry.warn_from <= unit.today)
    return {
        "active": [Entry.state == "active"],
        "near": [Entry.state == "active", near],
        "leaving": [Entry.state == "leaving"],
        "exited": [Entry.state == "exited"],
    }.get(view, [])


def as_number(text: str) -> str:
    """A register number, or the beginning of one, as it is kept, however it was typed."""
    return grouped(plain(text), 8, 4)


def case_of(number: str) -> Select[str | None]:
    """The id of the application a register number came from."""
    return select(Entry.application_id).where(Entry.number == as_number(number))


def _lines(unit: Unit, entries: Sequence[Entry]) -> tuple[EntryLine, ...]:
    """The lines of a page; what they name is fetched once for all."""
    persons = {row.id: row for row in _of(unit, Person, {entry.person_id for entry in entries})}
    offices = {row.id: row.name for row in _of(unit, OfficeRow, {entry.office_id for entry in entries})}
    owners = {row.id: row.name for row in _of(unit, OfficerRow, {entry.owner_id for entry in entries})}
    return tuple(
        _line(unit, entry, persons[entry.person_id], offices[entry.office_id], owners[entry.owner_id])
        for entry in entries
    )


def _of(unit: Unit, rows: Any, keys: set[Any]) -> Iterable[Any]:
    return unit.session.scalars(select(rows).where(rows.id.in_(keys)))


def _line(unit: Unit, entry: Entry, person: Person, office: str, owner: str) -> EntryLine:
    details = details_of(unit, person)
    pack = pack_of(unit, entry.pack, entry.pack_version)
    return EntryLine(
        number=entry.number,
        application_id=entry.application_id,
        name=mask_name(details["name"]),
        id_number=mask_id_number(details["id_number"]),
        bases=tuple(pack.category(category).short for category in entry.bases),
        office=office,
        owner=owner,
        recognised_on=entry.recognised_on,
        state=entry.state,
        state_label=translator("notices", unit.language)(STATES[entry.state]),
        near=entry.state == "active" and entry.warn_from is not None and entry.warn_from <= unit.today,
        exited_on=entry.exited_on,
    )


def _new_number(unit: Unit, office_id: int) -> str:
    """``RD``, the county's code, the year, and letters nobody can guess: RD360502-2026-7F3K2M9Q."""
    area = unit.session.get_one(OfficeRow, office_id).area[:6]
    letters = "".join(secrets.choice(CROCKFORD) for _ in range(NUMBER_LETTERS))
    return f"RD{area}-{unit.today.year}-{letters}"
