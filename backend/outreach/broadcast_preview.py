"""A message as its reader will see it: the bubbles of the chat, and the buttons below the last."""

from dataclasses import dataclass
from html import escape, unescape

from backend.core.unit import Unit
from backend.outreach import message, quotes, salutation
from backend.outreach.audience import Addressee, Audience
from backend.outreach.broadcast_feed import buttons, values
from backend.outreach.broadcast_models import Broadcast
from contract.base import DEFAULT_LANGUAGE
from contract.splitting import LONGEST_CAPTION, split, utf16


@dataclass(frozen=True)
class Bubble:
    """One message of a chat: a picture, lines of text, or a picture with its caption."""

    lines: tuple[str, ...] = ()
    picture: bool = False


@dataclass(frozen=True)
class Shown:
    """What one reader sees. Both chats cut a text at the same places, because our own keeps to Telegram's measure."""

    language: str
    bubbles: tuple[Bubble, ...]
    buttons: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """All that is said, whichever bubble it stands in."""
        return tuple(line for bubble in self.bubbles for line in bubble.lines)


def bubbles(text: str, picture: bool) -> tuple[Bubble, ...]:
    """The messages a text is sent as, cut as the bot cuts it: long captions below the picture, long texts in parts."""
    if picture and utf16(text) <= LONGEST_CAPTION:
        return (Bubble(_lines(text), picture=True),)
    # What is sent has its signs escaped, and is cut so.
    parts = tuple(Bubble(_lines(unescape(part))) for part in split(escape(text, quote=False)))
    return (Bubble(picture=True), *parts) if picture else parts


def shown(unit: Unit, row: Broadcast) -> tuple[Shown, ...]:
    """The message in each language it was written in, to somebody of whom nothing is known."""
    return tuple(_shown(unit, row, language) for language in row.texts)


def named(unit: Unit, row: Broadcast) -> tuple[Shown, ...]:
    """The same for somebody whose name is known, where the text speaks to her."""
    if salutation.HOLE not in message.holes_of(row.texts[DEFAULT_LANGUAGE]):
        return ()
    return (_shown(unit, row, DEFAULT_LANGUAGE, {0: salutation.NAMED}),)


def _shown(unit: Unit, row: Broadcast, language: str, names: dict[int, str] | None = None) -> Shown:
    somebody = Addressee(0, "", 0, language, Audience.of(row.audience).area)
    said = message.filled(row.texts[language], values(unit, row, somebody, names or {}))
    said = quotes.below(said, row.quotes, language)
    below = tuple(button.label for button in buttons(row, language))
    return Shown(language, bubbles(said, bool(row.picture_id)), below)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))
