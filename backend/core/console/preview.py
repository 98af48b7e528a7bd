"""Pages of a PDF as pictures, so that papers are read side by side and nothing is downloaded.

A citizen's PDF is opened in a process of its own with little memory and time: whatever it does there ends there.
"""

import subprocess
import sys

import anyio

from backend.core.problems import Problem

SECONDS = 15
WORKER = (sys.executable, "-m", "backend.core.console.pdf_worker")


async def picture(content: bytes, page: int) -> bytes:
    """One page as PNG, counted from 1. Raises 404 ``file.not_found`` for a page that is not there."""
    return await _asked(content, "picture", page)


async def count(content: bytes) -> int:
    """How many pages a PDF has, at most thirty. Raises 404 ``file.not_found`` for what cannot be read."""
    return int(await _asked(content, "count", 1))


async def _asked(content: bytes, what: str, page: int) -> bytes:
    try:
        with anyio.fail_after(SECONDS):
            done = await anyio.run_process([*WORKER, what, str(page)], input=content, stderr=subprocess.DEVNULL)
    except (subprocess.CalledProcessError, TimeoutError):
        raise Problem("file.not_found", 404) from None
    return done.stdout
