"""The second factor: an officer's own phone and recovery codes, and an administrator who helps when the phone is lost."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, PageRoute, Visitor, admin, anyone_signed_in, cookies
from backend.core.console.desk import AskFirst
from backend.core.console.errors import error_at
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.staff import factors, second_step

router = APIRouter(route_class=PageRoute, include_in_schema=False)
SignedIn = Annotated[Desk, Depends(anyone_signed_in)]
Admin = Annotated[Desk, Depends(admin)]
P = ParamSpec("P")
R = TypeVar("R")
CODE_LONGEST = 40
"""Characters of a typed code, recovery codes with blanks included."""


@router.get("/staff/me/factor")
async def my_phone(desk: SignedIn) -> Response:
    """The own phone: bind one, or new recovery codes and taking it off."""
    if (await desk.read(factors.standing)).since is not None:
        return await _my_phone(desk)
    return _binding(desk, await desk.read(second_step.offer))


@router.post("/staff/me/factor")
async def bind(desk: SignedIn) -> Response:
    """Binds a phone once it has shown a right code."""
    ticket = desk.form.text("ticket", second_step.TICKET_LONGEST)
    try:
        codes = await desk.do(second_step.bind, ticket, desk.form.text("code", CODE_LONGEST))
    except Problem as problem:
        if problem.code not in second_step.REFUSED:
            raise
        return _binding(desk, await desk.read(second_step.ask_again, ticket), problem)
    return codes_page(desk, codes, "/staff/me")


@router.post("/staff/me/factor/codes")
async def renew_codes(desk: SignedIn) -> Response:
    """New recovery codes; the old ones open nothing any more."""
    try:
        codes = await _with_code(desk, factors.renew_codes)
    except Problem as problem:
        return await _my_phone(desk, problem)
    return codes_page(desk, codes, "/staff/me")


@router.post("/staff/me/factor/remove")
async def remove(desk: SignedIn) -> Response:
    """Takes the phone off; every session ends, and the next sign-in binds another one where one is demanded."""
    try:
        await _with_code(desk, factors.give_up)
    except Problem as problem:
        return await _my_phone(desk, problem)
    response = desk.go("/staff/sign-in")
    cookies.drop_session(response, desk.work.services.settings.secure_cookies)
    return response


@router.get("/staff/me/factor/codes")
@router.get("/staff/me/factor/remove")
async def asked_again(desk: SignedIn) -> Response:
    """Asked for after a slip, in another language for example."""
    return desk.go("/staff/me/factor")


@router.post("/staff/officers/{officer_id}/factor/reset")
async def reset(desk: Admin, officer_id: int) -> Response:
    """Takes off the lost phone of somebody; the next sign-in binds a new one."""
    await gravely(desk, desk.once, factors.reset, officer_id)
    return desk.go(f"/staff/officers#o-{officer_id}")


@router.get("/staff/officers/{officer_id}/factor/reset")
async def reset_asked_again(desk: Admin, officer_id: int) -> Response:
    """The page that asks for a code, in another language for example, leads back to the list."""
    return desk.go(f"/staff/officers#o-{officer_id}")


def codes_page(desk: Visitor, codes: tuple[str, ...], onward: str, waiting: dict[str, Any] | None = None) -> HTMLResponse:
    """The recovery codes, this once, and the way on."""
    return desk.page("staff/recovery_codes.html", codes=codes, onward=onward, **(waiting or {"waiting": None}))


def address_of(desk: Visitor) -> str:
    """Where the request comes from, as the limit of tries counts it."""
    return desk.request.client.host if desk.request.client else ""


async def gravely(
    desk: Desk,
    do: Callable[[Callable[[Unit], R]], Awaitable[R]],
    service: Callable[Concatenate[Unit, P], R],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """A grave act, done by ``Desk.do`` or ``Desk.once``: whoever has a phone bound gives a fresh code with it (S10).

    Asks on a page of its own that holds the whole form, so nothing typed is lost and no form needs a field for it. Code and
    act stand in one transaction: an act that is refused uses no code up, and a second click brings the first answer.
    """
    code = desk.form.text("code", CODE_LONGEST)
    bound = (await desk.read(factors.standing)).since is not None
    if bound and not code:
        raise AskFirst(_ask_for_code(desk))

    @wraps(service)
    def act(unit: Unit) -> R:
        if bound:
            factors.check(unit, unit.officer.id, code)
        return service(unit, *args, **kwargs)

    if not bound:
        return await do(act)
    try:
        return await second_step.counted(desk.work, desk.officer, address_of(desk), act, do)
    except Problem as problem:
        if problem.code not in (*second_step.REFUSED, "staff.too_many_attempts"):
            raise
        raise AskFirst(_ask_for_code(desk, problem)) from None


def _ask_for_code(desk: Desk, problem: Problem | None = None) -> HTMLResponse:
    fields = [pair for pair in desk.form.content() if pair[0] != "code"]
    return desk.page(
        "staff/code_once_more.html",
        problem.status if problem else 200,
        fields=fields,
        errors=(error_at(problem, {}, "code", desk.say),) if problem else (),
    )


async def _with_code(desk: Desk, act: second_step.Act) -> tuple[str, ...]:
    code = desk.form.text("code", CODE_LONGEST)
    return await second_step.with_code(desk.work, desk.officer, code, address_of(desk), act)


def _binding(desk: Desk, asked: second_step.Asked, problem: Problem | None = None) -> HTMLResponse:
    return desk.page(
        "staff/second_step.html",
        problem.status if problem else 200,
        asked=asked,
        action="/staff/me/factor",
        next="",
        waiting="",
        errors=(error_at(problem, {}, "code", desk.say),) if problem else (),
    )


async def _my_phone(desk: Desk, problem: Problem | None = None) -> HTMLResponse:
    return desk.page(
        "staff/my_factor.html",
        problem.status if problem else 200,
        factor=await desk.read(factors.standing),
        errors=(error_at(problem, {}, "code", desk.say),) if problem else (),
    )
