"""Chinese is the source; English is complete: no sentence reaches a reader in the wrong language."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGS = sorted((ROOT / "locales/en/LC_MESSAGES").glob("*.po"))
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
A_DAY = "{year}年{month}月{day}日"
"""English writes the month as a word, so this one pattern has other holes."""
HOLES = re.compile(r"(%\(\w+\)s|\{\w*)(?::\w+)?")
"""Whatever stands in a hole, and not how it is written: `{month:02}` is the hole `{month`."""


def said() -> Iterator[tuple[str, str]]:
    """Every sentence of the code that asks to be translated, with where it stands."""
    for room in ("bot", "backend"):
        for file, line, words, *_ in extract_from_dir(ROOT / room, METHODS, options_map={}):
            text = words[0] if isinstance(words, tuple) else words
            if CHINESE.search(text):
                yield f"{room}/{file}:{line}", text


def translated() -> dict[str, str]:
    return {
        str(message.id): str(message.string)
        for path in CATALOGS
        for message in messages_of(path)
        if message.string and not message.fuzzy
    }


def messages_of(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file, locale="en") if message.id]


def test_every_sentence_of_the_code_exists_in_english() -> None:
    known = translated()
    assert [f"{place}: {text}" for place, text in said() if text not in known] == []


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.stem)
def test_no_translation_is_empty_fuzzy_or_half_chinese(path: Path) -> None:
    assert [message.id for message in messages_of(path) if message.fuzzy or not message.string] == []


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.stem)
def test_translations_fill_the_same_holes(path: Path) -> None:
    wrong = [
        message.id
        for message in messages_of(path)
        if message.id != A_DAY
        and set(HOLES.findall(str(message.id))) != set(HOLES.findall(str(message.string)))
    ]
    assert wrong == []
