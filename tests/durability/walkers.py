"""People who walk through a self-check by chance, one act at a time, and remember what they said.

A walker answers each question once: repeated screens after a crash do not make a person answer twice.
"""

import asyncio
import random
import re
from dataclasses import dataclass, field
from typing import Any, Final

from tests.fakes.control import Control

Json = dict[str, Any]

PACK: Final = "xinyu-2023-82"
FACT: Final = re.compile(r"(?:a|u|why):([a-z_0-9.]+)")
PATIENCE: Final = 110.0
"""Seconds until an answer must have come, kills and restarts included: what a dead process held (a poll of half a
minute, a lease of a minute and a half) may have to run out first. Nothing may be lost, however long it takes."""


@dataclass
class Walker:
    """`acts` are permits, one for each update; `said` is what was answered, in order."""

    control: Control
    chat_id: int
    acts: asyncio.Semaphore
    chance: random.Random
    nervous: bool = False
    """Taps every button twice."""
    said: dict[str, str | None] = field(default_factory=dict)
    asked: str = ""
    """The fact that was asked for last; empty when the outcome came."""
    updates: int = 0
    _after: int = 0

    async def walk(self, acts: int) -> None:
        """Begins a self-check, answers by chance, and asks for help when there is nothing left to answer."""
        await self._do(self.control.say(self.chat_id, "/start"))
        await self._seen("go:check")
        await self._do(self.control.say(self.chat_id, f"/start check_{PACK}"))
        screen = await self._seen("why:")
        while self.updates < acts and (fact := fact_of(screen)):
            await self._answer(fact, screen)
            screen = await self._seen("why:", "s:answers")
        self.asked = fact_of(screen)
        while self.updates < acts:
            await self._do(self.control.say(self.chat_id, "帮助"))
            await self._seen("go:privacy")

    async def _answer(self, fact: str, screen: Json) -> None:
        """Taps a choice, or types a date that fits every question that asks for one."""
        choices = [data for data in tap_data(screen) if data.startswith((f"a:{fact}:", f"u:{fact}"))]
        typed = not any(data.startswith("a:") for data in choices)
        data = f"a:{fact}:{self._date()}" if typed else self.chance.choice(choices)
        self.said[fact] = None if data.startswith("u:") else data.removeprefix(f"a:{fact}:")
        if typed:
            await self._do(self.control.say(self.chat_id, self.said[fact] or ""))
        else:
            times = 2 if self.nervous else 1
            self.updates += times - 1
            await self._do(self.control.tap(self.chat_id, screen["message_id"], data, times))

    def _date(self) -> str:
        return f"{self.chance.randint(1968, 1999)}-{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"

    async def _do(self, act: Any) -> None:
        await self.acts.acquire()
        self.updates += 1
        await act

    async def _seen(self, *marks: str) -> Json:
        """The first screen from now on with a button of this kind and no question that was answered already."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while (left := deadline - asyncio.get_running_loop().time()) > 0:
            for entry in await self.control.journal(self._after, self.chat_id, min(left, 5)):
                self._after = entry["seq"]
                fits = any(data.startswith(marks) for data in tap_data(entry))
                if entry["kind"] in ("message", "edit") and fits and fact_of(entry) not in self.said:
                    return entry
        raise AssertionError(f"chat {self.chat_id} waited in vain for {marks} after {self.said}")


def tap_data(entry: Json) -> list[str]:
    """What the buttons of a screen carry."""
    rows = (entry.get("keyboard") or {}).get("inline_keyboard", ())
    return [button.get("callback_data", "") for row in rows for button in row]


def fact_of(entry: Json) -> str:
    """The fact a screen asks for; empty when it is no question."""
    found = [match[1] for data in tap_data(entry) if (match := FACT.match(data))]
    return found[0] if found else ""
