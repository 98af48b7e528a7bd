"""Letters out: sent once, and every way it can end told apart."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator
from io import BytesIO
from itertools import pairwise
from typing import Any
from unittest.mock import AsyncMock

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.core import outbox, pictures
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from bot.channels.telegram import telegram_bot
from bot.client import BackendClient, BackendDown
from bot.deliveries import Deliveries
from contract.channel import NoticeButton, Picture
from tests import papers
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


async def test_delivered_news_is_closed_by_the_next_claim(post: Deliveries, work: Work) -> None:
    write(work, kind="news")
    await post._round()
    assert ends(work) == ["leased"]
    assert await post._round() == 0
    assert ends(work) == ["sent"]


async def test_delivered_news_is_closed_at_a_stop(post: Deliveries, work: Work) -> None:
    write(work, kind="news")
    await post._round()
    post.stop()
    await post.run()
    assert ends(work) == ["sent"]


async def test_what_arrived_is_told_again_when_the_backend_did_not_hear_it(
    post: Deliveries, client: BackendClient, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(work, kind="news")
    await post._round()
    with monkeypatch.context() as patch:
        patch.setattr(client, "claim_deliveries", AsyncMock(side_effect=BackendDown("gone")))
        assert await post._round() == 0
    assert ends(work) == ["leased"]
    await post._round()
    assert ends(work) == ["sent"]


async def test_one_bad_letter_does_not_hold_up_the_others(post: Deliveries, work: Work) -> None:
    write(work, text="", n=1)
    write(work, chat=LI_JIANGUO.chat_id, n=2)
    await post._round()
    assert ends(work) == ["failed", "sent"]


# --- pictures

CHATS = int(os.environ.get("BANGBAN_TEST_CHATS", "60"))
"""The trust table asks for 5,000 (BANGBAN_TEST_CHATS=5000): about a minute, and the same proof."""
POSTER = Picture(id="f" * 32, alt="招聘会海报")


def show(work: Work, *chats: int, text: str = "下周有招聘会。") -> None:
    work.do_now(SYSTEM, _show, chats, text)


def _show(unit: Unit, chats: tuple[int, ...], text: str) -> None:
    for chat in chats:
        outbox.post(
            unit,
            channel="telegram",
            chat_id=chat,
            number=f"GB1-{chat}",
            kind="news",
            subject="broadcast:1",
            text=text,
            buttons=(NoticeButton(label="看岗位", action="jobs"),),
            language="zh_Hans_CN",
            picture=POSTER,
        )


class Backend:
    """The real client, which knows one picture and counts how often it was fetched."""

    def __init__(self, client: BackendClient) -> None:
        self._client, self.fetched, self.content = client, 0, papers.jpeg()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    async def picture(self, picture: str) -> bytes:
        assert picture == POSTER.id
        self.fetched += 1
        await asyncio.sleep(0.05)  # Long enough for the other sender to come by.
        return self.content


def two_hundred_kilobytes() -> bytes:
    """A picture as large as posters are; nothing of it can be packed tighter."""
    made = BytesIO()
    Image.effect_noise((500, 500), 90).convert("RGB").save(made, "JPEG", quality=95)
    assert 200_000 < len(made.getvalue()) < 400_000
    return made.getvalue()


def under_way(work: Work) -> bool:
    with Session(work.engine) as session:
        waits = OutboxRow.state.in_(("queued", "leased"))
        return session.scalar(select(OutboxRow.id).where(waits).limit(1)) is not None


@pytest.fixture
async def senders(telegram: FakeBotApi, client: BackendClient) -> AsyncIterator[tuple[Backend, Deliveries, Deliveries]]:
    bot, backend = telegram_bot(bot_settings(telegram)), Backend(client)
    yield backend, *(Deliveries("telegram", bot, backend) for _ in range(2))  # type: ignore[arg-type,misc]
    await bot.session.close()


async def test_f43_a_picture_is_uploaded_once_however_many_get_it_and_whoever_sends(
    telegram: FakeBotApi, senders: tuple[Backend, Deliveries, Deliveries], work: Work, clock: StoppedClock
) -> None:
    backend, one, other = senders
    backend.content = two_hundred_kilobytes()
    work.services.settings.telegram_per_second = 0
    chats = [900_000 + number for number in range(CHATS)]
    await telegram.control.do("settle", chat_ids=chats)
    show(work, *chats)

    async def sends(post: Deliveries) -> None:
        while under_way(work):
            if not await post._round():
                await asyncio.sleep(0.02)

    await asyncio.gather(sends(one), sends(other))
    assert Counter(ends(work)) == {"sent": CHATS}
    assert backend.fetched == 1
    shown = [entry for entry in await telegram.control.journal() if entry["kind"] == "message"]
    assert len({entry["file"]["file_id"] for entry in shown}) == 1
    assert sorted(entry["chat_id"] for entry in shown) == chats
    first = shown[0]
    assert first["text"] == "下周有招聘会。"
    assert first["keyboard"]["inline_keyboard"][0][0]["text"] == "看岗位"


async def test_a_text_too_long_for_a_caption_follows_the_picture(
    telegram: FakeBotApi, senders: tuple[Backend, Deliveries, Deliveries], work: Work
) -> None:
    await telegram.control.say(CHAT, "/start")
    show(work, CHAT, text="长" * 1025)
    await senders[1]._round()
    picture, words = (await seen(telegram))[-2:]
    assert (picture["text"], picture["keyboard"], len(words["text"])) == ("", None, 1025)
    assert words["keyboard"]["inline_keyboard"][0][0]["text"] == "看岗位"
    assert ends(work) == ["sent"]


async def test_a_picture_the_messenger_has_forgotten_is_uploaded_anew(
    telegram: FakeBotApi, senders: tuple[Backend, Deliveries, Deliveries], work: Work
) -> None:
    await telegram.control.say(CHAT, "/start")
    work.do_now(SYSTEM, pictures.keep, "telegram", POSTER.id, "of-another-bot")
    show(work, CHAT)
    await senders[1]._round()
    assert (ends(work), senders[0].fetched) == (["sent"], 1)
    assert work.read_now(SYSTEM, pictures.known, "telegram", [POSTER.id])[POSTER.id] != "of-another-bot"
