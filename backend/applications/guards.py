"""What stands against an officer's act: one list of checks, asked before an act and shown beside its button."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Select, select, union

from backend.applications import lifecycle
from backend.applications.hands import has_entered
from backend.applications.lifecycle import WITH_AN_OFFICE, Action, State
from backend.applications.models import Application, Decision, Hand, PaperRow, ReviewStep
from backend.applications.ruling import pack_for
from backend.applications.scanning import unsettled
from backend.applications.scope import visible
from backend.core import audit
from backend.core.actors import HELPER, Officer
from backend.core.clock import CHINA
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.core.wording import worded as worded
from backend.people.mandates import MANDATE_PAPER
from backend.rules import Pack, Stage, requirement_of
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow
from backend.staff.service import parent_at
from contract.base import DEFAULT_LANGUAGE
from locales import translator

Act = (
    Action | Literal["record_match", "home_visit", "mark_paper", "hand_over", "accept", "reassign", "entrust"]
)

RECORD_MATCH: Final = "record_match"
HOME_VISIT: Final = "home_visit"
IN_HAND: tuple[Act, ...] = (
    "return",
    "send_back",
    "release",
    "hand_over",
    "entrust",
    "endorse",
    "recognise",
    "decline",
    "record_match",
    "home_visit",
    "mark_paper",
)
"""Acts of the officer who has taken the case up, and of nobody else."""
PREPARING: tuple[Act, ...] = ("home_visit", "mark_paper")
"""What a community does for its station, which answers for the case (GZ-32)."""
STATES: Mapping[Act, tuple[State, ...]] = {
    "record_match": ("in_review",),
    "home_visit": ("in_review",),
    "mark_paper": ("in_review",),
    "hand_over": ("in_review", "awaiting_correction"),
    "accept": ("in_review", "awaiting_correction"),
    "reassign": WITH_AN_OFFICE,
    "entrust": ("in_review",),
}
"""Where an act is possible that leaves the state as it is; the others are in the table of moves."""
LEVELS = {"station": ("station", "community"), "county": ("county",), "city": ("city",)}
"""Which offices may do a stage of a level: 街道（乡镇）站所或社区 (第二条第二款)."""


def subject_of(case_id: str) -> str:
    return f"application:{case_id}"


def seen(unit: Unit, case_id: str, *, lock: bool = False) -> Application:
    """A case within the officer's area. Raises ``application.not_found``, the same for absent and foreign."""
    wanted = select(Application).where(Application.id == case_id, visible(unit, access.current(unit)))
    row = unit.session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise not_found("application")
    return row


def unchanged(unit: Unit, case_id: str, version: int) -> Application:
    """The case, locked, as long as nobody has moved it since it was read (compare and set)."""
    row = seen(unit, case_id, lock=True)
    if row.version != version:
        who, when = _last_mover(unit, row)
        raise Problem("application.changed_meanwhile", 409, who=who, when=when, state=row.state)
    return row


def refusal(unit: Unit, row: Application, act: Act) -> Problem | None:
    """The first thing that stands against this act by this officer, None when it may be done."""
    officer = access.current(unit)
    return (
        _wrong_role(officer)
        or _wrong_state(row, act)
        or _wrong_turn(unit, row, officer, act)
        or _both_stages(unit, row, officer)
        or _in_other_hands(unit, row, officer, act)
        or _unfinished(unit, row, act)
    )


def may_review(unit: Unit) -> Officer:
    """The officer as of this transaction. Raises ``review.read_only`` for who only inspects."""
    officer = access.current(unit)
    if (problem := _wrong_role(officer)) is not None:
        raise problem
    return officer


def demand(unit: Unit, row: Application, act: Act) -> Officer:
    """Raises what stands against the act, else gives the officer as of this transaction."""
    problem = refusal(unit, row, act)
    if problem is not None:
        raise problem
    return access.current(unit)


def stage_of(unit: Unit, row: Application) -> Stage:
    return pack_for(unit, row).stages[row.stage]


def is_last(pack: Pack, row: Application) -> bool:
    """Whether an endorsement now is the recognition."""
    return row.stage == len(pack.stages) - 1


def steps_of(unit: Unit, row: Application, stage: int) -> dict[str, ReviewStep]:
    """The last record of each step of a stage."""
    rows = unit.session.scalars(
        select(ReviewStep)
        .where(ReviewStep.application_id == row.id, ReviewStep.stage == stage)
        .order_by(ReviewStep.id)
    )
    return {step.step: step for step in rows}


def endorsement(unit: Unit, row: Application, stage: int) -> Decision | None:
    """The last decision that passed a stage on, None for a stage that was not or that ends the review."""
    return unit.session.scalar(
        select(Decision)
        .where(Decision.application_id == row.id, Decision.action == "endorse", Decision.stage == stage)
        .order_by(Decision.id.desc())
        .limit(1)
    )


def _wrong_role(officer: Officer) -> Problem | None:
    return None if officer.role == "reviewer" else Problem("review.read_only", 403)


def _wrong_state(row: Application, act: Act) -> Problem | None:
    out_of_place = (act == "send_back" and row.stage == 0) or (act == "entrust" and row.stage > 0)
    if out_of_place or (act in STATES and row.state not in STATES[act]):
        return Problem("application.illegal_move", 409, state=row.state, action=act)
    if act in STATES:
        return None
    try:
        lifecycle.target_of(row.state, act, "officer")  # type: ignore[arg-type]
    except Problem as problem:
        return problem
    return None


