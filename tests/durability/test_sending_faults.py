"""Storms at Telegram while many letters go out (F29 to F34, F39): each row ends as what it is, nobody hears twice.

The house is the real one on either database, its clock stopped: a minute passes when the test says so.
"""

import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx2
import pytest
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from sqlalchemy import insert, select

from backend.core import endings, pace
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.outreach import broadcast_feed, broadcast_queries
from backend.people.models import Account
from bot import deliveries
from bot.channels.telegram import telegram_bot
from bot.client import BackendClient
from bot.deliveries import Deliveries
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk
from tests.bot.conftest import bot_settings
from tests.conftest import BOT_TOKEN, StoppedClock
from tests.durability import broadcasting
from tests.durability.broadcasting import FIRST_CHAT
from tests.durability.test_letters import post
from tests.fakes.botapi import FakeBotApi
from tests.people import ZHENG_JIE

pytestmark = pytest.mark.xdist_group("postgres")

IMPATIENT = 0.3
"""Seconds until the bot stops waiting for an answer."""


@pytest.fixture
async def fake() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as running:
        yield running


@pytest.fixture
async def postman(fake: FakeBotApi, http: httpx2.AsyncClient, work: Work) -> AsyncIterator[Deliveries]:
    work.services.settings.telegram_per_second = 0
    http.headers["Authorization"] = f"Bearer {BOT_TOKEN}"
    bot = telegram_bot(bot_settings(fake))
    bot.session = AiohttpSession(api=TelegramAPIServer.from_base(fake.url), timeout=IMPATIENT)
    yield Deliveries("telegram", bot, BackendClient(http))
    await bot.session.close()


def rows(work: Work) -> dict[int, OutboxRow]:
    """The letters by chat; each chat of these tests has one."""
    return work.read_now(SYSTEM, lambda unit: {row.chat_id: row for row in unit.session.scalars(select(OutboxRow))})


def seen(fake: FakeBotApi) -> Counter[int]:
    return Counter(entry["chat_id"] for entry in fake.account.journal.entries if entry["kind"] == "message")


def tried(fake: FakeBotApi) -> list[int]:
    return [request[2] for request in fake.account.requests if request[1] == "sendmessage"]


async def settle(fake: FakeBotApi, count: int) -> list[int]:
    chats = list(range(FIRST_CHAT, FIRST_CHAT + count))
    await fake.control.do("settle", chat_ids=chats)
    return chats


async def goes_on(postman: Deliveries, work: Work, clock: StoppedClock, minutes: int = 30) -> None:
    """Rounds until nothing is open; a minute passes when nothing can go."""
    for _ in range(minutes):
        while await postman._round():
            pass
        if not any(row.closed_at is None for row in rows(work).values()):
            return
        clock.advance(minutes=1)
    raise AssertionError(Counter(row.state for row in rows(work).values()))


def in_broadcast(work: Work, count: int) -> int:
    """A broadcast to so many whose rows lie in the outbox."""
    number = broadcasting.begin(work, count)
    work.do_now(SYSTEM, broadcast_feed.feed)
    return number


async def test_f29_in_a_storm_of_429_nobody_is_tried_too_early_and_decisions_go_first(
    fake: FakeBotApi, postman: Deliveries, work: Work, clock: StoppedClock
) -> None:
    chats = await settle(fake, 20)
    for chat in chats[:15]:
        post(work, chat, "news")
    for chat in chats[15:]:
        post(work, chat, "decision")
    await fake.control.fault("429", "sendmessage", times=10, every=2, retry_after=30)
    assert await postman._round()
    assert tried(fake)[:2] == chats[15:17], "decisions first"
    (refused,) = [row for row in rows(work).values() if row.attempts and row.state == "queued"]
    assert refused.not_before == clock() + timedelta(seconds=30)
    assert refused.attempts == 1, "it was tried, no more"
    before = tried(fake).count(refused.chat_id)
    clock.advance(seconds=29)
    for _ in range(5):
        await postman._round()
    assert tried(fake).count(refused.chat_id) == before
    await goes_on(postman, work, clock)
    assert Counter(row.state for row in rows(work).values()) == {"sent": 20}
    assert seen(fake) == dict.fromkeys(chats, 1)


async def test_f29_to_be_told_to_wait_is_no_attempt_that_failed(
    fake: FakeBotApi, postman: Deliveries, work: Work, clock: StoppedClock
) -> None:
    """However often a letter was refused in a storm: the pause asked for is kept, and a failure after it waits seconds."""
    (chat,) = await settle(fake, 1)
    post(work, chat, "decision")
    for seconds in (3, 60, 17, 30, 5, 41):
        await fake.control.fault("429", "sendmessage", times=1, retry_after=seconds)
        await postman._round()
        row = rows(work)[chat]
        assert (row.attempts, row.not_before) == (1, clock() + timedelta(seconds=seconds))
        clock.advance(seconds=seconds)
    await fake.control.fault("drop_before", "sendmessage", times=1)
    await postman._round()
    assert rows(work)[chat].not_before <= clock() + endings.RESEND_UNKNOWN_AFTER
    await goes_on(postman, work, clock)
    assert (rows(work)[chat].state, seen(fake)) == ("sent", {chat: 1})


