"""Reading `synonyms.yaml`: how people say it, how the documents write it."""

from __future__ import annotations

from typing import Any

from backend.rules.full_text import Synonyms
from backend.rules.node import Mistakes, Node, unique
from backend.rules.said import N_


def read_synonyms(data: Any, mistakes: Mistakes) -> Synonyms:
    """`ignored` and `elsewhere` are words, `asking`, `deciding` and `synonyms` lists of `{say: […], write: […]}`."""
    root = Node(data, mistakes).only("ignored elsewhere asking deciding synonyms")
    asking, deciding, others = (_groups(root.at(part)) for part in ("asking", "deciding", "synonyms"))
    every = asking + deciding + others
    phrases = [phrase for phrase, _ in every]
    unnamed = [word for part in ("ignored", "elsewhere") for word in root.at(part).items()]
    unique([*phrases, *unnamed], lambda phrase: str(phrase.data))
    said = tuple(phrase.scalar(str, "", N_("文字"), N_("请加引号")) for phrase in phrases)
    return Synonyms(
        said,
        tuple(written for _, written in every),
        asking=said[: len(asking)],
        deciding=said[len(asking) : len(asking) + len(deciding)],
        ignored=root.strings("ignored"),
        elsewhere=root.strings("elsewhere"),
    )


def _groups(groups: Node) -> list[tuple[Node, tuple[str, ...]]]:
    """Every phrase people say, with what is written for it."""
    return [
        (phrase, group.strings("write"))
        for group in groups.items()
        for phrase in group.only("say write").at("say").items()
    ]
