"""One attempt at a job: chunks in transactions of their own, each shut to an attempt that was replaced."""

import logging
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, Concatenate, ParamSpec, TypeVar

from uuid_utils.compat import uuid7

from backend.core.actors import Actor, Officer, System
from backend.core.crashpoints import crashpoint
from backend.core.jobs import service
from backend.core.jobs.models import JobRow
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work

P = ParamSpec("P")
R = TypeVar("R")

MOST_TRIES = 5
"""How often a job may be torn down before it is given up: one that kills its process must not do so for ever."""

log = logging.getLogger(__name__)


class Ended(Exception):
    """This attempt may not go on: the job was cancelled, ended, or another attempt has taken its place."""


class Stopping(Exception):
    """The process is about to stop: the job goes on elsewhere or later."""


@dataclass(frozen=True)
class Outcome:
    """What a job leaves behind: a summary without personal data, and a sealed file if it made one."""

    summary: Mapping[str, Any] = field(default_factory=dict)
    file_id: str = ""


@dataclass
class Run:
    """What a job's function gets. ``cursor`` says how many chunks earlier attempts have committed."""

    work: Work
    job_id: str
    mark: str
    caller: Caller
    subject: str
    args: Mapping[str, Any]
    cursor: int
    stopping: Event

    def step(
        self,
        chunk: Callable[Concatenate[Unit, P], R],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """One chunk: ``chunk(unit, …)`` and the cursor behind it in one transaction, so it counts once.

        The answer is given back by this call alone; what the next attempt needs must be in the database.
        """
        answer: R = self.work.do_now(self.caller, _chunk, self, chunk, args, kwargs)
        crashpoint("job.after_step")
        self.cursor += 1
        return answer

    def progress(self, done: int, of: int = 0) -> None:
        """Says how far it is, without counting as a chunk."""
        self.work.do_now(SYSTEM, _progress, self, done, of)

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A folder of this job alone for files that are worked on; empty at first, gone afterwards."""
        path = self.work.services.settings.data / "jobs" / self.job_id
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(mode=0o700, parents=True)
        try:
            yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)


JobFunction = Callable[[Run], Outcome]
Jobs = Mapping[str, JobFunction]


def run_job(work: Work, jobs: Jobs, job_id: str, worker: str = "", stopping: Event | None = None) -> None:
    """Begins a job and takes it as far as it goes. Never raises: what went wrong stands in its row."""
    run = work.do_now(SYSTEM, _begin, work, job_id, worker, stopping or Event())
    if run is None:
        return
    try:
        outcome = jobs[run.args["name"]](run)
        work.do_now(run.caller, _finish, run, outcome)
    except Ended:
        return
    except Stopping:
        _close(work, run, _wait_politely)
    except Problem as problem:
        _close(work, run, service.fail, problem.code, problem.params)
    except Exception:
        log.exception("job %s was interrupted", run.subject)
        _close(work, run, _wait)


def run_waiting(work: Work, jobs: Jobs) -> None:
    """Does everything that waits, here and now: for the command line and for tests."""
    while found := work.read_now(SYSTEM, service.waiting):
        for job_id, _ in found:
            run_job(work, jobs, job_id)


def _begin(unit: Unit, work: Work, job_id: str, worker: str, stopping: Event) -> Run | None:
    row = unit.session.get(JobRow, job_id, with_for_update=True)
    if row is None or row.state not in service.OPEN:
        return None
    if row.tries >= MOST_TRIES:
        service.fail(unit, row, "job.given_up", {})
        return None
    row.state, row.runner, row.worker = "running", uuid7().hex, worker
    row.runs, row.tries = row.runs + 1, row.tries + 1
    args = service.arguments(unit, row) | {"name": row.name}
    actor: Actor = Officer(**row.officer) if row.officer else System()
    caller = Caller(actor, row.language)
    return Run(work, row.id, row.runner, caller, row.subject, args, row.cursor, stopping)


def _chunk(
    unit: Unit, run: Run, chunk: Callable[..., R], args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> R:
    row = _held(unit, run)
    answer = chunk(unit, *args, **kwargs)
    row.cursor += 1
    return answer


def _progress(unit: Unit, run: Run, done: int, of: int) -> None:
    row = _held(unit, run)
    row.done, row.of = done, of or row.of


def _finish(unit: Unit, run: Run, outcome: Outcome) -> None:
    service.end(unit, _held(unit, run), outcome.summary, outcome.file_id)


def _wait(_unit: Unit, row: JobRow) -> None:
    row.state = "waiting"


def _wait_politely(_unit: Unit, row: JobRow) -> None:
    row.state, row.tries = "waiting", row.tries - 1


def _held(unit: Unit, run: Run) -> JobRow:
    """The row, if this attempt still is the one that may write."""
    row = unit.session.get(JobRow, run.job_id, with_for_update=True)
    if row is None or row.state != "running" or row.runner != run.mark:
        raise Ended
    if run.stopping.is_set():
        raise Stopping
    return row


def _close(work: Work, run: Run, end: Callable[..., None], *args: Any) -> None:
    def closing(unit: Unit) -> None:
        row = unit.session.get(JobRow, run.job_id, with_for_update=True)
        if row is not None and row.state == "running" and row.runner == run.mark:
            end(unit, row, *args)

    work.do_now(SYSTEM, closing)
