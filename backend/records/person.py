"""The file of one person: recognitions, papers, services, checks, plans, letters, months (第七条、第十九条)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from backend.applications.labels import delivery_label, state_label
from backend.applications.models import Application, PaperRow
from backend.applications.ruling import pack_for
from backend.applications.scope import visible as visible_cases
from backend.assistance import acts, care, checks, clients, entries, grants, ledger, packages, plans
from backend.assistance.models import Assignment, ServiceAct
from backend.core import audit, outbox
from backend.core.console.problems import words_for
from backend.core.console.words import speaker
from backend.core.masking import mask_name, mask_phone
from backend.core.problems import not_found
from backend.core.sentences import sentence
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.records import reveal
from backend.registry import contacts
from backend.registry.models import BasisLapse, Entry
from backend.registry.service import STATES
from backend.rules import mask_id_number
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow
from backend.vacancies import fallback
from locales import translator

HISTORY = 200


@dataclass(frozen=True)
class Kind:
    """A service the officer may record, with what its record asks for."""

    id: str
    label: str
    gift: str
    after: str


@dataclass(frozen=True)
class ContactLine:
    """An attempt to get in touch, or a word from the person."""

    on: date
    channel: str
    reached: bool
    note: str


@dataclass(frozen=True)
class EntryFile:
    """One recognition with all that was done under it."""

    number: str
    application_id: str | None
    policy: str
    notice: str
    state: str
    state_label: str
    bases: tuple[str, ...]
    recognised_on: date
    office: str
    owner: str
    packages: tuple[packages.PackageState, ...]
    lines: tuple[ledger.LedgerLine, ...]
    plans: tuple[plans.PlanView, ...]
    checks: tuple[checks.CheckView, ...]
    accounts: tuple[grants.Account, ...]
    fallback: fallback.FallbackView | None
    interval: int
    next_visit: date
    kinds: tuple[Kind, ...]
    guidances: tuple[tuple[int, str], ...]
    """Earlier acts on which a service that needs one may rest."""
    bases_of_work: tuple[tuple[str, int], ...]
    contacts: tuple[ContactLine, ...]
    lapsed: tuple[tuple[str, date], ...]
    """Bases that hold no more, and since when."""
    exited_on: date | None
    helpers: tuple[tuple[int, str], ...]
    """The social workers who look after the person now."""
    why_not: str
    """Why this officer cannot record here; empty when nothing stands against it."""


@dataclass(frozen=True)
class CaseLine:
    """An application with the papers handed in for it."""

    id: str
    receipt: str
    state_label: str
    categories: tuple[str, ...]
    submitted_at: datetime | None
    papers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LetterLine:
    """A letter to the person, and whether it arrived."""

    number: str
    at: datetime
    state: str
    state_label: str
    text: str


@dataclass(frozen=True)
class HistoryLine:
    at: datetime
    actor: str
    sentence: str


@dataclass(frozen=True)
class PersonFile:
    """Everything this officer may see of one person; identifying values covered unless ``unmasked``."""

    id: str
    name: str
    id_number: str
    phone: str
    unmasked: bool
    entries: tuple[EntryFile, ...]
    cases: tuple[CaseLine, ...]
    letters: tuple[LetterLine, ...]
    history: tuple[HistoryLine, ...]

    @property
    def standing(self) -> EntryFile | None:
        """The recognition that stands now."""
        return next((entry for entry in self.entries if entry.state != "exited"), None)


def person_file(unit: Unit, person_id: str, *, unmasked: bool = False) -> PersonFile:
    """The file of a person of the officer's area. Raises 404 ``person.not_found``, absent or foreign."""
    person, rows, cases = _visible(unit, person_id)
    whole = unmasked and reveal.revealed(unit, person_id)
    details = details_of(unit, person)
    subjects = [f"application:{case.id}" for case in cases] + [entries.subject_of(row) for row in rows]
    return PersonFile(
        id=person.id,
        name=details["name"] if whole else mask_name(details["name"]),
        id_number=details["id_number"] if whole else mask_id_number(details["id_number"]),
        phone=details["phone"] if whole else mask_phone(details["phone"]),
        unmasked=whole,
        entries=tuple(_entry(unit, row) for row in rows),
        cases=tuple(_case(unit, case) for case in cases),
        letters=_letters(unit, subjects),
        history=_history(unit, [*subjects, reveal.subject_of(person.id)]),
    )


def reveal_person(unit: Unit, person_id: str, reason: str) -> None:
    """Shows whole values for a minute. Raises 404 ``person.not_found``, 422 ``assistance.reason_missing``."""
    _visible(unit, person_id)
    reveal.reveal(unit, person_id, reason)


def cover_person(unit: Unit, person_id: str) -> None:
    """Hides whole values now."""
    _visible(unit, person_id)
    reveal.cover(unit, person_id)


def person_of(unit: Unit, number: str) -> str:
    """The person of a register number in the officer's area. Raises 404 ``entry.not_found``."""
    return entries.seen(unit, number).person_id


def _visible(unit: Unit, person_id: str) -> tuple[Person, list[Entry], list[Application]]:
    officer = access.current(unit)
    person = unit.session.get(Person, person_id)
    rows = unit.session.scalars(
        select(Entry).where(Entry.person_id == person_id, entries.visible(officer)).order_by(Entry.id.desc())
    ).all()
    cases = unit.session.scalars(
        select(Application)
        .where(
            Application.person_id == person_id,
            visible_cases(unit, officer),
        )
        .order_by(Application.submitted_at.desc())
    ).all()
    if person is None or not (rows or cases):
        raise not_found("person")
    return person, list(rows), list(cases)


