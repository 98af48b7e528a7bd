"""An officer at a case learns who else is looking, with and without JavaScript."""

import asyncio
import json

import httpx2

from backend.applications import presence
from backend.applications.presence_pages import watcher
from backend.core.console.desk import Desk as Request
from backend.core.console.live import Streams
from tests.backend.desk import Desk
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.people import WU_GANG, ZHOU_MIN


async def test_the_case_and_its_decision_pages_tell_who_else_is_looking(
    sign_in: SignIn, desk: Desk, case: str, clock: StoppedClock
) -> None:
    zhou = await sign_in("zhoumin")
    assert "正在查看" not in (await zhou.get(f"/staff/cases/{case}")).text
    wu = await sign_in("wugang")
    assert "周敏正在查看（10:00起）。可以照常办理；" in (await wu.get(f"/staff/cases/{case}")).text
    desk.take_up(ZHOU_MIN, case)
    desk.record_steps(ZHOU_MIN, case)
    for decision in ("endorse", "return", "decline"):
        page = await zhou.get(f"/staff/cases/{case}/{decision}")
        assert "吴刚正在查看（10:00起）" in page.text, decision
    clock.advance(minutes=2)
    assert "正在查看" not in (await zhou.get(f"/staff/cases/{case}")).text


async def test_a_letter_is_sent_in_sight_of_who_else_is_looking(sign_in: SignIn, desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.record_steps(ZHOU_MIN, case)
    zhou = await sign_in("zhoumin")
    form = (await zhou.get(f"/staff/cases/{case}/decline")).form("/decline")
    desk.do(WU_GANG, presence.look_in, case)
    preview = await zhou.send(form, do="preview", citation="art-1", reason="户籍不在本市。")
    assert "吴刚正在查看" in preview.text


async def test_an_open_page_hears_who_comes_and_keeps_telling_of_itself(
    sign_in: SignIn, desk: Desk, case: str, clock: StoppedClock, open_request: Request
) -> None:
    look = watcher(open_request, case)
    events = Streams().events(look, json.dumps([]))
    await anext(events)
    waiting = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0)
    assert [one.name for one in desk.read(WU_GANG, presence.onlookers, case)] == ["周敏"]
    desk.do(WU_GANG, presence.look_in, case)
    news = await asyncio.wait_for(waiting, timeout=5)
    assert json.loads(news.split("data: ")[1]) == ["吴刚正在查看（10:00起）"]
    await events.aclose()
    for _ in range(5):  # A page that stays open for longer than a single sign of life counts.
        clock.advance(seconds=60)
        await look()
    (here,) = desk.read(WU_GANG, presence.onlookers, case)
    assert f"{here.since:%H:%M}" == "02:00"


async def test_an_open_page_gives_no_sign_of_life_after_its_session(
    desk: Desk, case: str, clock: StoppedClock, open_request: Request
) -> None:
    look = watcher(open_request, case)
    clock.advance(minutes=16)
    assert await look() is None
    assert desk.read(WU_GANG, presence.onlookers, case) == ()


async def test_strangers_and_foreign_offices_hear_nothing(
    http: httpx2.AsyncClient, sign_in: SignIn, case: str
) -> None:
    assert (await http.get(f"/staff/cases/{case}/live")).status_code == 303
    foreign = await sign_in("sunli")
    assert (await foreign.get(f"/staff/cases/{case}/live")).status == 404
    assert (await foreign.get(f"/staff/cases/{'0' * 32}/live")).status == 404
