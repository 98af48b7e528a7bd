"""The plainest way to write to many with aiogram: the peer of :mod:`bench.broadcast`, with nothing of ours in it.

    python -m bench.bare_sender URL TOKEN FIRST_CHAT RECIPIENTS
"""

import asyncio
import sys
import time

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

WORDS = "居民朋友，您好。新余市渝水区下周有招聘会。"


async def send(url: str, token: str, first: int, recipients: int) -> None:
    async with Bot(token, AiohttpSession(api=TelegramAPIServer.from_base(url))) as bot:
        for chat in range(first, first + recipients):
            await bot.send_message(chat, WORDS)


if __name__ == "__main__":
    asyncio.run(send(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
    time.sleep(60)  # So that what it has used can still be read; whoever reads it ends this process.
