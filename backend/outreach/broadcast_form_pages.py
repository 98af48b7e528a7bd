"""群发消息 as officers write them: a new one, one more of the same, a draft to change, and whom it reaches."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, PageRoute
from backend.core.console.desk import Gate
from backend.core.console.errors import FieldError, error_at
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.outreach import (
    audience,
    audience_checks,
    broadcast_choices,
    broadcast_drafts,
    broadcast_queries,
    broadcasts,
    duration,
    message,
)
from backend.outreach.audience import REASONS, Audience, Reached
from backend.outreach.broadcasts import Written
from backend.outreach.duration import Duration
from backend.people.topics import TOPICS
from contract.base import LANGUAGES

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Sender = Annotated[Desk, Depends(Gate(("reviewer", "policy")))]
ROOM = "/staff/broadcasts"
ONE = ROOM + "/{broadcast_id}"
FIELDS = {
    "broadcast.title_missing": "title",
    "broadcast.topic_missing": "topic",
    "broadcast.area_unknown": "area",
    "broadcast.area_not_yours": "area",
    "broadcast.category_unknown": "category",
    "broadcast.list_too_long": "exclude",
    "broadcast.include_unknown": "include",
    "broadcast.exclude_unknown": "exclude",
    "broadcast.about_unknown": "about",
    "broadcast.link_unknown": "link",
    "broadcast.why_missing": "why",
    "broadcast.alt_missing": "alt",
    "broadcast.moment_past": "at",
    "broadcast.moment_far": "at",
    "broadcast.moment_unclear": "at",
}
UNKNOWN = ("broadcast.include_unknown", "broadcast.exclude_unknown")
"""Said where the count stands too, which is asked for while somebody types."""


@router.get(ROOM + "/new")
async def new(desk: Sender) -> HTMLResponse:
    """An empty form."""
    return await _form(desk, 0, _empty(desk))


@router.post(ROOM + "/new")
async def start(desk: Sender) -> Response:
    """Keeps a draft; counts only, when that was asked."""
    return await _keep(desk, 0)


@router.get(ONE + "/edit")
async def edit(desk: Sender, broadcast_id: int) -> HTMLResponse:
    """The form with what was written."""
    view = await desk.read(broadcast_queries.broadcast, broadcast_id)
    told = Written(view.line.title, view.texts, view.wish, view.link, view.about)
    return await _form(desk, broadcast_id, told, view.revision)


@router.post(ONE + "/edit")
async def write(desk: Sender, broadcast_id: int) -> Response:
    """Keeps what was written."""
    return await _keep(desk, broadcast_id)


@router.post(ONE + "/again")
async def again(desk: Sender, broadcast_id: int) -> Response:
    """One more of the same, as a draft; in the form, where something of it cannot be had any more."""
    try:
        kept = await desk.once(broadcast_drafts.copy, broadcast_id)
    except Problem as problem:
        if problem.status != 422:
            raise
        return await _refused(desk, 0, await desk.read(broadcast_drafts.copied, broadcast_id), problem)
    return desk.go(f"{ROOM}/{kept}/edit")


def _told(desk: Desk) -> Written:
    form = desk.form
    registered = form.text("registered", 3)
    return Written(
        title=form.text("title", 200),
        texts={language: form.text(f"text_{language}", 10000) for language in LANGUAGES},
        audience=Audience(
            topic=form.text("topic", 10),
            area=form.text("area", 12),
            category=form.text("category", 80),
            verdict=form.text("verdict", 10),
            language=form.text("language", 12),
            channel=form.text("channel", 20),
            registered="yes" if registered == "yes" else "no" if registered == "no" else "",
            change=form.text("change", 32),
            include=tuple(form.text("include", 10000).split()),
            exclude=tuple(form.text("exclude", 10000).split()),
        ),
        link=form.text("link", 60),
        about=form.text("about", 80),
    )


def _empty(desk: Desk) -> Written:
    return Written("", {}, Audience("", desk.officer.area))


async def _keep(desk: Desk, broadcast_id: int) -> Response:
    told, revision = _told(desk), desk.form.number("revision")
    try:
        if desk.form.text("do", 10) == "count":
            return await _form(desk, broadcast_id, told, revision, counted=await desk.read(_counted, told))
        if broadcast_id:
            kept = await desk.once(broadcasts.write, broadcast_id, revision, told)
        else:
            kept = await desk.once(broadcasts.start, told)
    except Problem as problem:
        if problem.status not in (409, 422):
            raise
        return await _refused(desk, broadcast_id, told, problem, revision)
    return desk.go(f"{ROOM}/{kept}")


async def _refused(
    desk: Desk, broadcast_id: int, told: Written, problem: Problem, revision: int = 0
) -> HTMLResponse:
    """The form with what stands against it, and all that was typed."""
    field = "text_" + str(problem.params.get("language", LANGUAGES[0]))
    error = error_at(problem, FIELDS, field if problem.code.startswith("message.") else "title", desk.say)
    return await _form(desk, broadcast_id, told, revision, (error,), problem.status, unknown=problem.code in UNKNOWN)


def _counted(unit: Unit, told: Written) -> tuple[Reached, Duration]:
    wish = audience_checks.checked(unit, broadcasts.broadcaster(unit), told.audience)
    ahead = duration.to_be_written(unit, wish, urgent=False, at=unit.now)
    return audience.count(unit, wish), duration.lasts(unit, ahead)


async def _form(
    desk: Desk,
    broadcast_id: int,
    told: Written,
    revision: int = 0,
    errors: tuple[FieldError, ...] = (),
    status: int = 200,
    counted: tuple[Reached, Duration] | None = None,
    unknown: bool = False,
) -> HTMLResponse:
    return desk.page(
        "outreach/broadcast_form.html",
        status,
        told=told,
        choices=await desk.read(broadcast_choices.choices),
        at=f"{ROOM}/{broadcast_id}/edit" if broadcast_id else f"{ROOM}/new",
        back=f"{ROOM}/{broadcast_id}" if broadcast_id else ROOM,
        revision=revision,
        errors=errors,
        reached=counted[0] if counted else None,
        takes=counted[1] if counted else None,
        uncounted=errors if unknown else (),
        topics=TOPICS,
        reasons=REASONS,
        holes=message.holes_for(told.audience.change),
        languages=LANGUAGES,
        longest=message.LONGEST,
    )
