"""The queue of updates of one bot, with the real confirm, long-poll, conflict and expiry rules."""

import asyncio
import json
import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.faults import ApiError

MESSAGE_LIFE = 24 * 3600
CALLBACK_LIFE = 150
LONGEST_POLL = 50
LARGEST_BATCH = 4 * 1024 * 1024
SILENT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}

OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
WEBHOOK_SET = "Conflict: terminated by setWebhook request"


@dataclass
class Pending:
    """One update on its way; `body` is its JSON."""

    update_id: int
    kind: str
    lane: int
    expires: float
    body: str


class UpdateQueue:
    """Updates that wait to be fetched or pushed, oldest first."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.waiting: deque[Pending] = deque()
        self.next_id = 100_000
        self.allowed: set[str] | None = None
        self.confirmed = 0
        self.on_push: Callable[[Pending], None] | None = None
        self._poll: asyncio.Future[bool] | None = None
        self._last_offset = -1
        self._last_start = 0.0
        self._first_expiry = math.inf

    def push(self, update: dict[str, Any]) -> int | None:
        """Queue an update (its `update_id` is given if absent). None if its type is not subscribed."""
        kind = next((key for key in update if key != "update_id"), "unknown")
        if not self._wanted(kind):
            return None
        update_id: int = update.get("update_id") or self.next_id
        self.next_id = update_id + 1
        life = CALLBACK_LIFE if kind == "callback_query" else MESSAGE_LIFE
        body = json.dumps({"update_id": update_id, **update}, ensure_ascii=False)
        pending = Pending(update_id, kind, _lane(kind, update), self.now() + life, body)
        self.waiting.append(pending)
        self._first_expiry = min(self._first_expiry, pending.expires)
        if self.on_push:
            self.on_push(pending)
        self._wake(True)
        return update_id

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in SILENT_BY_DEFAULT

    def interrupt(self, reason: str) -> None:
        """End the poll under way with a conflict."""
        if self._poll and not self._poll.done():
            self._poll.set_exception(ApiError(409, reason))

    def _wake(self, news: bool) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_result(news)

    def expire(self) -> None:
        """Forget what outlived its time, silently, as Telegram does."""
        now = self.now()
        if now < self._first_expiry:
            return
        self.waiting = deque(pending for pending in self.waiting if pending.expires > now)
        self._first_expiry = min((pending.expires for pending in self.waiting), default=math.inf)

    def confirm(self, offset: int) -> None:
        """Forget the updates before `offset`; a negative one keeps that many from the end."""
        if offset < 0:
            while len(self.waiting) > -offset:
                self._drop_first()
        elif offset <= self.next_id + 10:
            # An offset far in the future belongs to numbering before a reset: it confirms nothing.
            while self.waiting and self.waiting[0].update_id < offset:
                self._drop_first()

    def _drop_first(self) -> None:
        self.waiting.popleft()
        self.confirmed += 1

    async def fetch(self, offset: int, limit: int, timeout: float) -> list[str]:
        """The JSON of the next updates; waits up to `timeout` seconds. Raises ApiError 409."""
        self.interrupt(OTHER_POLLER)
        limit, timeout = self._slowed(offset, limit, min(timeout, LONGEST_POLL))
        self.confirm(offset)
        self.expire()
        if not self.waiting and timeout > 0:
            await self._wait(timeout)
        return self._batch(limit)

    def _slowed(self, offset: int, limit: int, timeout: float) -> tuple[int, float]:
        """The same offset asked again at once is slowed down: a crash loop must not hammer the server."""
        start, again = time.monotonic(), offset == self._last_offset
        if again and start < self._last_start + 3 and timeout < 3:
            timeout = 3
        if again and start < self._last_start + 0.5:
            limit = 1
        self._last_offset, self._last_start = offset, start
        return limit, timeout

    async def _wait(self, timeout: float) -> None:
        self._poll = poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poll, timeout)
            await asyncio.sleep(0.001)  # the real server also gathers what arrives together
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None

    def _batch(self, limit: int) -> list[str]:
        bodies: list[str] = []
        size = 0
        for pending in self.waiting:
            size += len(pending.body)
            if len(bodies) == limit or (bodies and size > LARGEST_BATCH):
                break
            bodies.append(pending.body)
        return bodies


def _lane(kind: str, update: dict[str, Any]) -> int:
    """Webhook pushes keep their order within a lane only; taps and texts of one person are two lanes."""
    payload = update.get(kind)
    if not isinstance(payload, dict):
        return 0
    if kind == "callback_query":
        return int(payload.get("from", {}).get("id", 0)) + (3 << 33)
    chat_id = int(payload.get("chat", {}).get("id", 0))
    return chat_id + (4 << 33) if kind == "my_chat_member" else chat_id
