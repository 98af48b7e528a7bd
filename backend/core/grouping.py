"""Commands that arrive together are done together: one transaction, one commit, an answer for each.

A commit costs the same for one command and for fifty. While one group is being committed the next one gathers, so a
lone command waits for nobody and many at once cost little more than one. A command that is refused is refused alone.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work

R = TypeVar("R")
MOST = 100
"""Commands of one transaction; more would hold its locks for too long."""


class Grouped(Generic[R]):
    """One service whose calls are gathered: ``service(unit, callers)`` gives an answer or refusal for each."""

    def __init__(self, work: Work, service: Callable[[Unit, Sequence[Caller]], "list[R | Problem]"]) -> None:
        self._work = work
        self._service = service
        self._waiting: list[tuple[Caller, asyncio.Future[R]]] = []
        self._runner: asyncio.Task[None] | None = None

    async def do(self, caller: Caller) -> R:
        """The caller's own answer, once the group it was in is committed. Raises its own refusal."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((caller, answer))
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        while self._waiting:
            await asyncio.sleep(0)  # Whoever is ready in this turn of the loop comes along.
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            callers = [caller for caller, _ in group]
            try:
                answers = await self._work.do(SYSTEM, self._service, callers)
            except Exception as error:
                answers = [error] * len(group)  # type: ignore[list-item]
            for (_, future), answer in zip(group, answers, strict=True):
                _tell(future, answer)


def _tell(future: "asyncio.Future[R]", answer: "R | Problem") -> None:
    """Whoever has gone meanwhile is told nothing; what was done stays done."""
    if future.done():
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)
