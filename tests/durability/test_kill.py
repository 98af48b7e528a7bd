"""`kill -9`, twenty times, while two hundred updates come in: each is handled exactly once, nothing is lost."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import postgres
from tests.durability.evidence import Evidence
from tests.durability.product import Nursery, Product
from tests.durability.walkers import Walker, fact_of
from tests.fakes.control import Control

pytestmark = [pytest.mark.xdist_group("durability"), pytest.mark.timeout(300)]


@pytest.fixture
async def product(births: Nursery, telegram: Control, tmp_path: Path) -> AsyncIterator[Product]:
    env = {"BANGBAN_TELEGRAM_TOKEN": telegram.token, "BANGBAN_TELEGRAM_API": telegram.url}
    async with Product(births, tmp_path / "data", env) as made:
        yield made


async def test_twenty_kills_lose_nothing_and_repeat_nothing(product: Product, telegram: Control) -> None:
    await survives(product, telegram, chats=20, acts=10, kills=20, seed=82)


async def test_a_webhook_survives_kills_as_well(product: Product, telegram: Control) -> None:
    product.env |= {
        "BANGBAN_TELEGRAM_WEBHOOK": f"{product.url}/telegram/",
        "BANGBAN_TELEGRAM_SECRET": "a-secret-of-the-tests",
    }
    await survives(product, telegram, chats=10, acts=8, kills=6, seed=4)


async def test_postgresql_survives_kills_as_well(product: Product, telegram: Control) -> None:
    with postgres.server() as server, postgres.fresh_database(server) as url:
        product.env |= {"BANGBAN_DATABASE": url}
        await survives(product, telegram, chats=10, acts=8, kills=5, seed=15)


async def test_nervous_people_answer_once_and_each_question_comes_once(
    product: Product, telegram: Control
) -> None:
    permits = asyncio.Semaphore(1000)
    walkers = [Walker(telegram, 8500 + n, permits, random.Random(n), nervous=True) for n in range(10)]
    await product.start()
    await asyncio.gather(*(walker.walk(20) for walker in walkers))
    await product.stop()
    evidence = Evidence(product)
    evidence.every_update_is_handled_once(sum(walker.updates for walker in walkers))
    for walker in walkers:
        evidence.answers_are_as_said(walker)
        shown = [
            screen for screen in await telegram.journal(0, walker.chat_id) if screen["kind"] == "message"
        ]
        assert max(Counter(filter(None, map(fact_of, shown))).values()) == 1


async def survives(
    product: Product, telegram: Control, *, chats: int, acts: int, kills: int, seed: int
) -> None:
    """Walkers walk, the product is killed again and again, and the evidence is looked at."""
    chance, permits = random.Random(seed), asyncio.Semaphore(0)
    walkers = [Walker(telegram, 8000 + n, permits, random.Random(f"{seed}:{n}")) for n in range(chats)]
    walks = asyncio.gather(*(walker.walk(acts) for walker in walkers))
    moments: list[str] = []
    try:
        await product.start()
        for _ in range(kills):
            for _ in range(chats * acts // (kills + 1)):
                permits.release()
            await kill_at_random(product, telegram, chance, moments)
        for _ in range(chats * acts):
            permits.release()
        await walks
        await product.stop()
        evidence = Evidence(product)
        evidence.every_update_is_handled_once(chats * acts)
        for walker in walkers:
            evidence.answers_are_as_said(walker)
    except BaseException:
        walks.cancel()
        print(f"seed {seed}, kills: {moments}\n{product.troubles}\n{Evidence(product).inbox()}")
        raise


async def kill_at_random(
    product: Product, telegram: Control, chance: random.Random, moments: list[str]
) -> None:
    """Kills an open house or one at work, sometimes one that is just opening, and opens it again."""
    if chance.random() < 0.6:
        await telegram.journal((await telegram.state())["journal"], wait=5)
        await kill_after(product, chance.uniform(0, 0.1), "after something was said", moments)
    else:
        await kill_after(product, chance.uniform(0, 0.4), "after opening", moments)
    if chance.random() < 0.2:
        product.launch()
        await kill_after(product, chance.uniform(0, 0.4), "into the start", moments)
    await product.start()


async def kill_after(product: Product, seconds: float, what: str, moments: list[str]) -> None:
    moments.append(f"{seconds:.3f} s {what}")
    await asyncio.sleep(seconds)
    await product.kill()
