"""Pushing updates to a webhook: lanes, parallel connections and the retry ladder of the real server."""

import asyncio
import contextlib
import json
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from tests.fakes.account import Account, Json
from tests.fakes.updates import Pending

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LONGEST_RETRY_AFTER = 3600

Answer = Callable[[Json], None]


@dataclass(frozen=True)
class Refused:
    """A push that did not end in 2xx."""

    words: str
    retry_after: float | None = None


class WebhookPusher:
    """Delivers an account's updates to its webhook until stopped.

    `unit` is the ladder's second: tests shorten it.
    `answer` carries out a method the receiver put in its response.
    """

    def __init__(self, account: Account, unit: float, answer: Answer) -> None:
        self.account = account
        self.unit = unit
        self.answer = answer
        self._lanes: dict[int, deque[Pending]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._free = asyncio.Semaphore(account.webhook.max_connections)

    def start(self) -> None:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60))
        for pending in self.account.updates.waiting:
            self.enqueue(pending)
        self.account.updates.on_push = self.enqueue

    async def stop(self) -> None:
        self.account.updates.on_push = None
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    def enqueue(self, pending: Pending) -> None:
        lane = self._lanes.get(pending.lane)
        if lane is not None:
            lane.append(pending)
            return
        self._lanes[pending.lane] = deque([pending])
        task = asyncio.get_running_loop().create_task(self._drain(pending.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, lane: int) -> None:
        """One lane in order: the next update goes out when the one before is done."""
        waiting = self._lanes[lane]
        while waiting:
            await self._deliver(waiting[0])
            waiting.popleft()
        del self._lanes[lane]

    async def _deliver(self, pending: Pending) -> None:
        failures = 0
        while self.account.now() < pending.expires:
            async with self._free:
                refused = await self._push(pending)
            if refused is None:
                break
            failures += 1
            self.account.webhook.last_error = refused.words
            self.account.webhook.last_error_date = int(self.account.now())
            await asyncio.sleep(self._pause(failures, refused))
        with contextlib.suppress(ValueError):
            self.account.updates.waiting.remove(pending)
            self.account.updates.confirmed += 1

    def _pause(self, failures: int, refused: Refused) -> float:
        """Seconds to wait: none, then 2, 4, 8 … up to a random minute or two, or what the receiver asks."""
        if refused.retry_after is not None:
            return min(refused.retry_after, LONGEST_RETRY_AFTER) * self.unit
        if failures == 1:
            return 0.0
        return min(2.0 ** (failures - 1), random.uniform(60, 120)) * self.unit

    async def _push(self, pending: Pending) -> Refused | None:
        assert self._session is not None
        webhook = self.account.webhook
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers[SECRET_HEADER] = webhook.secret
        try:
            async with self._session.post(
                webhook.url, data=pending.body.encode(), headers=headers
            ) as response:
                body = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            return Refused(f"Connection failed: {error}")
        if not 200 <= response.status < 300:
            asked = response.headers.get("Retry-After", "")
            return Refused(
                f"Wrong response from the webhook: {response.status} {response.reason}",
                float(asked) if asked.isdigit() else None,
            )
        self._carry_out(body)
        return None

    def _carry_out(self, body: bytes) -> None:
        """A receiver may answer with one method call; its result is told to nobody."""
        with contextlib.suppress(ValueError):
            call = json.loads(body)
            if isinstance(call, dict) and "method" in call:
                self.answer(call)
