"""Who else is looking at a case, on its pages and as it changes while one stays open."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from backend.applications import presence
from backend.core.clock import CHINA
from backend.core.console import Desk, PageRoute, reader
from backend.core.console.live import Streams
from backend.core.problems import Problem
from locales import Translate

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]


@router.get("/staff/cases/{case_id}/live")
async def news(desk: Reader, case_id: str, request: Request, seen: str = "") -> Response:
    """Keeps telling an open page who else is there, and tells of it as long as it is open and in front."""
    await desk.read(presence.onlookers, case_id)  # What is foreign is told as absent, not as a stream without news.
    streams: Streams = request.app.state.streams
    return streams.open(request, watcher(desk, case_id), seen)


def watcher(desk: Desk, case_id: str) -> Callable[[], Any]:
    """Looks who is there and gives a sign of life now and then; ends with the session, and with the right to look."""
    ends = min(desk.session.idle_until, desk.session.ends_at)
    given: datetime | None = None

    async def look() -> str | None:
        nonlocal given
        now = desk.work.clock()
        if now >= ends:
            return None
        try:
            if given is None or now - given >= presence.EVERY:
                found, given = await desk.do(presence.look_in, case_id), now
            else:
                found = await desk.read(presence.onlookers, case_id)
        except Problem:
            return None
        return _mark(_said(found, desk.say))

    return look


async def others(desk: Desk, case_id: str) -> dict[str, Any]:
    """What the part of the page needs; showing it is itself a sign of life."""
    said = _said(await desk.do(presence.look_in, case_id), desk.say)
    return {"onlookers": said, "onlookers_mark": _mark(said)}


def _said(found: tuple[presence.Onlooker, ...], _: Translate) -> tuple[str, ...]:
    return tuple(
        _("%(who)s正在查看（%(since)s起）")
        % {
            "who": _("%(office)s的%(name)s") % {"office": one.office, "name": one.name} if one.office else one.name,
            "since": f"{one.since.astimezone(CHINA):%H:%M}",
        }
        for one in found
    )


def _mark(said: tuple[str, ...]) -> str:
    """The sentences as ASCII, which is both an id and the data of an event."""
    return json.dumps(said)
