"""One entry on one page: its bases, exits, refusals, contacts, what the province was told, and what may be done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from backend.core import audit, outbox
from backend.core.masking import mask_name
from backend.core.problems import Problem, not_found
from backend.core.sentences import sentence
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.policies.spoken import pack_of
from backend.registry import contacts, exit_guards, letter_desk, objections, provincial, refusals, todos
from backend.registry.models import BasisLapse, Entry, ExitFile, ExitProposal
from backend.registry.objections import AutomaticView
from backend.registry.proposal_views import ProposalView, officer_name, proposal_view
from backend.registry.service import STATES, as_number
from backend.registry.serving import may_judge, may_serve
from backend.registry.standing import Entitlement, entitlement_of, seen, subject_of
from backend.registry.updates import certificates
from backend.rules import ExitGround, mask_id_number
from backend.rules.exits import excuse_of, untold
from backend.staff import access
from backend.staff.models import OfficeRow
from locales import translator


@dataclass(frozen=True)
class BasisView:
    name: str
    lapsed_on: date | None


@dataclass(frozen=True)
class RefusalView:
    id: int
    offer: str
    refused_on: date
    what: str
    reason: str
    why: str
    state: str
    recorded_by: str
    judged_by: str
    mine: bool


@dataclass(frozen=True)
class ContactView:
    on: date
    channel: str
    reached: bool
    note: str
    officer: str


@dataclass(frozen=True)
class HistoryLine:
    at: datetime
    actor: str
    sentence: str
    letter: str
    letter_state: str


@dataclass(frozen=True)
class EntryView:
    """``why_not_propose`` and ``why_not_decide`` are the refusals an officer would meet, None when it may be done."""

    number: str
    version: int
    application_id: str | None
    automatic: AutomaticView | None
    name: str
    id_number: str
    state: str
    state_label: str
    near: bool
    recognised_on: date
    exited_on: date | None
    exited_at: datetime | None
    office: str
    owner: str
    policy: str
    bases: tuple[BasisView, ...]
    open: ProposalView | None
    decided: tuple[ProposalView, ...]
    refusals: tuple[RefusalView, ...]
    contacts: tuple[ContactView, ...]
    messages: tuple[provincial.MessageLine, ...]
    entitlement: Entitlement | None
    entitled_by: str
    history: tuple[HistoryLine, ...]
    todos: tuple[todos.TodoLine, ...]
    grounds: tuple[ExitGround, ...]
    """What may be proposed now: while an exit is open only what nobody can be told of (X21)."""
    articles: dict[str, str]
    excused: str
    """By which article a service turned down with good reason does not count; empty where the document has no exception."""
    certificates: tuple[tuple[str, str], ...]
    reviewer: bool
    """Whether this officer puts on record what happens with the person."""
    judges: bool
    """Whether this officer judges what another has put on record."""
    tells: bool
    """Whether this officer's office sees to letters that did not reach the person."""
    in_chat: bool
    """Whether letters reach the person through a messenger; else they go on paper."""
    why_not_propose: Problem | None
    why_not_decide: Problem | None
    why_not_keep: Problem | None


def entry(unit: Unit, number: str) -> EntryView:
    """Everything about one entry within the officer's area, masked. Raises 404 ``register.not_found``."""
    row = seen(unit, as_number(number))
    pack = pack_of(unit, row.pack)
    details = details_of(unit, unit.session.get_one(Person, row.person_id))
    proposals = unit.session.scalars(
        select(ExitProposal).where(ExitProposal.entry_id == row.id).order_by(ExitProposal.id)
    ).all()
    undecided = next((one for one in proposals if one.state == "open"), None)
    entitled = entitlement_of(unit, row)
    return EntryView(
        number=row.number,
        version=row.version,
        application_id=row.application_id,
        automatic=objections.view_of(unit, row),
        name=mask_name(details["name"]),
        id_number=mask_id_number(details["id_number"]),
        state=row.state,
        state_label=translator("notices", unit.language)(STATES[row.state]),
        near=row.state == "active" and row.warn_from is not None and row.warn_from <= unit.today,
        recognised_on=row.recognised_on,
        exited_on=row.exited_on,
        exited_at=row.exited_at,
        office=unit.session.get_one(OfficeRow, row.office_id).name,
        owner=officer_name(unit, row.owner_id),
        policy=str(pack.number),
        bases=_bases(unit, row),
        open=proposal_view(unit, row, undecided) if undecided else None,
        decided=tuple(proposal_view(unit, row, one) for one in reversed(proposals) if one.state != "open"),
        refusals=_refusals(unit, row),
        contacts=_contacts(unit, row),
        messages=provincial.messages(unit, subject_of(row)),
        entitlement=entitled,
        entitled_by=str(pack.citations[entitled.citation].article) if entitled else "",
        history=_history(unit, row),
        todos=todos.of_entry(unit, row),
        grounds=untold(pack.exits) if undecided else pack.exits,
        articles={ground.id: str(pack.citations[ground.citation_id].article) for ground in pack.exits},
        excused=str(pack.citations[excuse].article) if (excuse := excuse_of(pack.exits)) else "",
        certificates=tuple((fact, str(pack.vocabulary[fact].label)) for fact in certificates(pack)),
        reviewer=may_serve(unit, row),
        judges=may_judge(unit, row),
        tells=access.current(unit).role == "reviewer" and access.current(unit).office_id == row.office_id,
        in_chat=letter_desk.LetterDesk(unit, row, "").in_chat,
        why_not_propose=_refusal(lambda: exit_guards.demand_proposer(unit, row)),
        why_not_decide=_refusal(lambda: exit_guards.demand_decider(unit, row, undecided)) if undecided else None,
        why_not_keep=_refusal(lambda: exit_guards.demand_decider(unit, row, undecided, hearing=False))
        if undecided
        else None,
    )


