"""What a citizen has to do: taps and messages from /start to a verdict, and from the verdict to the receipt.

    uv run python -m bench.journey

The real product runs in its own process against the fake Bot API; the people of the tests answer as they would.
Beside each: calls of the Bot API, bytes the person was sent as text, and the seconds the product took to answer.
"""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests import papers
from tests.chat import BotApiDoor, Chat
from tests.fakes.control import Control, own_process
from tests.journeys.citizen import Citizen
from tests.journeys.product import product
from tests.people import CHEN_ZHIQIANG, WANG_XIUYING, ZHANG_GUIHUA, Person

PATIENCE = 60.0


@dataclass(frozen=True)
class Effort:
    """What one stretch of the way took. `seconds` is waiting for the product, the tests' own time included."""

    taps: int
    messages: int
    calls: int
    kilobytes: float
    seconds: float


class Meter:
    """Counts one person's conversation, stretch by stretch."""

    def __init__(self, chat: Chat, fake: Control) -> None:
        self.chat = chat
        self.fake = fake
        self._before = (0, 0, 0, 0, time.perf_counter())

    async def read(self) -> Effort:
        """What happened since the last reading."""
        calls = [each for each in await self.fake.requests() if each.chat_id == self.chat.person.chat_id]
        journal = await self.fake.journal(0, self.chat.person.chat_id)
        shown = sum(len(entry.get("text", "").encode()) for entry in journal if _shown(entry["kind"]))
        now = (self.chat.taps_made, self.chat.messages_sent, len(calls), shown, time.perf_counter())
        taps, messages, made, size, seconds = (new - old for new, old in zip(now, self._before, strict=True))
        self._before = now
        return Effort(int(taps), int(messages), int(made), size / 1000, seconds)


def _shown(kind: str) -> bool:
    return kind in ("message", "edit")


async def walk(person: Person, fake: Control) -> tuple[Effort, Effort]:
    """One person's way: to the verdict, and from there to the receipt number."""
    citizen = Citizen(Chat(person, BotApiDoor(fake, person), PATIENCE))
    meter = Meter(citizen.chat, fake)
    await citizen.checks_herself()
    to_verdict = await meter.read()
    await citizen.agrees()
    await citizen.fills_in_the_form()
    await hand_in(citizen)
    await citizen.submits()
    return to_verdict, await meter.read()


async def hand_in(citizen: Citizen) -> None:
    """Every paper of the list, each with as few taps as the buttons allow."""
    await citizen.sends_identity()
    while True:
        asked = citizen.chat.screen
        following = next((each.label for each in asked.buttons if each.label.startswith("下一项")), "")
        if not following:
            break
        await citizen.chat.taps(following)
        kind, message = await citizen.chat.is_asked("请发", "您有哪一种")
        if kind == "您有哪一种":
            await citizen.chat.taps(message.buttons[0].label)
            await citizen.chat.is_asked("请发")
        await citizen.chat.sends_photo(papers.jpeg("材料"))
        await citizen.chat.is_asked("收到了")
    await citizen.chat.taps("下一步：核对")
    await citizen.chat.is_asked("请核对")


async def measure() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with own_process() as fake, product(Path(folder) / "data", fake):
            heads = ("taps", "messages", "calls", "kB shown", "seconds")
            print(f"{'':10}{'':22}" + "".join(f"{head:>10}" for head in heads))
            for person in (WANG_XIUYING, CHEN_ZHIQIANG, ZHANG_GUIHUA):
                efforts = await walk(person, fake)
                for name, effort in zip(("/start → verdict", "verdict → receipt"), efforts, strict=True):
                    report(person.name, name, effort)


def report(who: str, what: str, effort: Effort) -> None:
    """One line; a Chinese character is two columns wide."""
    numbers = (
        effort.taps,
        effort.messages,
        effort.calls,
        round(effort.kilobytes, 1),
        round(effort.seconds, 1),
    )
    print(f"{who}{' ' * (10 - 2 * len(who))}{what:22}" + "".join(f"{each:>10}" for each in numbers))


if __name__ == "__main__":
    asyncio.run(measure())
