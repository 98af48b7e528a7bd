"""One case: read it, look at its papers, take it up, record the steps of the review, see whole values."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.applications import case_forms, presence_pages, province, queries, review
from backend.applications.conflict_pages import conflict_page
from backend.applications.form_docx import DOCX, above_words, day_words, render_docx, words_of
from backend.applications.form_layout import laid_out
from backend.applications.official_form import OfficialForm, render_form
from backend.applications.printing import form_of_case, whole_form_of_case
from backend.applications.queue_urls import back_address
from backend.applications.views import CaseFile
from backend.core.console import Desk, Form, PageRoute, preview, reader, reviewer
from backend.core.console.errors import FieldError, error_at
from backend.core.console.headers import FILE_POLICY
from backend.core.problems import Problem

router = APIRouter(route_class=PageRoute, include_in_schema=False)
router.include_router(presence_pages.router)
Reader = Annotated[Desk, Depends(reader)]
Reviewer = Annotated[Desk, Depends(reviewer)]
PDF = "application/pdf"
IMAGES = ("image/jpeg", "image/png", "image/webp")
STEP_FIELDS = {
    "review.visitors_missing": "visitor-1",
    "review.second_visitor_missing": "visitor-2",
    "review.place_missing": "place",
    "review.findings_missing": "findings",
    "review.result_missing": "visit_result",
}


@router.get("/staff/cases/{case_id}")
async def case(desk: Reader, case_id: str, full: str = "") -> HTMLResponse:
    """The case page; whole values as long as a reason given for them counts."""
    if full == "yes":
        with suppress(Problem):
            return await case_page(desk, case_id, unmasked=True)
    return await case_page(desk, case_id)


@router.get("/staff/cases/{case_id}/files/{file_id}")
async def file(desk: Reader, case_id: str, file_id: str) -> Response:
    """A file of the case: pictures may be shown on the case page, everything else is handed out."""
    return _sent(await desk.read(queries.file, case_id, file_id))


@router.get("/staff/cases/{case_id}/files/{file_id}/pages/{number}")
async def file_page(desk: Reader, case_id: str, file_id: str, number: int) -> Response:
    """One page of a PDF as a picture, so that reading needs no download."""
    found = await desk.read(queries.file, case_id, file_id)
    picture = await preview.picture(found.content, number)
    return _sent(CaseFile(f"{number}.png", "image/png", picture))


@router.get("/staff/cases/{case_id}/files/{file_id}/read")
async def read_file(desk: Reader, case_id: str, file_id: str) -> HTMLResponse:
    """A PDF page after page, for reading without a download."""
    found = await desk.read(queries.file, case_id, file_id)
    if found.media_type != PDF:
        raise Problem("file.not_found", 404)
    pages = await preview.count(found.content)
    return desk.page(
        "applications/read.html",
        name=found.name,
        pages=range(1, pages + 1),
        address=f"/staff/cases/{case_id}/files/{file_id}",
        case_address=case_address(desk, case_id, "papers"),
    )


@router.get("/staff/cases/{case_id}/form.pdf")
async def official_form(desk: Reader, case_id: str, full: str = "") -> Response:
    """The official form to print; covered, or whole while a reason to read whole values counts."""
    form, template, name = await _form_of(desk, case_id, full)
    return _sent(CaseFile(name, PDF, await run_sync(render_form, form, template)))


@router.get("/staff/cases/{case_id}/form.docx")
async def form_in_word(desk: Reader, case_id: str, full: str = "") -> Response:
    """The same form as DOCX."""
    form, template, name = await _form_of(desk, case_id, full)
    return _sent(CaseFile(name.replace(".pdf", ".docx"), DOCX, await run_sync(render_docx, form, template)))


@router.get("/staff/cases/{case_id}/print")
async def print_view(desk: Reader, case_id: str, full: str = "") -> Response:
    """The form as a page to print, laid out as the annex (C42); covered like the rest of the case."""
    form, template, _ = await _form_of(desk, case_id, full)
    return desk.page(
        "applications/print.html",
        form=form,
        layout=laid_out(form, template),
        words_of=words_of,
        above_words=above_words,
        day_words=day_words,
        at=f"/staff/cases/{case_id}",
        whole="?full=yes" if full == "yes" else "",
    )


@router.post("/staff/cases/{case_id}/take-up")
async def take_up(desk: Reviewer, case_id: str) -> Response:
    """The officer takes the case on; who was not the first reads who was, and goes on to the case."""
    try:
        await desk.once(review.take_up, case_id, desk.form.number("version"))
    except Problem as problem:
        if problem.status != 409:
            raise
        view = await desk.read(queries.case, case_id)
        return conflict_page(desk, view, problem, case_address=case_address(desk, case_id), suffix=_suffix(desk))
    return desk.go(case_address(desk, case_id))


@router.post("/staff/cases/{case_id}/province")
async def enter_province(desk: Reviewer, case_id: str) -> Response:
    """Hands the ID number to the provincial system, stamped with time and officer."""
    await desk.once(province.enter, case_id)
    return desk.go(case_address(desk, case_id, "steps"))


@router.post("/staff/cases/{case_id}/steps/record-match")
async def record_match(desk: Reviewer, case_id: str) -> Response:
    """Keeps the record match."""
    view = await desk.read(queries.case, case_id)
    try:
        await desk.once(review.record_step, case_id, case_forms.record_match(desk.form, view))
    except Problem as problem:
        fields = case_forms.match_fields(view, str(problem.params.get("source", "")))
        return await _again(desk, case_id, problem, fields, "match_on", "record_match")
    return desk.go(case_address(desk, case_id, "steps"))


@router.post("/staff/cases/{case_id}/steps/home-visit")
async def home_visit(desk: Reviewer, case_id: str) -> Response:
    """Keeps the home visit."""
    try:
        await desk.once(review.record_step, case_id, case_forms.home_visit(desk.form))
    except Problem as problem:
        return await _again(desk, case_id, problem, STEP_FIELDS, "visit_on", "home_visit")
    return desk.go(case_address(desk, case_id, "steps"))


@router.post("/staff/cases/{case_id}/papers/{requirement}")
async def mark_paper(desk: Reviewer, case_id: str, requirement: str) -> Response:
    """Keeps what the officer says of a paper."""
    form = desk.form
    try:
        mark, comment = case_forms.mark_of(form), form.text("comment")
        read = case_forms.valid_until_of(form), case_forms.printed_of(form), form.text("issuer", 60)
        told = comment, form.text("original") == "yes", *read
        await desk.once(review.mark_paper, case_id, requirement, mark, *told)
    except Problem as problem:
        days = ("review.paper_expired", "review.paper_too_far", "review.valid_until_unclear")
        fields = dict.fromkeys(days, f"valid-{requirement}")
        if problem.code.startswith("review.disability_no"):
            fields[problem.code] = f"number-{requirement}"
        fields["review.disability_half"] = f"kind-{requirement}"
        fields["review.issuer_missing"] = f"issuer-{requirement}"
        return await _again(desk, case_id, problem, fields, f"comment-{requirement}", f"paper-{requirement}")
    return desk.go(case_address(desk, case_id, f"paper-{requirement}"))


@router.post("/staff/cases/{case_id}/reveal")
async def reveal(desk: Reader, case_id: str) -> Response:
    """Shows whole values once, after a reason that stays on record."""
    try:
        await desk.once(review.reveal, case_id, desk.form.text("reason", 200))
    except Problem as problem:
        return await _again(desk, case_id, problem, {}, "reason", "reveal")
    joint = "&" if _back(desk) else "?"
    return desk.go(f"{case_address(desk, case_id)}{joint}full=yes#form")


@router.post("/staff/cases/{case_id}/cover")
async def cover(desk: Reader, case_id: str) -> Response:
    """Hides whole values now."""
    await desk.once(review.cover, case_id)
    return desk.go(case_address(desk, case_id, "form"))


async def case_page(
    desk: Desk,
    case_id: str,
    *,
    unmasked: bool = False,
    problem: Problem | None = None,
    errors: tuple[FieldError, ...] = (),
    open_form: str = "",
) -> HTMLResponse:
    """The case with whatever was typed wrong kept in its form."""
    others = await presence_pages.others(desk, case_id)
    view = await desk.read(queries.case, case_id, unmasked=unmasked)
    return desk.page(
        "applications/case.html",
        problem.status if problem else 200,
        case=view,
        **others,
        typed=desk.form if errors else Form(()),
        errors=errors,
        open_form=open_form,
        back=_back(desk),
        back_address=back_address(_back(desk)),
        images=IMAGES,
        suffix=_suffix(desk),
        today=desk.work.clock(),
        visitors=range(1, case_forms.VISITORS + 1),
    )


def case_address(desk: Desk, case_id: str, anchor: str = "") -> str:
    """The case page, remembering the list it was opened from."""
    return f"/staff/cases/{case_id}{_suffix(desk)}{f'#{anchor}' if anchor else ''}"


async def _again(
    desk: Desk, case_id: str, problem: Problem, fields: dict[str, str], default: str, open_form: str
) -> Response:
    if problem.status == 404:
        raise problem
    if problem.status in (403, 409) and not await _form_stands(desk, case_id, open_form):
        view = await desk.read(queries.case, case_id)
        return conflict_page(desk, view, problem, case_address=case_address(desk, case_id), suffix=_suffix(desk))
    error = error_at(problem, fields, default, desk.say)
    return await case_page(desk, case_id, problem=problem, errors=(error,), open_form=open_form)


async def _form_stands(desk: Desk, case_id: str, open_form: str) -> bool:
    """Whether the form that was sent is still on the page; where it is not, what was typed needs another place."""
    if open_form == "reveal":
        return True
    act = "mark_paper" if open_form.startswith("paper-") else open_form
    action = (await desk.read(queries.case, case_id)).action(act)
    return action is not None and action.allowed


async def _form_of(desk: Desk, case_id: str, full: str) -> tuple[OfficialForm, Path, str]:
    if full == "yes":
        return await desk.do(whole_form_of_case, case_id)
    return await desk.read(form_of_case, case_id)


def _back(desk: Desk) -> str:
    return desk.request.query_params.get("back", "")[:500]


def _suffix(desk: Desk) -> str:
    return f"?{urlencode({'back': _back(desk)})}" if _back(desk) else ""


def _sent(found: CaseFile) -> Response:
    shown = "inline" if found.media_type in IMAGES else "attachment"
    headers: dict[str, Any] = {
        "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(found.name, safe='')}",
        "Content-Security-Policy": FILE_POLICY,
        "Cache-Control": "no-store",
    }
    return Response(found.content, media_type=found.media_type, headers=headers)
