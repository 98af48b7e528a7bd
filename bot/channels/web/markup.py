"""Telegram's HTML, read into text and entities: what the page draws without ever touching ``innerHTML``.

As strict as Telegram, so that a screen that shows here shows there too.
"""

import html
import re
from typing import Any, Final

TAGS: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
SAFE_LINK: Final = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_PIECE = re.compile(r"<(/?)([a-zA-Z]+)([^<>]*)>|(<)|([^<]+)")
_HREF = re.compile(r"""\s+href\s*=\s*(?:"([^"]*)"|'([^']*)')\s*""")

Entity = dict[str, Any]


class MarkupError(ValueError):
    """The text is not in Telegram's HTML."""


def utf16(text: str) -> int:
    """Length as Telegram and browsers count it: in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def parse(source: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities, outermost first. Raises :class:`MarkupError`."""
    reader = _Reader()
    for closing, tag, rest, stray, words in _PIECE.findall(source):
        if stray:
            raise MarkupError("can't parse entities: a '<' that starts no tag must be written '&lt;'")
        if words:
            reader.say(html.unescape(words))
        elif closing:
            reader.leave(tag.lower())
        else:
            reader.enter(tag.lower(), rest)
    return reader.done()


class _Reader:
    def __init__(self) -> None:
        self.text = ""
        self.length = 0
        self.open: list[tuple[str, Entity]] = []
        self.entities: list[Entity] = []

    def say(self, words: str) -> None:
        self.text += words
        self.length += utf16(words)

    def enter(self, tag: str, rest: str) -> None:
        if tag not in TAGS:
            raise MarkupError(f'can\'t parse entities: unsupported start tag "{tag}"')
        self.open.append((tag, {"type": TAGS[tag], "offset": self.length, **_attributes(tag, rest)}))
        self.entities.append(self.open[-1][1])

    def leave(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            raise MarkupError(f'can\'t parse entities: unexpected end tag "{tag}"')
        entity = self.open.pop()[1]
        entity["length"] = self.length - entity["offset"]

    def done(self) -> tuple[str, list[Entity]]:
        if self.open:
            raise MarkupError(f"can't parse entities: can't find end tag of \"{self.open[-1][0]}\"")
        return self.text, [entity for entity in self.entities if entity["length"]]


def _attributes(tag: str, rest: str) -> dict[str, str]:
    if tag == "a":
        found = _HREF.fullmatch(rest)
        if found is None or not SAFE_LINK.match(found[1] or found[2] or ""):
            raise MarkupError("can't parse entities: a link needs an http, mailto or tel address")
        return {"url": html.unescape(found[1] or found[2])}
    if tag == "blockquote" and rest.strip() == "expandable":
        return {"type": "expandable_blockquote"}
    if rest.strip():
        raise MarkupError(f'can\'t parse entities: tag "{tag}" takes no attributes')
    return {}