def _entry(unit: Unit, row: Entry) -> EntryFile:
    pack, officer = entries.policy_of(unit, row), access.current(unit)
    problem = entries.refusal(unit, row, by_provider=True)
    wanted = select(ServiceAct).where(ServiceAct.entry_id == row.id).order_by(ServiceAct.done_on, ServiceAct.id)
    lines = tuple(ledger.line(unit, act) for act in unit.session.scalars(wanted))
    last = care.last_day(unit, row, "visit") or entries.kept_since(row)
    kinds = [kind for kind in pack.services if officer.role != "provider" or kind.provider]
    return EntryFile(
        number=row.number,
        application_id=row.application_id,
        policy=str(pack.title),
        notice=str(pack.validity_notice(unit.today)),
        state=row.state,
        state_label=translator("notices", unit.language)(STATES[row.state]),
        bases=tuple(str(pack.category(one).short) for one in row.bases),
        recognised_on=row.recognised_on,
        office=unit.session.get_one(OfficeRow, row.office_id).name,
        owner=unit.session.get_one(OfficerRow, row.owner_id).name,
        packages=packages.packages(unit, row),
        lines=lines,
        plans=plans.plans(unit, row),
        checks=checks.checks(unit, row),
        fallback=fallback.view(unit, row),
        accounts=grants.accounts(unit, row) if officer.role != "provider" else (),
        interval=care.interval_of(unit, row),
        next_visit=care.due_on(unit, row, "visit", last) or unit.today,
        kinds=tuple(Kind(one.id, str(one.label), str(one.gift), one.after) for one in kinds),
        guidances=_guidances(unit, row, {one.after for one in kinds if one.after}),
        bases_of_work=grants.bases(unit, row),
        contacts=_contacts(unit, row),
        lapsed=_lapsed(unit, row),
        exited_on=row.exited_on,
        helpers=_helpers(unit, row),
        why_not=words_for(problem, speaker(unit.language)).text if problem else "",
    )


def _guidances(unit: Unit, row: Entry, kinds: set[str]) -> tuple[tuple[int, str], ...]:
    labels = {kind.id: str(kind.label) for kind in entries.policy_of(unit, row).services}
    wanted = select(ServiceAct).where(
        ServiceAct.entry_id == row.id,
        ServiceAct.kind.in_(kinds),
        ServiceAct.outcome != "not_met",
        acts.standing(),
    )
    found = unit.session.scalars(wanted.order_by(ServiceAct.done_on.desc()))
    return tuple((act.id, f"{act.done_on} {labels[act.kind]}") for act in found)


def _contacts(unit: Unit, row: Entry) -> tuple[ContactLine, ...]:
    _ = translator("notices", unit.language)
    return tuple(
        ContactLine(one.on, _(contacts.CHANNELS[one.channel]), one.reached, contacts.note_of(unit, one))
        for one in reversed(contacts.attempts_of(unit, row))
    )


def _lapsed(unit: Unit, row: Entry) -> tuple[tuple[str, date], ...]:
    pack = entries.policy_of(unit, row)
    rows = unit.session.scalars(select(BasisLapse).where(BasisLapse.entry_id == row.id))
    return tuple((str(pack.category(one.category).short), one.lapsed_on) for one in rows)


def _helpers(unit: Unit, row: Entry) -> tuple[tuple[int, str], ...]:
    wanted = (
        select(OfficerRow.id, OfficerRow.name)
        .join(Assignment, Assignment.provider_id == OfficerRow.id)
        .where(Assignment.entry_id == row.id, Assignment.ended_at.is_(None))
        .order_by(OfficerRow.name)
    )
    return tuple((key, name) for key, name in unit.session.execute(wanted))


def providers_for(unit: Unit) -> tuple[tuple[int, str], ...]:
    """The social workers a reviewer can choose from."""
    return clients.providers(unit) if access.current(unit).role == "reviewer" else ()


def _case(unit: Unit, row: Application) -> CaseLine:
    pack = pack_for(unit, row)
    titles = {item.id: str(item.title) for item in pack.requirements}
    rows = unit.session.scalars(select(PaperRow).where(PaperRow.application_id == row.id))
    return CaseLine(
        id=row.id,
        receipt=row.receipt or "",
        state_label=state_label(row.state, unit.language),
        categories=tuple(str(pack.category(one).short) for one in row.categories),
        submitted_at=row.submitted_at,
        papers=tuple((titles.get(one.requirement, one.requirement), one.state) for one in rows),
    )


def _letters(unit: Unit, subjects: list[str]) -> tuple[LetterLine, ...]:
    found = (letter for subject in subjects for letter in outbox.letters_about(unit, subject))
    lines = (
        LetterLine(
            letter.number, letter.created_at, letter.state, delivery_label(letter.state, unit.language), letter.text
        )
        for letter in found
    )
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def _history(unit: Unit, subjects: list[str]) -> tuple[HistoryLine, ...]:
    wanted = select(audit.AuditEntry).where(audit.AuditEntry.subject.in_(subjects))
    rows = unit.session.scalars(wanted.order_by(audit.AuditEntry.id.desc()).limit(HISTORY))
    return tuple(
        HistoryLine(row.at, _actor(unit, row), sentence(row.action, row.params, unit.language)) for row in rows
    )


def _actor(unit: Unit, row: audit.AuditEntry) -> str:
    """An officer by name; a citizen is the person, whatever the account is called."""
    _ = translator("notices", unit.language)
    if row.actor_kind == "officer":
        return row.actor
    if row.actor_kind == "helper" and row.action != "letter.written":
        return _("代办人")
    return _("申请人") if row.actor_kind == "citizen" and row.action != "letter.written" else _("系统")
