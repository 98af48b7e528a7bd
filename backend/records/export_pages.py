"""Exports: choose a list and its columns, see how far it is, fetch it within a day."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from backend.assistance import months
from backend.core.clock import day_in_china
from backend.core.console import Desk, PageRoute, reader
from backend.core.console.errors import FieldError, error_at
from backend.core.console.headers import FILE_POLICY
from backend.core.console.problems import words_for
from backend.core.jobs import JobView
from backend.core.problems import Problem
from backend.records import exports
from backend.records.exports import NewExport
from backend.records.listings import COVERED, LISTINGS
from backend.staff.factor_pages import gravely
from locales import translator

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]
FIELDS = {
    "export.what_missing": "what",
    "export.format_missing": "format",
    "export.office_missing": "office",
    "ledger.month_unclear": "month",
    "assistance.reason_missing": "reason",
    "assistance.id_number_in_text": "reason",
}


@router.get("/staff/exports")
async def export_list(desk: Reader, what: str = "register") -> HTMLResponse:
    """What can be taken out, and what the officer has asked for."""
    return await _page(desk, what if what in LISTINGS else "register")


@router.post("/staff/exports")
async def ask(desk: Reader) -> Response:
    """Asks for one; it is made in the background."""
    form = desk.form
    new = NewExport(
        what=form.text("what", 20),
        format=form.text("format", 4),
        columns=form.many("column"),
        month=form.text("month", 7),
        whole=form.text("whole", 3) == "yes",
        reason=form.text("reason", 200),
        office=form.number("office"),
    )
    try:
        await (gravely(desk, desk.once, exports.ask, new) if new.whole else desk.once(exports.ask, new))
    except Problem as problem:
        what = new.what if new.what in LISTINGS else "register"
        return await _page(desk, what, problem.status, (error_at(problem, FIELDS, "columns", desk.say),))
    return desk.go("/staff/exports#mine")


@router.get("/staff/exports/{key}/file")
async def file(desk: Reader, key: str) -> Response:
    """The finished file, piece by piece; the audit names every download."""
    taken = await desk.do(exports.take, key)
    pieces = desk.work.services.files.pieces(taken.file_id)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(taken.name, safe='')}",
        "Content-Security-Policy": FILE_POLICY,
    }
    return StreamingResponse(pieces, media_type=taken.media_type, headers=headers)


async def _page(
    desk: Desk, what: str, status: int = 200, errors: tuple[FieldError, ...] = ()
) -> HTMLResponse:
    told = translator("notices", desk.language)
    chosen = desk.form.many("column") if errors else tuple(LISTINGS[what].columns)

    def job_words(job: JobView) -> object:
        return words_for(Problem(job.problem, 500, **job.problem_params), desk.say)

    return desk.page(
        "records/exports.html",
        status,
        what=what,
        listings=[(key, told(one.label)) for key, one in LISTINGS.items()],
        columns=[(key, told(text), key in COVERED) for key, text in LISTINGS[what].columns.items()],
        chosen=chosen,
        month=months.of(day_in_china(desk.work.clock())),
        exports=await desk.read(exports.exports),
        areas=await desk.read(exports.areas),
        typed=desk.form,
        errors=errors,
        job_words=job_words,
    )
