"""Handles what came in: claimed from the durable inbox, in order per chat, finished together with the chat's memory.

An update is finished once its handler is done, whatever the handler answered. While the backend is away an update is
kept and tried again; one that cannot be handled at all is closed with its error, and the citizen is told so honestly.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

from aiogram import Bot, Dispatcher
from aiogram.types import Update

from bot.client import BackendClient, BackendDown
from bot.markup import safe
from bot.problems import DOWN, SLOWER, UNKNOWN
from bot.sending import ending_of
from bot.storage import Memory, remember, stored
from bot.turn import Turn
from contract.channel import ClaimedUpdate, ClaimUpdates, FinishUpdate, FinishUpdates, ReleaseLeases
from locales import translator

IDLE: Final = 0.5
"""Seconds between looks for what another process has stored; what this one stores rings."""
GATHER: Final = 0.003
"""Seconds in which finished updates are gathered into one commit, when others are under way."""
LEASE: Final = 90
GIVE_UP_BEFORE_LEASE_ENDS: Final = 20
ATTEMPTS: Final = 3
LEASES: Final = 24
"""How many processes may die over an update before it is held to be the reason."""
LONGEST_PAUSE: Final = 8.0

log = logging.getLogger(__name__)


class Intake:
    """The desk of one channel: at most ``workers`` chats at the same time."""

    def __init__(
        self, channel: str, bot: Bot, dispatcher: Dispatcher, client: BackendClient, workers: int = 16
    ) -> None:
        self.channel = channel
        self._bot = bot
        self._dispatcher = dispatcher
        self._client = client
        self._workers = workers
        self._name = f"{channel}-{uuid4().hex[:12]}"
        self._bell = asyncio.Event()
        self._busy: set[asyncio.Task[None]] = set()
        self._finished: asyncio.Queue[FinishUpdate] = asyncio.Queue()
        self._told: set[int] = set()
        self._stopping = False

    def ring(self) -> None:
        """Something was stored: look at once."""
        self._bell.set()

    async def run(self) -> None:
        """Until :meth:`stop`. What is being handled then is still finished."""
        closer = asyncio.create_task(self._finish_forever())
        try:
            while not self._stopping:
                self._bell.clear()
                if not await self._claim_some():
                    await self._wait()
        finally:
            if self._busy:
                await asyncio.wait(self._busy, timeout=GIVE_UP_BEFORE_LEASE_ENDS)
            await self._finished.join()
            closer.cancel()
            with contextlib.suppress(BackendDown, asyncio.CancelledError):
                await self._client.release_updates(ReleaseLeases(channel=self.channel, worker=self._name))

    def stop(self) -> None:
        self._stopping = True
        self.ring()

    # --- claiming

    async def _claim_some(self) -> int:
        """Claims for all free workers at once. While most are busy it waits: few large claims, not many small."""
        free = self._workers - len(self._busy)
        if free * 2 < self._workers:
            return 0
        begun = time.monotonic()
        wish = ClaimUpdates(channel=self.channel, worker=self._name, limit=free, lease_seconds=LEASE)
        try:
            claimed = await self._client.claim_updates(wish)
        except BackendDown as error:
            log.warning("inbox out of reach: %s", error)
            await asyncio.sleep(1)
            return 0
        for update in claimed:
            task = asyncio.create_task(self._handle(update, begun + LEASE - GIVE_UP_BEFORE_LEASE_ENDS))
            self._busy.add(task)
            task.add_done_callback(self._free)
        return len(claimed)

    def _free(self, task: asyncio.Task[None]) -> None:
        self._busy.discard(task)
        if not task.cancelled() and task.exception():
            log.error("an update was left to its lease", exc_info=task.exception())

    async def _wait(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(IDLE):
                await self._bell.wait()

    # --- handling

    async def _handle(self, update: ClaimedUpdate, deadline: float) -> None:
        """Nothing is begun after ``deadline`` (monotonic): the lease runs out and somebody claims it again."""
        if update.attempt > LEASES:
            await self._give_up(update, "process died over it again and again")
            return
        failures, pause, again = 0, 0.5, update.attempt > 1
        if update.first_held and not again:
            memory = remember(update.state)
            await self._say(update.chat_id, translator("bot", memory.language)(SLOWER))
        while time.monotonic() <= deadline:
            memory = remember(update.state)
            try:
                turn = await self._feed(update, memory, again)
                self._told.discard(update.chat_id)
                self._done(update, memory, left=turn.left)
                return
            except BackendDown as error:
                log.warning("update %s waits for the backend: %s", update.update_id, error)
                await self._tell_down(update.chat_id, memory)
            except Exception as error:
                failures += 1
                log.exception("update %s failed (%s)", update.update_id, failures)
                if failures == ATTEMPTS:
                    # Only the kind: the message of an error may hold what the person wrote.
                    await self._give_up(update, type(error).__name__)
                    return
            await asyncio.sleep(pause)
            pause, again = min(pause * 2, LONGEST_PAUSE), True

    async def _feed(self, update: ClaimedUpdate, memory: Memory, again: bool) -> Turn:
        parsed = Update.model_validate(update.body, context={"bot": self._bot})
        account = f"{self.channel}:{update.chat_id}"
        key = f"{self.channel}:{update.update_id}"
        client = self._client.for_account(account, key, memory.language)
        tap, message = parsed.callback_query, parsed.message
        turn = Turn(self._bot, update.chat_id, client, memory, tap, message, again, number=update.id)
        await self._dispatcher.feed_update(self._bot, parsed, turn=turn)
        return turn

    def _done(self, update: ClaimedUpdate, memory: Memory, error: str = "", left: bool = False) -> None:
        done = FinishUpdate(id=update.id, worker=self._name, state=stored(memory), error=error[:500], left=left)
        self._finished.put_nowait(done)

    async def _tell_down(self, chat_id: int, memory: Memory) -> None:
        """One message a chat for one outage."""
        if chat_id not in self._told:
            self._told.add(chat_id)
            await self._say(chat_id, translator("bot", memory.language)(DOWN))

    async def _give_up(self, update: ClaimedUpdate, error: str) -> None:
        """An update that cannot be handled: one honest sentence, the conversation stays where it was."""
        memory = remember(update.state)
        await self._say(update.chat_id, translator("bot", memory.language)(UNKNOWN))
        self._done(update, memory, error=error)

    async def _say(self, chat_id: int, words: str) -> None:
        try:
            await self._bot.send_message(chat_id, safe(words))
        except Exception as error:
            log.warning("could not tell a chat: %s", ending_of(error))

    # --- finishing

    async def _finish_forever(self) -> None:
        while True:
            batch = [await self._finished.get()]
            if self._busy:
                await asyncio.sleep(GATHER)
            while not self._finished.empty():
                batch.append(self._finished.get_nowait())
            await self._finish(batch)
            for _ in batch:
                self._finished.task_done()
            self.ring()

    async def _finish(self, batch: list[FinishUpdate]) -> None:
        """Until it is saved: what was handled is never handled again while this process lives."""
        pause = 0.2
        while True:
            try:
                kept = await self._client.finish_updates(FinishUpdates(updates=tuple(batch)))
            except BackendDown:
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            if len(kept.ids) < len(batch):
                log.warning("%s updates were taken over by another worker", len(batch) - len(kept.ids))
            return


async def forever(name: str, work: Callable[[], Any]) -> None:
    """Runs ``work`` again and again: an unforeseen error is logged, never the end of a loop."""
    while True:
        try:
            await work()
            return
        except Exception:
            log.exception("%s stumbled and goes on", name)
            await asyncio.sleep(1)
