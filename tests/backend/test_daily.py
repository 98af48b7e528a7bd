"""The daily round: one task that breaks stops neither the others nor the nights to come."""

import asyncio
from datetime import date

import pytest

from backend import app
from backend.core.unit import Unit
from backend.core.work import Work


async def test_a_task_that_breaks_stops_no_other(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[date] = []

    def breaks(unit: Unit) -> None:
        raise LookupError("a ground nobody knows")

    def counts(unit: Unit) -> None:
        done.append(unit.today)

    monkeypatch.setattr(app, "DAILY", (breaks, counts))
    round_ = asyncio.create_task(app._daily(work))
    await asyncio.sleep(0)
    while not (done or round_.done()):
        await asyncio.sleep(0)
    # It waits for the next day; an error would have ended it.
    assert not round_.done()
    round_.cancel()
    assert done == [date(2026, 11, 21)]
