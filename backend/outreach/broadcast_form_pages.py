"""群发消息 as officers write them: a new one, one more of the same, a draft to change, and whom it reaches.

What is written is kept on the way, with a button and without (:mod:`backend.outreach.sketches`).
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, JSONResponse, Response

from backend.core.clock import CHINA
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
    sketches,
)
from backend.outreach.audience import REASONS, Audience, Reached
from backend.outreach.broadcasts import Written
from backend.outreach.duration import Duration
from backend.outreach.sketches import At, Kept, Sketch
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
    "broadcast.link_unknown": "link",
    "broadcast.why_missing": "why",
    "broadcast.alt_missing": "alt",
    "broadcast.moment_past": "at",
    "broadcast.moment_far": "at",
    "broadcast.moment_unclear": "at",
}
PLACES = ("about", "about_2", "about_3")
"""The controls of what is quoted."""
UNKNOWN = ("broadcast.include_unknown", "broadcast.exclude_unknown")
"""Said where the count stands too, which is asked for while somebody types."""


@router.get(ROOM + "/new")
async def new(desk: Sender, draft: str = "") -> HTMLResponse:
    """An empty form, or one with what was not finished."""
    kept = await desk.read(sketches.opened, draft) if draft else None
    return await _form(desk, 0, kept.told if kept else _empty(desk), kept=kept)


@router.post(ROOM + "/new")
async def start(desk: Sender) -> Response:
    """Keeps a draft; counts only, or keeps what is not finished, when that was asked."""
    return await _keep(desk, 0)


@router.post(ROOM + "/drafts")
async def write_on(desk: Sender) -> Response:
    """Keeps what stands in a form while somebody writes: asked by the page itself, which reads what has come of it."""
    kept = await desk.do(sketches.keep, _at(desk), _told(desk), *_of_message(desk))
    beside = _way(desk.form.number("message"), kept.beside) if kept.beside else ""
    said = {"id": kept.id, "revision": kept.revision, "said": _said(desk, kept), "beside": beside, "gone": kept.gone}
    return JSONResponse(said)


@router.post(ROOM + "/drafts/{draft}/drop")
async def drop(desk: Sender, draft: str) -> Response:
    """Deletes what was not finished."""
    await desk.once(sketches.drop, draft)
    return desk.go(ROOM)


@router.get(ONE + "/edit")
async def edit(desk: Sender, broadcast_id: int, draft: str = "") -> HTMLResponse:
    """The form with what was written, or with what of it was changed and not finished."""
    view = await desk.read(broadcast_queries.broadcast, broadcast_id)
    kept = await desk.read(sketches.opened, draft) if draft else None
    told = kept.told if kept else Written(view.line.title, view.texts, view.wish, view.link, view.abouts)
    return await _form(desk, broadcast_id, told, view.revision, kept=kept)


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
        abouts=tuple(form.text(place, 80) for place in PLACES),
    )


def _empty(desk: Desk) -> Written:
    return Written("", {}, Audience("", desk.officer.area))


def _at(desk: Desk) -> At:
    return At(desk.form.text("sketch", 40), desk.form.number("kept"))


def _of_message(desk: Desk) -> tuple[int, int]:
    """The message a form changes, and the revision it began from."""
    return desk.form.number("message"), desk.form.number("revision")


def _way(broadcast_id: int, sketch_id: str) -> str:
    """Where what is not finished is written on."""
    return f"{ROOM}/{f'{broadcast_id}/edit' if broadcast_id else 'new'}?draft={sketch_id}"


def _said(desk: Desk, kept: Kept) -> str:
    _ = desk.say
    if kept.gone:
        return _("这份草稿已经在别的页面保存成消息，或者删掉了。要留下这里写的，请点“保存草稿”。")
    return _("草稿已保存，{time}").format(time=kept.at.astimezone(CHINA).strftime("%H:%M"))


async def _keep(desk: Desk, broadcast_id: int) -> Response:
    told, revision, at = _told(desk), desk.form.number("revision"), _at(desk)
    try:
        if desk.form.text("do", 10) == "count":
            return await _form(desk, broadcast_id, told, revision, counted=await desk.read(_counted, told))
        if desk.form.text("do", 10) == "draft":
            draft = await desk.once(sketches.keep, at, told, broadcast_id, revision, anew=True)
            return desk.go(_way(broadcast_id, draft.id))
        if broadcast_id:
            kept = await desk.once(sketches.write, at.id, broadcast_id, revision, told)
        else:
            kept = await desk.once(sketches.start, at.id, told)
    except Problem as problem:
        if problem.status not in (409, 422):
            raise
        return await _refused(desk, broadcast_id, told, problem, revision)
    return desk.go(f"{ROOM}/{kept}")


async def _refused(
    desk: Desk, broadcast_id: int, told: Written, problem: Problem, revision: int = 0
) -> HTMLResponse:
    """The form with what stands against it, and all that was typed."""
    error = error_at(problem, FIELDS, _field_of(problem), desk.say)
    return await _form(desk, broadcast_id, told, revision, (error,), problem.status, unknown=problem.code in UNKNOWN)


def _field_of(problem: Problem) -> str:
    """The control a refusal is about, where its code alone does not say it."""
    if problem.code == "broadcast.about_unknown":
        return PLACES[int(problem.params["place"]) - 1]
    if problem.code.startswith("message."):
        return "text_" + str(problem.params.get("language", LANGUAGES[0]))
    return "title"


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
    kept: Sketch | None = None,
) -> HTMLResponse:
    at = kept.at if kept else _at(desk)
    return desk.page(
        "outreach/broadcast_form.html",
        status,
        told=told,
        choices=await desk.read(broadcast_choices.choices),
        at=f"{ROOM}/{broadcast_id}/edit" if broadcast_id else f"{ROOM}/new",
        back=f"{ROOM}/{broadcast_id}" if broadcast_id else ROOM,
        message_id=broadcast_id,
        sketch=at if at.id else sketches.blank(),
        kept=kept,
        beside=_way(broadcast_id, kept.beside) if kept and kept.beside else "",
        revision=revision,
        errors=errors,
        reached=counted[0] if counted else None,
        takes=counted[1] if counted else None,
        uncounted=errors if unknown else (),
        places=PLACES,
        topics=TOPICS,
        reasons=REASONS,
        holes=message.holes_for(told.audience.change),
        languages=LANGUAGES,
        longest=message.LONGEST,
    )
