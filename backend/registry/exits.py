"""How a recognition ends (第三条第一款；第六条). Proposed by one, decided by another, told to the person.

Every function is one transaction. Those with ``version`` raise ``register.not_found`` (404) for an entry outside the
officer's area, exactly as for one that is absent, and ``register.changed_meanwhile`` (409; state).
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import select

from backend.core import outbox
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.wording import worded
from backend.policies.spoken import pack_of
from backend.registry import (
    events,
    exit_evidence,
    exit_letters,
    exit_notices,
    letter_desk,
    lifecycle,
    overtaking,
    reply_time,
    service,
    watches,
)
from backend.registry.exit_guards import (
    EvidenceFile,
    Ruling,
    Wish,
    check_day,
    demand_decider,
    demand_proposer,
    ruled,
    version_of,
)
from backend.registry.exit_papers import keep_files, reply_of, sealed, told_of
from backend.registry.lifecycle import Mover
from backend.registry.models import BasisLapse, Entry, ExitProposal, RecoveryCase
from backend.registry.serving import demand_server
from backend.registry.standing import standing_bases, subject_of, unchanged

REPLY_LONGEST = 500
Outcome = Literal["proposed", "exited", "lapsed", "kept"]


@dataclass(frozen=True)
class Done:
    """What an act led to. ``letter`` is the number of the letter, empty when nobody is told."""

    number: str
    outcome: Outcome
    letter: str


def propose(unit: Unit, number: str, version: int, wish: Wish) -> Done:
    """An officer proposes an exit; the person is told and has some days to answer.

    Raises what :func:`demand_proposer` and :func:`ruled` raise.
    """
    entry = unchanged(unit, number, version)
    demand_proposer(unit, entry)
    return put_forward(unit, entry, ruled(unit, entry, wish), "officer")


def preview_proposal(unit: Unit, number: str, version: int, wish: Wish) -> str:
    """The letter :func:`propose` would send, word for word; empty where nobody is told."""
    entry = unchanged(unit, number, version)
    demand_proposer(unit, entry)
    if entry.state == "leaving":
        overtaking.demand(entry, open_proposal(unit, entry), ruled(unit, entry, wish).terms)
    with_file = replace(wish, files=(EvidenceFile("", "", b""),))  # Files come with the sending, not with the preview.
    proposal = _proposal(unit, entry, ruled(unit, entry, with_file), "officer")
    return exit_letters.proposed(unit, entry, proposal, wish.told.strip()).text if not proposal.untold else ""


def propose_by_check(unit: Unit, entry: Entry, wish: Wish, occasion: str, recorded_by: int | None = None) -> bool:
    """The nightly check proposes what has come due, once for each occasion; it never decides.

    What follows at once from what an officer ``recorded_by`` put down is not confirmed by the same officer.
    """
    seen = select(ExitProposal.id).where(ExitProposal.entry_id == entry.id, ExitProposal.occasion == occasion)
    if entry.state != "active" or unit.session.scalar(seen) is not None:
        return False
    put_forward(unit, entry, ruled(unit, entry, wish), "check", occasion)
    if recorded_by is not None:
        open_proposal(unit, entry).proposed_by = recorded_by
    return True


def reply(unit: Unit, number: str, version: int, words: str) -> None:
    """Keeps what the person said to a proposed exit; from then on it may be decided, by another than who wrote it down.

    Raises 403 ``review.read_only``, ``register.level_inspects``; 422 ``exit.reply_missing``; 409
    ``register.illegal_move``.
    """
    entry = unchanged(unit, number, version)
    proposal = open_proposal(unit, entry)
    officer = demand_server(unit, entry)
    proposal.recorded_by = sorted({*proposal.recorded_by, officer.id})
    keep_answer(unit, entry, proposal, worded(words, "exit.reply_missing", longest=REPLY_LONGEST))


def confirm(
    unit: Unit, number: str, version: int, effective_on: date, *, affirmed: bool = False, note: str = ""
) -> Done:
    """Decides the exit. Only the bases it meets end; the entry ends when none is left (reading X22).

    Raises what :func:`demand_decider` raises; 422 ``exit.affirm_missing``, ``exit.day_in_future``,
    ``exit.day_before_recognition`` (day).
    """
    entry = unchanged(unit, number, version)
    proposal = open_proposal(unit, entry)
    _check_decision(unit, entry, proposal, effective_on, affirmed=affirmed)
    proposal.effective_on, proposal.note = effective_on, sealed(unit, "note", proposal, note.strip())
    _close(unit, proposal, "confirmed")
    for category in proposal.bases:
        unit.session.add(
            BasisLapse(
                entry_id=entry.id, category=category, lapsed_on=effective_on, proposal_id=proposal.id
            )
        )
    unit.session.flush()
    outcome: Outcome = "lapsed" if standing_bases(unit, entry) else "exited"
    (_lapse if outcome == "lapsed" else _exit)(unit, entry, proposal)
    return Done(entry.number, outcome, _tell(unit, entry, proposal, outcome))


def preview_decision(
    unit: Unit, number: str, version: int, effective_on: date, *, affirmed: bool = False
) -> str:
    """The letter :func:`confirm` would send, word for word; empty where nobody is told."""
    entry = unchanged(unit, number, version)
    proposal = open_proposal(unit, entry)
    _check_decision(unit, entry, proposal, effective_on, affirmed=affirmed)
    left = set(standing_bases(unit, entry)) - set(proposal.bases)
    if proposal.untold:
        return ""
    told = told_of(unit, proposal)
    return exit_letters.decided(unit, entry, proposal, effective_on, told, lapsed=bool(left)).text


def refuse(unit: Unit, number: str, version: int, reason: str) -> Done:
    """Keeps the person on the register; whoever was told of the proposal is told of that, too.

    Raises what :func:`demand_decider` raises but the time to answer; 422 ``exit.refusal_missing``.
    """
    entry = unchanged(unit, number, version)
    proposal = open_proposal(unit, entry)
    demand_decider(unit, entry, proposal, hearing=False)
    reason = worded(reason, "exit.refusal_missing")
    proposal.note = sealed(unit, "note", proposal, reason)
    _close(unit, proposal, "refused")
    _move(entry, "keep")
    unit.audit("register.kept", subject_of(entry))
    unit.emit(events.Kept(entry.id, proposal.id))
    return Done(entry.number, "kept", _tell(unit, entry, overtaking.told_before(unit, proposal), "kept"))


def preview_refusal(unit: Unit, number: str, version: int, reason: str) -> str:
    """The letter :func:`refuse` would send, word for word; empty where nobody is told."""
    entry = unchanged(unit, number, version)
    proposal = open_proposal(unit, entry)
    demand_decider(unit, entry, proposal, hearing=False)
    worded(reason, "exit.refusal_missing")
    proposal = overtaking.told_before(unit, proposal)
    return "" if proposal.untold else exit_letters.kept(unit, entry, proposal).text


def open_proposal(unit: Unit, entry: Entry) -> ExitProposal:
    """The undecided proposal of an entry. Raises 409 ``register.illegal_move``."""
    wanted = select(ExitProposal).where(ExitProposal.entry_id == entry.id, ExitProposal.state == "open")
    proposal = unit.session.scalar(wanted)
    if proposal is None:
        raise Problem("register.illegal_move", 409, state=entry.state, action="exit")
    return proposal


def put_forward(unit: Unit, entry: Entry, ruling: Ruling, origin: Mover, occasion: str | None = None) -> Done:
    """Puts a checked wish on record, moves the entry, and tells the person."""
    # First of all: a second wish is refused in words, not by the database.
    if origin == "officer" and entry.state == "leaving":
        before = open_proposal(unit, entry)
        overtaking.demand(entry, before, ruling.terms)
        _move(entry, "overtake")
        overtaking.overtake(unit, before, str(getattr(ruling.terms, "label", ruling.ground.label)))
    else:
        _move(entry, "propose", origin)
    proposal = _proposal(unit, entry, ruling, origin)
    proposal.occasion = occasion
    unit.session.add(proposal)
    unit.session.flush()
    proposal.evidence = sealed(unit, "evidence", proposal, ruling.wish.evidence)
    proposal.told = sealed(unit, "told", proposal, ruling.wish.told)
    keep_files(unit, proposal, ruling.wish)
    article = ruling.pack.citations[ruling.ground.citation_id].article
    unit.audit("register.exit_proposed", subject_of(entry), article=article, origin=origin)
    unit.emit(events.ExitProposed(entry.id, proposal.id))
    return Done(entry.number, "proposed", _tell(unit, entry, proposal, "proposed"))


def _proposal(unit: Unit, entry: Entry, ruling: Ruling, origin: Mover) -> ExitProposal:
    """The row, not added yet, so that a preview can use it."""
    hears = ruling.terms.reply and origin != "person"
    return ExitProposal(
        entry_id=entry.id,
        pack_version=ruling.pack.version,
        origin=origin,
        ground=ruling.ground.id,
        reason=ruling.wish.reason,
        bases=list(ruling.bases),
        state="open",
        effective_on=ruling.wish.effective_on,
        evidence=b"",
        told=b"",
        proposed_by=unit.officer.id if origin == "officer" else None,
        recorded_by=exit_evidence.recorders(unit, entry, ruling.ground, ruling.wish.reason, ruling.bases),
        proposed_at=unit.now,
        reply_by=reply_time.last_day(unit, entry, ruling.pack, unit.today) if hears else None,
        untold="" if ruling.terms.notice else ruling.wish.reason or ruling.ground.id,
    )


def keep_answer(unit: Unit, entry: Entry, proposal: ExitProposal, words: str) -> None:
    """Puts on record what the person said, below what she has said before; the time to answer is over with it."""
    before = reply_of(unit, proposal)
    words = "\n".join(filter(None, (before, words)))
    proposal.reply, proposal.replied_at = sealed(unit, "reply", proposal, words), unit.now
    entry.version += 1
    unit.audit("register.exit_answered", subject_of(entry))


def _check_decision(
    unit: Unit, entry: Entry, proposal: ExitProposal, effective_on: date, *, affirmed: bool
) -> None:
    demand_decider(unit, entry, proposal)
    check_day(unit, entry, effective_on)
    ground = version_of(unit, entry, proposal).exit_ground(proposal.ground)
    if ground.terms(proposal.reason).affirm and not affirmed:
        raise Problem("exit.affirm_missing", 422)


def _close(unit: Unit, proposal: ExitProposal, state: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, unit.officer.id, unit.now


def _lapse(unit: Unit, entry: Entry, proposal: ExitProposal) -> None:
    _move(entry, "lapse")
    watches.plan(unit, entry, pack_of(unit, entry.pack))
    service.tell_province(unit, entry, "lapse", lapsed=proposal.bases, lapsed_on=proposal.effective_on)
    unit.audit("register.basis_lapsed", subject_of(entry), count=len(proposal.bases))
    unit.emit(events.BasisLapsed(entry.id, proposal.id))


def _exit(unit: Unit, entry: Entry, proposal: ExitProposal) -> None:
    _move(entry, "exit")
    entry.exited_on, entry.exited_at = proposal.effective_on, unit.now
    watches.close_all(unit, entry)
    pack = version_of(unit, entry, proposal)
    ground = pack.exit_ground(proposal.ground)
    service.tell_province(
        unit, entry, "exit", exited_on=proposal.effective_on, ground=proposal.ground, reason=proposal.reason
    )
    if ground.terms(proposal.reason).recovery:
        _recover(unit, entry, proposal)
    unit.audit(
        "register.exited", subject_of(entry), article=pack.citations[ground.citation_id].article,
        day=proposal.effective_on.isoformat(),
    )
    unit.emit(events.Exited(entry.id, proposal.id))


def _recover(unit: Unit, entry: Entry, proposal: ExitProposal) -> None:
    unit.session.add(
        RecoveryCase(
            entry_id=entry.id, proposal_id=proposal.id, opened_at=unit.now, opened_by=unit.officer.id
        )
    )
    unit.audit("register.recovery_opened", subject_of(entry))


def _move(entry: Entry, action: lifecycle.Action, mover: Mover = "officer") -> None:
    """The one place where the state changes; the version tells everyone else."""
    entry.state = lifecycle.target_of(entry.state, action, mover)  # type: ignore[arg-type]
    entry.version += 1


def _tell(unit: Unit, entry: Entry, proposal: ExitProposal, outcome: Outcome) -> str:
    """Writes the letter with the act, so that there is no exit without a notice (XY-30); gives its number."""
    if proposal.untold:
        unit.audit("register.nobody_told", subject_of(entry), reason=proposal.untold)
        if outcome == "exited":
            outbox.fall_silent(unit, subject_of(entry))
        return ""
    told = told_of(unit, proposal)
    if outcome == "proposed":
        letter = exit_letters.proposed(unit, entry, proposal, told)
    elif outcome == "kept":
        letter = exit_letters.kept(unit, entry, proposal)
    else:
        lapsed = outcome == "lapsed"
        letter = exit_letters.decided(unit, entry, proposal, proposal.effective_on, told, lapsed=lapsed)
    exit_notices.keep(unit, proposal, "proposed" if outcome == "proposed" else "decided", letter.number)
    return letter_desk.post(unit, entry, letter)
