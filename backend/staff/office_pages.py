"""Offices, for administrators: where they are, communities, the disability service, who does the first review."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, PageRoute, admin
from backend.core.console.errors import error_at
from backend.core.problems import Problem
from backend.staff import branches, service

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Admin = Annotated[Desk, Depends(admin)]
COMMUNITY_FIELDS = {"office.not_found": "station", "office.place_wrong": "place", "office.taken": "place"}
SERVICE_FIELDS = {"office.not_found": "area", "office.taken": "area"}


@router.get("/staff/offices")
async def offices(desk: Admin) -> HTMLResponse:
    """All offices with their areas."""
    return await _page(desk)


@router.post("/staff/offices/communities")
async def open_community(desk: Admin) -> Response:
    """A community under a station."""
    form = desk.form
    told = form.text("station"), form.text("place"), form.text("community")
    return await _done(desk, branches.open_community, told, COMMUNITY_FIELDS, "community")


@router.post("/staff/offices/disability-service")
async def open_disability_service(desk: Admin) -> Response:
    """An office of the disability service beside a county's or city's agency."""
    told = desk.form.text("area"), desk.form.text("service")
    return await _done(desk, branches.open_disability_service, told, SERVICE_FIELDS, "service")


@router.post("/staff/offices/community-reviews")
async def community_reviews(desk: Admin) -> Response:
    """Whether the communities of a county do the first review."""
    await desk.once(branches.set_community_reviews, desk.form.text("county"), desk.form.text("reviews") == "yes")
    return desk.go("/staff/offices")


@router.get("/staff/offices/{form}")
async def posted(desk: Admin) -> Response:
    """A form asked for again leads to the page it stands on."""
    return desk.go("/staff/offices")


async def _done(
    desk: Desk, act: Callable[..., Any], told: tuple[str, ...], fields: dict[str, str], default: str
) -> Response:
    try:
        await desk.once(act, *told)
    except Problem as problem:
        return await _page(desk, problem, fields, default)
    return desk.go("/staff/offices")


async def _page(
    desk: Desk, problem: Problem | None = None, fields: dict[str, str] | None = None, default: str = ""
) -> HTMLResponse:
    names = ("station", "place", "community", "area", "service")
    return desk.page(
        "staff/offices.html",
        problem.status if problem else 200,
        offices=await desk.read(service.managed_offices),
        typed={name: desk.form.text(name, 200) for name in names},
        errors=(error_at(problem, fields or {}, default, desk.say),) if problem else (),
    )
