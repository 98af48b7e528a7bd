"""Reading `synonyms.yaml`: how people say it, how the documents write it."""

from __future__ import annotations

from typing import Any

from backend.rules.full_text import Synonyms
from backend.rules.node import Mistakes, Node, unique
from backend.rules.said import N_


def read_synonyms(data: Any, mistakes: Mistakes) -> Synonyms:
    """`ignored` words and a list of `{say: […], write: […]}`."""
    root = Node(data, mistakes).only("ignored synonyms")
    said: list[str] = []
    written: list[tuple[str, ...]] = []
    phrases: list[Node] = []
    for group in root.at("synonyms").items():
        group.only("say write")
        words = group.strings("write")
        for phrase in group.at("say").items():
            phrases.append(phrase)
            said.append(phrase.scalar(str, "", N_("文字"), N_("请加引号")))
            written.append(words)
    unique(phrases, lambda phrase: str(phrase.data))
    return Synonyms(tuple(said), tuple(written), root.strings("ignored"))
