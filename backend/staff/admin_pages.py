"""Officers and offices, for administrators. An administrator sees no citizen's data."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core import pace
from backend.core.actors import Role
from backend.core.console import Desk, PageRoute, admin
from backend.core.console.errors import error_at
from backend.core.console.listing import arrange
from backend.core.problems import Problem
from backend.staff import duty, service
from backend.staff.factor_pages import gravely

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Admin = Annotated[Desk, Depends(admin)]
ROLES: tuple[Role, ...] = ("reviewer", "inspector", "provider", "policy", "admin")
FIELDS = {"staff.login_taken": "login", "staff.login_invalid": "login", "office.not_found": "office"}


@router.get("/staff/officers")
async def officers(desk: Admin) -> HTMLResponse:
    """Everybody who can sign in, and the form to add someone."""
    return await _officers_page(desk)


@router.post("/staff/officers")
async def add_officer(desk: Admin) -> Response:
    """Adds an officer and shows the link for the first password, once."""
    form = desk.form
    login, name = form.text("login"), form.text("name")
    try:
        role = _role(form.text("role"))
        # The answer is a secret, so it is not kept for a second click; the login cannot be taken twice.
        secret = await gravely(desk, desk.do, service.add_officer, login, name, role, form.text("office"))
    except Problem as problem:
        return await _officers_page(desk, problem)
    return _invitation(desk, name, secret)


@router.post("/staff/officers/{officer_id}/invite")
async def invite(desk: Admin, officer_id: int) -> HTMLResponse:
    """A new link for someone who lost the password; the old one ends."""
    secret = await gravely(desk, desk.do, service.invite, officer_id)
    people = await desk.read(service.officers)
    return _invitation(desk, next(person.name for person in people if person.id == officer_id), secret)


@router.get("/staff/officers/{officer_id}/invite")
async def invited(desk: Admin, officer_id: int) -> Response:
    """A link is shown once; asked for again, in another language for example, this leads to the list."""
    return desk.go(f"/staff/officers#o-{officer_id}")


@router.get("/staff/officers/{officer_id}/leave")
async def leaving(desk: Admin, officer_id: int) -> HTMLResponse:
    """Who takes over, before somebody is kept out."""
    return await _leaving_page(desk, officer_id)


@router.post("/staff/officers/{officer_id}/leave")
async def leave(desk: Admin, officer_id: int) -> Response:
    """Keeps somebody out at once; what he or she answered for goes to the successor."""
    try:
        await gravely(desk, desk.once, duty.leave, officer_id, desk.form.number("successor"))
    except Problem as problem:
        if not problem.code.startswith("staff.successor"):
            raise
        return await _leaving_page(desk, officer_id, problem)
    return desk.go(f"/staff/officers#o-{officer_id}")


@router.post("/staff/officers/{officer_id}/let-in")
async def let_in(desk: Admin, officer_id: int) -> Response:
    """Lets somebody in again."""
    await gravely(desk, desk.once, duty.let_in, officer_id)
    return desk.go(f"/staff/officers#o-{officer_id}")


@router.get("/staff/officers/{officer_id}/let-in")
async def let_in_asked(desk: Admin, officer_id: int) -> Response:
    """The page that asks for a code, in another language for example, leads back to the list."""
    return desk.go(f"/staff/officers#o-{officer_id}")


@router.post("/staff/officers/{officer_id}/duty")
async def set_on_duty(desk: Admin, officer_id: int) -> Response:
    """Says who answers for what nobody has taken up."""
    await desk.once(duty.set_on_duty, officer_id, desk.form.text("duty") == "yes")
    return desk.go(f"/staff/officers#o-{officer_id}")


async def _leaving_page(desk: Desk, officer_id: int, problem: Problem | None = None) -> HTMLResponse:
    return desk.page(
        "staff/leaving.html",
        problem.status if problem else 200,
        officer_id=officer_id,
        name=await desk.read(duty.name_of, officer_id),
        successors=await desk.read(duty.successors, officer_id),
        chosen=desk.form.number("successor"),
        errors=(error_at(problem, {}, "successor", desk.say),) if problem else (),
    )


def _role(text: str) -> Role:
    if text not in ROLES:
        raise Problem("staff.role_missing", 422)
    return text


def _invitation(desk: Desk, name: str, secret: str) -> HTMLResponse:
    link = f"{desk.request.base_url}staff/invitations/{secret}"
    return desk.page("staff/invited.html", name=name, link=link)


async def _officers_page(desk: Desk, problem: Problem | None = None) -> HTMLResponse:
    form, officers = desk.form, await desk.read(service.officers)
    listing = desk.listing("/staff/officers", ("name", "login", "role", "office", "active"))
    return desk.page(
        "staff/officers.html",
        problem.status if problem else 200,
        officers=officers,
        shown=arrange(officers, listing, lambda one: one.id),
        offices=await desk.read(service.managed_offices),
        shut=await desk.read(pace.shut),
        typed={name: form.text(name) for name in ("login", "name", "role", "office")},
        errors=(error_at(problem, FIELDS | {"staff.role_missing": "role"}, "name", desk.say),) if problem else (),
    )
