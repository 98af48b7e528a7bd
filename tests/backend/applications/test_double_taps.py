"""Hundreds of double taps, each pair at the same moment and each tap an update of its own: one effect, one answer (F22).

Over HTTP, on both databases.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select

from backend.applications.models import Application
from backend.core import audit
from backend.core.work import SYSTEM, Work
from contract.application import ApplicationTurn
from tests.backend.citizen import AtTheWall
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk

PAIRS = 100
"""On each of two acts and two databases: four hundred."""


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http)


async def tapped_twice(
    wang: AtTheWall, turn: ApplicationTurn, act: str, body: Mapping[str, Any] | None = None
) -> list[ApplicationTurn]:
    """The answers to all taps of one act, pair after pair."""
    answers: list[ApplicationTurn] = []
    for _ in range(PAIRS):
        answers += await asyncio.gather(*(wang.does(turn, act, body) for _ in range(2)))
    return answers


@pytest.mark.timeout(240)
async def test_f22_sending_and_withdrawing_by_double_taps_happen_once(
    wang: AtTheWall, desk: Desk, work: Work
) -> None:
    ready = await wang.ready()
    sent = await tapped_twice(wang, ready, "submit", {"declaration_version": ready.declaration_version})
    assert {(turn.state, turn.receipt) for turn in sent} == {("submitted", sent[0].receipt)}
    assert len(desk.letters(ready.id)) == 1
    gone = await tapped_twice(wang, ready, "withdraw")
    assert {(turn.state, turn.receipt) for turn in gone} == {("withdrawn", sent[0].receipt)}
    history = work.read_now(SYSTEM, lambda unit: audit.history(unit.session, f"application:{ready.id}"))
    acts = [entry.action for entry in history]
    assert acts.count("application.submitted") == 1
    assert acts.count("application.withdrawn") == 1
    assert work.read_now(SYSTEM, lambda unit: unit.session.scalar(select(func.count(Application.id)))) == 1
    assert work.read_now(SYSTEM, lambda unit: audit.verify(unit.session, unit.vault)) is None
