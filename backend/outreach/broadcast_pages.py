"""群发消息, as officers write, approve, send and watch it."""

from datetime import datetime
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from backend.applications.desk_files import opened
from backend.core import pace
from backend.core.clock import CHINA
from backend.core.console import Desk, PageRoute
from backend.core.console.desk import Gate
from backend.core.console.errors import FieldError, error_at
from backend.core.console.live import Streams
from backend.core.problems import Problem
from backend.core.sheets import MEDIA
from backend.outreach import audience, broadcast_choices, broadcast_queries, broadcasts, message
from backend.outreach.audience import REASONS, Audience, Reached
from backend.outreach.broadcast_lifecycle import ACTIONS, Action
from backend.outreach.broadcast_queries import ENDS, OPEN
from backend.outreach.broadcast_report import report_file
from backend.outreach.broadcasts import ALONE, Written
from backend.people.topics import TOPICS
from backend.staff.factor_pages import gravely
from contract.base import LANGUAGES

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Sender = Annotated[Desk, Depends(Gate(("reviewer", "policy")))]
WithPicture = Annotated[Desk, Depends(Gate(("reviewer", "policy"), takes_file=True, most="file_limit"))]
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
STEPS: dict[str, Any] = {
    "submit": broadcasts.submit,
    "approve": broadcasts.approve,
    "give_back": broadcasts.give_back,
    "send": broadcasts.send,
    "pause": broadcasts.pause,
    "resume": broadcasts.resume,
    "cancel": broadcasts.cancel,
}
GRAVE = ("approve", "send")
"""What takes a fresh code where it goes to many (S10)."""


@router.get(ROOM)
async def overview(desk: Sender) -> HTMLResponse:
    """The broadcasts of the own offices."""
    lines = await desk.read(broadcast_queries.overview)
    return desk.page("outreach/broadcasts.html", lines=lines, shut=await desk.read(pace.shut))


@router.get(ROOM + "/new")
async def new(desk: Sender) -> HTMLResponse:
    """An empty form."""
    return await _form(desk, 0, _empty(desk))


@router.post(ROOM + "/new")
async def start(desk: Sender) -> Response:
    """Keeps a draft; counts only, when that was asked."""
    return await _keep(desk, 0)


@router.get(ONE)
async def one(desk: Sender, broadcast_id: int) -> HTMLResponse:
    """One broadcast: preview, people, progress, report, and what can be done now."""
    return await _view(desk, broadcast_id)


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


@router.get(ONE + "/cancel")
async def ask_cancel(desk: Sender, broadcast_id: int) -> HTMLResponse:
    """Says what cancelling will do, before it is done."""
    view = await desk.read(broadcast_queries.broadcast, broadcast_id)
    if "cancel" not in view.acts:
        raise Problem("broadcast.illegal_move", 409)
    return desk.page("outreach/broadcast_cancel.html", view=view)


@router.get(ONE + "/live")
async def live(desk: Sender, request: Request, broadcast_id: int, seen: str = "") -> Response:
    """News while the page is open: state and numbers, nothing else."""

    async def look() -> str | None:
        try:
            return await desk.read(broadcast_queries.mark, broadcast_id)
        except Problem:
            return None

    streams: Streams = request.app.state.streams
    return streams.open(request, look, seen)


@router.get(ONE + "/report.csv")
async def report_csv(desk: Sender, broadcast_id: int) -> Response:
    """The report by area, as plain text."""
    return await _report(desk, broadcast_id, "csv")


@router.get(ONE + "/report.xlsx")
async def report_xlsx(desk: Sender, broadcast_id: int) -> Response:
    """The report by area, for a spreadsheet."""
    return await _report(desk, broadcast_id, "xlsx")


async def _report(desk: Desk, broadcast_id: int, kind: str) -> Response:
    view = await desk.read(broadcast_queries.broadcast, broadcast_id)
    lines = await desk.read(broadcast_queries.report, broadcast_id)
    content = await run_sync(report_file, kind, view, lines, desk.say)
    headers = {"Content-Disposition": f'attachment; filename="broadcast-{broadcast_id}.{kind}"'}
    return Response(content, media_type=MEDIA[kind], headers=headers)


@router.get(ONE + "/picture")
async def picture(desk: Sender, broadcast_id: int) -> Response:
    """The picture above the text."""
    return Response(await desk.read(broadcast_queries.picture_of, broadcast_id), media_type="image/jpeg")


@router.post(ONE + "/picture")
async def show(desk: WithPicture, broadcast_id: int) -> Response:
    """Cleans and keeps a picture; what was said about it stays in the form when it cannot be taken."""
    try:
        await _show(desk, broadcast_id)
    except Problem as problem:
        if problem.status not in (409, 413, 422):
            raise
        error = error_at(problem, FIELDS, "picture", desk.say)
        return await _view(desk, broadcast_id, (error,), problem.status)
    return desk.go(f"{ROOM}/{broadcast_id}#picture")


