"""Pictures: of letters, fetched from the backend only where they have to be uploaded, and drawings of our own."""

from collections.abc import AsyncGenerator
from typing import Final

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramBadRequest
from aiogram.types import InputFile
from anyio.to_thread import run_sync

from bot import drawings
from bot.client import BackendClient
from bot.markup import safe
from bot.sending import patiently
from contract.channel import Picture

PIECE: Final = 64 * 1024
KNOWN: Final[dict[tuple[int, str], str]] = {}
"""Under which id a bot's messenger knows a drawing: it is uploaded once a process."""


class BackendPicture(InputFile):
    """A picture the backend keeps. Our own channel shows it from there and reads nothing."""

    def __init__(self, client: BackendClient, picture: Picture) -> None:
        super().__init__(filename="picture.jpg")
        self.picture = picture
        self._client = client

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:
        content = await self._client.picture(self.picture.id) or b""
        for start in range(0, len(content), PIECE):
            yield content[start : start + PIECE]


class Drawing(InputFile):
    """A drawing of our own. Our own channel shows it from here and reads nothing."""

    def __init__(self, name: str, alt: str) -> None:
        super().__init__(filename=f"{name}.png")
        self.name = name
        self.alt = alt

    async def read(self, bot: Bot) -> AsyncGenerator[bytes, None]:
        content = await run_sync(drawings.png, self.name)
        for start in range(0, len(content), PIECE):
            yield content[start : start + PIECE]


async def show_drawing(bot: Bot, chat_id: int, drawing: Drawing, caption: str) -> None:
    """One of our drawings, by the id the messenger gave it; where that one is forgotten it is uploaded once more.

    It only helps: where it cannot be shown the conversation goes on without.
    """
    key = (bot.id, drawing.name)
    for known in (KNOWN.pop(key, None), None):
        try:
            photo = known or drawing
            sent = await patiently(lambda photo=photo: bot.send_photo(chat_id, photo, caption=safe(caption)))  # type: ignore[misc]
        except TelegramBadRequest:
            if known:
                continue
            return
        except (TelegramAPIError, ClientDecodeError):
            return
        if sent and sent.photo and sent.photo[-1].file_id:
            KNOWN[key] = sent.photo[-1].file_id
        return
