"""One proposed or decided exit as officers read it: ground, evidence, how the person was told, what she answered."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from backend.core.sentences import value_words
from backend.core.unit import Unit
from backend.registry import exit_guards, exit_notices, exit_papers
from backend.registry.models import BasisLapse, Entry, ExitFile, ExitProposal
from backend.staff.models import OfficerRow
from locales import translator


@dataclass(frozen=True)
class NoticeView:
    """How the person was told what a letter says that did not reach her. ``stage``: proposed or decided."""

    stage: str
    way: str
    whom: str
    told_on: date
    officer: str


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
    untold: str
    """The number of a letter about it that has not reached the person in any way."""
    told_by_hand: tuple[NoticeView, ...]


def proposal_view(unit: Unit, row: Entry, one: ExitProposal) -> ProposalView:
    """A proposal with its evidence opened, in the officer's language."""
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
        proposed_by=officer_name(unit, one.proposed_by),
        proposed_at=one.proposed_at,
        effective_on=one.effective_on,
        evidence=exit_papers.evidence_of(unit, one),
        told=exit_papers.told_of(unit, one),
        files=tuple((file.id, file.name) for file in files),
        reply_by=exit_notices.reply_until(unit, row, one),
        reply=exit_papers.reply_of(unit, one),
        decided_by=officer_name(unit, one.decided_by),
        decided_at=one.decided_at,
        note=exit_papers.note_of(unit, one),
        affirm=str(terms.affirm),
        signed=terms.signed,
        silent=bool(one.untold),
        untold=exit_notices.untold(unit, one, "decided" if one.decided_at else "proposed"),
        told_by_hand=_told_by_hand(unit, one),
    )


def officer_name(unit: Unit, officer_id: int | None) -> str:
    """The name of an officer; empty for none."""
    return unit.session.get_one(OfficerRow, officer_id).name if officer_id else ""


def _told_by_hand(unit: Unit, one: ExitProposal) -> tuple[NoticeView, ...]:
    _ = translator("notices", unit.language)
    return tuple(
        NoticeView(
            notice.stage,
            _(exit_notices.WAYS[notice.way]),
            exit_notices.whom_of(unit, notice),
            notice.told_on,
            officer_name(unit, notice.told_by),
        )
        for notice in exit_notices.of_proposal(unit, one)
        if notice.told_on
    )
