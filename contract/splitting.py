"""How long one message may be and where a longer one is cut: whoever shows a message beforehand and whoever sends it agree.

The measure is Telegram's; our own chat speaks its dialect and keeps to it too.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

LONGEST_TEXT: Final = 4096
"""UTF-16 units of one message, after its markup is taken away."""
LONGEST_CAPTION: Final = 1024
"""The same below a picture; a longer text follows the picture as a message of its own."""

_PIECE: Final = re.compile(r"<[^>]*>|&[a-z]+;|[^<&]+|[<&]", re.DOTALL)
_JOINED: Final = "[\ufe0e\ufe0f\u0300-\u036f\u20d0-\u20ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
_SIGN: Final = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|.{_JOINED}(?:\u200d+.{_JOINED})*\u200d*", re.DOTALL)


def utf16(value: str) -> int:
    return len(value) + sum(1 for letter in value if ord(letter) > 0xFFFF)


def beginning(text: str, signs: int) -> str:
    """The first signs of a plain text as they are seen: no emoji is cut, and what is left out is told by an ellipsis."""
    found = list(islice(_SIGN.finditer(text), signs + 1))
    return "".join(sign.group() for sign in found[:signs]) + "…" * (len(found) > signs)


def split(html: str, limit: int = LONGEST_TEXT) -> list[str]:
    """The text in messages of at most ``limit`` units: cut at a gap or line where possible, markup closed and reopened."""
    if utf16(html) <= limit:
        return [html]
    room = limit - len("（99/99）\n")
    parts = [part for part in _cut(html, room) if part.strip()]
    if len(parts) == 1:
        return [parts[0]]
    return [f"（{number}/{len(parts)}）\n{part}" for number, part in enumerate(parts, 1)]


def _cut(html: str, limit: int) -> Iterator[str]:
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


def _pieces(html: str, limit: int) -> Iterator[str]:
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
