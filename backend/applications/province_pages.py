"""省级系统: what it did not take, what is tried again, what arrived last; and sending again."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.applications import province
from backend.core.console import Desk, PageRoute, reader
from backend.core.console.errors import FieldError, error_at
from backend.core.problems import Problem
from backend.registry import provincial

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]


@router.get("/staff/province")
async def queue(desk: Reader) -> HTMLResponse:
    """The messages of the area."""
    return await _page(desk)


@router.post("/staff/province/{message_id}")
async def retry(desk: Reader, message_id: int) -> Response:
    """One message once more."""
    try:
        await desk.once(provincial.retry, message_id)
    except Problem as problem:
        if problem.status != 409:
            raise
        return await _page(desk, 409, (error_at(problem, {}, "failed", desk.say),))
    return desk.go("/staff/province")


@router.get("/staff/province/{message_id}")
async def retried(desk: Reader) -> Response:
    """Asked for again after a mistake, in another language for example."""
    return desk.go("/staff/province")


async def _page(desk: Desk, status: int = 200, errors: tuple[FieldError, ...] = ()) -> HTMLResponse:
    return desk.page("applications/province.html", status, found=await desk.read(province.queue), errors=errors)
