"""承诺将到期: calls, exits and objections this office should see to by the next working day, or should have."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from backend.applications import promises
from backend.core.console import Desk, PageRoute, reader
from backend.core.console.listing import arrange

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]


@router.get("/staff/promises")
async def soon(desk: Reader) -> HTMLResponse:
    """The most urgent first."""
    found = await desk.read(promises.soon)
    listing = desk.listing("/staff/promises", ("number", "step", "due_on"))
    shown = arrange(found.matters, listing, lambda one: f"{one.kind}{one.subject_id}")
    return desk.page("applications/promises.html", found=found, shown=shown)
