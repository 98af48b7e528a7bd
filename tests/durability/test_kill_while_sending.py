"""F3: `kill -9`, ten times, while a broadcast goes out: nobody gets it twice, nobody is forgotten, the sums match."""

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.app import open_work
from backend.core.settings import Settings
from backend.core.work import SYSTEM, Work
from bot.deliveries import BATCH
from tests import postgres
from tests.durability import broadcasting
from tests.durability.product import Nursery, Product
from tests.fakes.control import Control

pytestmark = [pytest.mark.xdist_group("durability"), pytest.mark.timeout(1800)]

RECIPIENTS = int(os.environ.get("BANGBAN_TEST_RECIPIENTS", "2000"))
"""The trust table asks for 20,000: as long as ten times this, and the same proof."""


@pytest.fixture
async def product(births: Nursery, telegram: Control, tmp_path: Path) -> AsyncIterator[Product]:
    env = {
        "BANGBAN_TELEGRAM_TOKEN": telegram.token,
        "BANGBAN_TELEGRAM_API": telegram.url,
        "BANGBAN_TELEGRAM_PER_SECOND": "0",
    }
    async with Product(births, tmp_path / "data", env) as made:
        yield made


async def test_f3_ten_kills_during_a_broadcast_send_to_nobody_twice_and_forget_nobody(
    product: Product, telegram: Control
) -> None:
    await survives(product, telegram, recipients=RECIPIENTS, kills=10, seed=3)


async def test_f3_the_same_on_postgresql(product: Product, telegram: Control) -> None:
    with postgres.server() as server, postgres.fresh_database(server) as url:
        product.env |= {"BANGBAN_DATABASE": url}
        await survives(product, telegram, recipients=RECIPIENTS // 4, kills=5, seed=15)


async def survives(product: Product, telegram: Control, *, recipients: int, kills: int, seed: int) -> None:
    """The broadcast goes on behind each death of its sender; then every row and every chat is looked at."""
    begun, chance = time.monotonic(), random.Random(seed)
    chats = list(range(broadcasting.FIRST_CHAT, broadcasting.FIRST_CHAT + recipients))
    await telegram.do("settle", chat_ids=chats)
    work = open_work(Settings(data=product.folder, database=product.env.get("BANGBAN_DATABASE", "")))
    number = broadcasting.begin(work, recipients)
    for kill in range(kills):
        await product.start()
        await seen_by(telegram, recipients * (kill + 1) // (kills + 2))
        await asyncio.sleep(chance.uniform(0, 0.3))
        await product.kill()
    first = time.monotonic()
    await product.start()
    await over(work, number)
    await product.stop()
    unknown = every_row_is_as_it_was_seen(await arrived(telegram), work, number, chats, kills)
    work.engine.dispose()
    took = f"{time.monotonic() - begun:.0f} s, {time.monotonic() - first:.0f} s of them after the last kill"
    print(f"{recipients} recipients, {kills} kills, {len(unknown)} unknown: {took}")


async def seen_by(telegram: Control, count: int) -> None:
    while (await telegram.state())["journal"] < count:
        await asyncio.sleep(0.02)


async def over(work: Work, number: int) -> None:
    while work.read_now(SYSTEM, broadcasting.state, number)[0] != "done":
        await asyncio.sleep(0.5)


async def arrived(telegram: Control) -> Counter[int]:
    """How often each chat saw the message."""
    return Counter(entry["chat_id"] for entry in await telegram.journal() if entry["kind"] == "message")


def every_row_is_as_it_was_seen(
    seen: Counter[int], work: Work, number: int, chats: list[int], kills: int
) -> list[int]:
    """Gives the chats of which nobody knows."""
    ended = work.read_now(SYSTEM, broadcasting.ends, number)
    sums = Counter(ended.values())
    assert set(ended) == set(chats), "somebody was forgotten"
    assert max(seen.values()) == 1, "somebody got it twice"
    assert set(sums) <= {"sent", "unknown"}
    assert sums["sent"] + sums["unknown"] == len(chats)
    assert sums["unknown"] <= kills * BATCH, "only what was under way may be unknown"
    assert all(seen[chat] == 1 for chat, end in ended.items() if end == "sent")
    assert set(seen) <= set(chats)
    return [chat for chat, end in ended.items() if end == "unknown"]
