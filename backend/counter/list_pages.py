"""Lists of residents on pages: the template, the preview with every mistake, entering, and what came of it."""

import tempfile
from pathlib import Path
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, PageRoute, reviewer, reviewer_with_file
from backend.core.console.errors import FieldError, error_at
from backend.core.console.problems import words_for
from backend.core.problems import Problem
from backend.core.sheets import MEDIA
from backend.core.telling import said_to
from backend.core.unit import Unit
from backend.counter import columns, lists, service
from backend.counter.columns import Column
from backend.rules import Pack

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Counter = Annotated[Desk, Depends(reviewer)]
WithFile = Annotated[Desk, Depends(reviewer_with_file)]
ROOM = "/staff/helping/lists"
A_LIST = ROOM + "/{list_id}"
FIELDS = {"mandate.place_unknown": "place", "policy.not_found": "pack"}
BAD = (404, 413, 422)


@router.get(ROOM)
async def overview(desk: Counter) -> HTMLResponse:
    """The form for a list."""
    return await _overview(desk)


@router.post(ROOM)
async def upload(desk: WithFile) -> Response:
    """Reads a list and tries it out; nobody is entered yet."""
    try:
        kept = await _kept(desk)
    except Problem as problem:
        if problem.status not in BAD:
            raise
        return await _overview(desk, 422, (error_at(problem, FIELDS, "file", desk.say),))
    return desk.go(f"{ROOM}/{kept}")


@router.get(ROOM + "/template")
async def template(desk: Counter, pack: str = "") -> Response:
    """An example of a list under one policy, every column explained."""
    known, policy = await desk.read(_columns, pack)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        await run_sync(columns.write_template, path, policy, known, said_to(desk.language))
        headers = {"Content-Disposition": f'attachment; filename="residents-{policy.id}.xlsx"'}
        return Response(path.read_bytes(), media_type=MEDIA["xlsx"], headers=headers)


@router.get(A_LIST)
async def one(desk: Counter, list_id: str) -> HTMLResponse:
    """What a list would do, or has done."""
    return await _one(desk, list_id)


@router.post(A_LIST + "/apply")
async def apply(desk: Counter, list_id: str) -> Response:
    """Enters the rows that are right."""
    try:
        await desk.once(lists.apply, list_id)
    except Problem as problem:
        if problem.status != 409:
            raise
        return await _one(desk, list_id, 409, (error_at(problem, {}, "apply", desk.say),))
    return desk.go(f"{ROOM}/{list_id}")


@router.get(A_LIST + "/apply")
async def applied(desk: Counter, list_id: str) -> Response:
    """Back to the list."""
    return desk.go(f"{ROOM}/{list_id}")


def _columns(unit: Unit, pack: str) -> tuple[tuple[Column, ...], Pack]:
    chosen = pack or next((one.id for one in service.offered(unit)), "")
    return lists.columns(unit, chosen, examples=True), unit.services.catalogue.packs[chosen]


async def _kept(desk: Desk) -> str:
    pack = desk.form.text("pack", 60)
    known = await desk.read(lists.columns, pack)
    upload = desk.form.upload
    if upload is None:
        raise Problem("upload.missing", 422)
    with tempfile.TemporaryDirectory(dir=desk.work.services.settings.data) as folder:
        path = Path(folder) / f"list{Path(upload.name).suffix.lower()[:8]}"
        await upload.save(path)
        try:
            rows, unused = await run_sync(columns.read, path, known)
        except Problem as problem:
            # The officer knows the file by her own name for it.
            told = {name: str(value).replace(path.name, upload.name) for name, value in problem.params.items()}
            raise Problem(problem.code, problem.status, **told) from None
    return await desk.once(lists.keep, pack, desk.form.text("place", 10), upload.name, rows, unused)


async def _overview(desk: Desk, status: int = 200, errors: tuple[FieldError, ...] = ()) -> HTMLResponse:
    return desk.page(
        "counter/lists.html",
        status,
        packs=await desk.read(service.offered),
        lists=await desk.read(lists.mine),
        errors=errors,
        form=desk.form,
        most=columns.MOST_ROWS,
    )


async def _one(desk: Desk, list_id: str, status: int = 200, errors: tuple[FieldError, ...] = ()) -> HTMLResponse:
    view = await desk.read(lists.view, list_id)
    wrong: list[dict[str, Any]] = []
    for line, column, code, params in view.problems:
        words = words_for(Problem(code, 422, **params), desk.say)
        name = view.names.get(line, "")
        wrong.append({"line": line, "name": name, "column": column, "title": words.title, "text": words.text})
    return desk.page("counter/list.html", status, view=view, wrong=wrong, errors=errors, at=f"{ROOM}/{list_id}")
