"""Ledger, spot checks, hotline tickets and social workers' clients as officers work with them."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.assistance import clients, ledger, months, samples, ticket_pages
from backend.core.console import Desk, PageRoute, reader, reviewer
from backend.core.console.desk import client_reader
from backend.core.console.errors import FieldError, error_at
from backend.core.console.listing import arrange
from backend.core.problems import Problem
from backend.rules import add_months

router = APIRouter(route_class=PageRoute, include_in_schema=False)
router.include_router(ticket_pages.router)
Reader = Annotated[Desk, Depends(reader)]
Reviewer = Annotated[Desk, Depends(reviewer)]
ClientReader = Annotated[Desk, Depends(client_reader)]


@router.get("/staff/ledger")
async def ledger_page(
    desk: Reader, month: str = "", office: int = 0
) -> HTMLResponse:
    """A month of the ledger, one line an act."""
    return await _ledger(desk, month, office)


@router.post("/staff/ledger/sign")
async def sign(desk: Reviewer) -> Response:
    """The office signs a month; it takes no more lines."""
    month = desk.form.text("month", 7)
    try:
        await desk.once(ledger.sign, month)
    except Problem as problem:
        return await _ledger(desk, problem=problem)
    return desk.go(f"/staff/ledger?month={month}")


@router.get("/staff/ledger/sign")
async def signed(desk: Reviewer) -> Response:
    """Back to the ledger."""
    return desk.go("/staff/ledger")


@router.get("/staff/spot-checks")
async def spot_checks(desk: Reader) -> HTMLResponse:
    """The spot checks of the area, and those of an office above that wait here."""
    return await _samples(desk)


@router.post("/staff/spot-checks")
async def draw(desk: Reader) -> Response:
    """Draws a spot check."""
    form = desk.form
    try:
        sample = await desk.once(samples.open_sample, form.number("n"), form.text("seed", 60))
    except Problem as problem:
        fields = {"sample.seed_too_long": "seed"}
        return await _samples(desk, problem.status, (error_at(problem, fields, "n", desk.say),))
    return desk.go(f"/staff/spot-checks/{sample}")


@router.get("/staff/spot-checks/{sample_id}")
async def spot_check(desk: Reader, sample_id: int) -> HTMLResponse:
    """One spot check with what was found."""
    return desk.page("assistance/sample.html", sample=await desk.read(samples.sample, sample_id))


@router.get("/staff/clients")
async def client_list(desk: ClientReader, month: str = "") -> HTMLResponse:
    """A social worker's clients; for officers all assigned persons and what was done in a month."""
    asked, report = await desk.read(clients.report_of_today, month)
    found = await desk.read(clients.clients)
    listing = desk.listing("/staff/clients", ("number", "provider", "since", "sessions", "last_on"), month=month)
    shown = arrange(found, listing, lambda one: one.number)
    return desk.page("assistance/clients.html", clients=found, shown=shown, month=asked, report=report)


async def _ledger(
    desk: Desk,
    month: str = "",
    office: int = 0,
    *,
    problem: Problem | None = None,
) -> HTMLResponse:
    listing = desk.listing(
        "/staff/ledger", ("done_on",), ("done_on", False), month=month, office=str(office) if office else ""
    )
    found = await desk.read(ledger.ledger, month, office, **listing.place)
    return desk.page(
        "assistance/ledger.html",
        problem.status if problem else 200,
        found=found,
        listing=listing,
        before=months.of(add_months(months.first_day(found.month), -1)),
        after=months.after(found.month),
        errors=(error_at(problem, {}, "month", desk.say),) if problem else (),
    )


async def _samples(desk: Desk, status: int = 200, errors: tuple[FieldError, ...] = ()) -> HTMLResponse:
    found = await desk.read(samples.samples)
    listing = desk.listing("/staff/spot-checks", ("at", "office", "officer", "seed", "n", "done"))
    return desk.page(
        "assistance/samples.html",
        status,
        samples=found,
        shown=arrange(found, listing, lambda one: one.id),
        waiting=await desk.read(samples.to_check),
        typed={"n": desk.form.text("n", 10), "seed": desk.form.text("seed", 60)},
        errors=errors,
    )
