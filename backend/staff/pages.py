"""The door of the console, and an officer's own page: sign in and out, first password, sessions, display."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, JSONResponse, Response

from backend.core.console import Desk, PageRoute, Visitor, anyone_signed_in, cookies, resume, visitor
from backend.core.console.errors import FieldError, error_at
from backend.core.console.problems import words_for
from backend.core.problems import Problem
from backend.core.work import SYSTEM
from backend.staff import (
    admin_pages,
    factor_pages,
    factors,
    job_pages,
    office_pages,
    second_step,
    sessions,
    work_pages,
)
from backend.staff.factor_pages import CODE_LONGEST, address_of, codes_page
from backend.staff.sessions import find_session

__all__ = ["find_session", "router"]

router = APIRouter(route_class=PageRoute, include_in_schema=False)
router.include_router(admin_pages.router)
router.include_router(office_pages.router)
router.include_router(factor_pages.router)
router.include_router(job_pages.router)
router.include_router(work_pages.router)
Anyone = Annotated[Visitor, Depends(visitor)]
WAITING_LONGEST = 1_000_000
"""Characters of a sealed form; the longest is the text of a policy."""
SignedIn = Annotated[Desk, Depends(anyone_signed_in)]


@router.get("/staff/sign-in")
async def sign_in_page(desk: Anyone, next: str = "/staff/") -> Response:
    """The sign-in form. Gives the browser the guard of this form."""
    return _guarded(desk, _sign_in_form(desk, next))


@router.post("/staff/sign-in")
async def sign_in(desk: Anyone) -> Response:
    """Opens a session with a new secret, or asks for the second step; a form that waited is offered again."""
    form = desk.form
    try:
        signed_in = await sessions.sign_in(desk.work, form.text("login"), form.secret("password"), address_of(desk))
    except Problem as problem:
        return _sign_in_form(desk, form.text("next"), problem)
    if isinstance(signed_in, sessions.CodeNeeded):
        return _second_step(desk, await desk.work.read(SYSTEM, second_step.ask, signed_in))
    return _inside(desk, signed_in, _go_on(desk, signed_in))


@router.get("/staff/sign-in/code")
async def code_page(desk: Anyone) -> Response:
    """The second step is an answer to the first; asked for by itself it leads there."""
    return desk.go("/staff/sign-in")


@router.post("/staff/sign-in/code")
async def second_code(desk: Anyone) -> Response:
    """The second step: a code of the phone, or of the phone being bound."""
    ticket, code = desk.form.text("ticket", second_step.TICKET_LONGEST), desk.form.text("code", CODE_LONGEST)
    try:
        done = await second_step.finish(desk.work, ticket, code, address_of(desk))
    except Problem as problem:
        return await _again(desk, ticket, problem)
    if isinstance(done, second_step.Bound):
        codes = codes_page(desk, done.codes, cookies.local_path(desk.form.text("next")), _waiting(desk, done.signed_in))
        return _inside(desk, done.signed_in, codes)
    return _inside(desk, done, _go_on(desk, done))


@router.post("/staff/sign-out")
async def sign_out(desk: SignedIn) -> Response:
    """Ends this session at once."""
    secure = desk.work.services.settings.secure_cookies
    await desk.do(sessions.sign_out, cookies.session_token(desk.request, secure))
    response = desk.go("/staff/sign-in")
    cookies.drop_session(response, secure)
    # Pages with personal data must not come back from the browser's memory after signing out.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@router.get("/staff/invitations/{secret}")
async def invitation_page(desk: Anyone, secret: str) -> Response:
    """The first password, by a link that works once."""
    return _guarded(desk, desk.page("staff/invitation.html", secret=secret, done=False))


@router.post("/staff/invitations/{secret}")
async def accept_invitation(desk: Anyone, secret: str) -> Response:
    """Sets the first password."""
    password = desk.form.secret("new_password")
    try:
        _same_twice(desk, password)
        await sessions.choose_first_password(desk.work, secret, password)
    except Problem as problem:
        if problem.code == "staff.invitation_gone":
            raise
        errors = (_password_error(desk, problem),)
        return desk.page("staff/invitation.html", problem.status, secret=secret, done=False, errors=errors)
    return desk.page("staff/invitation.html", secret=secret, done=True)


@router.get("/staff/me")
async def my_page(desk: SignedIn, saved: str = "") -> HTMLResponse:
    """The officer's own sessions and password."""
    return await _my_page(desk, saved == "yes")


@router.post("/staff/me/password")
async def change_password(desk: SignedIn) -> Response:
    """Changes the password; every session ends, this one too."""
    form = desk.form
    current, new = form.secret("password"), form.secret("new_password")
    try:
        _same_twice(desk, new)
        await sessions.change_password(desk.work, desk.officer, current, new, address_of(desk))
    except Problem as problem:
        return await _my_page(desk, False, problem)
    response = desk.go("/staff/sign-in?changed=yes")
    cookies.drop_session(response, desk.work.services.settings.secure_cookies)
    return response


@router.get("/staff/me/password")
async def password_page(desk: SignedIn) -> Response:
    """Asked for again after a mistake, in another language for example."""
    return desk.go("/staff/me")


