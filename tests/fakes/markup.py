"""Telegram's HTML markup: what a person sees of it, its entities, and the refusals of the real server.

Lengths and offsets count UTF-16 units, as everywhere in the Bot API.
"""

import re
from typing import Any

ENTITY_OF_TAG = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
CHARACTER_OF_NAME = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_TOKEN = re.compile(r"""<(?:[^>"']|"[^"]*"|'[^']*')*>|&(?:#x[0-9a-fA-F]+|#\d+|\w+);?|[^<&]+|[<&]""")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""")
_CONTROL = {code: " " for code in range(32) if code not in (10, 13)} | {13: None}


class MarkupError(Exception):
    """The text is not Telegram HTML; the message is the one the real server gives."""


def utf16_length(text: str) -> int:
    """The length of `text` in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """`text` as Telegram stores it: control characters become spaces, carriage returns vanish."""
    return text.translate(_CONTROL)


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its entities. Raises MarkupError."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Reader(source).read()


class _Reader:
    """One pass over the source; `open` holds the tags not yet closed."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.length = 0
        self.entities: list[dict[str, Any]] = []
        self.open: list[tuple[str, int, dict[str, str]]] = []

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        for match in _TOKEN.finditer(self.source):
            token = match[0]
            if token.startswith("</"):
                self._close(token, match.start())
            elif token.startswith("<"):
                self._open(token, match.start())
            else:
                self._add(_character(token) if token.startswith("&") else token)
        if self.open:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.parts), self.entities

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += utf16_length(text)

    def _open(self, token: str, position: int) -> None:
        if not token.endswith(">"):
            raise MarkupError(f"Unclosed start tag at byte offset {self._byte(position)}")
        name, _, rest = token[1:-1].partition(" ")
        name = name.strip().lower()
        if name not in ENTITY_OF_TAG:
            raise MarkupError(f'Unsupported start tag "{name}" at byte offset {self._byte(position)}')
        attributes = {key.lower(): value.strip("\"'") for key, value in _ATTRIBUTE.findall(rest)}
        if name == "span" and attributes.get("class") != "tg-spoiler":
            at = self._byte(position)
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        self.open.append((name, self.length, attributes))

    def _close(self, token: str, position: int) -> None:
        if not token.endswith(">"):
            raise MarkupError(f"Unclosed end tag at byte offset {self._byte(position)}")
        if not self.open:
            raise MarkupError(f"Unexpected end tag at byte offset {self._byte(position)}")
        name, start, attributes = self.open.pop()
        found = token[2:-1].strip().lower()
        if found not in ("", name):
            raise MarkupError(
                f"Unmatched end tag at byte offset {self._byte(position)}, "
                f'expected "</{name}>", found "</{found}>"'
            )
        if self.length > start:
            self._keep(name, start, attributes)

    def _keep(self, name: str, start: int, attributes: dict[str, str]) -> None:
        entity: dict[str, Any] = {
            "type": ENTITY_OF_TAG[name],
            "offset": start,
            "length": self.length - start,
        }
        if name == "a":
            if not attributes.get("href"):
                return
            entity["url"] = "".join(_character(part) for part in _TOKEN.findall(attributes["href"]))
        if name == "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        if name == "blockquote" and "expandable" in self.source:
            entity["type"] = "expandable_blockquote" if "expandable" in attributes else "blockquote"
        self.entities.append(entity)

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "surrogatepass"))


def _character(token: str) -> str:
    """The character a reference stands for; what is no reference stays as it is written."""
    if not token.startswith("&"):
        return token
    name = token[1:].removesuffix(";")
    if name.startswith("#") and len(name) > 1:
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        return chr(code) if 0 < code < 0x110000 else token
    return CHARACTER_OF_NAME.get(name, token) if token.endswith(";") else token
