"""Long work survives `kill -9` of the process that does it; two processes share it and do nothing twice."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from backend.app import open_work
from backend.core import jobs
from backend.core.jobs.models import JobRow
from backend.core.locks import NamedLock
from backend.core.settings import Settings
from backend.core.work import SYSTEM, Work
from tests.backend.databases import settings as settings
from tests.durability.labour import CHUNKS
from tests.durability.product import Nursery

pytestmark = [pytest.mark.xdist_group("durability"), pytest.mark.timeout(180)]


class Hands:
    """Processes that work; whoever is still there at the end is killed."""

    def __init__(self, births: Nursery, kept: Settings, log: Path) -> None:
        self.births = births
        self.settings = kept
        self.log = log
        self.alive: list[int] = []

    def hire(self, crashpoint: str = "", entry: str = "tests.durability.labour:main") -> int:
        env = {"BANGBAN_DATABASE": self.settings.database, "CRASHPOINT": crashpoint}
        argv = [str(self.settings.data)]
        pid = self.births.ask(entry=entry, argv=argv, env=env, log=str(self.log))
        self.alive.append(pid)
        return pid

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        self.ended(pid)

    def ended(self, pid: int) -> int:
        self.alive.remove(pid)
        return self.births.ask(wait=pid)


@pytest.fixture
def work(settings: Settings) -> Iterator[Work]:
    opened = open_work(settings)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def hands(births: Nursery, work: Work, tmp_path: Path) -> Iterator[Hands]:
    made = Hands(births, work.services.settings, tmp_path / "labour.log")
    yield made
    for pid in list(made.alive):
        made.kill(pid)


def start(work: Work, prefix: str) -> str:
    return work.do_now(SYSTEM, jobs.start, "counting", {"prefix": prefix}, subject=f"list:{prefix}")


def row(work: Work, job_id: str) -> JobRow:
    return work.read_now(SYSTEM, lambda unit: unit.session.get_one(JobRow, job_id))


def rows_of(work: Work, prefix: str) -> int:
    mine = select(NamedLock.name).where(NamedLock.name.startswith(f"{prefix}-"))
    return len(work.read_now(SYSTEM, lambda unit: unit.session.scalars(mine).all()))


def until(condition: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() < begun + 120, "it never came to that"
        time.sleep(0.05)


def test_a_killed_process_loses_no_chunk_and_repeats_none(work: Work, hands: Hands) -> None:
    job, first = start(work, "a"), hands.hire()
    until(lambda: rows_of(work, "a") >= 3)
    hands.kill(first)
    before = rows_of(work, "a")
    assert before < CHUNKS
    hands.hire()
    until(lambda: row(work, job).state == "done")
    assert (rows_of(work, "a"), row(work, job).runs) == (CHUNKS, 2)


def test_death_between_a_chunk_and_the_next_repeats_none(work: Work, hands: Hands) -> None:
    job = start(work, "a")
    assert hands.ended(hands.hire("job.after_step:4")) == 137
    assert rows_of(work, "a") == 4
    hands.hire()
    until(lambda: row(work, job).state == "done")
    assert rows_of(work, "a") == CHUNKS


def test_two_processes_share_the_work_and_do_each_job_once(work: Work, hands: Hands) -> None:
    started = {prefix: start(work, prefix) for prefix in "abcdef"}
    hands.hire()
    hands.hire()
    until(lambda: all(row(work, job).state == "done" for job in started.values()))
    assert {row(work, job).runs for job in started.values()} == {1}
    assert [rows_of(work, prefix) for prefix in started] == [CHUNKS] * len(started)
    assert len({row(work, job).worker for job in started.values()}) == 2
