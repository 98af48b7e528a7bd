"""What a message of a broadcast costs, beside a bare aiogram loop over the same fake Bot API, in one run.

    uv run python -m bench.broadcast
    uv run python -m bench.broadcast --recipients 1000 --audience 100000 --outbox 200000

Four questions: processor time a message (goal: twice the bare loop's), seconds until a decision written in the middle
of a broadcast arrives at the pace Telegram permits (goal: 10 s), seconds and memory to write the rows of a whole
audience (goal: flat, below 512 MB), and how long a claim takes in an outbox with years in it. SQLite, synchronous=FULL.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, text, update

from backend.app import open_work
from backend.core import dispatch, endings, outbox
from backend.core.database import Moment
from backend.core.outbox import OUTBOX, OutboxRow
from backend.core.settings import Settings
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.outreach import broadcast_feed
from bench.turns import DRIVER, processor_seconds, running
from contract.channel import ClaimDeliveries, CloseArrived
from tests.durability import broadcasting
from tests.durability.broadcasting import FIRST_CHAT, NUMBERS
from tests.fakes.control import Control, own_process

GOAL = 2.0
GOAL_SECONDS = 10
GOAL_MEGABYTES = 512
CLAIMS = 50
WORDS = "居民朋友，您好。新余市渝水区下周有招聘会。"
YEARS = (
    NUMBERS + "INSERT INTO outbox (channel, chat_id, number, kind, subject, text, buttons, language, state, not_before, "
    "worker, attempts, unknowns, held, morning, detail, message_id, created_at, closed_at) "
    "SELECT 'telegram', n % 1000000, printf('Y%09d', n), 'news', 'broadcast:' || (n / 100000), :words, '[]', 'zh_Hans_CN', "
    "CASE WHEN n % 100 = 0 THEN 'queued' ELSE 'sent' END, CASE WHEN n % 100 = 0 THEN :later ELSE :before END, "
    "'', 1, 0, 0, 9, '', n, :before, CASE WHEN n % 100 = 0 THEN NULL ELSE :before END FROM numbers"
)
"""Rows of years past, one in a hundred of which waits for the morning."""


async def compare(recipients: int, decisions: int) -> None:
    os.sched_setaffinity(0, {DRIVER})
    with tempfile.TemporaryDirectory() as folder:
        bare = await per_message(recipients, bare_loop(recipients))
        whole = await per_message(recipients, broadcast(Path(folder) / "fast", recipients, "0"))
        waits = await decisions_arrive(Path(folder) / "paced", decisions)
    ratio = whole / bare
    print(f"{recipients} messages over the fake Bot API")
    print(f"  bare aiogram loop              {bare * 1000:6.2f} ms of processor time a message")
    print(f"  broadcast, each row durable    {whole * 1000:6.2f} ms of processor time a message")
    print(f"  broadcast / bare loop          {ratio:6.2f} (goal {GOAL:.0f}: {met(ratio <= GOAL)})")
    worst = max(waits)
    print(f"a decision in the middle of a broadcast at 25 a second, {decisions} times")
    print(f"  until it arrives               {statistics.median(waits):6.2f} s, at worst {worst:.2f} s"
          f" (goal {GOAL_SECONDS}: {met(worst <= GOAL_SECONDS)})")  # fmt: skip


def met(is_met: bool) -> str:
    return "met" if is_met else "missed"


Sender = Callable[[Control], Any]


async def per_message(recipients: int, sender: Sender) -> float:
    """Processor seconds a message, from the first that is seen to the last."""
    async with own_process() as control:
        await control.do("settle", chat_ids=list(range(FIRST_CHAT, FIRST_CHAT + recipients)))
        async with sender(control) as bot:
            first = await seen(control, 1)
            begun = processor_seconds(bot)
            last = await seen(control, recipients)
            return (processor_seconds(bot) - begun) / (last - first)


async def seen(control: Control, count: int) -> int:
    while (found := int((await control.state())["journal"])) < count:
        await asyncio.sleep(0.1)
    return found


def bare_loop(recipients: int) -> Sender:
    @asynccontextmanager
    async def sender(control: Control) -> AsyncIterator[int]:
        command = [sys.executable, "-m", "bench.bare_sender", control.url, control.token, str(FIRST_CHAT), str(recipients)]
        with running(command) as pid:
            yield pid

    return sender


def broadcast(folder: Path, recipients: int, pace: str) -> Sender:
    """The product, with a broadcast on its way when it opens."""

    @asynccontextmanager
    async def sender(control: Control) -> AsyncIterator[int]:
        work = open_work(Settings(data=folder))
        broadcasting.begin(work, recipients)
        work.engine.dispose()
        command = [sys.executable, "-m", "launch", "serve", "--data", str(folder), "--port", "8798"]
        env = {
            "BANGBAN_TELEGRAM_TOKEN": control.token,
            "BANGBAN_TELEGRAM_API": control.url,
            "BANGBAN_TELEGRAM_PER_SECOND": pace,
        }
        with running(command, **env) as pid:
            yield pid

    return sender


async def decisions_arrive(folder: Path, count: int) -> list[float]:
    """Seconds from the commit of a decision to its message, while a broadcast goes out."""
    recipients = 100_000
    async with own_process() as control:
        await control.do("settle", chat_ids=list(range(FIRST_CHAT, FIRST_CHAT + recipients)))
        async with broadcast(folder, recipients, "25")(control):
            await seen(control, 30)
            work = open_work(Settings(data=folder))
            waits = [await _arrives(work, control, FIRST_CHAT + recipients - 1 - n) for n in range(count)]
            work.engine.dispose()
    return waits


async def _arrives(work: Work, control: Control, chat: int) -> float:
    work.do_now(SYSTEM, _decide, chat)
    begun = time.time()
    while not (calls := [call for call in await control.requests() if call.chat_id == chat]):
        await asyncio.sleep(0.02)
    return max(0.0, calls[0].at - begun)


def _decide(unit: Unit, chat: int) -> None:
    outbox.post(
        unit,
        channel="telegram",
        chat_id=chat,
        number=f"N-{chat}",
        kind="decision",
        subject="application:bench",
        text="您的申请有了决定。",
        language="zh_Hans_CN",
    )


def expand(folder: Path, audience: int) -> dict[str, float]:
    """Every row of an audience written, and taken away again as if it had been sent."""
    work = open_work(Settings(data=folder, telegram_per_second=0))
    broadcasting.begin(work, audience)
    base, written, spent = _megabytes(), 0, 0.0
    early = base
    while written < audience:
        begun = time.perf_counter()
        written += work.do_now(SYSTEM, broadcast_feed.feed)
        spent += time.perf_counter() - begun
        work.do_now(SYSTEM, _sent)
        if written <= audience // 10:
            early = _megabytes()
    return {"rows": written, "seconds": spent, "megabytes": _megabytes(), "at_a_tenth": early}


def _sent(unit: Unit) -> None:
    gone = update(OutboxRow).where(OutboxRow.closed_at.is_(None)).values(state="sent", closed_at=unit.now)
    unit.session.execute(gone, execution_options={"synchronize_session": False})


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def claims(folder: Path, rows: int) -> dict[str, float]:
    """A claim of ten and their closing, in an outbox of so many rows."""
    work = open_work(Settings(data=folder, telegram_per_second=0))
    work.do_now(SYSTEM, _years, rows)
    broadcasting.begin(work, CLAIMS * 10)
    while work.do_now(SYSTEM, broadcast_feed.feed):
        pass
    taken: list[float] = []
    for _ in range(CLAIMS):
        begun = time.perf_counter()
        found = work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="telegram", worker="w", limit=10))
        taken.append(time.perf_counter() - begun)
        arrived = tuple({"delivery": one.id, "message_id": 1} for one in found)
        work.do_now(SYSTEM, endings.close_arrived, CloseArrived.model_validate({"worker": "w", "arrived": arrived}))
    return {"rows": rows, "median_ms": statistics.median(taken) * 1000, "worst_ms": max(taken) * 1000}


def _years(unit: Unit, rows: int) -> None:
    """Without the indexes, which are sorted once at the end: row by row it would take hours."""
    before, later = unit.now.replace(year=unit.now.year - 1), unit.now.replace(year=unit.now.year + 1)
    moments = bindparam("before", before, type_=Moment()), bindparam("later", later, type_=Moment())
    connection = unit.session.connection()
    for index in OUTBOX.indexes:
        index.drop(connection)
    connection.execute(text(YEARS).bindparams(*moments), {"count": rows, "words": WORDS})
    for number, index in enumerate(OUTBOX.indexes, 1):
        print(f"  {rows} rows written, index {number} of {len(OUTBOX.indexes)}", file=sys.stderr)
        index.create(connection)


MEASURED: dict[str, Callable[[Path, int], dict[str, float]]] = {"expand": expand, "claims": claims}


def apart(name: str, size: int) -> dict[str, float]:
    """In a process of its own, so that its memory is its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.broadcast", "--apart", name, folder, str(size)]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, float] = json.loads(told)
    return found


