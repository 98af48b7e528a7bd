"""The work a first review cannot pass without: record match and home visit (第二条第二款)."""

from datetime import date
from typing import Any

from backend.applications import guards
from backend.applications.guards import HOME_VISIT, RECORD_MATCH, Act, demand, subject_of, worded
from backend.applications.models import Application, ReviewStep
from backend.applications.province import enter_once
from backend.applications.views import HomeVisit, MatchResult, RecordMatch, SourceMatch, StepFindings
from backend.core.clock import day_in_china
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.rules import Source, Stage

MOST_VISITORS = 5
EXPLAINED: tuple[MatchResult, ...] = ("mismatch", "not_available")
WORST_FIRST: tuple[MatchResult, ...] = ("pending", "mismatch", "not_available", "match")
"""A match that is not finished stands for the whole, whatever its other sources say."""


def record_step(unit: Unit, case_id: str, findings: StepFindings) -> None:
    """Records the record match or the home visit; the last record of a step counts.

    Raises 422: ``review.day_in_future``, ``review.day_before_submission`` (day), ``review.source_missing``
    (source), ``review.note_missing`` (source), ``review.visitors_missing``, ``review.second_visitor_missing``,
    ``review.place_missing``, ``review.findings_missing``, ``review.text_too_long`` (longest), ``review.id_number_in_text``.
    """
    row = guards.seen(unit, case_id, lock=True)
    step: Act = RECORD_MATCH if isinstance(findings, RecordMatch) else HOME_VISIT
    officer = demand(unit, row, step)
    _check_day(unit, row, findings.done_on)
    stage = guards.stage_of(unit, row)
    if step not in {one.id for one in stage.steps}:
        raise Problem("application.illegal_move", 409, state=row.state, action=step)
    if step == RECORD_MATCH:
        enter_once(unit, row)
    sources = sources_of(stage)
    result, content = _match(findings, sources) if isinstance(findings, RecordMatch) else _visit(findings)
    record = ReviewStep(
        application_id=row.id,
        stage=row.stage,
        step=step,
        officer_id=officer.id,
        done_on=findings.done_on,
        result=result,
        findings=b"",
        at=unit.now,
    )
    unit.session.add(record)
    unit.session.flush()
    record.findings = unit.vault.seal(content, _place(record))
    unit.audit(f"application.{step}", subject_of(case_id), result=result)


def findings_of(unit: Unit, record: ReviewStep) -> StepFindings:
    """What was recorded, as it was given."""
    content: dict[str, Any] = unit.vault.open(record.findings, _place(record))
    if record.step == RECORD_MATCH:
        return RecordMatch(record.done_on, tuple(SourceMatch(**source) for source in content["sources"]))
    return HomeVisit(
        done_on=record.done_on,
        visitors=tuple(content["visitors"]),
        place=content["place"],
        result=record.result,  # type: ignore[arg-type]
        findings=content["findings"],
        alone=content.get("alone", ""),
    )


def _check_day(unit: Unit, row: Application, day: date) -> None:
    if day > unit.today:
        raise Problem("review.day_in_future", 422)
    submitted = day_in_china(row.submitted_at) if row.submitted_at else unit.today
    if day < submitted:
        raise Problem("review.day_before_submission", 422, day=submitted.isoformat())


def sources_of(stage: Stage) -> tuple[Source, ...]:
    """What the record match of a stage looks up; none where it has no such step."""
    return tuple(source for step in stage.steps for source in step.sources)


def _match(found: RecordMatch, sources: tuple[Source, ...]) -> tuple[MatchResult, dict[str, Any]]:
    """Every source is answered for; the worst of them is the result of the match."""
    by_source = {source.source: source for source in found.sources}
    _refuse(sources, {one.id for one in sources} - by_source.keys(), "review.source_missing")
    silent = {one.source for one in found.sources if one.result in EXPLAINED and not one.note.strip()}
    _refuse(sources, silent, "review.note_missing")
    kept = []
    for wanted in sources:
        source = by_source[wanted.id]
        note = source.note.strip()
        if note:
            note = worded(note, "review.note_missing", longest=200, source=str(wanted.label))
        kept.append({"source": wanted.id, "result": source.result, "note": note})
    results = {source["result"] for source in kept}
    return next(result for result in WORST_FIRST if result in results), {"sources": kept}


def _refuse(sources: tuple[Source, ...], gaps: set[str], code: str) -> None:
    """All gaps of a kind are told at once."""
    labels = [str(one.label) for one in sources if one.id in gaps]
    if labels:
        raise Problem(code, 422, source="、".join(labels))


def _visit(visit: HomeVisit) -> tuple[str, dict[str, Any]]:
    named = dict.fromkeys(name.strip()[:40] for name in visit.visitors if name.strip())
    visitors = list(named)[:MOST_VISITORS]
    if not visitors:
        raise Problem("review.visitors_missing", 422)
    alone = worded(visit.alone, "review.second_visitor_missing", longest=100) if len(visitors) == 1 else ""
    place = worded(visit.place, "review.place_missing", longest=100)
    findings = worded(visit.findings, "review.findings_missing")
    return visit.result, {"visitors": visitors, "place": place, "findings": findings, "alone": alone}


def _place(record: ReviewStep) -> str:
    return f"review_steps.findings|{record.id}"
