"""The ways from a page of the console into the chat: links that hand the chat a word."""

from dataclasses import dataclass

from backend.core import messengers
from backend.core.console.desk import Desk


@dataclass(frozen=True)
class Doors:
    """Where people find us: the address of the browser chat, and our bot's name in each messenger that told it."""

    chat: str
    names: dict[str, str]

    def web(self, payload: str) -> str:
        return f"{self.chat}?start={payload}"

    def telegram(self, payload: str) -> str:
        """Empty while no bot has told its name."""
        return messengers.link(self.names, "telegram", payload)


async def doors(desk: Desk) -> Doors:
    """The doors of this house."""
    settings = desk.work.services.settings
    return Doors(settings.chat_url or f"{desk.request.base_url}chat/", await desk.read(messengers.names))
