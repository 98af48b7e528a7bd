"""The promises and the calendar: everybody may read them, an administrator of a county or city sets them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, Form, PageRoute, admin, anyone_signed_in
from backend.core.console.errors import error_at
from backend.core.problems import Problem
from backend.deadlines import queries, service
from backend.staff.service import managed_offices

router = APIRouter(route_class=PageRoute, include_in_schema=False)
SignedIn = Annotated[Desk, Depends(anyone_signed_in)]
Admin = Annotated[Desk, Depends(admin)]
FIELDS: Mapping[str, str] = {
    "office.not_found": "office",
    "limits.unknown_step": "step",
    "limits.days_out_of_range": "days",
    "limits.day_past": "day",
    "limits.day_missing": "day",
    "limits.reason_missing": "reason",
}


@router.get("/staff/limits")
async def limits(desk: SignedIn) -> HTMLResponse:
    """What the office promises, as citizens read it."""
    return await _page(desk)


@router.post("/staff/limits")
async def set_limit(desk: Admin) -> Response:
    """Sets a promise from a day on."""
    try:
        await desk.once(service.set_limit, _wish(desk.form))
    except Problem as problem:
        if problem.status != 422 and problem.code != "office.not_found":
            raise
        return await _page(desk, problem)
    return desk.go("/staff/limits?saved=yes#promises")


@router.get("/staff/calendar")
async def calendar(desk: SignedIn, year: int = 0) -> HTMLResponse:
    """The working days of a year, and what is not known yet."""
    return desk.page("deadlines/calendar.html", found=await desk.read(queries.year, year))


def _wish(form: Form) -> service.Wish:
    pack_id, _, step = form.text("step", 120).partition("|")
    try:
        day = date.fromisoformat(form.text("day", 10))
    except ValueError:
        raise Problem("limits.day_missing", 422) from None
    return service.Wish(form.number("office"), pack_id, step, form.number("days"), day, form.text("reason", 600))


async def _page(desk: Desk, problem: Problem | None = None) -> HTMLResponse:
    found = await desk.read(queries.limits)
    return desk.page(
        "deadlines/limits.html",
        problem.status if problem else 200,
        found=found,
        offices=await desk.read(managed_offices) if found.may_set else (),
        typed={name: desk.form.text(name, 600) for name in ("office", "step", "days", "day", "reason")},
        saved=desk.request.query_params.get("saved") == "yes",
        errors=(error_at(problem, FIELDS, "days", desk.say),) if problem else (),
    )
