"""How a call to the messenger can end, and what follows (trust table 0.20)."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Literal, TypeVar

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

R = TypeVar("R")

Ending = Literal["retry", "blocked", "failed", "unknown", "refused"]
"""``retry`` surely not delivered · ``blocked`` the person cannot be reached · ``failed`` for ever ·
``unknown`` perhaps delivered · ``refused`` the token itself is refused: stop everything."""

NEVER_CONNECTED: Final = (
    "ClientConnectorError",
    "ClientConnectorDNSError",
    "ClientConnectorSSLError",
    "ClientConnectorCertificateError",
)
UNREACHABLE: Final = ("chat not found", "user is deactivated", "bot was blocked")
PAUSES: Final = (0.5, 2.0)
LONGEST_OBEYED: Final = 30


def ending_of(error: Exception) -> Ending:
    """Which of the outcomes an error means."""
    if isinstance(error, TelegramRetryAfter):
        return "retry"
    if isinstance(error, TelegramUnauthorizedError | TelegramConflictError):
        return "refused"
    if isinstance(error, TelegramForbiddenError):
        return "blocked"
    if isinstance(error, TelegramBadRequest | TelegramNotFound):
        return "blocked" if any(words in error.message for words in UNREACHABLE) else "failed"
    if isinstance(error, TelegramNetworkError):
        return "retry" if error.message.startswith(NEVER_CONNECTED) else "unknown"
    if isinstance(error, TelegramServerError | ClientDecodeError):
        return "unknown"
    return "failed" if isinstance(error, TelegramAPIError) else "unknown"


def pause_of(error: Exception) -> float:
    """Seconds the messenger asks us to wait; 0 when it does not."""
    return float(error.retry_after) if isinstance(error, TelegramRetryAfter) else 0.0


async def patiently(
    call: Callable[[], Awaitable[R]], perhaps_arrived: Callable[[], None] = lambda: None
) -> R | None:
    """A reply within a conversation: tried again where it may not have arrived; a repeated sentence does no harm.

    None when the person has blocked the bot. ``perhaps_arrived`` is called before a try that may be the second to
    arrive. Raises what cannot be helped.
    """
    for pause in PAUSES:
        try:
            return await call()
        except (TelegramAPIError, ClientDecodeError) as error:
            ending = ending_of(error)
            if ending == "blocked":
                return None
            if ending in ("failed", "refused") or pause_of(error) > LONGEST_OBEYED:
                raise
            if ending == "unknown":
                perhaps_arrived()
            await asyncio.sleep(max(pause, pause_of(error)))
    return await call()
