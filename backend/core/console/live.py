"""News while a page is open: the browser hears that something changed and asks for it itself."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

from fastapi import Request
from starlette.responses import StreamingResponse

PAUSE = 2.0
"""Seconds between two looks at the database; replicas need nothing else to agree."""
HEARTBEAT = 7
"""Looks without news between two signs of life."""
LOOKS = 450
"""Looks of one stream, a quarter of an hour; the browser then comes back by itself."""

Look = Callable[[], Awaitable[str | None]]


class Streams:
    """The open streams of one application; a server closes them first, or it would wait for them."""

    def __init__(self) -> None:
        self._over = asyncio.Event()

    def close(self) -> None:
        """Ends all streams now and any that is still asked for."""
        self._over.set()

    def open(self, request: Request, look: Look, seen: str) -> StreamingResponse:
        """Server-sent events: one whenever ``look`` gives another text than ``seen``. ``None`` ends it."""
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        known = request.headers.get("last-event-id", seen)
        return StreamingResponse(self.events(look, known), media_type="text/event-stream", headers=headers)

    async def events(self, look: Look, known: str) -> AsyncIterator[str]:
        """The stream as it goes over the wire."""
        yield "retry: 3000\n\n"
        for turn in range(LOOKS):
            seen = await look()
            if seen is None:
                yield "event: over\ndata: -\n\n"
                return
            if seen != known:
                known = seen
                yield f"id: {seen}\ndata: {seen}\n\n"
            elif turn % HEARTBEAT == HEARTBEAT - 1:
                yield ": here\n\n"
            if await self._paused():
                return

    async def _paused(self) -> bool:
        """Waits a moment; True when everything is to end."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), PAUSE)
        return self._over.is_set()
