"""The public page that says whether a paper of ours is genuine. It knows no names."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from backend.applications.check_codes import genuine
from backend.core.allowance import Allowance
from backend.core.console import PageRoute, Visitor, visitor
from backend.core.rates import seconds_to_wait
from backend.core.work import SYSTEM

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Anyone = Annotated[Visitor, Depends(visitor)]
LONGEST: Final = 40
ALLOWED: Final = Allowance(30, timedelta(seconds=20))
"""Thirty questions of one address, and one more every twenty seconds: enough for a counter, too few for a search."""


@router.get("/verify")
async def ask(desk: Anyone, code: str = "") -> HTMLResponse:
    """Where a code is typed in, and the answer to one."""
    return await _page(desk, code)


@router.get("/verify/{code}")
async def ask_by_link(desk: Anyone, code: str) -> HTMLResponse:
    """The answer to the code of a link, as a telephone's camera opens it."""
    return await _page(desk, code)


async def _page(desk: Visitor, code: str) -> HTMLResponse:
    code = code.strip()[:LONGEST]
    if not code:
        return desk.page("applications/verify.html", code="", found=None, wait=0)
    wait = await seconds_to_wait(desk.request, "verify", ALLOWED)
    if wait:
        return desk.page("applications/verify.html", 429, code=code, found=None, wait=wait)
    found = await desk.work.read(SYSTEM, genuine, code)
    return desk.page("applications/verify.html", code=code, found=found, wait=0)
