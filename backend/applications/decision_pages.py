"""The decisions on a case: each is a page of its own that says what will happen, before it happens."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.applications import case_forms, presence_pages, queries, review, sending_back
from backend.applications.case_pages import case_address
from backend.applications.conflict_pages import conflict_page
from backend.applications.queue_urls import back_address
from backend.applications.views import CaseView, Done
from backend.core.console import Desk, Form, PageRoute, reader, reviewer
from backend.core.console.errors import FieldError, error_at
from backend.core.problems import Problem

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]
Reviewer = Annotated[Desk, Depends(reviewer)]
FIELDS: Mapping[str, str] = {
    "review.opinion_missing": "opinion",
    "review.explanation_missing": "opinion",
    "review.not_checked": "checked",
    "review.citation_missing": "citation",
    "review.unknown_citation": "citation",
    "review.reason_missing": "reason",
    "review.reason_too_short": "reason",
    "review.no_defects": "defects",
}
TEMPLATES: Mapping[str, str] = {
    "endorse": "endorse",
    "recognise": "endorse",
    "return": "return",
    "send_back": "send_back",
    "decline": "decline",
}


@router.get("/staff/cases/{case_id}/endorse")
async def endorse_page(desk: Reviewer, case_id: str) -> Response:
    """Pass the stage: what, who, and the opinion that is printed on the form."""
    return await _form(desk, await desk.read(queries.case, case_id), "endorse")


@router.post("/staff/cases/{case_id}/endorse")
async def endorse(desk: Reviewer, case_id: str) -> Response:
    """Passes the stage; at the last one this is the recognition."""
    form = desk.form
    try:
        if form.text("checked") != "yes":
            raise Problem("review.not_checked", 422)
        done = await desk.once(review.endorse, case_id, form.number("version"), form.text("opinion"))
    except Problem as problem:
        return await _refused(desk, case_id, "endorse", problem)
    return _result(desk, done)


@router.get("/staff/cases/{case_id}/return")
async def return_page(desk: Reviewer, case_id: str) -> Response:
    """Everything that has to be mended, told at once."""
    return await _form(desk, await desk.read(queries.case, case_id), "return")


@router.post("/staff/cases/{case_id}/return")
async def return_for_correction(desk: Reviewer, case_id: str) -> Response:
    """Shows the letter word for word, then sends it."""
    form = desk.form
    try:
        told = (case_id, form.number("version"), case_forms.defects_of(form), form.text("note"))
        if form.text("do") == "send":
            return _result(desk, await desk.once(review.return_for_correction, *told))
        letter = "" if form.text("do") == "edit" else await desk.read(review.preview_return, *told)
    except Problem as problem:
        return await _refused(desk, case_id, "return", problem)
    return await _form(desk, await desk.read(queries.case, case_id), "return", letter=letter)


@router.get("/staff/cases/{case_id}/send-back")
async def send_back_page(desk: Reviewer, case_id: str) -> Response:
    """Back to the review before, with the reason."""
    return await _form(desk, await desk.read(queries.case, case_id), "send_back")


@router.post("/staff/cases/{case_id}/send-back")
async def send_back(desk: Reviewer, case_id: str) -> Response:
    """Gives the case back to the review before."""
    form = desk.form
    if form.text("do") == "edit":
        return await _form(desk, await desk.read(queries.case, case_id), "send_back")
    try:
        done = await desk.once(sending_back.send_back, case_id, form.number("version"), form.text("reason"))
    except Problem as problem:
        return await _refused(desk, case_id, "send_back", problem)
    return _result(desk, done)


@router.get("/staff/cases/{case_id}/decline")
async def decline_page(desk: Reviewer, case_id: str) -> Response:
    """An article and a reason."""
    return await _form(desk, await desk.read(queries.case, case_id), "decline")


@router.post("/staff/cases/{case_id}/decline")
async def decline(desk: Reviewer, case_id: str) -> Response:
    """Shows the letter word for word, then decides."""
    form = desk.form
    try:
        told = (case_id, form.number("version"), form.text("citation", 60), form.text("reason"))
        if form.text("do") == "send":
            return _result(desk, await desk.once(review.decline, *told))
        letter = "" if form.text("do") == "edit" else await desk.read(review.preview_decline, *told)
    except Problem as problem:
        return await _refused(desk, case_id, "decline", problem)
    return await _form(desk, await desk.read(queries.case, case_id), "decline", letter=letter)


@router.get("/staff/cases/{case_id}/done")
async def done_page(desk: Reader, case_id: str, next: str = "") -> Response:
    """What the last decision led to, and the next case. Without a decision there is only the case."""
    case = await desk.read(queries.case, case_id)
    if not case.decisions:
        return desk.go(case_address(desk, case_id))
    letters = [line for line in case.timeline if line.notice is not None]
    return desk.page(
        "applications/done.html",
        case=case,
        act=case.decisions[-1].action,
        letter=letters[-1] if letters else None,
        next_case=next if next.isalnum() else "",
        back_address=back_address(desk.request.query_params.get("back", "")),
    )


def _result(desk: Desk, done: Done) -> Response:
    address = case_address(desk, f"{done.case_id}/done")
    joint = "&" if "?" in address else "?"
    return desk.go(f"{address}{joint}next={done.next_case}")


async def _form(
    desk: Desk,
    case: CaseView,
    decision: str,
    *,
    status: int = 200,
    letter: str = "",
    errors: tuple[FieldError, ...] = (),
) -> HTMLResponse:
    """The page of a decision. An officer who may not decide is told why instead."""
    act = "recognise" if decision == "endorse" and case.last_stage else decision
    action = case.action(act)
    if action is None or not action.allowed:
        return desk.page("applications/not_now.html", 409, case=case, action=action, **_ways(desk, case))
    others = await presence_pages.others(desk, case.id)
    return desk.page(
        f"applications/{TEMPLATES[decision]}.html",
        status,
        case=case,
        **others,
        action=action,
        typed=desk.form,
        letter=letter,
        errors=errors,
        **_ways(desk, case),
    )


async def _refused(desk: Desk, case_id: str, decision: str, problem: Problem) -> Response:
    """Beside its field when the officer can mend it; else what happened meanwhile, with the typed text kept."""
    if problem.status == 404:
        raise problem
    case = await desk.read(queries.case, case_id)
    if problem.status == 422:
        fields = {**FIELDS, "review.defect_of_verified": f"comment-paper-{problem.params.get('paper', '')}"}
        error = error_at(problem, fields, _first_field(decision, desk.form), desk.say)
        return await _form(desk, case, decision, status=422, errors=(error,))
    act = "recognise" if decision == "endorse" and case.last_stage else decision
    action = case.action(act)
    may_go_on = decision if action is not None and action.allowed else ""
    return conflict_page(desk, case, problem, go_on=may_go_on, **_ways(desk, case))


def _first_field(decision: str, form: Form) -> str:
    """Where a problem belongs that names no control: the defect it is about, or the page's main field."""
    if decision != "return":
        return "reason" if decision in ("decline", "send_back") else "opinion"
    for claim in case_forms.defects_of(form):
        if not claim.comment:
            return f"comment-{claim.kind}-{claim.target}"
    return "defects"


def _ways(desk: Desk, case: CaseView) -> dict[str, Any]:
    return {"case_address": case_address(desk, case.id), "suffix": case_address(desk, "")[len("/staff/cases/") :]}