@router.post(ONE + "/picture/remove")
async def hide(desk: Sender, broadcast_id: int) -> Response:
    """Takes the picture away."""
    await desk.once(broadcasts.hide, broadcast_id, desk.form.number("revision"))
    return desk.go(f"{ROOM}/{broadcast_id}")


async def _show(desk: Desk, broadcast_id: int) -> None:
    upload = desk.form.upload
    await desk.read(broadcasts.seen, broadcast_id)  # Nobody else's file is opened.
    if upload is None:
        raise Problem("broadcast.picture_missing", 422)
    file = await opened(desk, upload, picture_only=True)
    if file.scan != "clean":
        raise Problem("broadcast.picture_stopped", 422)
    alt, revision = desk.form.text("alt", 300), desk.form.number("revision")
    await desk.once(broadcasts.show, broadcast_id, revision, alt, file.content)


@router.post(ONE + "/{action}")
async def act(desk: Sender, broadcast_id: int, action: str) -> Response:
    """One step of its life. What stands against it is said on the page."""
    wanted = next((name for name in ACTIONS if name == action), None)
    if wanted is None or wanted in ("write", "finish"):
        raise Problem("page.not_found", 404)
    try:
        await _step(desk, broadcast_id, wanted)
    except Problem as problem:
        if problem.status not in (403, 409, 422) or problem.code.startswith("access."):
            raise
        return await _view(desk, broadcast_id, (error_at(problem, FIELDS, "acts", desk.say),), problem.status)
    return desk.go(f"{ROOM}/{broadcast_id}")


@router.get(ONE + "/{action}")
async def acted(desk: Sender, broadcast_id: int, action: str) -> Response:
    """The page after a step, asked for in another language for example, leads back to the broadcast."""
    if action not in STEPS:
        raise Problem("page.not_found", 404)
    return desk.go(f"{ROOM}/{broadcast_id}")


async def _step(desk: Desk, broadcast_id: int, action: Action) -> None:
    form = desk.form
    told: list[Any] = [form.number("revision")]
    if action == "send":
        told.append(_moment(form.text("at", 20)))
    elif action == "give_back":
        told.append(form.text("why", 300))
    if action in GRAVE and await desk.read(broadcasts.to_many, broadcast_id):
        await gravely(desk, desk.once, STEPS[action], broadcast_id, *told)
    else:
        await desk.once(STEPS[action], broadcast_id, *told)


def _moment(text: str) -> datetime | None:
    """A moment in China as the browser's field sends it; None for now. Raises 422 ``broadcast.moment_unclear``."""
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=CHINA)
    except ValueError:
        raise Problem("broadcast.moment_unclear", 422) from None


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
            return await _form(desk, broadcast_id, told, revision, reached=await desk.read(_counted, told))
        if broadcast_id:
            kept = await desk.once(broadcasts.write, broadcast_id, revision, told)
        else:
            kept = await desk.once(broadcasts.start, told)
    except Problem as problem:
        if problem.status not in (409, 422):
            raise
        field = "text_" + str(problem.params.get("language", LANGUAGES[0]))
        error = error_at(problem, FIELDS, field if problem.code.startswith("message.") else "title", desk.say)
        return await _form(desk, broadcast_id, told, revision, (error,), problem.status, unknown=problem.code in UNKNOWN)
    return desk.go(f"{ROOM}/{kept}")


def _counted(unit: Any, told: Written) -> Reached:
    return audience.count(unit, audience.checked(unit, broadcasts.broadcaster(unit), told.audience))


async def _form(
    desk: Desk,
    broadcast_id: int,
    told: Written,
    revision: int = 0,
    errors: tuple[FieldError, ...] = (),
    status: int = 200,
    reached: Reached | None = None,
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
        reached=reached,
        uncounted=errors if unknown else (),
        seconds=broadcasts.seconds_for(reached.people) if reached else 0,
        topics=TOPICS,
        reasons=REASONS,
        holes=message.holes_for(told.audience.change),
        languages=LANGUAGES,
        longest=message.LONGEST,
    )


async def _view(
    desk: Desk, broadcast_id: int, errors: tuple[FieldError, ...] = (), status: int = 200
) -> HTMLResponse:
    view = await desk.read(broadcast_queries.broadcast, broadcast_id)
    return desk.page(
        "outreach/broadcast.html",
        status,
        view=view,
        shut=await desk.read(pace.shut),
        errors=errors,
        typed=desk.form,
        reasons=REASONS,
        ends=(*ENDS, *OPEN),
        alone=ALONE,
        picture_limit=desk.work.services.settings.file_limit // (1024 * 1024),
    )
