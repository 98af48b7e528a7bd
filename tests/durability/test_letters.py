"""Letters when Telegram stumbles: each ends as what it is, and none of the own case is sent a third time."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import httpx2
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from sqlalchemy import select

from backend.core import outbox
from backend.core.outbox import Kind, OutboxRow
from backend.core.work import SYSTEM, Work
from bot.client import BackendClient
from bot.deliveries import Deliveries
from tests.conftest import BOT_TOKEN, StoppedClock
from tests.fakes.botapi import FakeBotApi

IMPATIENT = 0.5
"""Seconds until the bot stops waiting for an answer."""

ENDINGS = {
    "": ("sent", 1),
    "429": ("sent", 1),
    "502html": ("sent", 1),
    "500": ("sent", 1),
    "drop_before": ("sent", 1),
    "403": ("blocked", 0),
    "deactivated": ("blocked", 0),
    "400chat": ("blocked", 0),
    "400": ("failed", 0),
}
"""What stumbles once, how the letter ends, and how often it is seen."""


@pytest.fixture
async def fake() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as running:
        yield running


@pytest.fixture
async def postman(fake: FakeBotApi, http: httpx2.AsyncClient) -> AsyncIterator[Deliveries]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(fake.url), timeout=IMPATIENT)
    http.headers["Authorization"] = f"Bearer {BOT_TOKEN}"
    yield Deliveries("telegram", Bot(fake.token, session), BackendClient(http))
    await session.close()


async def test_every_way_to_fail_once_ends_as_what_it_is(
    fake: FakeBotApi, postman: Deliveries, work: Work, clock: StoppedClock
) -> None:
    chats = dict(enumerate(ENDINGS, 1))
    await fake.control.do("settle", chat_ids=list(chats))
    for chat_id, fault in chats.items():
        post(work, chat_id, "decision")
        if fault:
            await fake.control.fault(fault, "sendMessage", chat_id=chat_id, retry_after=1)
    await delivered(postman, work, clock)
    seen = Counter(entry["chat_id"] for entry in fake.account.journal.entries if entry["kind"] == "message")
    ended = {chats[row.chat_id]: (row.state, seen[row.chat_id]) for row in letters(work)}
    assert ended == ENDINGS


@pytest.mark.parametrize("fault", ["drop_after", "hang_after"])
async def test_a_letter_that_may_have_arrived_is_sent_once_more_and_never_a_third_time(
    fault: str, fake: FakeBotApi, postman: Deliveries, work: Work, clock: StoppedClock
) -> None:
    await fake.control.do("settle", chat_ids=[1])
    post(work, 1, "decision")
    await fake.control.fault(fault, "sendMessage", times=None, seconds=2)
    await delivered(postman, work, clock)
    texts = [entry["text"] for entry in fake.account.journal.entries if entry["kind"] == "message"]
    assert texts == ["关于您的申请。通知编号：N-1-decision"] * 2
    assert [row.state for row in letters(work)] == ["unknown"]


async def test_news_that_may_have_arrived_is_never_sent_again(
    fake: FakeBotApi, postman: Deliveries, work: Work, clock: StoppedClock
) -> None:
    await fake.control.do("settle", chat_ids=[1])
    post(work, 1, "news")
    await fake.control.fault("drop_after", "sendMessage", times=None)
    await delivered(postman, work, clock)
    assert [entry["kind"] for entry in fake.account.journal.entries] == ["message"]
    assert [row.state for row in letters(work)] == ["unknown"]


def post(work: Work, chat_id: int, kind: Kind) -> None:
    number = f"N-{chat_id}-{kind}"
    work.do_now(
        SYSTEM,
        outbox.post,
        channel="telegram",
        chat_id=chat_id,
        number=number,
        kind=kind,
        subject=f"application:{chat_id}",
        text=f"关于您的申请。通知编号：{number}",
        language="zh_Hans_CN",
    )


def letters(work: Work) -> list[OutboxRow]:
    return work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(OutboxRow))))


async def delivered(postman: Deliveries, work: Work, clock: StoppedClock) -> None:
    """Lets the postman work until no letter is open; minutes pass meanwhile, as often as needed."""
    running = asyncio.create_task(postman.run())
    async with asyncio.timeout(20):
        while any(row.state in ("queued", "leased") for row in letters(work)):
            await asyncio.sleep(0.1)
            if not any(row.state == "leased" for row in letters(work)):
                clock.advance(minutes=2)
    postman.stop()
    await running
