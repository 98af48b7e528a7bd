"""The real product in a process of its own: `bangban serve` on a free port with a fresh data folder.

Nothing is reached past its doors: officers come in by the invitation links that `bangban staff add` prints.
"""

import asyncio
import contextlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.control import Control
from tests.people import Officer

ROOT = Path(__file__).parents[2]
PATIENCE = 90.0
"""Seconds the product may take to open its doors on a machine that is busy."""
SECRET = "a-secret-for-the-webhook"


class DidNotStart(AssertionError):
    """The product ended or stayed silent; the text is what it wrote."""


@dataclass(frozen=True)
class Product:
    """A running house. `url` has no slash at the end."""

    url: str
    data: Path

    @property
    def chat(self) -> str:
        return f"{self.url}/chat/"

    @property
    def staff(self) -> str:
        return f"{self.url}/staff/"

    async def invite(self, officer: Officer, role: str = "reviewer") -> str:
        """The address where this officer chooses a password, as `bangban staff add` prints it."""
        words = [officer.login, "--name", officer.name, "--office", officer.office_code, "--role", role]
        said = await asyncio.to_thread(_bangban, self.data, "staff", "add", "--login", *words)
        found = re.search(r"/staff/invitations/\S+", said)
        assert found, said
        return self.url + found.group()


def _bangban(data: Path, *words: str) -> str:
    """What one run of the command prints on standard output."""
    command = [sys.executable, "-m", "launch", *words, "--data", str(data)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.asynccontextmanager
async def product(
    data: Path, fake: Control | None = None, *, webhook: bool = False, command: str = "serve"
) -> AsyncIterator[Product]:
    """The product until the end of the block; with `fake` it also talks to that Bot API."""
    port = free_port()
    house = Product(f"http://127.0.0.1:{port}", data)
    words = [sys.executable, "-m", "launch", command, "--data", str(data), "--port", str(port)]
    environment = _environment(house, fake, webhook)
    log = data.parent / f"{data.name}.log"
    with log.open("w") as output:
        running = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        await _open_doors(running, port, log)
        yield house
    finally:
        running.terminate()
        await asyncio.to_thread(_end, running)


def _environment(house: Product, fake: Control | None, webhook: bool) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BANGBAN_")}
    # Nobody taps as fast as these journeys; the step with the telephone has tests of its own.
    kept |= {"BANGBAN_CHAT_BURST": "0", "BANGBAN_SECOND_FACTOR": "none"}
    if fake is not None:
        kept |= {"BANGBAN_TELEGRAM_TOKEN": fake.token, "BANGBAN_TELEGRAM_API": fake.url}
    if webhook:
        kept |= {"BANGBAN_TELEGRAM_WEBHOOK": f"{house.url}/telegram/", "BANGBAN_TELEGRAM_SECRET": SECRET}
    return kept


async def _open_doors(running: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Waits until `/healthz` answers."""
    clock = asyncio.get_running_loop().time
    deadline = clock() + PATIENCE
    while not await _healthy(port):
        if running.poll() is not None or clock() > deadline:
            raise DidNotStart(log.read_text())
        await asyncio.sleep(0.05)


async def _healthy(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    return b" 200 " in answer.partition(b"\r\n")[0]


def _end(running: subprocess.Popen[bytes]) -> None:
    try:
        running.wait(15)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