def report_apart(audience: int, rows: int) -> None:
    found = apart("expand", audience)
    flat = found["megabytes"] <= GOAL_MEGABYTES
    print(f"the rows of an audience of {audience}")
    print(f"  written                        {found['rows'] / found['seconds']:6.0f} rows/s")
    print(f"  memory                         {found['megabytes']:6.0f} MB, {found['at_a_tenth']:.0f} MB at a tenth"
          f" (goal {GOAL_MEGABYTES}: {met(flat)})")  # fmt: skip
    found = apart("claims", rows)
    print(f"a claim of ten in an outbox of {rows} rows")
    print(f"  median                         {found['median_ms']:6.1f} ms, at worst {found['worst_ms']:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipients", type=int, default=5000, help="messages that are really sent")
    parser.add_argument("--decisions", type=int, default=20)
    parser.add_argument("--audience", type=int, default=1_000_000, help="recipients whose rows are written")
    parser.add_argument("--outbox", type=int, default=10_000_000, help="rows in the outbox that is claimed from")
    parser.add_argument("--apart", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.apart:
        name, folder, size = options.apart
        print(json.dumps(MEASURED[name](Path(folder), int(size))))
    else:
        asyncio.run(compare(options.recipients, options.decisions))
        report_apart(options.audience, options.outbox)


if __name__ == "__main__":
    main()
