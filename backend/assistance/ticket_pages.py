"""Hotline tickets: taking calls down, and following them up until they are closed."""

from typing import Annotated, get_args

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.assistance import tickets
from backend.assistance.lifecycle import STATES, Action
from backend.assistance.tickets import NewTicket
from backend.core.console import Desk, PageRoute, reader, reviewer
from backend.core.console.errors import FieldError, error_at
from backend.core.console.listing import arrange
from backend.core.problems import Problem
from locales import translator

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]
Reviewer = Annotated[Desk, Depends(reviewer)]
FIELDS = {
    "ticket.kind_missing": "kind",
    "ticket.area_unknown": "area",
    "ticket.phone_missing": "phone",
    "ticket.text_missing": "text",
    "ticket.id_number_wrong": "id_number",
    "ticket.about_you": "about",
    "ticket.about_unknown": "about",
    "assistance.text_too_long": "text",
    "assistance.id_number_in_text": "text",
}


OFFICE = ("ticket.office_missing", "ticket.office_complained_about")


@router.get("/staff/tickets")
async def ticket_list(desk: Reader, state: str = "") -> HTMLResponse:
    """The tickets of the area, first due first."""
    return await _list(desk, state)


@router.post("/staff/tickets")
async def take_down(desk: Reviewer) -> Response:
    """A call is taken down and goes to the office of the hukou street."""
    form = desk.form
    told = {name: form.text(name) for name in ("kind", "area", "name", "phone", "text", "id_number")}
    new = NewTicket(**told, about_id=form.number("about"))
    try:
        number = await desk.once(tickets.open_ticket, new)
    except Problem as problem:
        return await _list(desk, "", problem.status, (error_at(problem, FIELDS, "kind", desk.say),))
    return desk.go(f"/staff/tickets/{number}")


@router.get("/staff/tickets/{number}")
async def ticket(desk: Reader, number: str) -> HTMLResponse:
    """One ticket with everything that was done."""
    return await _one(desk, number)


@router.post("/staff/tickets/{number}/{action}")
async def move(desk: Reviewer, number: str, action: str) -> Response:
    """Takes up, notes, hands on, closes, reopens or puts back."""
    if action not in get_args(Action):
        raise Problem("page.not_found", 404)
    try:
        await desk.once(tickets.act, number, action, desk.form.text("text"), desk.form.number("office"))  # type: ignore[arg-type]
    except Problem as problem:
        if problem.status == 404:
            raise
        field = "office" if problem.code in OFFICE else f"text-{action}"
        return await _one(desk, number, problem.status, (error_at(problem, {}, field, desk.say),), action)
    return desk.go("/staff/tickets" if action == "hand_on" else f"/staff/tickets/{number}")


@router.get("/staff/tickets/{number}/{action}")
async def moved(desk: Reader, number: str) -> Response:
    """Back to the ticket."""
    return desk.go(f"/staff/tickets/{number}")


async def _list(
    desk: Desk, state: str, status: int = 200, errors: tuple[FieldError, ...] = ()
) -> HTMLResponse:
    told = translator("notices", desk.language)
    found = await desk.read(tickets.tickets, state)
    listing = desk.listing("/staff/tickets", ("number", "kind", "office", "state_label", "due_on"), state=state)
    return desk.page(
        "assistance/tickets.html",
        status,
        tickets=found,
        shown=arrange(found, listing, lambda one: one.number),
        state=state,
        states=[(key, told(text)) for key, text in STATES.items()],
        kinds=[(key, told(text)) for key, text in tickets.KINDS.items()],
        offices=await desk.read(tickets.offices_of_the_city),
        officers=await desk.read(tickets.officers_of_the_city),
        typed=desk.form,
        errors=errors,
    )


async def _one(
    desk: Desk, number: str, status: int = 200, errors: tuple[FieldError, ...] = (), open_form: str = ""
) -> HTMLResponse:
    return desk.page(
        "assistance/ticket.html",
        status,
        ticket=await desk.read(tickets.ticket, number),
        offices=await desk.read(tickets.offices_to_hand_on_to, number),
        typed=desk.form,
        errors=errors,
        open_form=open_form,
    )
