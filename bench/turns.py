"""Whole durable turns of the product beside a bare aiogram echo, over the same fake Bot API, in one run.

    uv run python -m bench.turns

The echo polls, handles and answers, and keeps nothing. A turn of the product is stored and committed, claimed in
the order of its chat, answered by the backend over HTTP, saved with the chat's state, and sent. Each bot has a
processor to itself; the fake Bot API and this driver share the other one. Rounds alternate, medians count.
"""

import argparse
import asyncio
import itertools
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from backend.policies.catalogue import load_catalogue
from backend.rules import next_question
from tests.fakes.control import Control, own_process

Json = dict[str, Any]

ROOT = Path(__file__).parents[1]
PACK = "xinyu-2023-82"
PROCESSORS = sorted(os.sched_getaffinity(0))
DRIVER, BOT = PROCESSORS[0], PROCESSORS[-1]
CHATS = 200
GOAL = 1 / 3

ANSWERS: dict[str, Any] = {
    "person.hukou_code": "360502",
    "work.status": "unemployed",
    "unemp.registered": True,
    "person.sex": "F",
    "person.birth_date": date(1980, 3, 5),
    "pension.receiving": False,
    "work.willing": True,
    "work.capacity": "full",
    "person.situation": "none",
    "household.others": "some_working",
}
"""What 王秀英 answers."""


@cache
def self_check() -> tuple[str, ...]:
    """Her answers as taps, in the order in which she is asked; all but the last, after which the result comes."""
    (pack,) = (pack for pack in load_catalogue(ROOT / "policies").packs.values() if pack.id == PACK)
    known: dict[str, Any] = {}
    while fact := next_question(pack, known, date.today()):
        known[fact] = ANSWERS[fact]
    return tuple(f"{fact}:{str(value).lower()}" for fact, value in known.items())[:-1]


message_ids = itertools.count(1)
callback_ids = itertools.count(1)


def text(chat_id: int, words: str) -> Json:
    return {"message": {**_envelope(chat_id), "from": _user(chat_id), "text": words}}


def tap(chat_id: int, data: str) -> Json:
    sent = {**_envelope(chat_id), "date": 0}
    return {
        "callback_query": {
            "id": str(next(callback_ids)),
            "from": _user(chat_id),
            "message": sent,
            "chat_instance": "1",
            "data": data,
        }
    }


def _envelope(chat_id: int) -> Json:
    chat = {"id": chat_id, "type": "private", "first_name": "居民"}
    return {"message_id": next(message_ids), "date": int(time.time()), "chat": chat}


def _user(chat_id: int) -> Json:
    return {"id": chat_id, "is_bot": False, "first_name": "居民"}


class Pace(NamedTuple):
    """Updates a second, and what one costs in milliseconds of processor time."""

    rate: float
    processor_ms: float


async def pace(control: Control, bot: int, chats: Sequence[int], rounds: Sequence[Sequence[Json]]) -> Pace:
    """Pushes everything at once and waits until the last chat has its last answer. `bot` is a process id."""
    updates = [update for one_of_each in rounds for update in one_of_each]
    await control.do("settle", chat_ids=list(chats))
    before = len(await control.requests())
    begun, spent = time.time(), processor_seconds(bot)
    await control.push(*updates)
    while True:
        sent = [call for call in await control.requests(before) if call.method == "sendmessage"]
        if len(sent) >= len(updates):
            seconds = max(call.at for call in sent) - begun
            return Pace(len(updates) / seconds, (processor_seconds(bot) - spent) / len(updates) * 1000)
        await asyncio.sleep(0.25)


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def latencies(control: Control, turns: int) -> list[float]:
    """Seconds from an update's arrival at the Bot API to the bot's message, one turn after the other."""
    taken: list[float] = []
    for chat_id in itertools.count(900_000):
        await control.do("settle", chat_ids=[chat_id])
        for update in _one_self_check(chat_id):
            taken.append(await _one_turn(control, update))
            if len(taken) == turns:
                return taken
    return taken


async def _one_turn(control: Control, update: Json) -> float:
    before = len(await control.requests())
    begun = time.time()
    await control.push(update)
    while True:
        for call in await control.requests(before):
            if call.method == "sendmessage":
                return call.at - begun
        await asyncio.sleep(0.002)


