"""The events of a chat as Server-Sent Events, from the stored log, so that any replica can serve any page."""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

from bot.channels.web.bell import Bell
from bot.channels.web.log import ChatLog
from bot.client import BackendDown
from contract.channel import ChatEvent

POLL_SECONDS: Final = 2.0
"""How soon a page sees what another process has written; the own process rings."""
BEAT_SECONDS: Final = 15.0
"""A sign of life: proxies keep the line open, and a page notices a dead one."""


async def stream(
    log: ChatLog, bell: Bell, chat_id: int, after: int, gone: Callable[[], Awaitable[bool]]
) -> AsyncIterator[str]:
    """What happened after event ``after``, then what happens, until the page is gone or the server stops."""
    yield "retry: 1500\n\n"
    beat_at = 0.0
    with bell.listen(chat_id) as ear:
        while not bell.closed and not await gone():
            try:
                events = (await log.chat_events(chat_id, after)).events
            except BackendDown:
                return  # The page comes back by itself and asks for what it has not seen.
            for event in events:
                after = event.seq
                yield f"id: {event.seq}\ndata: {_json(drawn(event))}\n\n"
            for whisper in ear.take():
                yield f"event: whisper\ndata: {_json(whisper)}\n\n"
            if time.monotonic() >= beat_at:
                beat_at = time.monotonic() + BEAT_SECONDS
                yield "event: beat\ndata: \n\n"
            if not events:
                await ear.wait(POLL_SECONDS)


def drawn(event: ChatEvent) -> dict[str, Any]:
    """An event as the page draws it."""
    return {
        "seq": event.seq,
        "kind": event.kind,
        "message_id": event.message_id,
        "body": event.body,
        "at": event.at.isoformat(),
    }


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
