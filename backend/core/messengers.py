"""How our bot is called in a messenger: asked of the messenger by the bot itself, so that nobody has to set it."""

from typing import Final

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base
from backend.core.unit import Unit
from contract.channel import IntroduceBot

LINKS: Final = {"telegram": "https://t.me/{name}?start={payload}"}
"""How each messenger opens a chat with a bot and hands it a word, as its documentation says."""


class Messenger(Base):
    """One messenger with the name of our bot there."""

    __tablename__ = "messengers"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    bot_name: Mapped[str] = mapped_column(String(32))


def introduce(unit: Unit, bot: IntroduceBot) -> None:
    """Keeps the name the messenger has told."""
    unit.session.merge(Messenger(channel=bot.channel, bot_name=bot.name))


def names(unit: Unit) -> dict[str, str]:
    """Our bot's name in each messenger that has told one."""
    return {row.channel: row.bot_name for row in unit.session.scalars(select(Messenger))}


def link(names: dict[str, str], channel: str, payload: str) -> str:
    """The link that opens our bot with ``payload`` (A-Z, a-z, 0-9, _ and -); empty where its name is not known."""
    name = names.get(channel)
    return LINKS[channel].format(name=name, payload=payload) if name else ""
