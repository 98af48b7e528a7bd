"""Who answers for a case: handing it to a colleague or to the office, accepting it, calling another office."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.applications import communities, contacts, ownership, queries
from backend.applications.case_pages import case_address
from backend.applications.queue_urls import back_address
from backend.core.console import Desk, PageRoute, reviewer
from backend.core.console.errors import FieldError, error_at
from backend.core.problems import Problem

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reviewer = Annotated[Desk, Depends(reviewer)]
FIELDS = {
    "hand_over.nobody": "receiver",
    "review.no_community": "community",
    "hand_over.note_missing": "note",
    "hand_over.reason_missing": "reason",
}


@router.get("/staff/cases/{case_id}/hand-over")
async def hand_over_page(desk: Reviewer, case_id: str) -> Response:
    """To a colleague, to the office, or, for who is on duty, away from somebody who is absent."""
    return await _page(desk, case_id)


@router.post("/staff/cases/{case_id}/hand-over")
async def hand_over(desk: Reviewer, case_id: str) -> Response:
    """Asks a colleague to take the case on."""
    form = desk.form
    told = case_id, form.number("version"), form.number("receiver"), form.text("note")
    return await _done(desk, case_id, ownership.hand_over, *told)


@router.post("/staff/cases/{case_id}/release")
async def release(desk: Reviewer, case_id: str) -> Response:
    """Hands the case to the office."""
    try:
        await desk.once(ownership.release, case_id, desk.form.number("version"), desk.form.text("reason"))
    except Problem as problem:
        return await _again(desk, case_id, problem)
    return desk.go(f"{back_address(desk.request.query_params.get('back', ''))}#c-{case_id}")


@router.post("/staff/cases/{case_id}/reassign")
async def reassign(desk: Reviewer, case_id: str) -> Response:
    """Gives the case of somebody who is away to a colleague."""
    form = desk.form
    told = case_id, form.number("version"), form.number("receiver"), form.text("reason")
    return await _done(desk, case_id, ownership.reassign, *told)


@router.post("/staff/cases/{case_id}/entrust")
async def entrust(desk: Reviewer, case_id: str) -> Response:
    """Lets a community visit and look at papers, or review."""
    form = desk.form
    told = case_id, form.number("version"), form.number("community"), form.text("note")
    return await _done(desk, case_id, communities.entrust, *told)


@router.post("/staff/cases/{case_id}/accept")
async def accept(desk: Reviewer, case_id: str) -> Response:
    """Takes on what a colleague hands over."""
    await desk.once(ownership.accept, case_id)
    return desk.go(case_address(desk, case_id))


@router.post("/staff/cases/{case_id}/refuse")
async def refuse(desk: Reviewer, case_id: str) -> Response:
    """Leaves the case with the colleague."""
    await desk.once(ownership.refuse, case_id, desk.form.text("reason"))
    return desk.go("/staff/")


@router.post("/staff/cases/{case_id}/take-back")
async def take_back(desk: Reviewer, case_id: str) -> Response:
    """Keeps the case after all."""
    await desk.once(ownership.take_back, case_id)
    return desk.go(case_address(desk, case_id))


@router.post("/staff/cases/{case_id}/contact")
async def ask_for_contact(desk: Reviewer, case_id: str) -> Response:
    """Asks an office that has a matter of the same person for a call."""
    await desk.once(contacts.ask_for_contact, case_id, desk.form.text("contact", 64))
    return desk.go(case_address(desk, case_id))


@router.post("/staff/cases/{case_id}/contact-made")
async def contact_made(desk: Reviewer, case_id: str) -> Response:
    """The office that asked was called."""
    await desk.once(contacts.contact_made, case_id, desk.form.number("request"))
    return desk.go(case_address(desk, case_id))


async def _done(desk: Desk, case_id: str, service: Callable[..., Any], /, *args: Any) -> Response:
    try:
        await desk.once(service, *args)
    except Problem as problem:
        return await _again(desk, case_id, problem)
    return desk.go(case_address(desk, case_id))


async def _again(desk: Desk, case_id: str, problem: Problem) -> Response:
    if problem.status == 404:
        raise problem
    return await _page(desk, case_id, problem)


async def _page(desk: Desk, case_id: str, problem: Problem | None = None) -> HTMLResponse:
    """What was typed stays in its form; an officer who may do none of it is told why."""
    case = await desk.read(queries.case, case_id)
    errors: tuple[FieldError, ...] = ()
    if problem is not None:
        errors = (error_at(problem, FIELDS, "note", desk.say),)
    ways = {"case_address": case_address(desk, case_id), "suffix": case_address(desk, "")[len("/staff/cases/") :]}
    acts = [case.action(one) for one in ("hand_over", "release", "reassign")]
    if not errors and not any(act and act.allowed for act in acts):
        refused = next((act for act in acts if act), None)
        return desk.page("applications/not_now.html", 409, case=case, action=refused, **ways)
    return desk.page(
        "applications/hand_over.html",
        problem.status if problem else 200,
        case=case,
        typed=desk.form,
        sent=desk.request.url.path.rsplit("/", 1)[-1],
        errors=errors,
        **ways,
    )
