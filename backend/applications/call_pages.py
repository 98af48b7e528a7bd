"""没有送到，请打电话: the letters that did not arrive, and what came of the calls."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.applications import calls
from backend.core.console import Desk, PageRoute, reader
from backend.core.console.errors import FieldError, error_at
from backend.core.problems import Problem

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]


@router.get("/staff/calls")
async def waiting(desk: Reader) -> HTMLResponse:
    """Whom to call, the oldest letter first."""
    return await _page(desk)


@router.post("/staff/calls/{number}")
async def record(desk: Reader, number: str) -> Response:
    """What came of a call."""
    try:
        await desk.once(calls.record, number, desk.form.text("result", 20))
    except Problem as problem:
        if problem.status not in (409, 422):
            raise
        return await _page(desk, problem.status, (error_at(problem, {}, f"told-{number}", desk.say),))
    return desk.go("/staff/calls")


@router.get("/staff/calls/{number}")
async def called(desk: Reader, number: str) -> Response:
    """Asked for again after a mistake, in another language for example."""
    return desk.go(f"/staff/calls#l-{number}")


async def _page(desk: Desk, status: int = 200, errors: tuple[FieldError, ...] = ()) -> HTMLResponse:
    return desk.page("applications/calls.html", status, found=await desk.read(calls.waiting), errors=errors)
