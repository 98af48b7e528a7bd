"""Letters out: sent once, and every way it can end told apart."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core import outbox
from backend.core.outbox import OutboxRow
from backend.core.work import SYSTEM, Work
from bot.channels.telegram import telegram_bot
from bot.client import BackendClient
from bot.deliveries import Deliveries
from contract.channel import NoticeButton
from tests.bot.conftest import bot_settings
from tests.conftest import StoppedClock
from tests.fakes.botapi import FakeBotApi
from tests.people import LI_JIANGUO, WANG_XIUYING

CHAT = WANG_XIUYING.chat_id
CASE = "0" * 32


@pytest.fixture
async def post(telegram: FakeBotApi, client: BackendClient) -> AsyncIterator[Deliveries]:
    await telegram.control.say(CHAT, "/start")
    await telegram.control.say(LI_JIANGUO.chat_id, "/start")
    bot = telegram_bot(bot_settings(telegram))
    yield Deliveries("telegram", bot, client)
    await bot.session.close()


def write(
    work: Work, text: str = "结果：<b>已认定</b>", chat: int = CHAT, kind: str = "decision", n: int = 1
) -> None:
    work.do_now(
        SYSTEM,
        outbox.post,
        channel="telegram",
        chat_id=chat,
        number=f"TZ-{n}",
        kind=kind,  # type: ignore[arg-type]
        subject="case:1",
        text=text,
        buttons=(NoticeButton(label="查看进度", action="case", argument=CASE),),
        language="zh_Hans_CN",
    )


def ends(work: Work) -> list[str]:
    with Session(work.engine) as session:
        return list(session.scalars(select(OutboxRow.state).order_by(OutboxRow.id)))


async def seen(telegram: FakeBotApi, chat: int = CHAT) -> list[dict[str, Any]]:
    return [entry for entry in await telegram.control.journal(chat_id=chat) if entry["kind"] == "message"]


async def test_f37_a_letter_is_sent_literally_with_its_button(
    telegram: FakeBotApi, post: Deliveries, work: Work
) -> None:
    write(work)
    await post._round()
    (letter,) = await seen(telegram)
    assert letter["text"] == "结果：<b>已认定</b>"
    assert letter["keyboard"]["inline_keyboard"][0][0]["callback_data"] == f"!c:open:{CASE}"
    assert ends(work) == ["sent"]


@pytest.mark.parametrize(
    ("fault", "kind", "end"),
    [
        ("429", "decision", "queued"),
        ("403", "decision", "blocked"),
        ("400chat", "decision", "blocked"),
        ("500", "decision", "queued"),
        ("500", "news", "unknown"),
        ("502html", "news", "unknown"),
        ("drop_after", "news", "unknown"),
    ],
)
async def test_each_end_is_told_apart(
    telegram: FakeBotApi, post: Deliveries, work: Work, fault: str, kind: str, end: str
) -> None:
    write(work, kind=kind)
    await telegram.control.fault(fault, "sendmessage", retry_after=1)
    await post._round()
    assert ends(work) == [end]


async def test_a_letter_that_may_have_arrived_is_sent_once_more_with_the_same_number(
    telegram: FakeBotApi, post: Deliveries, work: Work, clock: StoppedClock
) -> None:
    write(work, text="通知编号：TZ-1")
    await telegram.control.fault("drop_after", "sendmessage", times=None)
    for _ in range(4):
        await post._round()
        clock.advance(seconds=90)
    assert [letter["text"] for letter in await seen(telegram)] == ["通知编号：TZ-1"] * 2
    assert ends(work) == ["unknown"]


async def test_a_refused_token_marks_nothing_failed(
    telegram: FakeBotApi, post: Deliveries, work: Work
) -> None:
    write(work)
    write(work, chat=LI_JIANGUO.chat_id, n=2)
    telegram.account.revoked = True
    post.stop()
    post._stopping.clear()
    running = asyncio.create_task(post._round())
    await asyncio.sleep(0.3)
    post.stop()
    await running
    assert ends(work) == ["queued", "queued"]
    assert sum(1 for request in telegram.account.requests if request[1] == "sendmessage") == 1


async def test_letters_are_spaced_evenly(telegram: FakeBotApi, client: BackendClient, work: Work) -> None:
    for n in range(6):
        await telegram.control.say(8000 + n, "/start")
        write(work, chat=8000 + n, n=n)
    bot = telegram_bot(bot_settings(telegram))
    paced = Deliveries("telegram", bot, client)
    await paced._round()
    await bot.session.close()
    sent = [request[0] for request in telegram.account.requests if request[1] == "sendmessage"]
    assert min(b - a for a, b in pairwise(sent)) > 0.025


async def test_after_a_refusal_for_now_the_others_are_given_back_untried(
    telegram: FakeBotApi, post: Deliveries, work: Work
) -> None:
    write(work)
    write(work, chat=LI_JIANGUO.chat_id, n=2)
    await telegram.control.fault("429", "sendmessage", chat_id=CHAT, retry_after=30)
    await post._round()
    with Session(work.engine) as session:
        assert list(session.scalars(select(OutboxRow.attempts).order_by(OutboxRow.id))) == [1, 0]
    await post._round()
    assert ends(work) == ["queued", "sent"]


async def test_one_bad_letter_does_not_hold_up_the_others(post: Deliveries, work: Work) -> None:
    write(work, text="", n=1)
    write(work, chat=LI_JIANGUO.chat_id, n=2)
    await post._round()
    assert ends(work) == ["failed", "sent"]
