"""What comes in: each update once, in order, and honest words when it cannot be handled."""

import asyncio

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core.inbox import InboxRow
from backend.core.work import Work
from bot.app import create_bot
from bot.client import BackendClient, BackendDown
from bot.routers.table import PLACES
from bot.storage import Memory, Place, remember, stored
from bot.turn import Turn
from tests.bot.conftest import Visit, bot_settings
from tests.chat import BotApiDoor, Chat
from tests.conftest import BOT_TOKEN, StoppedClock
from tests.fakes.botapi import FakeBotApi
from tests.people import LI_JIANGUO, WANG_XIUYING


class Outage(httpx2.AsyncBaseTransport):
    """The way to the house, which can be cut."""

    def __init__(self, house: FastAPI) -> None:
        self.inner = httpx2.ASGITransport(app=house, raise_app_exceptions=False)
        self.cut = ""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if self.cut and request.url.path.startswith(self.cut):
            raise httpx2.ConnectError("cut")
        return await self.inner.handle_async_request(request)


@pytest.fixture
async def outage(house: FastAPI) -> Outage:
    return Outage(house)


@pytest.fixture
def client(outage: Outage) -> BackendClient:
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    return BackendClient(httpx2.AsyncClient(transport=outage, base_url="http://house", headers=headers))


def inbox(work: Work) -> list[InboxRow]:
    with Session(work.engine) as session:
        return list(session.scalars(select(InboxRow)))


async def quiet(work: Work) -> list[InboxRow]:
    """The inbox once everything in it is done."""
    for _ in range(200):
        rows = inbox(work)
        if rows and all(row.state == "done" for row in rows):
            return rows
        await asyncio.sleep(0.02)
    raise AssertionError([row.state for row in inbox(work)])


async def test_when_the_house_is_away_one_sentence_says_so_and_the_answer_comes_later(
    visit: Visit, outage: Outage
) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.sees("第1步")
    outage.cut = "/v1/screenings"
    await wang.taps("没有工作")
    await wang.sees("服务暂时连不上", "不用重发")
    await asyncio.sleep(1.2)
    outage.cut = ""
    await wang.sees("第2步", within=10)
    assert wang.transcript.count("服务暂时连不上") == 1


async def test_s48_a_flood_is_answered_with_one_sentence_and_all_of_it_is_handled(
    visit: Visit, work: Work, clock: StoppedClock
) -> None:
    work.services.settings.chat_burst = 2
    wang = visit(WANG_XIUYING)
    for _ in range(6):
        await wang.says("菜单")
    while not all(row.state == "done" for row in inbox(work)):
        clock.advance(seconds=1)
        await asyncio.sleep(0.05)
    await wang.sees("您发得很快", "不用重发")
    assert len(inbox(work)) >= 6
    assert wang.transcript.count("您发得很快") == 1


async def test_what_was_handled_is_finished_once_the_house_is_back(
    visit: Visit, outage: Outage, work: Work
) -> None:
    wang = visit(WANG_XIUYING)
    outage.cut = "/v1/inbox/finish"
    await wang.says("帮助")
    await wang.sees("怎么用帮办")
    outage.cut = ""
    await quiet(work)
    assert wang.transcript.count("怎么用帮办") == 1


async def test_a_poisonous_update_is_closed_with_an_apology_and_the_next_one_is_handled(
    visit: Visit, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_turn: Turn) -> None:
        raise RuntimeError("broken")

    monkeypatch.setitem(PLACES, "privacy", broken)
    wang = visit(WANG_XIUYING)
    await wang.says("隐私")
    await wang.sees("这一步没有办成", within=10)
    await wang.says("帮助")
    await wang.sees("怎么用帮办")
    rows = await quiet(work)
    assert ["RuntimeError" in row.error for row in rows] == [True, False]
    assert wang.transcript.count("这一步没有办成") == 1


