"""群发消息, as officers look at, approve, send and watch it."""

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
from backend.core.console.doors import doors
from backend.core.console.errors import FieldError, error_at
from backend.core.console.listing import arrange
from backend.core.console.live import Streams
from backend.core.problems import Problem
from backend.core.sheets import MEDIA
from backend.outreach import broadcast_form_pages, broadcast_queries, broadcasts, sketches
from backend.outreach.audience import REASONS
from backend.outreach.broadcast_form_pages import FIELDS, ONE, ROOM, Sender
from backend.outreach.broadcast_lifecycle import ACTIONS, Action
from backend.outreach.broadcast_queries import ENDS, OPEN
from backend.outreach.broadcast_report import report_file
from backend.outreach.broadcasts import ALONE
from backend.staff.factor_pages import gravely

router = APIRouter(route_class=PageRoute, include_in_schema=False)
router.include_router(broadcast_form_pages.router)
WithPicture = Annotated[Desk, Depends(Gate(("reviewer", "policy"), takes_file=True, most="file_limit"))]
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
    mine = await desk.read(sketches.mine)
    listing = desk.listing(ROOM, ("title", "area", "people", "author"))
    shown = arrange(lines, listing, lambda one: one.id)
    return desk.page("outreach/broadcasts.html", shown=shown, mine=mine, shut=await desk.read(pace.shut))


@router.get(ONE)
async def one(desk: Sender, broadcast_id: int) -> HTMLResponse:
    """One broadcast: preview, people, progress, report, and what can be done now."""
    return await _view(desk, broadcast_id)


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
    if action not in (*STEPS, "again"):
        raise Problem("page.not_found", 404)
    return desk.go(f"{ROOM}/{broadcast_id}")


async def _step(desk: Desk, broadcast_id: int, action: Action) -> None:
    form = desk.form
    told: list[Any] = [form.number("revision")]
    if action in ("submit", "send"):
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


async def _view(
    desk: Desk, broadcast_id: int, errors: tuple[FieldError, ...] = (), status: int = 200
) -> HTMLResponse:
    view = await desk.read(broadcast_queries.broadcast, broadcast_id)
    settings = desk.work.services.settings
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
        doors=await doors(desk),
        picture_limit=settings.file_limit // (1024 * 1024),
    )
