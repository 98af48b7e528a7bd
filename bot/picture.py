"""A picture above a letter: fetched from the backend only where it has to be uploaded."""

from collections.abc import AsyncGenerator
from typing import Final

from aiogram import Bot
from aiogram.types import InputFile

from bot.client import BackendClient
from contract.channel import Picture

PIECE: Final = 64 * 1024


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
