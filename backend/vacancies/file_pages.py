"""Files of posts on pages: template, preview with every mistake, taking over, and the list of mistakes to take away."""

import tempfile
from pathlib import Path
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.clock import day_in_china
from backend.core.console import Desk, PageRoute, reviewer, reviewer_with_file
from backend.core.console.errors import FieldError, error_at
from backend.core.console.problems import words_for
from backend.core.problems import Problem
from backend.core.sheets import MEDIA, sheet
from backend.vacancies import files, tables

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reviewer = Annotated[Desk, Depends(reviewer)]
Uploader = Annotated[Desk, Depends(reviewer_with_file)]
ROOM = "/staff/vacancies/import"
A_FILE = ROOM + "/{file_id}"


@router.get(ROOM)
async def overview(desk: Reviewer) -> HTMLResponse:
    """The form for a file."""
    return _overview(desk)


@router.post(ROOM)
async def upload(desk: Uploader) -> Response:
    """Reads a file and keeps what it would do."""
    try:
        kept = await _kept(desk)
    except Problem as problem:
        if problem.status not in (413, 422):
            raise
        return _overview(desk, problem.status, (error_at(problem, {}, "file", desk.say),))
    return desk.go(f"{ROOM}/{kept}")


@router.get(ROOM + "/template")
async def template(desk: Reviewer) -> Response:
    """An example with every column."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        await run_sync(tables.write_template, path, day_in_china(desk.work.clock()))
        return _download(path, "xlsx", "vacancies-template.xlsx")


@router.get(A_FILE)
async def one(desk: Reviewer, file_id: str) -> HTMLResponse:
    """What the file would do, or has done."""
    return await _one(desk, file_id)


@router.post(A_FILE + "/apply")
async def apply(desk: Reviewer, file_id: str) -> Response:
    """Takes the file over; of guessed wages what was ticked."""
    confirmed = [int(line) for line in desk.form.many("confirmed") if line.isdecimal()]
    try:
        done = await desk.once(files.apply, file_id, confirmed)
    except Problem as problem:
        if problem.status != 409:
            raise
        return await _one(desk, file_id, 409, (error_at(problem, {}, "apply", desk.say),))
    if not done:
        changed = Problem("import.changed_meanwhile", 409)
        return await _one(desk, file_id, 409, (error_at(changed, {}, "apply", desk.say),))
    return desk.go(f"{ROOM}/{file_id}")


@router.get(A_FILE + "/apply")
async def applied(desk: Reviewer, file_id: str) -> Response:
    """Back to the file."""
    return desk.go(f"{ROOM}/{file_id}")


@router.get(A_FILE + "/problems.csv")
async def problems(desk: Reviewer, file_id: str) -> Response:
    """Every mistake with its line, what was written and how to mend it."""
    view = await desk.read(files.file_view, file_id)
    lines = _told(desk, view)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "problems.csv"
        say = desk.say
        table = sheet("csv", path, view.file_name)
        table.add([say("行"), say("列"), say("原文"), say("问题"), say("怎么改")])
        for line in lines:
            table.add([str(line["line"]), line["column"], line["text"], line["title"], line["advice"]])
        table.close()
        return _download(path, "csv", "problems.csv")


async def _kept(desk: Desk) -> str:
    upload = desk.form.upload
    if upload is None:
        raise Problem("upload.missing", 422)
    with tempfile.TemporaryDirectory(dir=desk.work.services.settings.data) as folder:
        path = Path(folder) / f"posts{Path(upload.name).suffix.lower()[:5]}"
        await upload.save(path)
        rows = await run_sync(tables.rows_of, path)
    return await desk.once(files.keep, upload.name, rows)


def _overview(desk: Desk, status: int = 200, errors: tuple[FieldError, ...] = ()) -> HTMLResponse:
    return desk.page("vacancies/import.html", status, errors=errors, most=tables.MOST_ROWS)


async def _one(
    desk: Desk, file_id: str, status: int = 200, errors: tuple[FieldError, ...] = ()
) -> HTMLResponse:
    view = await desk.read(files.file_view, file_id)
    return desk.page("vacancies/file.html", status, view=view, lines=_told(desk, view), errors=errors)


def _told(desk: Desk, view: files.FileView) -> list[dict[str, str]]:
    found = []
    for line, field, code, params, text in view.problems:
        words = words_for(Problem(code, 422, **params), desk.say)
        column = tables.COLUMNS[field][0]
        found.append(
            {"line": str(line), "column": column, "text": text, "title": words.title, "advice": words.text}
        )
    return found


def _download(path: Path, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(path.read_bytes(), media_type=MEDIA[kind], headers=headers)