def evidence_file(unit: Unit, number: str, file_id: str) -> tuple[bytes, str]:
    """Content and media type of a file of evidence. Raises 404 ``register.not_found``, ``file.not_found``."""
    row = seen(unit, as_number(number))
    file = unit.session.scalar(
        select(ExitFile)
        .join(ExitProposal, ExitProposal.id == ExitFile.proposal_id)
        .where(ExitFile.id == file_id, ExitProposal.entry_id == row.id)
    )
    if file is None:
        raise not_found("file")
    return unit.services.files.get(file.id), file.media_type


def _refusal(demand: Callable[[], object]) -> Problem | None:
    try:
        demand()
    except Problem as problem:
        return problem
    return None


def _bases(unit: Unit, row: Entry) -> tuple[BasisView, ...]:
    pack = pack_of(unit, row.pack, row.pack_version)
    lapses = {
        lapse.category: lapse.lapsed_on
        for lapse in unit.session.scalars(select(BasisLapse).where(BasisLapse.entry_id == row.id))
    }
    return tuple(BasisView(str(pack.category(one).name), lapses.get(one)) for one in row.bases)


def _refusals(unit: Unit, row: Entry) -> tuple[RefusalView, ...]:
    _ = translator("notices", unit.language)
    found = []
    for one in reversed(refusals.refusals_of(unit, row)):
        words = refusals.words_of(unit, one)
        found.append(
            RefusalView(
                id=one.id,
                offer=_(refusals.OFFERS[one.offer]),
                refused_on=one.refused_on,
                what=words["what"],
                reason=words["reason"],
                why=words.get("why", ""),
                state=one.state,
                recorded_by=officer_name(unit, one.recorded_by),
                judged_by=officer_name(unit, one.judged_by),
                mine=one.recorded_by == unit.officer.id,
            )
        )
    return tuple(found)


def _contacts(unit: Unit, row: Entry) -> tuple[ContactView, ...]:
    _ = translator("notices", unit.language)
    return tuple(
        ContactView(
            one.on,
            _(contacts.CHANNELS[one.channel]),
            one.reached,
            contacts.note_of(unit, one),
            officer_name(unit, one.officer_id),
        )
        for one in reversed(contacts.attempts_of(unit, row))
    )


def _history(unit: Unit, row: Entry) -> tuple[HistoryLine, ...]:
    """What happened to the entry, oldest first; letters with their text and how they ended."""
    posted = {letter.number: letter for letter in outbox.letters_about(unit, subject_of(row))}
    _ = translator("notices", unit.language)
    lines = []
    for entry in audit.history(unit.session, subject_of(row)):
        letter = posted.get(str(entry.params.get("number", ""))) if entry.action == "letter.written" else None
        actor = {"citizen": _("申请人"), "helper": _("代办人"), "system": _("系统")}.get(entry.actor_kind, entry.actor)
        said = sentence(entry.action, entry.params, unit.language)
        lines.append(HistoryLine(entry.at, actor, said, letter.text if letter else "", _ended(letter) if letter else ""))
    return tuple(lines)


def _ended(letter: outbox.OutboxRow) -> str:
    """How a letter ended: as in the outbox, or ``told`` otherwise; ``paper`` where there is no chat to send it to."""
    if letter.settled_at:
        return "told"
    return "paper" if letter.channel in outbox.ON_PAPER else letter.state
