"""Telegram's HTML, made in one place: whatever is not :class:`Html` is escaped on its way into a text."""

import re
from typing import Final

from contract import splitting
from contract.splitting import LONGEST_TEXT as LONGEST_TEXT
from contract.splitting import utf16 as utf16


class Html(str):
    """Markup that is already safe; what is added to it is made safe first."""

    __slots__ = ()

    def __add__(self, other: str) -> "Html":
        return Html(str.__add__(self, safe(other)))

    def __radd__(self, other: str) -> "Html":
        return Html(str.__add__(safe(other), self))


def safe(value: str) -> Html:
    if isinstance(value, Html):
        return value
    return Html(value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def bold(value: str) -> Html:
    return Html(f"<b>{safe(value)}</b>") if value else Html("")


def italic(value: str) -> Html:
    return Html(f"<i>{safe(value)}</i>") if value else Html("")


def code(value: str) -> Html:
    """Text that one tap copies."""
    return Html(f"<code>{safe(value)}</code>")


NUMBERS: Final = re.compile(r"\b(?:\d{4}-\d{6}|TZ\d{8}|RD\d{6}-\d{4})-[0-9A-Z]{7,}(?:-[0-9A-Z]{7})?\b")
"""Receipt, letter and register numbers, as they stand in letters."""


def with_numbers(value: Html) -> Html:
    """The same text, in which one tap copies each number that a citizen may have to quote."""
    return Html(NUMBERS.sub(lambda found: code(found[0]), value))


def quote(*lines: str) -> Html:
    """Words of a document, set apart from ours."""
    return Html(f"<blockquote>{text(*lines)}</blockquote>")


def fold(*lines: str) -> Html:
    """A quotation that stays folded until it is tapped."""
    return Html(f"<blockquote expandable>{text(*lines)}</blockquote>")


def text(*lines: str) -> Html:
    """Lines one below the other; an empty one stays as a gap, but never two and none at the ends."""
    joined = "\n".join(safe(line) for line in lines)
    return Html(re.sub(r"\n{3,}", "\n\n", joined).strip("\n"))


def blocks(*parts: str) -> Html:
    """Paragraphs with a gap between; empty ones are left out."""
    return Html("\n\n".join(safe(part) for part in parts if part))


def filled(template: str, **values: str | int) -> Html:
    """A sentence of the catalog with its values; markup in a value is kept, all else is escaped."""
    shown = {name: safe(str(value) if isinstance(value, int) else value) for name, value in values.items()}
    return Html(safe(template).format_map(shown))


def split(html: Html, limit: int = LONGEST_TEXT) -> list[Html]:
    """The text in messages of at most ``limit`` units, as :func:`contract.splitting.split` cuts it."""
    return [Html(part) for part in splitting.split(html, limit)]