@pytest.mark.parametrize("fault", ["500", "502html"])
async def test_f30_what_is_no_answer_is_unknown_and_the_postman_lives_on(
    fault: str, fake: FakeBotApi, postman: Deliveries, work: Work, clock: StoppedClock
) -> None:
    chats = await settle(fake, 12)
    for chat in chats:
        post(work, chat, "news" if chat % 2 else "decision")
    await fake.control.fault(fault, "sendmessage", times=12)
    await goes_on(postman, work, clock)
    states = {kind: {row.state for row in rows(work).values() if row.kind == kind} for kind in ("news", "decision")}
    assert states == {"news": {"unknown"}, "decision": {"sent"}}
    assert seen(fake) == dict.fromkeys((chat for chat in chats if not chat % 2), 1)


async def test_f31_two_hundred_that_arrived_unconfirmed_are_unknown_and_none_comes_twice(
    fake: FakeBotApi, postman: Deliveries, work: Work, clock: StoppedClock
) -> None:
    chats = await settle(fake, 200)
    in_broadcast(work, 200)
    await fake.control.fault("hang_after", "sendmessage", times=5, seconds=2)
    await fake.control.fault("drop_after", "sendmessage", times=None)
    await goes_on(postman, work, clock)
    assert Counter(row.state for row in rows(work).values()) == {"unknown": 200}
    assert seen(fake) == dict.fromkeys(chats, 1)


async def test_f31_a_decision_that_arrived_unconfirmed_comes_once_more_with_its_number(
    fake: FakeBotApi, postman: Deliveries, work: Work, clock: StoppedClock
) -> None:
    chats = await settle(fake, 10)
    for chat in chats:
        post(work, chat, "decision")
    await fake.control.fault("drop_after", "sendmessage", times=10)
    await goes_on(postman, work, clock)
    texts = Counter(entry["text"] for entry in fake.account.journal.entries if entry["kind"] == "message")
    assert texts == {f"关于您的申请。通知编号：N-{chat}-decision": 2 for chat in chats}
    assert {row.state for row in rows(work).values()} == {"sent"}


async def test_f32_who_cannot_be_reached_is_tried_once_and_marked_and_nobody_else_is_touched(
    fake: FakeBotApi, postman: Deliveries, work: Work, clock: StoppedClock
) -> None:
    chats = await settle(fake, 60)
    gone = random.Random(32).sample(chats, 3)
    for chat, fault in zip(gone, ("403", "deactivated", "400chat"), strict=True):
        await fake.control.fault(fault, "sendmessage", chat_id=chat, times=None)
    number = in_broadcast(work, 60)
    await goes_on(postman, work, clock)
    assert Counter(tried(fake)) == dict.fromkeys(chats, 1)
    assert seen(fake) == dict.fromkeys(set(chats) - set(gone), 1)
    unreachable = select(Account.chat_id).where(Account.channel == "telegram", Account.reachable.is_(False))
    assert set(work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(unreachable)))) == set(gone)
    work.do_now(SYSTEM, broadcast_feed.feed)
    desk = Desk(work, broadcasting.open_desk(work).officers)
    view = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number)
    assert (view.line.state, view.progress) == ("done", {"sent": 57, "blocked": 3})


async def test_f34_a_revoked_token_stops_the_sender_marks_nothing_failed_and_it_resumes(
    fake: FakeBotApi, postman: Deliveries, work: Work, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "REFUSED_PAUSE", 0.05)
    chats = await settle(fake, 30)
    in_broadcast(work, 30)
    fake.account.revoked = True
    for _ in range(4):
        await postman._round()
    assert len(tried(fake)) <= 4, "one try a round, and a minute between rounds"
    assert {row.state for row in rows(work).values()} == {"queued"}
    assert list(work.read_now(SYSTEM, pace.shut)) == ["telegram"]
    fake.account.revoked = False
    await goes_on(postman, work, clock)
    assert {row.state for row in rows(work).values()} == {"sent"}
    assert seen(fake) == dict.fromkeys(chats, 1)


async def test_f39_a_poisonous_row_fails_alone(
    fake: FakeBotApi, postman: Deliveries, work: Work, clock: StoppedClock
) -> None:
    """No text, no chat, blanks, and a lone surrogate where a database can hold one: in the JSON of a button."""
    chats = await settle(fake, 100)
    surrogate = {"buttons": [{"label": "\ud800", "action": "home", "argument": ""}]}
    strange = {49: surrogate, 50: {"text": ""}, 51: {"chat_id": 0}, 52: {"text": "\n \n"}}
    work.do_now(SYSTEM, _hundred, strange)
    await goes_on(postman, work, clock)
    poisonous = {0, chats[49], chats[50], chats[52]}
    ended = {chat: row.state for chat, row in rows(work).items()}
    assert {chat for chat, end in ended.items() if end != "sent"} == poisonous
    assert {ended[chat] for chat in poisonous} <= {"failed", "blocked"}
    assert seen(fake) == dict.fromkeys(set(chats) - {chats[49], chats[50], chats[51], chats[52]}, 1)


def _hundred(unit: Unit, strange: dict[int, dict[str, object]]) -> None:
    def row(number: int) -> dict[str, object]:
        return {
            "channel": "telegram", "chat_id": FIRST_CHAT + number, "number": f"GB1-{number}", "kind": "news",
            "subject": "broadcast:1", "text": "招聘会", "buttons": [], "language": "zh_Hans_CN",
            "not_before": unit.now, "created_at": unit.now, **strange.get(number, {}),
        }  # fmt: skip

    unit.session.execute(insert(OutboxRow), [row(number) for number in range(100)])
