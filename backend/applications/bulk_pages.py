"""Cases taken up without opening each: the next one, or those that were ticked in the queue."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from backend.applications import bulk
from backend.applications.queue_urls import back_address
from backend.core.console import Desk, PageRoute, reviewer
from backend.core.grouping import Grouped
from backend.core.problems import Problem
from backend.core.work import Caller

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reviewer = Annotated[Desk, Depends(reviewer)]


@router.post("/staff/claim-next")
async def claim_next(desk: Reviewer) -> Response:
    """The first due of what waits for the office becomes this officer's and is opened."""
    claims: Grouped[str] = desk.request.app.state.claims
    caller = Caller(desk.officer, desk.language, desk.form.key, desk.form.fingerprint)
    case_id = await claims.do(caller)
    return desk.go(f"/staff/cases/{case_id}" if case_id else "/staff/?none=yes")


@router.post("/staff/cases/bulk")
async def several(desk: Reviewer) -> Response:
    """Takes up the ticked cases, or gives them to a colleague, and tells of each what became of it."""
    form, chosen = desk.form, desk.form.many("case")
    back = back_address(form.text("back", 500))
    try:
        if form.text("do", 20) == "assign":
            items = await desk.once(bulk.assign, chosen, form.number("officer"))
        else:
            items = await desk.once(bulk.take_up, chosen)
    except Problem as problem:
        if problem.status != 422:
            raise
        return desk.page("applications/bulk.html", 422, items=(), problem=problem.code, back_address=back)
    return desk.page("applications/bulk.html", items=items, problem="", back_address=back)


@router.get("/staff/cases/bulk")
async def bulk_page(desk: Reviewer) -> Response:
    """Asked for again, in another language for example: the queue says how things stand."""
    return desk.go("/staff/cases")
