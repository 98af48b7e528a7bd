"""F14: a bot stands still (SIGSTOP), another takes over, it wakes (SIGCONT): nothing of its late work counts."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiogram import Bot, Dispatcher
from sqlalchemy import select

from backend.core import inbox
from backend.core.inbox import ChatState, InboxRow
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from bot.channels.telegram import telegram_bot
from bot.client import BackendClient
from bot.deliveries import Deliveries
from bot.intake import Intake
from bot.routers import build_router
from contract.channel import RawUpdate, StoreUpdates
from tests.backend.databases import settings as settings
from tests.bot.conftest import bot_settings
from tests.bot.conftest import client as client
from tests.bot.conftest import line as line
from tests.conftest import StoppedClock
from tests.durability.product import Nursery
from tests.durability.test_letters import post
from tests.durability.zombie import LEASE
from tests.fakes.botapi import FakeBotApi
from tests.people import WANG_XIUYING

pytestmark = [pytest.mark.xdist_group("durability"), pytest.mark.timeout(120)]

FIRST, SECOND = 71, 72
"""The chats of two letters."""
CHAT = WANG_XIUYING.chat_id


class Zombie:
    """The process that stands still."""

    def __init__(self, births: Nursery, work: Work, fake: FakeBotApi, log: Path) -> None:
        self.births, self.log = births, log
        env = {"BANGBAN_DATABASE": work.services.settings.database}
        argv = [str(work.services.settings.data), fake.url, fake.token]
        self.pid = births.ask(entry="tests.durability.zombie:main", argv=argv, env=env, log=str(log))

    async def stands_still(self) -> None:
        """Waits for it, and until its leases have run out."""
        async with asyncio.timeout(30):
            while (state := self._state()) != "T":
                assert state in "RSDI", self.log.read_text()
                await asyncio.sleep(0.02)
        await asyncio.sleep(LEASE + 0.1)

    def wakes(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    async def ended(self) -> int:
        pid, self.pid = self.pid, 0
        return await asyncio.to_thread(self.births.ask, wait=pid)

    def _state(self) -> str:
        return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]


class Clock(StoppedClock):
    """The house's own: as late as it is, or minutes later, so that what may have arrived is due to be sent again."""

    def later(self, minutes: int) -> None:
        self.moment = datetime.now(UTC) + timedelta(minutes=minutes)


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


@pytest.fixture
async def fake() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as running:
        yield running


@pytest.fixture
async def bot(fake: FakeBotApi) -> AsyncIterator[Bot]:
    made = telegram_bot(bot_settings(fake))
    yield made
    await made.session.close()


@pytest.fixture
async def zombie(births: Nursery, work: Work, fake: FakeBotApi, tmp_path: Path) -> AsyncIterator[Zombie]:
    work.services.settings.telegram_per_second = 0
    made = Zombie(births, work, fake, tmp_path / "zombie.log")
    yield made
    if made.pid:
        os.kill(made.pid, signal.SIGKILL)
        await made.ended()


async def test_f14_who_stood_still_sends_nothing_and_closes_nothing_that_another_has_taken_over(
    zombie: Zombie, fake: FakeBotApi, bot: Bot, client: BackendClient, work: Work, clock: Clock
) -> None:
    await fake.control.do("settle", chat_ids=[FIRST, SECOND, CHAT])
    another = Deliveries("telegram", bot, client)

    post(work, FIRST, "decision")
    await zombie.stands_still()
    await takes_over(another, clock)
    assert seen(fake, FIRST) == 1
    clock.later(0)
    post(work, SECOND, "decision")
    zombie.wakes()

    await zombie.stands_still()
    assert seen(fake, FIRST) == 1, "claimed, and sent by the other meanwhile: it is not sent again"
    assert seen(fake, SECOND) == 1
    await takes_over(another, clock)
    assert seen(fake, SECOND) == 2, "it may have arrived: once more, with the same number"
    before = letters(work)
    clock.later(0)
    says(work, 1)
    zombie.wakes()

    await zombie.stands_still()
    assert letters(work) == before == ["sent", "sent"], "its late word about a letter is refused"
    clock.later(5)
    await answers(Intake("telegram", bot, dispatcher(), client))
    assert seen(fake, CHAT) == 1
    clock.later(0)
    says(work, 2)
    zombie.wakes()

    await zombie.stands_still()
    assert seen(fake, CHAT) == 2, "the first was answered by the other, the second by itself"
    clock.later(5)
    await answers(Intake("telegram", bot, dispatcher(), client))
    kept = work.read_now(SYSTEM, _conversation)
    zombie.wakes()
    assert await zombie.ended() == 0, zombie.log.read_text()
    assert work.read_now(SYSTEM, _conversation) == kept, "what it remembers of the conversation is not kept"
    assert [state for state, _ in kept[0]] == ["done", "done"]


async def takes_over(another: Deliveries, clock: Clock) -> None:
    """The lease is over; a letter that may have arrived waits a minute, and goes once more."""
    for minutes in (5, 10):
        clock.later(minutes)
        await another._round()


def seen(fake: FakeBotApi, chat: int) -> int:
    return sum(1 for entry in fake.account.journal.entries if entry["kind"] == "message" and entry["chat_id"] == chat)


def letters(work: Work) -> list[str]:
    return work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(OutboxRow.state).order_by(OutboxRow.id))))


def says(work: Work, number: int) -> None:
    """Her message, as Telegram brings it."""
    person = {"id": CHAT, "is_bot": False, "first_name": WANG_XIUYING.name}
    message = {"message_id": number, "date": 1, "chat": {"id": CHAT, "type": "private"}, "from": person, "text": "隐私"}
    raw = RawUpdate(update_id=number, chat_id=CHAT, body={"update_id": number, "message": message})
    work.do_now(SYSTEM, inbox.store, StoreUpdates(channel="telegram", updates=(raw,)))


def dispatcher() -> Dispatcher:
    made = Dispatcher(disable_fsm=True)
    made.include_router(build_router())
    return made


async def answers(desk: Intake) -> None:
    """What waits is handled and finished."""
    assert await desk._claim_some() == 1
    await asyncio.wait(desk._busy)
    await desk._finish([desk._finished.get_nowait()])


def _conversation(unit: Unit) -> tuple[list[tuple[str, str]], list[object]]:
    rows = unit.session.execute(select(InboxRow.state, InboxRow.worker).order_by(InboxRow.id)).all()
    states = unit.session.scalars(select(ChatState.state)).all()
    return [(state, worker) for state, worker in rows], list(states)
