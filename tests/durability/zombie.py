"""A bot that stands still in the middle of its work, as a program of its own: it stops itself with a real SIGSTOP.

Its arguments: a data folder, the fake Bot API's address and token. It does four things one after the other and stops
once in each; whoever wakes it (SIGCONT) has done its work meanwhile. Its leases are a second long, so that to stand
still for two is what five minutes are to the product.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any, Final

from aiogram import Bot, Dispatcher
from pydantic import SecretStr

from backend.app import create_backend, open_work
from backend.core.settings import Settings
from bot import deliveries, intake
from bot.channels.telegram import telegram_bot
from bot.client import BackendClient
from bot.deliveries import Deliveries
from bot.embedded import Embedded
from bot.intake import Intake
from bot.line import Line
from bot.routers import build_router
from bot.settings import BotSettings
from tests.conftest import BOT_TOKEN

STOPS: Final = ("claim_deliveries", "close_delivery", "claim_updates", "finish_updates")
"""In this order: a letter is claimed, a letter is sent, a message is claimed, a message is answered."""
LEASE: Final = 1


class Stopping:
    """The real client; it stands still after it has claimed, and before it closes, once where it is told to."""

    def __init__(self, client: BackendClient) -> None:
        self._client, self.at = client, ""

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._client, name)
        if name not in STOPS:
            return call

        async def stops(*args: Any) -> Any:
            if name.startswith("claim"):
                answer = await call(*args)
                self._stand_still(name)
                return answer
            self._stand_still(name)
            return await call(*args)

        return stops

    def _stand_still(self, name: str) -> None:
        if name == self.at:
            self.at = ""
            os.kill(os.getpid(), signal.SIGSTOP)


async def works(client: Stopping, bot: Bot) -> None:
    for stop in STOPS:
        client.at = stop
        if stop in STOPS[:2]:
            await Deliveries("telegram", bot, client)._round()  # type: ignore[arg-type]
        else:
            await _handles(client, bot)


async def _handles(client: Stopping, bot: Bot) -> None:
    """What waits in the inbox, until it is finished or left."""
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(build_router())
    desk = Intake("telegram", bot, dispatcher, client)  # type: ignore[arg-type]
    await desk._claim_some()
    if desk._busy:
        await asyncio.wait(desk._busy)
    if not desk._finished.empty():
        await desk._finish([desk._finished.get_nowait()])


async def _main(data: Path, api: str, token: str) -> None:
    deliveries.LEASE = intake.LEASE = LEASE  # type: ignore[misc]
    deliveries.GIVE_UP_BEFORE_LEASE_ENDS = intake.GIVE_UP_BEFORE_LEASE_ENDS = 0  # type: ignore[misc]
    work = open_work(Settings(data=data, bot_token=SecretStr(BOT_TOKEN), chat_burst=0, telegram_per_second=0))
    bot = telegram_bot(BotSettings(telegram_token=SecretStr(token), telegram_api=api))
    async with Line(Embedded(create_backend(work)), "http://house", {"Authorization": f"Bearer {BOT_TOKEN}"}) as line:
        await works(Stopping(BackendClient(line)), bot)
    await bot.session.close()
    work.engine.dispose()


def main() -> None:
    asyncio.run(_main(Path(sys.argv[1]), *sys.argv[2:4]))
