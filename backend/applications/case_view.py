"""One case on one page: data, papers, rules, steps, decisions, history, and what this officer may do."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from backend.applications import communities, contacts, corrections, guards, ownership, time_limit
from backend.applications.background import background
from backend.applications.certificate_numbers import grades, kinds, says
from backend.applications.comparison import defect_views, file_view
from backend.applications.field_views import field_views
from backend.applications.file_names import named, paper_title
from backend.applications.guards import Act, is_last, refusal, seen, stage_of, subject_of
from backend.applications.labels import act_label, state_label
from backend.applications.lifecycle import OPEN, WITH_AN_OFFICE
from backend.applications.models import Application, Decision, DefectRow, PaperFileRow, PaperRow, ReviewStep
from backend.applications.newer_rules import newer_rules
from backend.applications.opinion import POSITIVE, against, suggested_opinion
from backend.applications.refusal import refusal_grounds
from backend.applications.results import next_review
from backend.applications.review_steps import findings_of, sources_of
from backend.applications.rule_panel import rule_panel
from backend.applications.ruling import pack_for
from backend.applications.targets import papers_of, targets_of
from backend.applications.timeline import timeline
from backend.applications.urgency import days_left, urgency
from backend.applications.views import (
    ActionView,
    Article,
    CaseView,
    DecisionView,
    Offer,
    Option,
    PaperView,
    StepView,
)
from backend.applications.visit_photos import photos
from backend.core import audit
from backend.core.console.problems import words_for
from backend.core.console.words import speaker
from backend.core.masking import mask_name
from backend.core.problems import Problem
from backend.core.sentences import value_words
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry import service as registry
from backend.rules import Requirement, Step
from backend.staff.models import OfficeRow

REVEAL_KEPT = timedelta(seconds=60)
"""How long a given reason lets the officer read whole values; the page promises it."""

AROUND: tuple[Act, ...] = ("send_back", "hand_over", "accept", "reassign", "entrust", "release")
"""Acts that hand a case around, and decide nothing."""
REVEALED, COVERED = "application.revealed", "application.covered"


def case(unit: Unit, case_id: str, *, unmasked: bool = False) -> CaseView:
    """One case. ``unmasked`` only after ``review.reveal``; raises ``application.not_found``."""
    row = seen(unit, case_id)
    if unmasked and not revealed(unit, row):
        raise Problem("review.reason_missing", 422)
    pack, stage = pack_for(unit, row), stage_of(unit, row)
    decisions, defects = _decisions(unit, row), _defects(unit, row)
    return CaseView(
        id=row.id,
        version=row.version,
        receipt=row.receipt or "",
        name=_name(unit, row, unmasked=unmasked),
        state=row.state,  # type: ignore[arg-type]
        state_label=state_label(row.state, unit.language),
        stage=stage.id,
        stage_label=stage.name,
        last_stage=is_last(pack, row),
        suggested_opinion=suggested_opinion(unit, row),
        against=against(unit, row),
        form_title=pack.form.title,
        stages=tuple(Option(one.id, one.name) for one in pack.stages),
        round=row.round,
        office=_office(unit, row.office_id),
        passed_by=_passed_by(unit, row),
        next_review=next_review(unit, row),
        holder=ownership.name_of(unit, row.officer_id),
        held_by_me=row.officer_id == unit.officer.id,
        offer=_offer(unit, row),
        colleagues=_colleagues(unit, row) if row.state in WITH_AN_OFFICE else (),
        community=_office(unit, row.community_id),
        **_communities(unit, row),
        **background(unit, row),
        contacts=contacts.contact_notes(unit, row),
        submitted_at=row.submitted_at or row.created_at,
        due_on=row.due_on,
        days_left=days_left(unit, row),
        urgency=urgency(unit, row),
        correct_by=row.correct_by if row.state == "awaiting_correction" else None,
        stopped_since=time_limit.stopped_on(unit, row) if row.state == "awaiting_correction" else None,
        days_kept=time_limit.days_kept(unit, row) if row.state == "awaiting_correction" else 0,
        decided_at=row.decided_at,
        categories=tuple(Option(one, pack.category(one).name) for one in row.categories),
        fields=field_views(unit, row, defects, unmasked=unmasked),
        photo=_photo(unit, row),
        papers=tuple(_paper(unit, row, item) for item in papers_of(unit, row)),
        rules=rule_panel(unit, row, unmasked=unmasked),
        newer=newer_rules(unit, row),
        steps=_steps(unit, row),
        record_sources=_sources(unit, row),
        decisions=tuple(_decision(unit, row, decision) for decision in decisions),
        defects=defect_views(unit, row, defects, unmasked=unmasked),
        timeline=timeline(unit, row),
        actions=_actions(unit, row),
        defect_targets=tuple(
            (kind, Option(target, label))  # type: ignore[misc]
            for (kind, target), label in targets_of(unit, row).items()
        ),
        articles=tuple(Article(one.id, one.article, one.text) for one in refusal_grounds(unit, row)),
        duplicates=contacts.duplicates(unit, row),
        register_number=_register_number(unit, row),
        unmasked=unmasked,
    )


def revealed(unit: Unit, row: Application) -> bool:
    """Whether the acting officer gave a reason to read whole values just now, and has not hidden them since."""
    mine = [
        entry
        for entry in audit.history(unit.session, subject_of(row.id))
        if entry.action in (REVEALED, COVERED) and entry.params.get("officer") == unit.officer.id
    ]
    return bool(mine) and mine[-1].action == REVEALED and unit.now - mine[-1].at < REVEAL_KEPT


def _name(unit: Unit, row: Application, *, unmasked: bool) -> str:
    person = unit.session.get(Person, row.person_id) if row.person_id else None
    name = str(details_of(unit, person)["name"]) if person else ""
    return name if unmasked else mask_name(name)


def _photo(unit: Unit, row: Application) -> str:
    images = [field.id for field in pack_for(unit, row).form.fields if field.kind == "image"]
    newest = (
        select(PaperFileRow.id)
        .where(
            PaperFileRow.application_id == row.id,
            PaperFileRow.requirement.in_(images),
            PaperFileRow.removed_at.is_(None),
            PaperFileRow.scan == "clean",
        )
        .order_by(PaperFileRow.id.desc())
        .limit(1)
    )
    return unit.session.scalar(newest) or ""


def _paper(unit: Unit, row: Application, item: Requirement) -> PaperView:
    paper = unit.session.get(PaperRow, (row.id, item.id))
    chosen = next((one.title for one in item.alternatives if paper and one.id == paper.chosen), "")
    said = paper.said_until if paper and paper.state != "verified" else None
    return PaperView(
        requirement=item.id,
        title=item.title,
        chosen=chosen,
        state=paper.state if paper else "missing",  # type: ignore[arg-type]
        comment=paper.comment if paper else "",
        original_seen_by=ownership.name_of(unit, paper.original_seen_by) if paper else "",
        original_seen_on=paper.original_seen_on if paper else None,
        valid_until=paper.valid_until if paper else None,
        said_until=said,
        said_over=said is not None and said < unit.today,
        said_otherwise=_said_otherwise(paper),
        citation=pack_for(unit, row).citations[item.citation_id].article,
        files=tuple(
            file_view(row, file, name)
            for file, name in named(unit, row, item.id, paper_title(unit, row, item))
            if file.removed_at is None
        ),
        takes_number=bool(item.number_fact),
        number_says=says(unit, row, item),
        number_kinds=kinds(unit, item),
        number_grades=grades(unit, row, item),
        defects=tuple(map(str, item.defects)),
        issuer=paper.issuer if paper else "",
        asks_issuer=any(one.ask_issuer for one in item.alternatives if paper and one.id == paper.chosen),
    )


def _said_otherwise(paper: PaperRow | None) -> date | None:
    if paper is None or paper.state != "verified" or paper.valid_until is None:
        return None
    return paper.said_until if paper.said_until != paper.valid_until else None


def _steps(unit: Unit, row: Application) -> tuple[StepView, ...]:
    """The steps of the stages so far: the second reviewer reads what the first one found (C17)."""
    stages = pack_for(unit, row).stages[: row.stage + 1]
    return tuple(
        _step(unit, row, step, guards.steps_of(unit, row, place).get(step.id))
        for place, stage in enumerate(stages)
        for step in stage.steps
    )


def _step(unit: Unit, row: Application, step: Step, record: ReviewStep | None) -> StepView:
    return StepView(
        step=step.id,
        label=step.label,
        required=step.required,
        article=pack_for(unit, row).citations[step.citation_id].article,
        officer=ownership.name_of(unit, record.officer_id) if record else "",
        at=record.at if record else None,
        result_label=value_words(record.result, unit.language) if record else "",
        positive=record is not None and record.result in POSITIVE,
        findings=findings_of(unit, record) if record else None,
        photos=photos(unit, row) if step.id == guards.HOME_VISIT else (),
        system=step.system,
    )


def _sources(unit: Unit, row: Application) -> tuple[Option, ...]:
    """What the record match looks up, at whichever stage it stands."""
    stages = pack_for(unit, row).stages[: row.stage + 1]
    return tuple(Option(source.id, source.label) for stage in stages for source in sources_of(stage))


def _decisions(unit: Unit, row: Application) -> list[Decision]:
    wanted = select(Decision).where(Decision.application_id == row.id).order_by(Decision.id)
    return list(unit.session.scalars(wanted))


def _decision(unit: Unit, row: Application, decision: Decision) -> DecisionView:
    pack = pack_for(unit, row)
    stage = pack.stages[decision.stage].name
    article = pack.citations[decision.citation].article if decision.citation in pack.citations else ""
    return DecisionView(
        stage_label=stage,
        action=decision.action,  # type: ignore[arg-type]
        action_label=act_label(pack, decision.action, stage, unit.language),
        officer=ownership.name_of(unit, decision.officer_id),
        office=_office(unit, decision.office_id),
        at=decision.at,
        opinion=decision.opinion or str(decision.details.get("note", "")),
        article=article,
    )


def _defects(unit: Unit, row: Application) -> list[DefectRow]:
    wanted = select(DefectRow).where(DefectRow.application_id == row.id).order_by(DefectRow.id)
    return list(unit.session.scalars(wanted))


def _actions(unit: Unit, row: Application) -> tuple[ActionView, ...]:
    """What the state allows, each with what stands against it for this officer."""
    if row.state not in OPEN:
        return ()
    pack, stage = pack_for(unit, row), stage_of(unit, row)
    steps = [step.id for step in stage.steps if step.id in (guards.RECORD_MATCH, guards.HOME_VISIT)]
    passing: Act = "recognise" if is_last(pack, row) else "endorse"
    acts: list[Act] = ["take_up", *steps, "mark_paper", passing, "return", "decline", *AROUND, "extend"]  # type: ignore[list-item]
    if corrections.passed(row, unit.today):
        acts.append("resume")
    views = []
    for act in acts:
        problem = refusal(unit, row, act)
        if problem is not None and problem.code == "application.illegal_move":
            continue
        why_not = words_for(problem, speaker(unit.language)).text if problem else ""
        label = act_label(pack, act, stage.name, unit.language)
        views.append(ActionView(act, label, allowed=problem is None, why_not=why_not))
    return tuple(views)


def _communities(unit: Unit, row: Application) -> dict[str, Any]:
    """Those of the station, while the case is with it."""
    found = communities.communities(unit, row) if row.state == "in_review" and row.stage == 0 else []
    return {
        "communities": tuple(Option(str(one.id), one.name) for one in found),
        "communities_review": any(communities.reviews(unit, one) for one in found[:1]),
    }


def _passed_by(unit: Unit, row: Application) -> str:
    passed = guards.endorsement(unit, row, row.stage - 1)
    return _office(unit, passed.office_id) if passed else ""


def _offer(unit: Unit, row: Application) -> Offer | None:
    offer = ownership.standing_offer(unit, row)
    if offer is None:
        return None
    return Offer(
        giver=ownership.name_of(unit, offer.giver_id),
        receiver=ownership.name_of(unit, offer.receiver_id),
        note=offer.note,
        at=offer.at,
        to_me=offer.receiver_id == unit.officer.id,
        mine=offer.giver_id == unit.officer.id,
    )


def _colleagues(unit: Unit, row: Application) -> tuple[Option, ...]:
    return tuple(Option(str(one.id), one.name) for one in ownership.colleagues(unit, row))


def _register_number(unit: Unit, row: Application) -> str:
    return registry.standing(unit, row.person_id, row.pack) if row.person_id else ""


def _office(unit: Unit, office_id: int | None) -> str:
    office = unit.session.get(OfficeRow, office_id) if office_id else None
    return office.name if office else ""
