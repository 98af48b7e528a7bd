"""Addresses a form was sent to: asked for again, in another language for example, they lead back to its page."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from backend.applications import guards
from backend.applications.case_pages import case_address
from backend.core.console import Desk, PageRoute, reader

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]


@router.get("/staff/cases/find")
async def search(desk: Reader) -> Response:
    """To the list, with its search."""
    return desk.go("/staff/cases")


@router.get("/staff/cases/{case_id}/steps/{step}")
async def step(desk: Reader, case_id: str) -> Response:
    """To the case, where its steps are recorded."""
    await desk.read(guards.seen, case_id)
    return desk.go(case_address(desk, case_id, "steps"))


@router.get("/staff/cases/{case_id}/photos")
@router.get("/staff/cases/{case_id}/photos/{file_id}/remove")
async def photo(desk: Reader, case_id: str) -> Response:
    """To the visit the photos belong to."""
    await desk.read(guards.seen, case_id)
    return desk.go(case_address(desk, case_id, "step-home_visit"))


@router.get("/staff/cases/{case_id}/papers/{requirement}")
async def paper(desk: Reader, case_id: str) -> Response:
    """To the case, where its papers are marked."""
    await desk.read(guards.seen, case_id)
    return desk.go(case_address(desk, case_id, "papers"))


@router.get("/staff/cases/{case_id}/reveal")
@router.get("/staff/cases/{case_id}/cover")
@router.get("/staff/cases/{case_id}/take-up")
@router.get("/staff/cases/{case_id}/release")
@router.get("/staff/cases/{case_id}/reassign")
@router.get("/staff/cases/{case_id}/entrust")
@router.get("/staff/cases/{case_id}/accept")
@router.get("/staff/cases/{case_id}/refuse")
@router.get("/staff/cases/{case_id}/take-back")
@router.get("/staff/cases/{case_id}/contact")
@router.get("/staff/cases/{case_id}/contact-made")
async def of_the_case(desk: Reader, case_id: str) -> Response:
    """To the case."""
    await desk.read(guards.seen, case_id)
    return desk.go(case_address(desk, case_id))
