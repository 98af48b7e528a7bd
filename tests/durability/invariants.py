"""What must be true of every database, whatever died meanwhile. Read-only; a breach is told with its number."""

from collections import Counter

from sqlalchemy import select

from backend.applications.models import Application, Decision, PaperFileRow
from backend.applications.sealed import read_answers, read_assessment, read_form
from backend.core.audit import AuditEntry, verify
from backend.core.inbox import InboxRow
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.people.models import Consent, Person
from backend.people.service import details_of, person_index
from backend.registry.models import Entry

OUTBOX_STATES = {"queued", "leased", "sent", "blocked", "failed", "unknown", "cancelled"}
WITH_AN_OFFICE = {"submitted", "in_review", "awaiting_correction"}


def hold(work: Work) -> None:
    """Raises AssertionError with every breach."""
    breaches = work.read_now(SYSTEM, lambda unit: [breach for check in CHECKS for breach in check(unit)])
    assert not breaches, "\n".join(breaches)


def updates_are_kept_once(unit: Unit) -> list[str]:
    rows = unit.session.execute(select(InboxRow.channel, InboxRow.update_id)).all()
    return [
        f"I1 update {key} {count} times"
        for key, count in Counter((channel, number) for channel, number in rows).items()
        if count > 1
    ]


def one_open_case_a_person(unit: Unit) -> list[str]:
    found = Counter(
        (row.person_index, row.pack) for row in _applications(unit) if row.state in WITH_AN_OFFICE
    )
    return [f"I2 {count} open applications of one person" for count in found.values() if count > 1]


def the_audit_chain_holds(unit: Unit) -> list[str]:
    broken = verify(unit.session, unit.vault)
    acts = unit.session.execute(select(AuditEntry.subject, AuditEntry.action))
    told = Counter((subject, action) for subject, action in acts)
    breaches = [f"I3 the chain breaks at {broken.id}"] if broken else []
    for row in _applications(unit):
        sent = told[f"application:{row.id}", "application.submitted"]
        if sent != (row.submitted_at is not None):
            breaches.append(f"I3 {row.id} ({row.state}) was told as submitted {sent} times")
    return breaches


def two_people_decide(unit: Unit) -> list[str]:
    breaches = []
    for row in _applications(unit):
        made = unit.session.scalars(select(Decision).where(Decision.application_id == row.id)).all()
        passed = [decision for decision in made if decision.action in ("endorse", "recognise")]
        if len({decision.officer_id for decision in passed}) < len({decision.stage for decision in passed}):
            breaches.append(f"I4 one officer in both stages of {row.id}")
        entries = unit.session.scalars(select(Entry).where(Entry.application_id == row.id)).all()
        if len(entries) != (row.state == "recognised"):
            breaches.append(f"I4 {row.id} is {row.state} with {len(entries)} entries in the register")
    return breaches


def letters_end_somewhere(unit: Unit) -> list[str]:
    rows = unit.session.scalars(select(OutboxRow)).all()
    strange = [f"I5 letter {row.number} is {row.state}" for row in rows if row.state not in OUTBOX_STATES]
    numbers = Counter(row.number for row in rows)
    return strange + [f"I5 letter {number} {count} times" for number, count in numbers.items() if count > 1]


def every_step_is_told(unit: Unit) -> list[str]:
    """The receipt, and each decision the citizen hears of, has its letter."""
    letters = Counter(unit.session.scalars(select(OutboxRow.subject)))
    decided = Counter(unit.session.scalars(select(Decision.application_id)))
    return [
        f"I6 {row.id}: {letters[f'application:{row.id}']} letters for {decided[row.id]} decisions and a receipt"
        for row in _applications(unit)
        if row.submitted_at and letters[f"application:{row.id}"] < 1 + decided[row.id]
    ]


def files_and_rows_agree(unit: Unit) -> list[str]:
    store, folder = unit.services.files, unit.services.settings.data / "files"
    rows = unit.session.scalars(select(PaperFileRow).where(PaperFileRow.removed_at.is_(None)))
    named = {stored for row in rows for stored in row.stored}
    kept = {path.name for path in folder.rglob("*") if path.is_file()}
    breaches = [f"I7 file {lost} of a row is not there" for lost in named - kept]
    breaches += [f"I7 file {stray} belongs to nobody" for stray in kept - named - _portraits(unit)]
    return breaches + [f"I7 file {name} is empty" for name in named & kept if not store.get(name)]


def everything_can_be_read(unit: Unit) -> list[str]:
    breaches = []
    for row in _applications(unit):
        read_answers(unit, row), read_assessment(unit, row), read_form(unit, row)
    for person in unit.session.scalars(select(Person)):
        if person_index(unit, details_of(unit, person)["id_number"]) != person.id_index:
            breaches.append(f"I8 person {person.id} is not found by the own number")
    return breaches


def consent_comes_first(unit: Unit) -> list[str]:
    given = {
        row.account_id: row.at for row in unit.session.scalars(select(Consent).order_by(Consent.at.desc()))
    }
    return [
        f"I9 application {row.id} before any consent"
        for row in _applications(unit)
        if row.account_id not in given or given[row.account_id] > row.created_at
    ]


CHECKS = (
    updates_are_kept_once,
    one_open_case_a_person,
    the_audit_chain_holds,
    two_people_decide,
    letters_end_somewhere,
    every_step_is_told,
    files_and_rows_agree,
    everything_can_be_read,
    consent_comes_first,
)


def _applications(unit: Unit) -> list[Application]:
    return list(unit.session.scalars(select(Application)))


def _portraits(unit: Unit) -> set[str]:
    """Photos of the form are files too; their ids stand in the sealed form."""
    forms = [read_form(unit, row) for row in _applications(unit)]
    return {value for form in forms for value in form.values() if isinstance(value, str)}
