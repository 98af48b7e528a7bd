"""One entry on one page: its bases, exits, refusals, contacts, what the province was told, and what may be done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from backend.core import audit, outbox
from backend.core.masking import mask_name
from backend.core.problems import Problem, not_found
from backend.core.sentences import sentence, value_words
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.policies.spoken import pack_of
from backend.registry import contacts, exit_guards, exit_papers, objections, provincial, refusals, todos
from backend.registry.models import BasisLapse, Entry, ExitFile, ExitProposal
from backend.registry.objections import AutomaticView
from backend.registry.service import STATES, as_number
from backend.registry.standing import Entitlement, entitlement_of, seen, subject_of
from backend.registry.updates import certificates
from backend.rules import ExitGround, mask_id_number
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow
from locales import translator


@dataclass(frozen=True)
class BasisView:
    name: str
    lapsed_on: date | None


@dataclass(frozen=True)
class ProposalView:
    """A proposed or decided exit. ``affirm`` is what the deciding officer must have judged."""

    id: int
    state: str
    ground: str
    article: str
    clause: str
    bases: tuple[str, ...]
    ends_all: bool
    origin: str
    proposed_by: str
    proposed_at: datetime
    effective_on: date
    evidence: str
    told: str
    files: tuple[tuple[str, str], ...]
    reply_by: date | None
    reply: str
    decided_by: str
    decided_at: datetime | None
    note: str
    affirm: str
    signed: bool
    silent: bool


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
    articles: dict[str, str]
    certificates: tuple[tuple[str, str], ...]
    reviewer: bool
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
        owner=_officer(unit, row.owner_id),
        policy=str(pack.number),
        bases=_bases(unit, row),
        open=_proposal(unit, row, undecided) if undecided else None,
        decided=tuple(_proposal(unit, row, one) for one in reversed(proposals) if one.state != "open"),
        refusals=_refusals(unit, row),
        contacts=_contacts(unit, row),
        messages=provincial.messages(unit, subject_of(row)),
        entitlement=entitled,
        entitled_by=str(pack.citations[entitled.citation].article) if entitled else "",
        history=_history(unit, row),
        todos=todos.of_entry(unit, row),
        grounds=pack.exits,
        articles={ground.id: str(pack.citations[ground.citation_id].article) for ground in pack.exits},
        certificates=tuple((fact, str(pack.vocabulary[fact].label)) for fact in certificates(pack)),
        reviewer=access.current(unit).role == "reviewer",
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


def _proposal(unit: Unit, row: Entry, one: ExitProposal) -> ProposalView:
    pack = exit_guards.version_of(unit, row, one)
    ground = pack.exit_ground(one.ground)
    terms = ground.terms(one.reason)
    citation = pack.citations[ground.citation_id]
    lapsed = set(
        unit.session.scalars(
            select(BasisLapse.category).where(BasisLapse.entry_id == row.id, BasisLapse.proposal_id != one.id)
        )
    )
    files = unit.session.scalars(select(ExitFile).where(ExitFile.proposal_id == one.id).order_by(ExitFile.id))
    return ProposalView(
        id=one.id,
        state=one.state,
        ground=str(getattr(terms, "label", ground.label)),
        article=str(citation.article),
        clause=str(citation.text),
        bases=tuple(str(pack.category(category).name) for category in one.bases),
        ends_all=not set(row.bases) - lapsed - set(one.bases),
        origin=str(value_words(one.origin, unit.language)),
        proposed_by=_officer(unit, one.proposed_by),
        proposed_at=one.proposed_at,
        effective_on=one.effective_on,
        evidence=exit_papers.evidence_of(unit, one),
        told=exit_papers.told_of(unit, one),
        files=tuple((file.id, file.name) for file in files),
        reply_by=one.reply_by,
        reply=exit_papers.reply_of(unit, one),
        decided_by=_officer(unit, one.decided_by),
        decided_at=one.decided_at,
        note=exit_papers.note_of(unit, one),
        affirm=str(terms.affirm),
        signed=terms.signed,
        silent=bool(one.untold),
    )


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
                recorded_by=_officer(unit, one.recorded_by),
                judged_by=_officer(unit, one.judged_by),
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
            _officer(unit, one.officer_id),
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
        lines.append(
            HistoryLine(entry.at, actor, said, letter.text if letter else "", letter.state if letter else "")
        )
    return tuple(lines)


def _officer(unit: Unit, officer_id: int | None) -> str:
    return unit.session.get_one(OfficerRow, officer_id).name if officer_id else ""