@router.post("/staff/me/sessions/{session_id}/end")
async def end_session(desk: SignedIn, session_id: str) -> Response:
    """Ends one of the officer's own sessions, on another machine for example."""
    await desk.do(sessions.end_session, session_id)
    return desk.go("/staff/me?saved=yes")


@router.post("/staff/stay")
async def stay(desk: SignedIn) -> Response:
    """Goes on working: the session was seen just now."""
    if desk.request.headers.get("accept") == "application/json":
        left = desk.session.idle_until - desk.work.clock()
        return JSONResponse({"left": int(left.total_seconds())})
    return desk.go(cookies.local_path(desk.form.text("next")))


@router.post("/staff/display")
async def display(desk: Anyone) -> Response:
    """Language and size of the text, kept in this browser."""
    response = desk.go(cookies.local_path(desk.form.text("next")))
    secure = desk.work.services.settings.secure_cookies
    if desk.form.text("language"):
        cookies.keep_choice(response, cookies.LANGUAGE, desk.form.text("language"), secure)
    if desk.form.text("text"):
        cookies.keep_choice(response, cookies.TEXT, desk.form.text("text"), secure)
    if desk.form.text("keys"):
        cookies.keep_choice(response, cookies.KEYS, desk.form.text("keys"), secure)
    return response


@router.get("/staff/keys")
async def keys(desk: SignedIn) -> HTMLResponse:
    """The shortcuts, and the switch that turns them off."""
    return desk.page("staff/keys.html")


def _sign_in_form(desk: Visitor, next: str, problem: Problem | None = None) -> HTMLResponse:
    return desk.page(
        "console/sign_in.html",
        problem.status if problem else 200,
        login=desk.form.text("login"),
        next=cookies.local_path(next),
        waiting=desk.form.text("waiting", WAITING_LONGEST),
        refusal=words_for(problem, desk.say) if problem else None,
        changed=desk.request.query_params.get("changed") == "yes",
        errors=(problem,) if problem else (),
    )


async def _again(desk: Visitor, ticket: str, problem: Problem) -> Response:
    """The second step once more after a slip; from the start when it is over."""
    if problem.code not in second_step.REFUSED:
        return _sign_in_form(desk, desk.form.text("next"), problem)
    return _second_step(desk, await desk.work.read(SYSTEM, second_step.ask_again, ticket), problem)


def _second_step(desk: Visitor, asked: second_step.Asked, problem: Problem | None = None) -> HTMLResponse:
    return desk.page(
        "staff/second_step.html",
        problem.status if problem else 200,
        asked=asked,
        action="/staff/sign-in/code",
        next=cookies.local_path(desk.form.text("next")),
        waiting=desk.form.text("waiting", WAITING_LONGEST),
        errors=(error_at(problem, {}, "code", desk.say),) if problem else (),
    )


def _inside(desk: Visitor, signed_in: sessions.SignedIn, response: Response) -> Response:
    cookies.keep_session(response, signed_in.token, desk.work.services.settings.secure_cookies)
    return response


def _go_on(desk: Visitor, signed_in: sessions.SignedIn) -> Response:
    waiting = _waiting(desk, signed_in)
    return desk.page("staff/resume.html", **waiting) if waiting else desk.go(cookies.local_path(desk.form.text("next")))


def _waiting(desk: Visitor, signed_in: sessions.SignedIn) -> dict[str, Any]:
    """What the resume page needs; nothing where no form of this very officer waits."""
    vault, now = desk.work.services.vault, desk.work.clock()
    waiting = resume.unseal(vault, desk.form.text("waiting", WAITING_LONGEST), now)
    if waiting is None or waiting.by != signed_in.officer.id:
        return {}
    return {"waiting": waiting, "csrf_now": signed_in.csrf, "back": _page_of(waiting.path)}


def _page_of(path: str) -> str:
    """The page a form stood on: of ``/staff/cases/<id>/decline`` the case."""
    parts = path.split("/")
    return "/".join(parts[:4]) if path.startswith("/staff/cases/") else "/staff/"


def _guarded(desk: Visitor, response: Response) -> Response:
    cookies.keep_guard(response, desk.csrf, desk.work.services.settings.secure_cookies)
    return response


def _same_twice(desk: Visitor, password: str) -> None:
    if password != desk.form.secret("again"):
        raise Problem("password.not_the_same", 422)


def _password_error(desk: Visitor, problem: Problem) -> FieldError:
    fields = {"staff.sign_in_refused": "password", "password.not_the_same": "again"}
    return error_at(problem, fields, "new_password", desk.say)


async def _my_page(desk: Desk, saved: bool, problem: Problem | None = None) -> HTMLResponse:
    token = cookies.session_token(desk.request, desk.work.services.settings.secure_cookies)
    return desk.page(
        "staff/me.html",
        problem.status if problem else 200,
        sessions=await desk.read(sessions.sessions_of, token),
        factor=await desk.read(factors.standing),
        saved=saved,
        errors=(_password_error(desk, problem),) if problem else (),
    )
