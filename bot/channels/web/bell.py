"""What need not be kept: waking an open page at once, and telling it things that last a moment.

The log in the database is the truth and pages poll it now and then, so a bell that rings in another process
costs a second or two, never a message.
"""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Whisper = dict[str, Any]


class Ear:
    """One open page listening."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self._whispers: deque[Whisper] = deque(maxlen=20)

    def ring(self, whisper: Whisper | None = None) -> None:
        if whisper is not None:
            self._whispers.append(whisper)
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Returns when something happens, or after ``seconds``."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return
        finally:
            self._rung.clear()

    def take(self) -> list[Whisper]:
        heard = list(self._whispers)
        self._whispers.clear()
        return heard


class Bell:
    """Wakes the pages of a chat. ``close`` lets every open stream end, so that a server can stop."""

    def __init__(self) -> None:
        self.closed = False
        self._ears: dict[int, set[Ear]] = {}

    @contextmanager
    def listen(self, chat_id: int) -> Iterator[Ear]:
        ear = Ear()
        self._ears.setdefault(chat_id, set()).add(ear)
        try:
            yield ear
        finally:
            self._ears[chat_id].discard(ear)
            if not self._ears[chat_id]:
                del self._ears[chat_id]

    def ring(self, chat_id: int) -> None:
        """There is something new in the log of this chat."""
        for ear in self._ears.get(chat_id, ()):
            ear.ring()

    def whisper(self, chat_id: int, whisper: Whisper) -> None:
        """Tells open pages something that is not kept: a toast, or that the bot is writing."""
        for ear in self._ears.get(chat_id, ()):
            ear.ring(whisper)

    def close(self) -> None:
        self.closed = True
        for ears in self._ears.values():
            for ear in ears:
                ear.ring()
