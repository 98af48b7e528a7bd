"""Finding people, as the officer of a county or city does it: upload, look, screen, choose, invite, follow up."""

import tempfile
from pathlib import Path
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.columns.template import write_template
from backend.core.console import Desk, PageRoute, reviewer
from backend.core.console.desk import Gate
from backend.core.console.doors import doors
from backend.core.console.errors import FieldError, error_at
from backend.core.problems import Problem
from backend.core.telling import said_to
from backend.finding import lists, outcomes, queries, sheets
from backend.finding.lifecycle import Action
from backend.finding.uploading import keep_upload
from backend.staff.factor_pages import gravely
from backend.staff.keyset import COUNTED

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Finder = Annotated[Desk, Depends(reviewer)]
Uploader = Annotated[Desk, Depends(Gate(("reviewer",), takes_file=True))]
ROOM = "/staff/finding"
A_LIST = ROOM + "/lists/{list_id}"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTES: tuple[Action, ...] = ("decline", "not_reached")
FIELDS = {"finding.pack_missing": "pack", "finding.nobody_chosen": "category", "finding.reason_missing": "reason"}


@router.get(ROOM)
async def overview(desk: Finder) -> HTMLResponse:
    """The lists of the own offices, and the form for another."""
    return await _overview(desk)


@router.get(ROOM + "/template")
async def template(desk: Finder, pack: str = "") -> Response:
    """An example list with every column the policy can use."""
    policies = await desk.read(lists.policies_for, pack)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        await run_sync(write_template, path, policies, said_to(desk.language))
        headers = {"Content-Disposition": 'attachment; filename="template.xlsx"'}
        return Response(path.read_bytes(), media_type=XLSX, headers=headers)


@router.post(ROOM)
async def upload(desk: Uploader) -> Response:
    """Keeps a list, sealed, after its beginning was read."""
    try:
        kept = await keep_upload(desk)
    except Problem as problem:
        if problem.status not in (409, 413, 422):
            raise
        return await _overview(desk, error_at(problem, FIELDS, "file", desk.say), problem.status)
    return desk.go(f"{ROOM}/lists/{kept.id}")


@router.get(A_LIST)
async def one_list(desk: Finder, list_id: str) -> HTMLResponse:
    """What the list was taken for, how far its screening is, what came out, and what became of it."""
    return await _list_page(desk, list_id)


@router.post(A_LIST + "/screen")
async def screen(desk: Finder, list_id: str) -> Response:
    """Starts the screening in the background."""
    await desk.once(lists.screen, list_id)
    return desk.go(f"{ROOM}/lists/{list_id}")


@router.post(A_LIST + "/invite")
async def invite(desk: Finder, list_id: str) -> Response:
    """Starts the invitations of chosen categories and verdicts."""
    form = desk.form
    try:
        await desk.once(lists.invite, list_id, form.many("category"), form.many("verdict"))
    except Problem as problem:
        if problem.status != 422:
            raise
        return await _list_page(desk, list_id, error_at(problem, FIELDS, "category", desk.say), 422)
    return desk.go(f"{ROOM}/lists/{list_id}")


@router.post(A_LIST + "/discard")
async def discard(desk: Finder, list_id: str) -> Response:
    """Throws away the file and whoever was not invited."""
    await desk.once(lists.discard, list_id)
    return desk.go(f"{ROOM}/lists/{list_id}")


@router.get(A_LIST + "/people")
async def people(desk: Finder, list_id: str, state: str = "") -> HTMLResponse:
    """Who was found, masked, and what became of each."""
    home = f"/staff/finding/lists/{list_id}/people"
    listing = desk.listing(home, ("stands",), ("stands", False), state=state)
    found = await desk.read(queries.people, list_id, state=state, **listing.place)
    view = await desk.read(queries.list_view, list_id)
    return desk.page("finding/people.html", found=found, view=view, state=state, listing=listing, counted=COUNTED)


@router.post(ROOM + "/people/{candidate_id}/{action}")
async def note(desk: Finder, candidate_id: str, action: str) -> Response:
    """What a call or a visit brought."""
    wanted = next((one for one in NOTES if one == action), None)
    if wanted is None:
        raise Problem("page.not_found", 404)
    list_id = await desk.once(outcomes.note, candidate_id, wanted)
    return desk.go(f"{ROOM}/lists/{list_id}/people?state=invited")


@router.post(A_LIST + "/sheets")
async def print_sheets(desk: Finder, list_id: str) -> Response:
    """The sheets to print, with whole names and telephones, after a reason that stays on record."""
    try:
        found = await gravely(desk, desk.do, sheets.sheets, list_id, desk.form.text("reason", 200))
    except Problem as problem:
        if problem.status != 422:
            raise
        return await _list_page(desk, list_id, error_at(problem, FIELDS, "reason", desk.say), 422)
    return desk.page("finding/sheets.html", found=found, list_id=list_id, doors=await doors(desk))


@router.get(A_LIST + "/sheets")
async def printed(desk: Finder, list_id: str) -> Response:
    """Sheets are opened with a reason each time."""
    return desk.go(f"{ROOM}/lists/{list_id}")


async def _overview(desk: Desk, error: FieldError | None = None, status: int = 200) -> HTMLResponse:
    found = await desk.read(queries.overview)
    errors = (error,) if error else ()
    limit = desk.work.services.settings.register_limit // (1024 * 1024)
    chosen = desk.form.text("pack", 60)
    return desk.page(
        "finding/overview.html", status, found=found, errors=errors, limit=limit, chosen=chosen
    )


async def _list_page(
    desk: Desk, list_id: str, error: FieldError | None = None, status: int = 200
) -> HTMLResponse:
    view = await desk.read(queries.list_view, list_id)
    errors = (error,) if error else ()
    return desk.page("finding/list.html", status, view=view, errors=errors, typed=desk.form)
