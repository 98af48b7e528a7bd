"""The register as officers read it: names masked, nothing to change here."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from backend.core.console import Desk, PageRoute, reader
from backend.registry import service, todos
from backend.staff.keyset import COUNTED

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]


@router.get("/staff/register")
async def register(desk: Reader, number: str = "", view: str = "", after: str = "", before: str = "") -> HTMLResponse:
    """The register of the officer's area, newest first; view, number and place stand in the address."""
    wanted, view = number.strip()[:30], view if view in service.VIEWS else ""
    found = await desk.read(service.register, number=wanted, view=view, after=after, before=before)
    return desk.page(
        "registry/register.html",
        found=found,
        number=wanted,
        view=view,
        counted=COUNTED,
        todos=await desk.read(todos.how_many),
    )


@router.get("/staff/register-todos")
async def what_to_look_after(desk: Reader) -> HTMLResponse:
    """What is missing at entries of the officer's area, the oldest first."""
    return desk.page("registry/todos.html", lines=await desk.read(todos.open_todos), most=todos.MOST)
