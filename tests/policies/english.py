"""What is told about packs, read in English: no Chinese but what is quoted from the packs themselves."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from backend.rules.said import Listed, Said, said_in
from locales import translator

CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]")
QUOTED = "…"
in_english = partial(said_in, house=translator("workbench", "en"), packs=translator("policies", "en"))


def only_quotes_are_chinese(told: str, *packs: str) -> None:
    """The words of the house are English; whatever else is Chinese stands in one of the texts of the packs."""
    assert told == said_in(told, str), "the Chinese is what it was before anybody asked for English"
    bare = in_english(without_quotes(told))
    assert not CHINESE.search(bare), bare
    whole = "".join(map(_letters, packs))
    for quoted in quotes_in(told):
        assert _letters(quoted) in whole, (told, quoted)


def without_quotes(told: Any) -> Any:
    """The same sentence with nothing in its holes but the words of the house."""
    match told:
        case Said():
            return Said(told, told.msgid, {name: without_quotes(value) for name, value in told.values.items()})
        case Listed():
            return Listed(told, told.between, map(without_quotes, told.items))
        case str() if CHINESE.search(told):
            return QUOTED
        case _:
            return told


def quotes_in(told: Any) -> Iterator[str]:
    """Everything Chinese that the house has no words for."""
    match told:
        case Said():
            for value in told.values.values():
                yield from quotes_in(value)
        case Listed():
            for item in told.items:
                yield from quotes_in(item)
        case str() if CHINESE.search(told):
            yield told


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text)
