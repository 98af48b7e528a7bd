"""What officers type on a case page, turned into what the review takes."""

from datetime import date
from typing import Literal, cast

from backend.applications.certificate_numbers import Printed
from backend.applications.views import (
    CaseView,
    DefectClaim,
    HomeVisit,
    Mark,
    MatchResult,
    RecordMatch,
    SourceMatch,
    VisitResult,
)
from backend.core.console import Form
from backend.core.problems import Problem

MATCH_RESULTS: tuple[MatchResult, ...] = ("match", "mismatch", "not_available", "pending")
VISIT_RESULTS: tuple[VisitResult, ...] = ("confirmed", "doubtful", "not_met")
MARKS: tuple[Mark, ...] = ("verified", "rejected", "received")
VISITORS = 3


def record_match(form: Form, case: CaseView) -> RecordMatch:
    """The record match as typed; a source without a result is left out and asked for by the review."""
    sources = tuple(
        SourceMatch(source.value, result, form.text(f"note-{source.value}", 200))
        for source in case.record_sources
        if (result := form.text(f"result-{source.value}")) in MATCH_RESULTS
    )
    return RecordMatch(day_of(form, "match_on"), sources)


def match_fields(case: CaseView, label: str) -> dict[str, str]:
    """Which control a refusal of the record match belongs to; it names the sources by label, the first one first."""
    source = next((one.value for one in case.record_sources if f"{label}、".startswith(f"{one.label}、")), "")
    return {"review.source_missing": f"result-{source}", "review.note_missing": f"note-{source}"}


def home_visit(form: Form) -> HomeVisit:
    """The home visit as typed. Raises 422 ``review.result_missing`` and ``review.day_missing``."""
    result = form.text("visit_result")
    if result not in VISIT_RESULTS:
        raise Problem("review.result_missing", 422)
    return HomeVisit(
        done_on=day_of(form, "visit_on"),
        visitors=tuple(name for name in (form.text(f"visitor-{n}", 40) for n in range(1, VISITORS + 1)) if name),
        place=form.text("place", 200),
        result=result,
        findings=form.text("findings"),
        alone=form.text("alone", 200),
    )

USUAL = "usual-"


def mark_of(form: Form) -> Mark:
    """Raises 422 ``review.mark_missing``."""
    mark = form.text("mark")
    if mark not in MARKS:
        raise Problem("review.mark_missing", 422)
    return mark


def valid_until_of(form: Form) -> date | None:
    """The last day of a paper; None where nothing is typed. Raises 422 ``review.valid_until_unclear``."""
    text = form.text("valid_until", 20)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem("review.valid_until_unclear", 422) from None


def printed_of(form: Form) -> Printed:
    """What was read off a disability certificate."""
    return Printed(form.text("number", 60), form.text("kind", 1), form.text("grade", 1))


def defects_of(form: Form) -> tuple[DefectClaim, ...]:
    """The ticked defects in the order of the page: ``defect`` is ``paper:id_card`` or ``field:phone``.

    Ready reasons (``usual-paper-id_card``) come before what was typed; a paper with one needs no tick of its own.
    """
    usual = [name.removeprefix(USUAL).replace("-", ":", 1) for name, _ in form.pairs if name.startswith(USUAL)]
    return tuple(
        DefectClaim(cast(Literal["field", "paper"], kind), target, _words(form, f"{kind}-{target}"))
        for kind, _, target in (ticked.partition(":") for ticked in dict.fromkeys([*form.many("defect"), *usual]))
        if kind in ("field", "paper")
    )


def _words(form: Form, key: str) -> str:
    return "".join([*form.many(USUAL + key), form.text(f"comment-{key}")])


def day_of(form: Form, field: str) -> date:
    """A day as date inputs send it. Raises 422 ``review.day_missing``."""
    try:
        return date.fromisoformat(form.text(field, 10))
    except ValueError:
        raise Problem("review.day_missing", 422) from None