def _wrong_turn(unit: Unit, row: Application, officer: Officer, act: Act) -> Problem | None:
    """Level and office must be those whose turn it is (S16)."""
    if row.office_id == officer.office_id and stage_of(unit, row) in decides(unit, pack_for(unit, row), officer):
        return None
    office = unit.session.get_one(OfficeRow, row.office_id)
    if officer.organisation == "disability":
        return Problem("review.disability_inspects", 403, office=office.name)
    if officer.level == "community":
        prepares = row.community_id == officer.office_id and row.stage == 0 and act in PREPARING
        return None if prepares else Problem("review.community_prepares", 403, office=office.name)
    here = decides(unit, pack_for(unit, row), officer)
    return Problem("review.not_your_stage" if here else "review.level_inspects", 403, office=office.name)


def decides(unit: Unit, pack: Pack, officer: Officer) -> tuple[Stage, ...]:
    """The reviews of a policy that this officer's office does; none where it only inspects or prepares (GZ-02)."""
    if officer.organisation == "disability" or (officer.level == "community" and not _entrusted(unit, officer)):
        return ()
    return tuple(stage for stage in pack.stages if officer.level in LEVELS[stage.level])


def _entrusted(unit: Unit, officer: Officer) -> bool:
    """Whether the county has its communities do the preliminary review (第二条第（二）项：站所或社区)."""
    office = unit.session.get_one(OfficeRow, officer.office_id)
    return parent_at(unit, office, "county").community_reviews


def helpers(row: Application) -> Select[int]:
    """The ids of those who had a part in another stage, to be left out of this one (XY-24)."""
    decided = select(Decision.officer_id).where(Decision.application_id == row.id, Decision.stage != row.stage)
    helped = select(ReviewStep.officer_id).where(
        ReviewStep.application_id == row.id, ReviewStep.stage != row.stage
    )
    entered = select(Hand.officer_id).where(Hand.application_id == row.id)
    return select(union(decided, helped, entered).subquery().c.officer_id)


def _both_stages(unit: Unit, row: Application, officer: Officer) -> Problem | None:
    """Neither one person nor one office decides twice (XY-24); who ever acted for the applicant has no part."""
    if has_entered(unit, row, officer.id):
        return Problem("review.entered_by_you", 403)
    if officer.id in set(unit.session.scalars(helpers(row))):
        return Problem("review.same_person", 403)
    decided = select(Decision.office_id).where(Decision.application_id == row.id, Decision.stage != row.stage)
    if officer.office_id in set(unit.session.scalars(decided)):
        return Problem("review.same_office", 403)
    return None


def _in_other_hands(unit: Unit, row: Application, officer: Officer, act: Act) -> Problem | None:
    if act == "reassign":
        return None if unit.session.get_one(OfficerRow, officer.id).on_duty else Problem("review.not_on_duty", 403)
    prepares = officer.office_id == row.community_id and act in PREPARING
    if act not in IN_HAND or prepares or row.officer_id == officer.id:
        return None
    holder = unit.session.get(OfficerRow, row.officer_id) if row.officer_id else None
    return Problem("review.held_by_other", 409, who=holder.name if holder else "")


def _unfinished(unit: Unit, row: Application, act: Act) -> Problem | None:
    """An endorsement needs every file let pass by the scanner, every step of the stage, no paper found wanting."""
    if act not in ("endorse", "recognise"):
        return None
    if (file := unsettled(unit, row)) is not None:
        code = "review.paper_stopped" if file.stopped else "review.paper_checking"
        return Problem(code, 409, paper=_title(unit, row, file.requirement))
    done, steps = steps_of(unit, row, row.stage), stage_of(unit, row).steps
    missing = [step.label for step in steps if step.required and step.id not in done]
    if missing:
        return Problem("review.step_missing", 409, step="、".join(missing))
    if waiting := [step.label for step in steps if step.id in done and done[step.id].result == "pending"]:
        return Problem("review.match_pending", 409, step="、".join(waiting))
    wanting = unit.session.scalar(
        select(PaperRow.requirement)
        .where(PaperRow.application_id == row.id, PaperRow.state == "rejected")
        .limit(1)
    )
    if wanting is None:
        return None
    return Problem("review.paper_rejected", 409, paper=_title(unit, row, wanting))


def _title(unit: Unit, row: Application, requirement: str) -> str:
    """A paper by its title, the photo of the form by its label, those of a visit by the step."""
    pack = pack_for(unit, row)
    item = requirement_of(pack, requirement)
    photos = {field.id: str(field.label) for field in pack.form.fields if field.kind == "image"}
    photos[MANDATE_PAPER] = translator("citizen", DEFAULT_LANGUAGE)("委托书（本人签名）")
    photos |= {step.id: str(step.label) for stage in pack.stages for step in stage.steps}
    return str(item.title) if item else photos.get(requirement, requirement)


def _last_mover(unit: Unit, row: Application) -> tuple[str, str]:
    """Who moved the case last and when; a citizen's name stays out of it."""
    moves = [entry for entry in audit.history(unit.session, subject_of(row.id)) if entry.action in MOVES]
    if not moves:
        return "", _minute(row.updated_at)
    last = moves[-1]
    _ = translator("notices", unit.language)
    people = {"citizen": _("申请人"), HELPER: _("代办人")}
    return people.get(last.actor_kind, last.actor), _minute(last.at)


MOVES = frozenset(
    f"application.{word}"
    for word in (
        "submitted",
        "taken_up",
        "assigned",
        "released",
        "hand_over_accepted",
        "reassigned",
        "inherited",
        "left_to_the_office",
        "entrusted",
        "endorsed",
        "returned",
        "sent_back",
        "supplied",
        "extended",
        "resumed",
        "recognised",
        "declined",
        "withdrawn",
        "taken_back",
    )
)
"""Audit codes of moves, to tell who was quicker."""


def _minute(moment: datetime) -> str:
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
