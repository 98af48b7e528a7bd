"""The foreman of a process: starts the engine when there is work, gives signs of life, takes over from the dead."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event

import anyio.to_thread
from sqlalchemy.exc import SQLAlchemyError
from uuid_utils.compat import uuid7

from backend.core.jobs import service
from backend.core.jobs.engine import Engine
from backend.core.jobs.run import Jobs, run_job
from backend.core.work import SYSTEM, Work

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
PATIENCE = 10
"""Seconds a job has at a stop to finish its chunk."""

log = logging.getLogger(__name__)


@dataclass
class Foreman:
    """One in each process that serves. A process in which nobody asks for long work never loads the engine."""

    work: Work
    jobs: Jobs
    pause: float = 1.0
    """Seconds between two looks."""
    silence: timedelta = timedelta(seconds=20)
    """How long a process may give no sign before its work is taken over."""
    idle: timedelta = timedelta(minutes=1)
    """How long the engine stays open when there is nothing to do."""
    worker: str = field(default_factory=lambda: uuid7().hex)
    _engine: Engine | None = None
    _stopping: Event = field(default_factory=Event)
    _queued: set[tuple[str, int]] = field(default_factory=set)
    _busy: int = 0
    _beat_at: datetime = LONG_AGO
    _needed_at: datetime = LONG_AGO

    async def watch(self) -> None:
        """Looks until it is cancelled. A database that is away for a moment ends nothing."""
        while True:
            try:
                await self.look()
            except SQLAlchemyError:
                log.exception("could not look after long work; trying again")
            await asyncio.sleep(self.pause)

    async def look(self) -> None:
        """One look: nothing to do, or a sign of life and whatever waits put into the queue."""
        now = self.work.clock()
        if await self.work.read(SYSTEM, service.any_open):
            self._needed_at = now
            await self._tend(now)
        elif self._engine is not None and now - self._needed_at > self.idle:
            await self._close(self._engine)

    async def stop(self) -> None:
        """What is under way stops after its present chunk and waits for the next process."""
        self._stopping.set()
        if self._engine is not None:
            await self._close(self._engine)

    async def _tend(self, now: datetime) -> None:
        engine = self._engine or await self._open()
        if now - self._beat_at > self.silence / 4:
            await self.work.do(SYSTEM, service.beat, self.worker)
            await self._apart(
                self.work.do_now, SYSTEM, service.take_over, now - self.silence, engine.resume
            )
            self._beat_at = now
        for beginning in set(await self.work.read(SYSTEM, service.waiting)) - self._queued:
            await self._apart(engine.enqueue, *beginning)
            self._queued.add(beginning)

    async def _open(self) -> Engine:
        engine = Engine(self.work.services.settings.database_url, self.worker, self._do)
        await self.work.do(SYSTEM, service.beat, self.worker)
        await self._apart(engine.open)
        self._engine = engine
        return engine

    async def _close(self, engine: Engine) -> None:
        self._engine, self._beat_at = None, LONG_AGO
        self._queued.clear()
        await self._apart(engine.close, PATIENCE if self._busy else 0)
        await self.work.do(SYSTEM, service.leave, self.worker)

    async def _apart(self, call: Callable[..., object], *args: object) -> None:
        """In a thread: the engine waits for its own database."""
        await anyio.to_thread.run_sync(partial(call, *args))

    def _do(self, job_id: str) -> None:
        self._busy += 1
        try:
            run_job(self.work, self.jobs, job_id, self.worker, self._stopping)
        finally:
            self._busy -= 1