def _one_self_check(chat_id: int) -> list[Json]:
    return [
        text(chat_id, "/start check_xinyu-2023-82"),
        *(tap(chat_id, f"a:{answer}") for answer in self_check()),
    ]


def home_turns(chats: Sequence[int], turns: int) -> list[list[Json]]:
    return [[text(chat_id, "/start") for chat_id in chats] for _ in range(turns // len(chats))]


def check_turns(chats: Sequence[int]) -> list[list[Json]]:
    """A whole self-check in each chat: the first question and nine answers."""
    walks = [_one_self_check(chat_id) for chat_id in chats]
    return [list(step) for step in zip(*walks, strict=True)]


# --- the two bots, each a process of its own on the same processor


@contextmanager
def running(command: list[str], **env: str) -> Iterator[int]:
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.sched_setaffinity(process.pid, {BOT})
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


@asynccontextmanager
async def echo(control: Control) -> AsyncIterator[int]:
    with running([sys.executable, "-m", "bench.turns", "--echo", control.url, control.token]) as pid:
        await _polled(control)
        yield pid


@asynccontextmanager
async def product(control: Control, folder: str) -> AsyncIterator[int]:
    command = [sys.executable, "-m", "launch", "serve", "--data", folder, "--port", "8797"]
    env = {"BANGBAN_TELEGRAM_TOKEN": control.token, "BANGBAN_TELEGRAM_API": control.url, "BANGBAN_CHAT_BURST": "0"}
    with running(command, **env) as pid:
        await _polled(control)
        yield pid


async def _polled(control: Control) -> None:
    """Waits until a fresh bot asks for updates."""
    before = len(await control.requests())
    while not any(call.method == "getupdates" for call in await control.requests(before)):
        await asyncio.sleep(0.1)


def run_echo(url: str, token: str) -> None:
    """The plainest bot aiogram makes."""
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def answer(message: Message) -> None:
        await message.answer(message.text or "")

    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    logging.disable(logging.INFO)
    asyncio.run(dispatcher.start_polling(Bot(token, session)))


async def compare(turns: int, repeats: int) -> None:
    os.sched_setaffinity(0, {DRIVER})
    found: dict[str, list[Pace]] = {"echo": [], "home": [], "check": []}
    waits: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for repeat in range(repeats):
            first = 1 + repeat * 2 * CHATS
            chats, others = range(first, first + CHATS), range(first + CHATS, first + 2 * CHATS)
            async with own_process() as control, echo(control) as bot:
                found["echo"].append(await pace(control, bot, chats, home_turns(chats, turns)))
            async with own_process() as control, product(control, folder) as bot:
                found["home"].append(await pace(control, bot, chats, home_turns(chats, turns)))
                found["check"].append(await pace(control, bot, others, check_turns(others)))
                waits += await latencies(control, 100)
    report({name: _median(paces) for name, paces in found.items()}, waits, turns)


def _median(paces: Sequence[Pace]) -> Pace:
    return Pace(*(statistics.median(values) for values in zip(*paces, strict=True)))


def report(paces: dict[str, Pace], waits: list[float], turns: int) -> None:
    echoed, home, check = paces["echo"], paces["home"], paces["check"]
    centiles = statistics.quantiles(waits, n=20)
    ratio = home.rate / echoed.rate
    print(f"{turns} updates of {CHATS} chats, one processor for the bot, SQLite with synchronous=FULL")
    print(f"  bare aiogram echo              {_line(echoed)}")
    print(f"  durable turn, one message out  {_line(home)}")
    print(f"  durable self-check answer      {_line(check)} (a write, an edit, a new question)")
    print(
        f"  durable turn / echo            {ratio:.2f} (goal {GOAL:.2f}: {'met' if ratio >= GOAL else 'missed'})"
    )
    print(f"  the same in processor time     {echoed.processor_ms / home.processor_ms:.2f}")
    print(
        f"  self-check turn, end to end    p50 {centiles[9] * 1000:.1f} ms, p95 {centiles[18] * 1000:.1f} ms"
    )


def _line(found: Pace) -> str:
    return f"{found.rate:6.0f} updates/s, {found.processor_ms:5.2f} ms of processor time each"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=2000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--echo", nargs=2, metavar=("URL", "TOKEN"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.echo:
        run_echo(*options.echo)
    else:
        asyncio.run(compare(options.turns, options.repeats))


if __name__ == "__main__":
    main()
