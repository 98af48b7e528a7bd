"""The desk's first pages: what is to do, the queue, the search. The pages of one case are next door."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from backend.applications import (
    bulk,
    bulk_pages,
    call_pages,
    case_pages,
    decision_pages,
    home_queries,
    household_pages,
    lapse_pages,
    objection_pages,
    ownership_pages,
    photo_pages,
    posted_pages,
    promise_pages,
    province_pages,
    queries,
    register_pages,
    searching,
    verify_pages,
    waiting_pages,
)
from backend.applications.load import loads
from backend.applications.queue import FIRST_DUE, order_of
from backend.applications.queue_urls import address, choices, filters_from, query_of, tags, turned
from backend.applications.views import QueueLine
from backend.core import pace
from backend.core.console import Desk, PageRoute, anyone_signed_in, reader
from backend.core.console.errors import FieldError
from backend.core.console.live import Streams
from backend.core.console.problems import words_for
from backend.core.problems import Problem
from backend.core.todos import todos
from backend.deadlines.queries import years_to_publish

router = APIRouter(route_class=PageRoute, include_in_schema=False)
router.include_router(posted_pages.router)
router.include_router(bulk_pages.router)
router.include_router(case_pages.router)
router.include_router(decision_pages.router)
router.include_router(verify_pages.router)
router.include_router(ownership_pages.router)
router.include_router(photo_pages.router)
router.include_router(waiting_pages.router)
router.include_router(lapse_pages.router)
router.include_router(call_pages.router)
router.include_router(promise_pages.router)
router.include_router(province_pages.router)
router.include_router(register_pages.router)
router.include_router(objection_pages.router)
router.include_router(household_pages.router)
Reader = Annotated[Desk, Depends(reader)]


@router.get("/staff/")
async def home(desk: Annotated[Desk, Depends(anyone_signed_in)]) -> Response:
    """The to-dos with counts; each leads to exactly the cases it counts."""
    if desk.officer.role == "admin":
        return desk.go("/staff/officers")
    if desk.officer.role == "policy":
        return desk.go("/staff/policies")
    if desk.officer.role == "provider":
        return desk.go("/staff/clients")
    return desk.page(
        "applications/home.html",
        counts=await desk.read(queries.todo),
        todos=await desk.read(todos, desk.request.app.state.todos),
        offers=await desk.read(home_queries.offers),
        contacts=await desk.read(home_queries.contacts),
        mark=await desk.read(queries.newest),
        shut=await desk.read(pace.shut),
        missing=await desk.read(years_to_publish),
        loads=await desk.read(loads),
        none=desk.request.query_params.get("none") == "yes",
        address=address,
    )


@router.get("/staff/cases")
async def queue(desk: Reader) -> HTMLResponse:
    """The queue by due date. Filters live in the URL, so that a list can be kept, shared and come back to."""
    page = await desk.read(queries.queue, filters_from(desk.request.query_params))
    return desk.page(
        "applications/queue.html",
        page=page,
        filters=page.filters,
        choices=choices(page, desk.say),
        tags=tags(page, desk.say),
        mark=await desk.read(queries.newest),
        colleagues=await desk.read(bulk.colleagues) if desk.officer.role == "reviewer" else (),
        address=address,
        by_due=order_of(page.filters.state) is FIRST_DUE,
        turned=turned(page.filters),
        query=query_of(page.filters, after=page.filters.after, before=page.filters.before),
    )


@router.post("/staff/cases/find")
async def find(desk: Reader) -> Response:
    """Search by number, whole name or ID number: by POST, so that nobody's name stands in an address."""
    text = desk.form.text("text", 60)
    if not text:
        return _found(desk, (), 422, _nothing_to_find(desk))
    try:
        await desk.do(searching.count, text)
    except Problem as problem:
        words = words_for(problem, desk.say)
        return _found(desk, (), problem.status, FieldError("text", words.title, words.text))
    found = await desk.do(searching.search, text)
    at_once = len(found) == 1 and not found[0].void  # Another number than was typed is told first.
    return desk.go(f"/staff/cases/{found[0].id}") if at_once else _found(desk, found)


@router.get("/staff/live")
async def news(desk: Reader, request: Request, seen: str = "") -> Response:
    """Tells an open page that something changed. Looking does not count as working."""
    ends = min(desk.session.idle_until, desk.session.ends_at)

    async def look() -> str | None:
        return await desk.read(queries.newest) if desk.work.clock() < ends else None

    streams: Streams = request.app.state.streams
    return streams.open(request, look, seen)


def _found(desk: Desk, lines: tuple[QueueLine, ...], status: int = 200, *errors: FieldError) -> HTMLResponse:
    text = desk.form.text("text", 60)
    return desk.page("applications/found.html", status, lines=lines, text=text, errors=errors, query="")


def _nothing_to_find(desk: Desk) -> FieldError:
    return FieldError("text", desk.say("请填写编号或姓名"), desk.say("受理编号、登记编号、完整的姓名或身份证号码。"))
