"""A case that waits for corrections: give more time, or go on without them once their day has passed."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.applications import corrections, queries
from backend.applications.case_pages import case_address
from backend.core.console import Desk, PageRoute, reviewer
from backend.core.console.errors import FieldError
from backend.core.console.problems import words_for
from backend.core.problems import Problem

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reviewer = Annotated[Desk, Depends(reviewer)]
ACTS = {"extend": corrections.extend, "resume": corrections.resume}


@router.get("/staff/cases/{case_id}/waiting")
async def waiting_page(desk: Reviewer, case_id: str) -> Response:
    """What may be done, and what the citizen will be told."""
    return await _page(desk, case_id)


@router.post("/staff/cases/{case_id}/waiting")
async def decide(desk: Reviewer, case_id: str) -> Response:
    """More time, or on without."""
    act = ACTS.get(desk.form.text("do", 20), corrections.extend)
    try:
        await desk.once(act, case_id, desk.form.number("version"), desk.form.text("reason"))
    except Problem as problem:
        if problem.status == 404:
            raise
        return await _page(desk, case_id, problem)
    return desk.go(case_address(desk, case_id))


async def _page(desk: Desk, case_id: str, problem: Problem | None = None) -> HTMLResponse:
    case = await desk.read(queries.case, case_id)
    errors: tuple[FieldError, ...] = ()
    if problem is not None:
        words = words_for(problem, desk.say)
        errors = (FieldError("reason", words.title, words.text),)
    return desk.page(
        "applications/waiting.html",
        problem.status if problem else 200,
        case=case,
        extend=case.action("extend"),
        resume=case.action("resume"),
        typed=desk.form.text("reason", 600),
        case_address=case_address(desk, case_id),
        suffix=case_address(desk, "")[len("/staff/cases/") :],
        errors=errors,
    )
