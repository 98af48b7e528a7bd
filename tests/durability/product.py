"""The product as a process of its own that tests may kill at any moment and start again."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp

ROOT = Path(__file__).parents[2]
LONGEST_START = 30.0
CRASHED = 137


class Nursery:
    """The other end of :mod:`tests.durability.nursery`."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "tests.durability.nursery"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        self._ready = False

    def ask(self, **order: object) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if not self._ready:
            self._ready = self._process.stdout.readline() == "ready\n"
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


@contextmanager
def nursery() -> Iterator[Nursery]:
    opened = Nursery()
    try:
        yield opened
    finally:
        opened.close()


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
    return port


@dataclass
class Product:
    """`bangban serve` (or `backend`) on one folder and one port. `env` is the same at every start."""

    nursery: Nursery
    folder: Path
    env: dict[str, str]
    command: str = "serve"
    port: int = field(default_factory=free_port)
    pid: int = 0
    begun: float = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder.parent / f"{self.folder.name}.log"

    @property
    def troubles(self) -> str:
        """What the product has logged, without its greetings."""
        return "\n".join(line for line in self.log.read_text().splitlines() if "localhost" not in line)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.pid:
            await self.kill()

    def launch(self, crashpoint: str = "") -> None:
        """Begins a start, without waiting for the house to open."""
        self.begun = time.monotonic()
        argv = [self.command, "--data", str(self.folder), "--port", str(self.port)]
        env = {"BANGBAN_CHAT_BURST": "0", **self.env, "CRASHPOINT": crashpoint}
        self.pid = self.nursery.ask(entry="launch:main", argv=argv, env=env, log=str(self.log))

    async def start(self, crashpoint: str = "") -> None:
        self.launch(crashpoint)
        await self.opened()

    async def opened(self) -> None:
        """Waits until the house is open."""
        async with aiohttp.ClientSession() as http:
            while not await _healthy(http, self.url):
                if not _alive(self.pid) or time.monotonic() > self.begun + LONGEST_START:
                    raise AssertionError(f"the product did not open:\n{self.troubles[-3000:]}")
                await asyncio.sleep(0.01)

    async def kill(self) -> None:
        """As the power would: without a last word."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """As an administrator would: what is being handled is finished."""
        assert await self._end(signal.SIGTERM) in (0, -signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, how)
        return await self.ended()

    async def ended(self) -> int:
        """The exit code of a process that ends by itself."""
        pid, self.pid = self.pid, 0
        return await asyncio.to_thread(self.nursery.ask, wait=pid)


async def _healthy(http: aiohttp.ClientSession, url: str) -> bool:
    with contextlib.suppress(aiohttp.ClientError):
        async with http.get(f"{url}/healthz") as answer:
            return answer.status == 200
    return False


def _alive(pid: int) -> bool:
    """Whether a process still runs; one that waits to be buried does not."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
