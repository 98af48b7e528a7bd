"""Whoever chose English reads English: what the backend says to citizens stands in the catalog, word for word."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

CATALOGS = Path("locales/en/LC_MESSAGES")
SPEAKING = sorted(
    path for path in Path("backend").rglob("*.py") if 'translator("citizen"' in path.read_text(encoding="utf-8")
)
MARKS = {"_", "N_", "label"}
"""How a sentence is marked to be translated, by itself or as the last part of a name."""


def sentences(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[ast.Constant(value=str(words)), *_]):
                if name in MARKS:
                    yield words


def catalog(name: str) -> set[str]:
    with (CATALOGS / f"{name}.po").open("rb") as file:
        return {str(message.id) for message in read_po(file) if message.id and message.string and not message.fuzzy}


@pytest.mark.parametrize("path", SPEAKING, ids=str)
def test_every_sentence_to_a_citizen_is_there_in_english(path: Path) -> None:
    known = catalog("citizen")
    if 'translator("notices"' in path.read_text(encoding="utf-8"):
        known |= catalog("notices")  # Some rooms also quote what officers read.
    assert set(sentences(path)) <= known


def test_the_rooms_that_speak_to_citizens_are_found() -> None:
    found = {path.parent.name for path in SPEAKING}
    assert {"applications", "policies", "records", "stories", "training", "outreach"} <= found
    assert sum(len(set(sentences(path))) for path in SPEAKING) > 200
