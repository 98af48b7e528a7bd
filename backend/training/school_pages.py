"""The public page where a designated school redeems a voucher by its own key; no account, and no name of anybody."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from backend.core.allowance import Allowance
from backend.core.console import Form, PageRoute, Visitor, cookies
from backend.core.console.errors import error_at
from backend.core.console.form import check_origin, read_form
from backend.core.problems import Problem
from backend.core.rates import seconds_to_wait
from backend.core.web import work_of
from backend.core.work import SYSTEM
from backend.training import at_school

router = APIRouter(route_class=PageRoute, include_in_schema=False)
ALLOWED = Allowance(30, timedelta(seconds=2))
"""From one address, thirty a minute: a school redeems a class of vouchers, nobody tries them out."""
FIELDS = {"school.key_wrong": "key"}


async def school_visitor(request: Request) -> Visitor:
    """Somebody at a school: knows its key, which every form brings, so no cookie guards it."""
    form = Form(())
    if request.method == "POST":
        check_origin(request)
        form = await read_form(request)
    language = cookies.language(request) or cookies.asked_language(request)
    return Visitor(request, work_of(request), language, "", form)


AtSchool = Annotated[Visitor, Depends(school_visitor)]


@router.get("/redeem")
async def school_page(desk: AtSchool, code: str = "") -> HTMLResponse:
    """Where a designated school redeems a voucher by its own key."""
    return _school_page(desk, code=code[:300])


@router.post("/redeem")
async def redeem_at_school(desk: AtSchool) -> HTMLResponse:
    """First shows the courses the voucher is good for there, then uses it for one."""
    form = desk.form
    key, code, course = form.text("key", 100), form.text("code", 300), form.text("course", 40)
    try:
        await _not_too_often(desk.request)
        if not course:
            found = await desk.work.read(SYSTEM, at_school.offered_at, key, code)
            return _school_page(desk, code=code, key=key, found=found)
        done = await desk.work.do(SYSTEM, at_school.redeem, key, code, course)
    except Problem as problem:
        error = error_at(problem, FIELDS, "code", desk.say)
        return _school_page(desk, problem.status, code=code, key=key, errors=(error,))
    return _school_page(desk, done=done, key=key)


async def _not_too_often(request: Request) -> None:
    """Counts a try of this address. Raises 429 ``redeem.too_often`` (seconds)."""
    wait = await seconds_to_wait(request, "redeem", ALLOWED)
    if wait:
        raise Problem("redeem.too_often", 429, seconds=wait)


def _school_page(desk: Visitor, status: int = 200, **more: object) -> HTMLResponse:
    context = {"code": "", "key": "", "found": None, "done": None, "errors": ()} | more
    return desk.page("training/school.html", status, **context)
