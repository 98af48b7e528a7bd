"""Telegram's HTML, made in one place: whatever is not :class:`Html` is escaped on its way into a text."""

import re
from collections.abc import Iterator
from typing import Final

LONGEST_TEXT: Final = 4096
"""UTF-16 units of one message, after its markup is taken away."""


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


def utf16(value: str) -> int:
    return len(value) + sum(1 for letter in value if ord(letter) > 0xFFFF)


# --- splitting

_PIECE: Final = re.compile(r"<[^>]*>|&[a-z]+;|[^<&]+|[<&]", re.DOTALL)
_JOINED: Final = "[\ufe0e\ufe0f\u0300-\u036f\u20d0-\u20ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_SIGN: Final = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|.{_JOINED}(?:\u200d+.{_JOINED})*\u200d*", re.DOTALL)


def split(html: Html, limit: int = LONGEST_TEXT) -> list[Html]:
    """The text in messages of at most ``limit`` units: cut at a gap or line where possible, markup closed and reopened."""
    if utf16(html) <= limit:
        return [html]
    room = limit - len("（99/99）\n")
    parts = [part for part in _cut(html, room) if part.strip()]
    if len(parts) == 1:
        return [Html(parts[0])]
    return [Html(f"（{number}/{len(parts)}）\n{part}") for number, part in enumerate(parts, 1)]


def _cut(html: Html, limit: int) -> Iterator[str]:
    part, size, opened = "", 0, list[str]()
    for piece in _pieces(html, limit):
        if piece.startswith("<"):
            opened = opened[:-1] if piece.startswith("</") else [*opened, piece]
            part += piece
            continue
        length = 1 if piece.startswith("&") and len(piece) > 1 else utf16(piece)
        if size + length > limit:
            yield part.rstrip("\n") + "".join(_closing(tag) for tag in reversed(opened))
            part, size, piece = "".join(opened), 0, piece.lstrip("\n")
        part, size = part + piece, size + length
    yield part


def _pieces(html: Html, limit: int) -> Iterator[str]:
    """Tags, entities, and texts short enough to be moved as one: paragraphs, else lines, else what fits."""
    for found in _PIECE.finditer(html):
        piece = found.group()
        if piece[0] in "<&":
            yield piece
            continue
        for line in re.split(r"(?<=\n)(?=[^\n])", piece):
            yield from _short(line, limit)


def _short(line: str, limit: int) -> Iterator[str]:
    """What fits, never cut inside what is seen as one sign: a family, a flag, a skin tone."""
    part, size = "", 0
    for sign in _signs(line, limit) if utf16(line) > limit else (line,):
        length = utf16(sign)
        if part and size + length > limit:
            yield part
            part, size = "", 0
        part, size = part + sign, size + length
    yield part


def _signs(line: str, limit: int) -> Iterator[str]:
    """Signs as they are seen; only a heap of accents that fits into no message is cut itself."""
    for found in _SIGN.finditer(line):
        sign = found.group()
        yield from (sign[at : at + limit // 2] for at in range(0, len(sign), limit // 2))


def _closing(tag: str) -> str:
    return f"</{tag.strip('<>').split()[0]}>"
