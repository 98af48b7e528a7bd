"""没有送到，请打电话: the letters that did not arrive, what came of the calls, and how an exit was told."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.applications import calls, telling
from backend.core.console import Desk, PageRoute, reader, reviewer
from backend.core.console.errors import FieldError, error_at
from backend.core.problems import Problem
from backend.registry.exit_notices import Told
from backend.staff.factor_pages import gravely

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]
Reviewer = Annotated[Desk, Depends(reviewer)]
FIELDS: Mapping[str, str] = {
    "call.way_missing": "way",
    "call.whom_missing": "whom",
    "call.day_in_future": "told_on",
    "call.day_too_early": "told_on",
    "exit.day_unclear": "told_on",
    "review.reason_missing": "reason",
}


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


@router.get("/staff/calls/{number}/tell")
async def telling_page(desk: Reviewer, number: str) -> Response:
    """How she was told of an exit, and the letter to print. What was recorded meanwhile leads back to the list."""
    try:
        return await _telling(desk, number)
    except Problem as problem:
        if problem.code != "call.recorded":
            raise
        return desk.go("/staff/calls")


@router.post("/staff/calls/{number}/tell")
async def tell(desk: Reviewer, number: str) -> Response:
    """How, whom and when."""
    form = desk.form
    try:
        told = Told(form.text("way", 10), form.text("whom", 100), _day(form.text("told_on", 20)))
        await desk.once(telling.tell, number, told)
    except Problem as problem:
        if problem.status == 409:
            return await _page(desk, 409, (error_at(problem, {}, f"told-{number}", desk.say),))
        if problem.status != 422:
            raise
        return await _telling(desk, number, 422, (error_at(problem, FIELDS, "whom", desk.say),))
    return desk.go("/staff/calls")


@router.post("/staff/calls/{number}/sheet")
async def sheet(desk: Reviewer, number: str) -> Response:
    """The letter with the whole name, to print and have signed, after a reason that stays on record."""
    try:
        found = await gravely(desk, desk.do, telling.sheet, number, desk.form.text("reason", 200))
    except Problem as problem:
        if problem.status != 422:
            raise
        return await _telling(desk, number, 422, (error_at(problem, FIELDS, "reason", desk.say),))
    return desk.page("applications/exit_sheet.html", sheet=found)


@router.get("/staff/calls/{number}/sheet")
async def printed(desk: Reviewer, number: str) -> Response:
    """A sheet is opened with a reason each time."""
    return desk.go(f"/staff/calls/{number}/tell")


async def _telling(desk: Desk, number: str, status: int = 200, errors: tuple[FieldError, ...] = ()) -> HTMLResponse:
    found = await desk.read(telling.telling, number)
    context = {"found": found, "errors": errors, "typed": desk.form, "today": desk.work.clock()}
    return desk.page("applications/telling.html", status, **context)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Problem("exit.day_unclear", 422) from None


async def _page(desk: Desk, status: int = 200, errors: tuple[FieldError, ...] = ()) -> HTMLResponse:
    return desk.page("applications/calls.html", status, found=await desk.read(calls.waiting), errors=errors)
