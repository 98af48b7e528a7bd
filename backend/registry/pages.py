"""The register as officers read it: names masked, nothing to change here."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from backend.core.console import Desk, PageRoute, reader
from backend.core.console.listing import arrange
from backend.registry import service, todos
from backend.registry.list_urls import HOME, filters_of, query_of
from backend.staff.keyset import COUNTED

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]


@router.get("/staff/register")
async def register(desk: Reader) -> HTMLResponse:
    """The register of the officer's area, newest first; view, number, order, size and place stand in the address."""
    filters = filters_of(desk.request.query_params)
    wanted, view = filters.get("number", "")[:30], filters.get("view", "")
    listing = desk.listing(HOME, ("recognised_on",), ("recognised_on", True), view=view, number=wanted)
    found = await desk.read(service.register, number=wanted, view=view, **listing.place)
    return desk.page(
        "registry/register.html",
        found=found,
        number=wanted,
        view=view,
        listing=listing,
        query=query_of(filters) or "view=",
        counted=COUNTED,
        todos=await desk.read(todos.how_many),
    )


@router.get("/staff/register-todos")
async def what_to_look_after(desk: Reader) -> HTMLResponse:
    """What is missing at entries of the officer's area, the oldest first."""
    lines = await desk.read(todos.open_todos)
    listing = desk.listing("/staff/register-todos", ("number", "words", "since"))
    shown = arrange(lines, listing, lambda one: f"{one.number}{one.since}{one.words}")
    return desk.page("registry/todos.html", lines=lines, shown=shown, most=todos.MOST)
