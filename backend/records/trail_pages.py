"""The audit for inspectors, and the figures of offices."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, PageRoute, reader
from backend.core.console.desk import inspector
from backend.records import indicators, trail

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Inspector = Annotated[Desk, Depends(inspector)]
Reader = Annotated[Desk, Depends(reader)]


@router.get("/staff/audit")
async def newest(desk: Inspector, before: int = 0) -> HTMLResponse:
    """What was done in the area, the newest first."""
    return await _page(desk, "", "", before)


@router.post("/staff/audit/search")
async def search(desk: Inspector) -> HTMLResponse:
    """The same by number and officer; by POST, so that the search itself is on record and in no address."""
    form = desk.form
    return await _page(desk, form.text("number", 40), form.text("officer", 40), form.number("before"))


@router.get("/staff/audit/search")
async def searched(desk: Inspector) -> Response:
    """Back to the beginning."""
    return desk.go("/staff/audit")


@router.get("/staff/indicators")
async def figures(desk: Reader, month: str = "") -> HTMLResponse:
    """How the offices of the area do in a month."""
    return desk.page("records/indicators.html", found=await desk.read(indicators.figures, month))


async def _page(desk: Desk, number: str, officer: str, before: int) -> HTMLResponse:
    found = await desk.do(trail.search, number=number, officer=officer, before=before)
    return desk.page("records/audit.html", found=found, number=number, name=officer)
