"""The pages of the workbench: the list of versions, one version, and the acts on it."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, PageRoute, policy_staff
from backend.core.console.errors import error_at
from backend.core.problems import Problem
from backend.core.telling import said_to
from backend.rules import Pack
from backend.rules.rule_words import Speech
from backend.workbench import check_pages, queries, service, text_pages, todos
from backend.workbench.desk import PolicyDesk, around, opened, order_of, policies_of

router = APIRouter(route_class=PageRoute, include_in_schema=False)
router.include_router(text_pages.router)
router.include_router(check_pages.router)
PolicyStaff = Annotated[Desk, Depends(policy_staff)]
VERSION = "/staff/policies/versions/{version_id}"


@router.get("/staff/policies")
async def overview(desk: PolicyStaff) -> HTMLResponse:
    """The city's policies with all their versions, and whom to tell of a publication."""
    found = await desk.read(queries.overview)
    return desk.page("workbench/overview.html", found=found, said=said_to(desk.language))


@router.post("/staff/policies/todos/{todo_id}/done")
async def todo_done(desk: PolicyStaff, todo_id: int) -> Response:
    """Somebody has seen to those a publication touches."""
    await desk.once(todos.done, todo_id)
    return desk.go("/staff/policies")


@router.get(VERSION)
async def version(desk: PolicyStaff, version_id: str) -> HTMLResponse:
    """One version: how it stands, what may be done, and its rules to read."""
    return await _version_page(desk, version_id)


@router.post(VERSION + "/start")
async def start(desk: PolicyStaff, version_id: str) -> Response:
    """A new draft made from this version."""
    draft = await desk.once(service.start, version_id)
    return desk.go(f"/staff/policies/versions/{draft}/text")


@router.post(VERSION + "/day")
async def set_day(desk: PolicyStaff, version_id: str) -> Response:
    """The day from which on it is to be in force."""

    async def act() -> None:
        day = _day(desk.form.text("day", 20))
        await desk.once(service.set_day, version_id, desk.form.number("revision"), day)

    return await _acted(desk, version_id, act)


@router.post(VERSION + "/approve")
async def approve(desk: PolicyStaff, version_id: str) -> Response:
    """A second person answers for it."""

    async def act() -> None:
        await desk.once(service.approve, version_id, desk.form.number("revision"))

    return await _acted(desk, version_id, act)


@router.post(VERSION + "/publish")
async def publish(desk: PolicyStaff, version_id: str) -> Response:
    """From its day on it is in force."""

    async def act() -> None:
        await desk.once(service.publish, version_id, desk.form.number("revision"))

    return await _acted(desk, version_id, act)


@router.post(VERSION + "/withdraw")
async def withdraw(desk: PolicyStaff, version_id: str) -> Response:
    """Takes a version back before its day."""

    async def act() -> None:
        await desk.once(service.withdraw, version_id, desk.form.number("revision"))

    return await _acted(desk, version_id, act)


async def _acted(desk: Desk, version_id: str, act: Callable[[], Awaitable[None]]) -> Response:
    """The page of the version after an act, or with what stands against it."""
    try:
        await act()
    except Problem as problem:
        return await _version_page(desk, version_id, problem)
    return desk.go(f"/staff/policies/versions/{version_id}")


async def _version_page(desk: Desk, version_id: str, problem: Problem | None = None) -> HTMLResponse:
    if problem is not None and problem.status == 404:
        raise problem
    found = await opened(desk, version_id)
    fields = {"policy.day_missing": "day", "policy.day_past": "day", "policy.day_unclear": "day"}
    return desk.page(
        "workbench/version.html",
        problem.status if problem else 200,
        order=order_of(policies_of(desk), found.read.pack),
        **around(desk, found, "rules"),
        rules=_rules(found),
        typed_day=desk.form.text("day", 20),
        errors=(error_at(problem, fields, "acts", desk.say),) if problem else (),
    )


def _rules(found: PolicyDesk) -> Speech | None:
    pack: Pack | None = found.read.pack
    return Speech(pack.vocabulary, pack.labour_age) if pack else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("policy.day_unclear", 422) from None
