"""What stands against an exit: asked before a proposal and before a decision, and shown beside the buttons."""

from dataclasses import dataclass
from datetime import date

from backend.core.actors import Officer
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.wording import worded
from backend.policies.spoken import pack_of
from backend.registry import exit_notices, lifecycle, standing, tallies
from backend.registry.facts import facts_of, retirement_day
from backend.registry.models import Entry, ExitProposal
from backend.registry.serving import reviewer
from backend.rules import ExitCheck, ExitGround, ExitProcedure, ExitTerms, Pack
from backend.rules.exits import untold
from backend.staff.models import OfficeRow

LEVEL_NAMES = {"station": "街道（乡镇）", "county": "县（区）", "city": "市"}


@dataclass(frozen=True)
class EvidenceFile:
    """A file as it was sent: checked by whoever took it in."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Wish:
    """What is proposed. ``told`` are the facts in words for the person, ``evidence`` what proves them, for the file."""

    ground: str
    reason: str
    effective_on: date
    evidence: str
    told: str = ""
    files: tuple[EvidenceFile, ...] = ()


@dataclass(frozen=True)
class Ruling:
    """A wish read with the policy of the day: the ground, what it demands, and which bases it ends."""

    pack: Pack
    ground: ExitGround
    terms: ExitTerms
    bases: tuple[str, ...]
    wish: Wish

    @property
    def procedure(self) -> ExitProcedure:
        return procedure_of(self.pack)


def procedure_of(pack: Pack) -> ExitProcedure:
    """Raises 409 ``exit.not_provided`` for a policy that says nothing of exits."""
    if pack.exit_procedure is None:
        raise Problem("exit.not_provided", 409)
    return pack.exit_procedure


def demand_proposer(unit: Unit, entry: Entry) -> Officer:
    """Raises 403 ``review.read_only``, ``exit.not_yours_to_propose`` (levels); 409 ``register.illegal_move``."""
    officer = reviewer(unit)
    pack = pack_of(unit, entry.pack)
    levels = procedure_of(pack).propose
    if officer.level not in levels:
        raise Problem("exit.not_yours_to_propose", 403, levels=_named(levels))
    action: lifecycle.Action = "overtake" if entry.state == "leaving" and untold(pack.exits) else "propose"
    lifecycle.target_of(entry.state, action, "officer")  # type: ignore[arg-type]
    return officer


def demand_decider(unit: Unit, entry: Entry, proposal: ExitProposal, *, hearing: bool = True) -> Officer:
    """Raises 403 ``review.read_only``, ``exit.not_yours_to_decide`` (levels), ``exit.same_person``, ``exit.own_record``; 409
    ``exit.on_its_way`` and ``exit.not_told`` before the person was told, ``exit.reply_open`` (until) before she has
    answered or had the time to, ``exit.heard_since`` and ``exit.certificate_renewed`` (day) where the ground has gone
    meanwhile (``hearing``).
    """
    officer = reviewer(unit)
    levels = procedure_of(version_of(unit, entry, proposal)).confirm
    if officer.level not in levels:
        raise Problem("exit.not_yours_to_decide", 403, levels=_named(levels))
    if proposal.proposed_by == officer.id:
        raise Problem("exit.same_person", 403)
    if officer.id in proposal.recorded_by:
        raise Problem("exit.own_record", 403)
    if hearing and proposal.reply_by and proposal.reply is None:
        _demand_heard(unit, entry, proposal)
    if hearing:
        _demand_still(unit, entry, proposal)
    return officer


def _demand_heard(unit: Unit, entry: Entry, proposal: ExitProposal) -> None:
    """Told, and then given the time. Of before letters went on paper nobody without a chat was written to."""
    unwritten = entry.account_id is None and not exit_notices.of_proposal(unit, proposal)
    if unwritten or exit_notices.untold(unit, proposal, "proposed"):
        raise Problem("exit.not_told", 409)
    if exit_notices.on_its_way(unit, proposal):
        raise Problem("exit.on_its_way", 409)
    until = exit_notices.reply_until(unit, entry, proposal)
    if until and unit.today <= until:
        raise Problem("exit.reply_open", 409, until=until.isoformat())


def _demand_still(unit: Unit, entry: Entry, proposal: ExitProposal) -> None:
    """What could not be proposed today is not decided today: any contact ends a silence (reading G11), and a
    certificate is not over that has been renewed.
    """
    ground = version_of(unit, entry, proposal).exit_ground(proposal.ground)
    check = ground.terms(proposal.reason).check
    if check and check.kind == "silence" and (proposal.reply or not tallies.silent_enough(unit, entry, check)):
        raise Problem("exit.heard_since", 409)
    if proposal.origin != "check":
        return
    ending = set(proposal.bases)
    for basis in ground.bases:
        if basis.check and basis.check.kind == "validity" and ending & set(basis.category_ids):
            until = facts_of(unit, entry).get(basis.check.fact)
            if isinstance(until, date) and unit.today <= until:
                raise Problem("exit.certificate_renewed", 409, day=until.isoformat())


def version_of(unit: Unit, entry: Entry, proposal: ExitProposal) -> Pack:
    """The version of the policy an exit was proposed under: it opens with its old rules (XY-77)."""
    return pack_of(unit, entry.pack, proposal.pack_version)


def ruled(unit: Unit, entry: Entry, wish: Wish) -> Ruling:
    """The wish, checked against the policy of the day.

    Raises 422 ``exit.ground_missing``, ``exit.reason_missing``, ``exit.evidence_missing``, ``exit.signed_missing``,
    ``exit.told_missing``, ``exit.day_in_future``, ``exit.day_before_recognition`` (day), ``review.text_too_long``,
    ``review.id_number_in_text``; 409 ``exit.basis_not_held``, ``exit.check_not_met`` (what).
    """
    pack = pack_of(unit, entry.pack)
    procedure_of(pack)
    ground = next((one for one in pack.exits if one.id == wish.ground), None)
    if ground is None:
        raise Problem("exit.ground_missing", 422)
    try:
        terms = ground.terms(wish.reason)
    except KeyError:
        raise Problem("exit.reason_missing", 422) from None
    bases = ground.ends(standing.standing_bases(unit, entry))
    if not bases:
        raise Problem("exit.basis_not_held", 409)
    check_day(unit, entry, wish.effective_on)
    if terms.check:
        _demand_check(unit, entry, pack, terms.check)
    return Ruling(pack, ground, terms, bases, _worded(wish, terms))


def check_day(unit: Unit, entry: Entry, day: date) -> None:
    """The day of an exit may lie before the day it is put on record, never in the future (XY-31)."""
    if day > unit.today:
        raise Problem("exit.day_in_future", 422)
    if day < entry.recognised_on:
        raise Problem("exit.day_before_recognition", 422, day=entry.recognised_on.isoformat())


def _worded(wish: Wish, terms: ExitTerms) -> Wish:
    evidence = worded(wish.evidence, "exit.evidence_missing")
    if terms.signed and not wish.files:
        raise Problem("exit.signed_missing", 422)
    told = worded(wish.told, "exit.told_missing") if terms.notice else ""
    return Wish(wish.ground, wish.reason, wish.effective_on, evidence, told, wish.files)


def _demand_check(unit: Unit, entry: Entry, pack: Pack, check: ExitCheck) -> None:
    """What is counted on record must be on record, whoever proposes."""
    if check.kind == "refusals" and not tallies.refused_enough(unit, entry, check):
        raise Problem("exit.too_few_refusals", 409, count=check.count, months=check.months)
    if check.kind == "silence" and not tallies.silent_enough(unit, entry, check):
        raise Problem("exit.not_silent", 409, months=check.months, count=check.count, channels=check.channels)
    if check.kind == "retirement":
        day = retirement_day(pack, facts_of(unit, entry))
        if day and unit.today < day:
            raise Problem("exit.not_retired", 409, day=day.isoformat())


def _named(levels: tuple[str, ...]) -> str:
    return "、".join(LEVEL_NAMES[level] for level in levels)


def deciding_office(unit: Unit, entry: Entry, procedure: ExitProcedure) -> OfficeRow:
    """The office a letter about a proposed exit speaks for: the highest that decides."""
    office: OfficeRow = unit.session.get_one(OfficeRow, entry.office_id)
    found = office
    while office.parent_id:
        office = unit.session.get_one(OfficeRow, office.parent_id)
        if office.level in procedure.confirm:
            found = office
    return found
