"""The public pages count addresses for all replicas together, on both databases."""

from collections.abc import AsyncIterator

import httpx2
import pytest
from sqlalchemy import func, select

from backend.app import create_backend, open_work
from backend.applications.verify_pages import ALLOWED
from backend.core import rates
from backend.core.allowance import LOCKS, Spent, forget_unspent
from backend.core.locks import NamedLock
from backend.core.settings import Settings
from backend.core.work import SYSTEM, Work
from tests.backend.applications.test_review_races import at_once
from tests.conftest import StoppedClock

CODE = "7F3K-2M9Q-X4T8-WC00"
KEY = {"key": "A" * 24, "code": CODE}


@pytest.fixture
async def replicas(settings: Settings, clock: StoppedClock, work: Work) -> AsyncIterator[list[httpx2.AsyncClient]]:
    """Two processes on one database, as one address sees them behind a proxy."""
    beside = open_work(settings, clock)
    clients = [
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app=create_backend(one)), base_url="http://house")
        for one in (work, beside)
    ]
    yield clients
    for client in clients:
        await client.aclose()
    beside.engine.dispose()


async def test_verify_who_asks_too_often_waits_whichever_replica_answers(
    replicas: list[httpx2.AsyncClient], clock: StoppedClock
) -> None:
    answers = [(await replicas[n % 2].get(f"/verify/{CODE}")).status_code for n in range(32)]
    assert answers == [200] * 30 + [429] * 2
    late = await replicas[0].get("/verify", params={"code": CODE})
    assert "请20秒后再试" in late.text
    assert f'value="{CODE}"' in late.text
    assert (await replicas[1].get("/verify")).status_code == 200
    clock.advance(seconds=20)
    assert [(await one.get(f"/verify/{CODE}")).status_code for one in replicas] == [200, 429]


async def test_redeem_who_tries_too_often_waits_whichever_replica_answers(
    replicas: list[httpx2.AsyncClient], clock: StoppedClock
) -> None:
    origin = {"Origin": "http://house"}
    answers = [(await replicas[n % 2].post("/redeem", data=KEY, headers=origin)).status_code for n in range(32)]
    assert answers == [403] * 30 + [429] * 2
    assert (await replicas[0].get(f"/verify/{CODE}")).status_code == 200
    clock.advance(minutes=1)
    assert (await replicas[1].post("/redeem", data=KEY, headers=origin)).status_code == 403


def test_of_forty_at_the_same_moment_thirty_are_let_in(work: Work) -> None:
    waits = at_once(*[lambda: work.do_now(SYSTEM, rates.count, "verify", "10.0.0.7", ALLOWED)] * 40)
    assert [wait for wait in waits if isinstance(wait, Exception)] == []
    assert sum(wait == 0 for wait in waits) == 30


def test_addresses_are_kept_as_hashes_count_apart_and_are_forgotten(work: Work, clock: StoppedClock) -> None:
    for number in range(300):
        assert work.do_now(SYSTEM, rates.count, "verify", f"10.0.{number}.7", ALLOWED) == 0
    keys = work.read_now(SYSTEM, lambda unit: set(unit.session.scalars(select(Spent.key))))
    assert len(keys) == 300
    assert not any("10.0" in key for key in keys)
    locks = work.read_now(SYSTEM, lambda unit: unit.session.scalar(select(func.count()).select_from(NamedLock)))
    assert locks is not None
    assert locks <= LOCKS
    clock.advance(minutes=11)
    work.do_now(SYSTEM, forget_unspent)
    assert work.read_now(SYSTEM, lambda unit: unit.session.scalar(select(func.count()).select_from(Spent))) == 0
