"""急难就业援助, as officers use it: events of the area, their people, and what came of each task."""

from datetime import date
from typing import Annotated, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, PageRoute, reviewer
from backend.core.console.errors import FieldError, error_at
from backend.core.console.listing import arrange
from backend.core.problems import Problem
from backend.outreach import emergencies, emergency_queries
from backend.outreach.emergencies import KINDS, NewEmergency
from backend.outreach.emergency_lifecycle import Action

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reviewer = Annotated[Desk, Depends(reviewer)]
ROOM = "/staff/emergencies"
FIELDS = {
    "emergency.kind_missing": "kind",
    "emergency.title_missing": "title",
    "broadcast.area_unknown": "area",
    "broadcast.area_not_yours": "area",
    "emergency.start_missing": "starts_on",
    "emergency.end_missing": "ends_on",
    "emergency.days_wrong": "ends_on",
    "emergency.over": "ends_on",
}


@router.get(ROOM)
async def overview(desk: Reviewer) -> HTMLResponse:
    """The events and the early signs of the area, and the form for a new event."""
    return await _overview(desk)


@router.post(ROOM)
async def open_one(desk: Reviewer) -> Response:
    """Opens an event with its tasks; everything that is wrong is said at once."""
    form = desk.form
    kind, title, area = form.text("kind", 12), form.text("title", 200), form.text("area", 12)
    starts_on, ends_on = _day(form.text("starts_on", 10)), _day(form.text("ends_on", 10))
    wrong = await desk.read(emergencies.wrong, kind, title, area, starts_on, ends_on)
    if wrong or starts_on is None or ends_on is None:
        return await _overview(desk, tuple(error_at(one, FIELDS, "title", desk.say) for one in wrong), 422)
    new = NewEmergency(kind, title, area, starts_on, ends_on)
    return desk.go(f"{ROOM}/{(await desk.once(emergencies.open_emergency, new)).id}")


@router.get(ROOM + "/{emergency_id}")
async def one(
    desk: Reviewer, emergency_id: int, state: str = "", after: str = "", before: str = ""
) -> HTMLResponse:
    """One event and its people."""
    return await _event(desk, emergency_id, {"state": state, "after": after, "before": before})


@router.post(ROOM + "/{emergency_id}/close")
async def close(desk: Reviewer, emergency_id: int) -> Response:
    """The event is over, with its report."""
    try:
        await desk.once(emergencies.close, emergency_id, desk.form.text("report"))
    except Problem as problem:
        if problem.status != 422:
            raise
        error = error_at(problem, {}, "report", desk.say)
        return await _event(desk, emergency_id, {"state": "", "after": "", "before": ""}, (error,), 422)
    return desk.go(f"{ROOM}/{emergency_id}")


@router.post(ROOM + "/{emergency_id}/message")
async def message(desk: Reviewer, emergency_id: int) -> Response:
    """Drafts the message to them, and goes on there."""
    return desk.go(f"/staff/broadcasts/{await desk.once(emergencies.write_to_them, emergency_id)}")


@router.post(ROOM + "/{emergency_id}/tasks/{task_id}")
async def act(desk: Reviewer, emergency_id: int, task_id: int) -> Response:
    """What came of one task."""
    form = desk.form
    wanted = next((name for name in get_args(Action) if name == form.text("action", 20)), None)
    if wanted is None:
        raise Problem("page.not_found", 404)
    place = {name: form.text(name, 60) for name in ("state", "after", "before")}
    try:
        await desk.once(emergencies.act, task_id, wanted, form.text("note", 300))
    except Problem as problem:
        if problem.status != 422:
            raise
        error = error_at(problem, {}, f"note{task_id}", desk.say)
        return await _event(desk, emergency_id, place, (error,), 422)
    return desk.go(f"{ROOM}/{emergency_id}?{urlencode(place)}#tasks")


def _day(text: str) -> date | None:
    """A day as the browser's field sends it, None where there is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


async def _overview(desk: Desk, errors: tuple[FieldError, ...] = (), status: int = 200) -> HTMLResponse:
    found = await desk.read(emergency_queries.overview)
    shown = arrange(
        found.lines, desk.listing(ROOM, ("title", "area", "starts_on", "people", "left")), lambda one: one.id
    )
    return desk.page(
        "outreach/emergencies.html", status, found=found, shown=shown, errors=errors, typed=desk.form, kinds=KINDS
    )


async def _event(
    desk: Desk, emergency_id: int, place: dict[str, str], errors: tuple[FieldError, ...] = (), status: int = 200
) -> HTMLResponse:
    """``place``: which page of which state, so that whoever works through a long list stays where she is."""
    view = await desk.read(
        emergency_queries.emergency, emergency_id, place["state"], after=place["after"], before=place["before"]
    )
    return desk.page(
        "outreach/emergency.html", status, view=view, place=place, errors=errors, typed=desk.form
    )
