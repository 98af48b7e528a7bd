"""Double taps, each pair within a twentieth of a second and each tap an update of its own: one effect, one answer (F22).

Over HTTP, on both databases. Every pair meets the case as it was before, so that each is a race of its own.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import TypeVar

import httpx2
import pytest
from sqlalchemy import func, select

from backend.core import audit
from backend.core.audit import AuditEntry
from backend.core.work import SYSTEM, Work
from contract.application import ApplicationTurn, ConsentText
from contract.jobs import JobAnswered, JobForm, Jobs
from tests.backend.citizen import AtTheWall
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk
from tests.backend.rewinding import Rewinder
from tests.backend.vacancies.conftest import employer as employer
from tests.backend.vacancies.posts import opened

PAIRS = int(os.environ.get("BANGBAN_TEST_RACES", "6"))
"""On each of four acts. The trust table asks for 1,000 double taps: BANGBAN_TEST_RACES=250, on each database."""
APART = 0.05
"""Seconds between the two taps of a pair, at most."""

A = TypeVar("A")


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http)


async def tapped_twice(
    work: Work, act: Callable[[], Awaitable[A]], answered: Callable[[A], object], *audited: str
) -> A:
    """Two taps leave what one leaves, and both are answered alike; afterwards it is done once more, and stays."""
    rewinder, lines = Rewinder(work.engine), _lines(work, *audited)
    await act()
    rewinder.learn()
    await act()
    once = rewinder.grown()
    rewinder.back()
    for pair in range(PAIRS):
        taps = [_after(APART * number * (pair % 6) / 5, act) for number in range(2)]
        first, second = await asyncio.gather(*taps)
        assert answered(first) == answered(second)
        assert rewinder.grown() == once
        rewinder.back()
    last = await act()
    assert _lines(work, *audited) - lines == (PAIRS + 3) * len(audited)
    return last


async def _after(seconds: float, act: Callable[[], Awaitable[A]]) -> A:
    await asyncio.sleep(seconds)
    return await act()


def _lines(work: Work, *actions: str) -> int:
    """How often the audit tells of these acts."""
    told = select(func.count()).select_from(AuditEntry).where(AuditEntry.action.in_(actions))
    return work.read_now(SYSTEM, lambda unit: unit.session.scalar(told) or 0)


@pytest.mark.timeout(3600)
async def test_f22_agreeing_sending_refusing_and_withdrawing_by_double_taps_happen_once(
    wang: AtTheWall, desk: Desk, work: Work, employer: int
) -> None:
    done, text = await wang.checks(), await wang.ask(ConsentText, "GET", "/consents/application?pack=xinyu-2023-82")
    wish = {"screening": done.id, "consent_version": text.version}
    begun = await tapped_twice(
        work, lambda: wang.ask(ApplicationTurn, "POST", "/applications", wish), lambda turn: turn.prompt
    )
    ready = await wang.hands_in_all(await wang.fills(begun))
    declared = {"declaration_version": ready.declaration_version}
    sent = await tapped_twice(
        work,
        lambda: wang.does(ready, "submit", declared),
        lambda turn: (turn.state, turn.receipt),
        "application.submitted",
    )
    post = opened(desk, employer)
    form = await wang.ask(JobForm, "GET", "/jobs/form")
    await wang.ask(Jobs, "PUT", "/jobs/wishes", {"consent_version": form.consent.version})
    unfit = {"answer": "unfit", "reason": "pay"}
    await tapped_twice(
        work, lambda: wang.ask(JobAnswered, "POST", f"/jobs/{post}/answer", unfit), lambda told: told.words
    )
    gone = await tapped_twice(
        work,
        lambda: wang.does(ready, "withdraw"),
        lambda turn: (turn.state, turn.receipt),
        "application.withdrawn",
    )
    assert (gone.state, gone.receipt) == ("withdrawn", sent.receipt)
    assert [letter.text[:5] for letter in desk.letters(ready.id)] == ["申请已提交", "申请已撤回"]
    assert work.read_now(SYSTEM, lambda unit: audit.verify(unit.session, unit.vault)) is None