async def test_an_update_that_is_none_and_a_group_do_no_harm(
    visit: Visit, telegram: FakeBotApi, work: Work
) -> None:
    await telegram.control.push(
        {
            "message": {
                "message_id": 1,
                "date": 1,
                "chat": {"id": -5, "type": "group", "title": "群"},
                "text": "/start",
            }
        }
    )
    wang = visit(WANG_XIUYING)
    await wang.says("帮助")
    await wang.sees("怎么用帮办")
    await quiet(work)
    assert await telegram.control.journal(chat_id=-5) == []


async def test_messages_of_one_person_are_handled_in_order(visit: Visit) -> None:
    wang, li = visit(WANG_XIUYING), visit(LI_JIANGUO)
    for word in ("帮助", "隐私", "进度", "语言"):
        await wang.door.say(word)
        await li.door.say(word)
    for person in (wang, li):
        await person.sees("Please choose")
        seen = [m.text[:6] for m in person.messages.values() if not m.mine]
        assert [text[:2] for text in seen] == ["怎么", "我们", "您还", "请选"]


async def test_two_bots_on_one_house_handle_each_update_once(
    telegram: FakeBotApi, client: BackendClient, work: Work
) -> None:
    """A second process without polling helps with the first one's inbox."""
    first = create_bot(bot_settings(telegram), client, alone=False)
    second = create_bot(bot_settings(telegram, telegram_webhook=""), client, alone=False)
    second.channels[1].polling = None
    running = [asyncio.create_task(bot.run()) for bot in (first, second)]
    people = [Chat(person, BotApiDoor(telegram.control, person)) for person in (WANG_XIUYING, LI_JIANGUO)]
    for _ in range(5):
        for person in people:
            await person.door.say("帮助")
    await asyncio.sleep(0.3)
    await quiet(work)
    for person in people:
        await person.sees("怎么用帮办")
        await person._look(0)
        assert person.transcript.count("怎么用帮办") == 5
    for bot in (first, second):
        await bot.stop()
    await asyncio.gather(*running)


async def test_after_a_crash_the_effect_is_not_repeated(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The handler runs again under the same key: the words may come twice, the answer is given once."""
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.sees("第1步")
    calls: list[int] = []
    send = Turn.ask_next

    async def dies_once(self: Turn, *args: object) -> None:
        calls.append(1)
        if len(calls) == 1:
            raise BackendDown("died after the effect")
        await send(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Turn, "ask_next", dies_once)
    await wang.taps("没有工作")
    await wang.sees("第2步", within=10)
    assert len(calls) == 2


def test_memory_survives_what_it_does_not_know() -> None:
    memory = Memory(language="en", place=Place(kind="question", name="person.sex", input="choice"), live=7)
    assert remember(stored(memory)) == memory
    assert remember({"place": {"kind": "no such place"}, "language": "en"}) == Memory(language="en")
    assert remember({"new_thing": 1}) == Memory()
    assert stored(Memory()) == {}


async def test_an_answer_to_a_question_that_came_twice_is_taken(visit: Visit, telegram: FakeBotApi) -> None:
    """The line breaks after the question has arrived; Wang answers before it comes again."""
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.taps("没有工作")
    await wang.sees("您的户口在")
    await telegram.control.fault("drop_after", "sendmessage")
    await wang.taps("渝水区")
    await wang.sees("出生日期")
    await wang.says("1980.3.5")
    await wang.sees("1980年3月5日", "第4步")
    assert "请逐条发送" not in wang.transcript


async def test_an_answer_typed_while_its_question_was_cut_off_is_taken(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question was shown, then the turn broke: it is shown again, below the answer that was typed meanwhile."""
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.taps("没有工作")
    await wang.sees("您的户口在")
    calls: list[int] = []
    ask = Turn.ask_next

    async def breaks_once(self: Turn, *args: object) -> None:
        await ask(self, *args)  # type: ignore[arg-type]
        calls.append(1)
        if len(calls) == 1:
            raise BackendDown("died after the question was shown")

    monkeypatch.setattr(Turn, "ask_next", breaks_once)
    await wang.taps("渝水区")
    await wang.sees("出生日期")
    await wang.says("1980.3.5")
    await wang.sees("1980年3月5日", "第4步", within=10)
    assert "请逐条发送" not in wang.transcript
