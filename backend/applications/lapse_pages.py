"""超期督办: what was late in the officer's area, and what the office above did about it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.applications import lapses, lateness
from backend.core.console import Desk, PageRoute, reader
from backend.core.console.errors import FieldError
from backend.core.console.problems import words_for
from backend.core.problems import Problem

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]


@router.get("/staff/lapses")
async def overview(desk: Reader) -> HTMLResponse:
    """The lapses of the area, the newest first; ``open=yes`` those this office has to answer for."""
    return await _page(desk)


@router.post("/staff/lapses/{lapse_id}/answer")
async def answer(desk: Reader, lapse_id: int) -> Response:
    """Says what was done about it."""
    try:
        await desk.once(lateness.answer, lapse_id, desk.form.text("answer", 600))
    except Problem as problem:
        if problem.status != 422:
            raise
        return await _page(desk, lapse_id, problem)
    return desk.go(f"/staff/lapses#l-{lapse_id}")


@router.get("/staff/lapses/{lapse_id}/answer")
async def answer_page(desk: Reader, lapse_id: int) -> Response:
    """Asked for again after a mistake, in another language for example."""
    return desk.go(f"/staff/lapses#l-{lapse_id}")


async def _page(desk: Desk, lapse_id: int = 0, problem: Problem | None = None) -> HTMLResponse:
    query = desk.request.query_params
    waiting = query.get("open") == "yes"
    before = int(number) if (number := query.get("before", "")).isascii() and number.isdigit() else 0
    errors: tuple[FieldError, ...] = ()
    if problem is not None:
        words = words_for(problem, desk.say)
        errors = (FieldError(f"answer-{lapse_id}", words.title, words.text),)
    return desk.page(
        "applications/lapses.html",
        problem.status if problem else 200,
        found=await desk.read(lapses.overview, waiting=waiting, before=before),
        waiting=waiting,
        typed=desk.form.text("answer", 600) if problem else "",
        typed_at=lapse_id,
        errors=errors,
    )
