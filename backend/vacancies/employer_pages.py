"""Employers, and the keys of their own systems."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, PageRoute, reader, reviewer
from backend.core.console.errors import FieldError, error_at
from backend.core.problems import Problem
from backend.vacancies import employers, forms, hires, queries
from backend.vacancies.employers import NewEmployer

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]
Reviewer = Annotated[Desk, Depends(reviewer)]
ROOM = "/staff/employers"
AN_EMPLOYER = ROOM + "/{employer_id}"
NAMES = ("code", "name", "kind", "address", "area", "contact", "phone")
FIELDS = {
    "employer.name_missing": "name",
    "employer.kind_missing": "kind",
    "employer.phone_missing": "phone",
    "vacancy.area_missing": "area",
    "vacancy.area_unknown": "area",
    "vacancy.not_your_office": "area",
}


@router.get(ROOM)
async def overview(desk: Reader, q: str = "", after: int = 0) -> HTMLResponse:
    """Employers of the city, and the form for another."""
    return await _overview(desk, q.strip()[:60], after)


@router.post(ROOM)
async def enter(desk: Reviewer) -> Response:
    """Enters an employer."""
    try:
        employer_id = await desk.once(employers.put_employer, _typed(desk))
    except Problem as problem:
        if problem.code == "vacancy.read_only":
            raise
        return await _overview(desk, "", 0, problem.status, (error_at(problem, FIELDS, "code", desk.say),))
    return desk.go(f"{ROOM}/{employer_id}")


@router.get(AN_EMPLOYER)
async def one(desk: Reader, employer_id: int) -> HTMLResponse:
    """One employer with its posts and keys."""
    return await _one(desk, employer_id)


@router.post(AN_EMPLOYER)
async def change(desk: Reviewer, employer_id: int) -> Response:
    """Changes what is known of an employer."""
    try:
        await desk.once(employers.put_employer, _typed(desk), employer_id)
    except Problem as problem:
        if problem.status == 404 or problem.code == "vacancy.read_only":
            raise
        error = error_at(problem, FIELDS, "code", desk.say)
        return await _one(desk, employer_id, problem.status, (error,))
    return desk.go(f"{ROOM}/{employer_id}")


@router.post(AN_EMPLOYER + "/keys")
async def issue(desk: Reviewer, employer_id: int) -> HTMLResponse:
    """Issues a key and shows it this once."""
    try:
        key = await desk.do(employers.issue_key, employer_id)
    except Problem as problem:
        if problem.status != 409:
            raise
        return await _one(desk, employer_id, 409, (error_at(problem, {}, "keys", desk.say),))
    return await _one(desk, employer_id, key=key)


@router.get(AN_EMPLOYER + "/keys")
async def issued(desk: Reader, employer_id: int) -> Response:
    """Back to the employer."""
    return desk.go(f"{ROOM}/{employer_id}")


@router.post(AN_EMPLOYER + "/keys/{key_id}/revoke")
async def revoke(desk: Reviewer, employer_id: int, key_id: int) -> Response:
    """Ends a key at once."""
    await desk.once(employers.revoke_key, employer_id, key_id)
    return desk.go(f"{ROOM}/{employer_id}")


def _typed(desk: Desk) -> NewEmployer:
    return NewEmployer(**{name: desk.form.text(name, 200) for name in NAMES})


async def _overview(
    desk: Desk, text: str, after: int, status: int = 200, errors: tuple[FieldError, ...] = ()
) -> HTMLResponse:
    lines, following = await desk.read(queries.employers, text, after)
    return desk.page(
        "vacancies/employers.html",
        status,
        lines=lines,
        following=following,
        text=text,
        typed={name: desk.form.text(name, 200) for name in NAMES},
        known=await desk.read(forms.choices),
        errors=errors,
    )


async def _one(
    desk: Desk, employer_id: int, status: int = 200, errors: tuple[FieldError, ...] = (), key: str = ""
) -> HTMLResponse:
    view = await desk.read(queries.employer, employer_id)
    row = view.row
    held = {name: getattr(row, name) for name in ("code", "name", "kind", "address", "area")}
    held |= {"contact": view.contact, "phone": view.phone}
    typed = {name: desk.form.text(name, 200) for name in NAMES} if errors and desk.form.many("code") else held
    known = await desk.read(forms.choices)
    return desk.page(
        "vacancies/employer.html", status, view=view, typed=typed, known=known, errors=errors, key=key,
        hints=await desk.read(hires.hints, employer_id) if view.mine else (),
    )
