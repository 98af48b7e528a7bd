"""Posts and employers as officers work with them: lists, forms, moves, and who is placed where."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, PageRoute, reader, reviewer
from backend.core.console.errors import FieldError, error_at
from backend.core.problems import Problem
from backend.vacancies import (
    employer_pages,
    file_pages,
    forms,
    hires,
    order,
    placements,
    queries,
    service,
    terms,
)
from backend.vacancies.lifecycle import KINDS, REVIEWED, STATES
from backend.vacancies.queries import Filters
from backend.vacancies.reading import read_day

router = APIRouter(route_class=PageRoute, include_in_schema=False)
router.include_router(file_pages.router)
router.include_router(employer_pages.router)
Reader = Annotated[Desk, Depends(reader)]
Reviewer = Annotated[Desk, Depends(reviewer)]
ROOM = "/staff/vacancies"
A_POST = ROOM + "/{vacancy_id}"
FIELDS = {"vacancy.reason_missing": "reason", "vacancy.day_past": "until", "vacancy.filled_wrong": "filled"}
FIELDS |= {"hire.consent_missing": "agreed", "hire.months_wrong": "months", "hire.known": "number"}
FIELDS |= {"vacancy.expires_on_missing": "until", "vacancy.day_unclear": "until", "vacancy.day_far": "until"}


@router.get(ROOM)
async def overview(
    desk: Reader,
    state: str = "open",
    kind: str = "",
    family: str = "",
    area: str = "",
    q: str = "",
    after: str = "",
) -> HTMLResponse:
    """Posts of the city, the newest first, from behind a post on."""
    wanted = Filters(state, kind, family, area, q.strip()[:60], after=after)
    found = await desk.read(queries.vacancies, wanted)
    return desk.page(
        "vacancies/list.html",
        found=found,
        wanted=wanted,
        states=forms.worded(desk, STATES),
        kinds=forms.worded(desk, KINDS),
        areas=await desk.read(forms.areas),
    )


@router.get(ROOM + "/new")
async def new(desk: Reviewer, employer: int = 0) -> HTMLResponse:
    """An empty form."""
    typed = {"employer": str(employer or ""), "kind": "ordinary", "wage_per": "month", "quota": "1"}
    return await _form(desk, "", typed)


@router.post(ROOM + "/new")
async def enter(desk: Reviewer) -> Response:
    """Keeps a post as a draft; short hand in the wage is shown before it counts."""
    return await _save(desk, "")


@router.get(ROOM + "/terms")
async def terms_ending(desk: Reader) -> HTMLResponse:
    """Placements whose term ends within 30 days, or has ended."""
    return desk.page("vacancies/terms.html", lines=await desk.read(terms.ending), most=terms.MOST)


@router.get(A_POST)
async def one(desk: Reader, vacancy_id: str) -> HTMLResponse:
    """One post with everything an office needs of it."""
    return await _one(desk, vacancy_id)


@router.get(A_POST + "/edit")
async def edit(desk: Reviewer, vacancy_id: str) -> HTMLResponse:
    """The form with what the post says now."""
    view = await desk.read(queries.vacancy, vacancy_id)
    return await _form(desk, vacancy_id, forms.texts_of(view.row))


@router.post(A_POST + "/edit")
async def change(desk: Reviewer, vacancy_id: str) -> Response:
    """Writes the post anew."""
    return await _save(desk, vacancy_id)


@router.post(A_POST + "/{action}")
async def move(desk: Reviewer, vacancy_id: str, action: str) -> Response:
    """Publishes, reviews, extends, closes, counts places, places people, and what follows from it."""
    try:
        await _act(desk, vacancy_id, action)
    except Problem as problem:
        if problem.status in (403, 404):
            raise
        error = error_at(problem, FIELDS, f"act-{action}", desk.say)
        return await _one(desk, vacancy_id, problem.status, (error,), action)
    return desk.go(f"{ROOM}/{vacancy_id}")


@router.get(A_POST + "/{action}")
async def moved(desk: Reader, vacancy_id: str) -> Response:
    """Back to the post."""
    return desk.go(f"{ROOM}/{vacancy_id}")


async def _act(desk: Desk, vacancy_id: str, action: str) -> None:
    form = desk.form
    reason = form.text("reason", 200)
    match action:
        case "send":
            await desk.once(service.send, vacancy_id)
        case "approve":
            await desk.once(service.approve, vacancy_id)
        case "send_back":
            await desk.once(service.send_back, vacancy_id, reason)
        case "close":
            await desk.once(service.close, vacancy_id, reason)
        case "extend":
            await desk.once(service.extend, vacancy_id, read_day(form.text("until", 40)))
        case "hire":
            await desk.once(service.hire, vacancy_id, form.number("filled"))
        case "hire_person":
            agreed = form.text("agreed", 3) == "yes"
            new = hires.NewHire(form.text("number", 30), _day(desk), form.number("months"), agreed)
            await desk.once(hires.record, vacancy_id, new)
        case "place":
            await desk.once(placements.place, vacancy_id, form.text("number", 30), _day(desk))
        case "place_monitored":
            who = placements.Monitored(*(form.text(name, 40) for name in ("id_number", "name", "phone")))
            await desk.once(placements.place_monitored, vacancy_id, who, _day(desk))
        case "end_placement":
            await desk.once(placements.end, form.number("placement"), reason)
        case "file_case":
            await desk.once(placements.file_case, form.number("placement"), form.text("subsidy", 20))
        case "decide_case":
            await desk.once(placements.decide_case, form.number("case"), form.number("months"), reason)
        case _:
            raise Problem("page.not_found", 404)


def _day(desk: Desk) -> date:
    return read_day(desk.form.text("starts_on", 40))


async def _save(desk: Desk, vacancy_id: str) -> Response:
    typed = {name: " ".join(desk.form.many(name)) if name == "skills" else desk.form.text(name) for name in forms.NAMES}
    read = await desk.read(forms.read, typed)
    if read.post is None:
        errors = tuple(
            error_at(Problem(one.code, 422, **one.params), {}, one.field, desk.say) for one in read.problems
        )
        return await _form(desk, vacancy_id, typed, 422, errors)
    if read.guessed and typed["wage_seen"] != forms.wage_text(read.post):
        return await _form(desk, vacancy_id, typed, 200, (), forms.wage_text(read.post))
    try:
        kept = await desk.once(
            service.put_by_officer,
            desk.form.number("employer"),
            read.post,
            vacancy_id,
            desk.form.number("version"),
        )
    except Problem as problem:
        if problem.status == 403 or problem.code == "vacancy.not_found":
            raise
        fields = {"employer.not_found": "employer", "vacancy.known_already": "external_id"}
        error = error_at(problem, {**fields, "vacancy.quota_below": "quota"}, "title", desk.say)
        return await _form(desk, vacancy_id, typed, 422 if problem.status == 404 else problem.status, (error,))
    return desk.go(f"{ROOM}/{kept}")


async def _form(
    desk: Desk,
    vacancy_id: str,
    typed: dict[str, str],
    status: int = 200,
    errors: tuple[FieldError, ...] = (),
    guessed: str = "",
) -> HTMLResponse:
    return desk.page(
        "vacancies/form.html",
        status,
        vacancy_id=vacancy_id,
        typed=dict.fromkeys(forms.NAMES, "") | typed,
        errors=errors,
        guessed=guessed,
        known=await desk.read(forms.choices, vacancy_id),
    )


async def _one(
    desk: Desk, vacancy_id: str, status: int = 200, errors: tuple[FieldError, ...] = (), open_form: str = ""
) -> HTMLResponse:
    view = await desk.read(queries.vacancy, vacancy_id)
    public = view.row.kind in REVIEWED
    return desk.page(
        "vacancies/vacancy.html",
        status,
        view=view,
        public=public,
        candidates=await desk.read(order.candidates, vacancy_id) if public and view.mine else (),
        placed=await desk.read(placements.placements, vacancy_id) if public else (),
        subsidies=await desk.read(placements.subsidies_of, vacancy_id) if public else (),
        errors=errors,
        open_form=open_form,
        typed=desk.form,
    )
