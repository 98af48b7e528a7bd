"""Automatic recognition at the desk of a county or city: upload registrations, look, take them in, hand over sheets."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.automatic import lists, queries
from backend.core.console import Desk, PageRoute, reviewer
from backend.core.console.desk import Gate
from backend.core.console.errors import FieldError, error_at
from backend.core.problems import Problem
from backend.finding.uploading import keep_upload
from backend.staff.factor_pages import gravely

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Finder = Annotated[Desk, Depends(reviewer)]
Uploader = Annotated[Desk, Depends(Gate(("reviewer",), takes_file=True))]
ROOM = "/staff/registrations"
A_LIST = ROOM + "/lists/{list_id}"
FIELDS = {"finding.pack_missing": "pack", "finding.reason_missing": "reason"}


@router.get(ROOM)
async def overview(desk: Finder) -> HTMLResponse:
    """The lists, the newest registrations, and the form for another list."""
    return await _overview(desk)


@router.post(ROOM)
async def upload(desk: Uploader) -> Response:
    """Keeps a list, sealed, after its beginning was read. Nobody is recognised yet."""
    try:
        kept = await keep_upload(desk, lists.REGISTRATIONS)
    except Problem as problem:
        if problem.status not in (409, 413, 422):
            raise
        return await _overview(desk, error_at(problem, FIELDS, "file", desk.say), problem.status)
    return desk.go(f"{ROOM}/lists/{kept.id}")


@router.get(A_LIST)
async def one_list(desk: Finder, list_id: str) -> HTMLResponse:
    """What the list was taken for, how far it is, and what came of it."""
    return desk.page("automatic/list.html", view=await desk.read(queries.list_view, list_id))


@router.post(A_LIST + "/take")
async def take(desk: Finder, list_id: str) -> Response:
    """Starts taking the list in, in the background."""
    await desk.once(lists.start, list_id)
    return desk.go(f"{ROOM}/lists/{list_id}")


@router.post(A_LIST + "/discard")
async def discard(desk: Finder, list_id: str) -> Response:
    """Throws the file away."""
    await desk.once(lists.discard, list_id)
    return desk.go(f"{ROOM}/lists/{list_id}")


@router.post(ROOM + "/sheets")
async def sheets(desk: Finder) -> Response:
    """The sheets to print, with whole names, after a reason that stays on record."""
    try:
        found = await gravely(desk, desk.do, queries.sheets, desk.form.text("reason", 200))
    except Problem as problem:
        if problem.status != 422:
            raise
        return await _overview(desk, error_at(problem, FIELDS, "reason", desk.say), 422)
    return desk.page("automatic/sheets.html", found=found)


@router.get(ROOM + "/sheets")
async def printed(desk: Finder) -> Response:
    """Sheets are opened with a reason each time."""
    return desk.go(ROOM)


async def _overview(desk: Desk, error: FieldError | None = None, status: int = 200) -> HTMLResponse:
    return desk.page(
        "automatic/overview.html",
        status,
        found=await desk.read(queries.overview),
        errors=(error,) if error else (),
        limit=desk.work.services.settings.register_limit // (1024 * 1024),
        chosen=desk.form.text("pack", 60),
        typed=desk.form,
    )
