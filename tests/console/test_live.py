"""News while a page is open."""

import asyncio

import httpx2
import pytest

from backend.applications import queries
from backend.core.console.live import Streams
from backend.core.work import Caller, Work
from tests.backend.desk import Desk, hand_in
from tests.console.conftest import SignIn
from tests.people import LI_JIANGUO


async def test_a_case_that_arrives_is_announced(desk: Desk, work: Work, case: str) -> None:
    officer = Caller(desk.officers["zhoumin"])

    async def look() -> str:
        return work.read_now(officer, queries.newest)

    events = Streams().events(look, await look())
    assert await anext(events) == "retry: 3000\n\n"
    waiting = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0)
    hand_in(work, LI_JIANGUO)
    assert "data: " in await asyncio.wait_for(waiting, timeout=5)
    await events.aclose()


async def test_the_stream_ends_when_the_session_would(desk: Desk) -> None:
    async def look() -> None:
        return None

    said = [event async for event in Streams().events(look, "")]
    assert said[-1].startswith("event: over")


async def test_the_page_carries_the_mark_it_was_drawn_with(sign_in: SignIn, desk: Desk, case: str) -> None:
    browser = await sign_in("zhoumin")
    mark = desk.read("zhoumin", queries.newest)
    assert f'data-live-list="{mark}"' in (await browser.get("/staff/cases")).response.text
    hand_in(desk.work, LI_JIANGUO)
    assert mark != desk.read("zhoumin", queries.newest)


async def test_strangers_hear_nothing(http: httpx2.AsyncClient) -> None:
    assert (await http.get("/staff/live")).status_code == 303


async def test_a_server_that_stops_waits_for_nobody() -> None:
    async def look() -> str:
        return "same"

    streams = Streams()
    events = streams.events(look, "same")
    await anext(events)
    waiting = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0)
    streams.close()
    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(waiting, timeout=1)
