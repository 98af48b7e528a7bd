"""A question taken apart: what tells nothing goes, what people say becomes what documents write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from backend.policies.numerals import NUMERAL, in_figures
from backend.rules.full_text import Synonyms

Terms = Mapping[str, float]
"""Pairs of characters (and single ones, figures, words), each with what it weighs."""
_Spelling = str | re.Pattern[str]

LONGEST_QUESTION: Final = 100
"""Characters that are read; a longer text is a story, and its beginning says what it is about."""
SINGLE: Final = 0.2
"""What one character counts beside a pair."""
WORDING: Final = 4.0
"""What the words of the documents for something people say weigh, together, however many they are."""
DECIDING: Final = 6.0
"""The same for what decides which provision is meant, whoever it befalls: 过期, 拒绝, 再申请."""
ASKING: Final = 2.0
"""The same for words that say how something is asked (where, with which papers), not what is asked about."""
NEARLY: Final = 0.5
"""What a phrase counts that was said only in part: 没音讯 where 没音信 is known."""
ELSEWHERE: Final = 20.0
"""What a matter weighs that no document regulates: more than all else a question says."""
THIS_CITY: Final = "本市"
"""What a document calls the city it is of."""
SHORTEST_NAME: Final = 2
"""Characters of a city's name that are enough without its 市."""

_RUN: Final = re.compile(r"[\u4e00-\u9fff]+|\d+|[a-z]+")
_AGE: Final = re.compile(
    rf"(?<!\d)(?<!{NUMERAL[:-1]})([2-6]\d|[二三四五六]十[一二三四五六七八九]?)(?:多?了|出头|好几)"
    r"|(?<!\d)([2-6]\d)(?=$|[\s，。,.？?！!、男女])"
)
"""People leave out 岁: 我五十了, 女46."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a question in one or several `wordings`, of which any counts.

    `meant`: they stand for what was said, otherwise they are the words themselves; `asks`: they say how something is
    asked, not what about.
    """

    wordings: tuple[Terms, ...]
    meant: bool = False
    asks: bool = False
    said: Terms = field(default_factory=dict, compare=False)
    """What was said for it, in terms; two ways of saying it are one piece."""

    def lighter(self, by: float) -> Piece:
        """The same, counting for less."""
        wordings = tuple({term: weight * by for term, weight in terms.items()} for terms in self.wordings)
        return replace(self, wordings=wordings, said={})


class Reader:
    """Takes a question apart: what tells nothing goes, what people say becomes what documents write."""

    def __init__(self, synonyms: Synonyms) -> None:
        asking = set(synonyms.asking)
        weighs = dict.fromkeys(asking, ASKING) | dict.fromkeys(synonyms.deciding, DECIDING)
        meant = {
            said: _meant(said, written, weighs.get(said, WORDING), asks=said in asking)
            for said, written in zip(synonyms.said, synonyms.written, strict=True)
        }
        meant |= {said: Piece(()) for said in synonyms.ignored}
        meant |= {said: Piece(({said: ELSEWHERE},)) for said in synonyms.elsewhere}
        self._known: dict[str, list[tuple[_Spelling, Piece]]] = {}
        for said in sorted(meant, key=lambda phrase: (-len(phrase), phrase)):
            self._known.setdefault(said[0], []).append((_spelt(said), meant[said]))
        self._nearly = _suggestions(meant)
        self._cities = re.compile("|".join(map(_named, synonyms.cities)) or r"(?!)")

    def pieces(self, question: str) -> list[Piece]:
        """What was said twice is one piece."""
        asked = self._cities.sub(THIS_CITY, question[:LONGEST_QUESTION].casefold())
        said = in_figures(_AGE.sub(lambda age: f"{age[1] or age[2]}岁", asked))
        pieces: list[Piece] = []
        rest = at = 0
        while at < len(said):
            if found := self._at(said, at):
                end, piece = found
                pieces += *self._unknown(said[rest:at]), piece
                rest = at = end
            else:
                at += 1
        pieces += self._unknown(said[rest:])
        return [piece for n, piece in enumerate(pieces) if any(piece.wordings) and piece not in pieces[:n]]

    def _unknown(self, words: str) -> Iterator[Piece]:
        """What is no known phrase: its own words, and the phrases it is nearly."""
        grams = grams_of(words)
        yield Piece((grams,))
        yield from (self._nearly[pair] for pair in grams if pair in self._nearly)

    def _at(self, said: str, at: int) -> tuple[int, Piece] | None:
        """The longest known phrase that stands there: where it ends, and what it means."""
        for spelling, piece in self._known.get(said[at], ()):
            if isinstance(spelling, str):
                if said.startswith(spelling, at):
                    return at + len(spelling), piece
            elif found := spelling.match(said, at):
                return found.end(), piece
        return None


@lru_cache(maxsize=8)
def reader_of(synonyms: Synonyms) -> Reader:
    return Reader(synonyms)


def _meant(said: str, written: tuple[str, ...], weighs: float, *, asks: bool) -> Piece:
    """What is written for something people say."""
    own, *wordings = (_together(grams_of(text), weighs) for text in (said.replace("…", " "), *written))
    return Piece(tuple(terms for terms in wordings if terms), meant=True, asks=asks, said=own)


def _together(terms: Terms, weighs: float) -> Terms:
    """A long wording says no more than a short one, nor less."""
    return {term: count * weighs / sum(terms.values()) for term, count in terms.items()}


def _suggestions(meant: Mapping[str, Piece]) -> dict[str, Piece]:
    """The pairs of characters that stand in phrases of one meaning only, each with this, which counts for less."""
    found: dict[str, list[Piece]] = {}
    for phrase, piece in meant.items():
        for pair in grams_of(phrase):
            if len(pair) > 1 and not pair.isascii() and piece not in found.setdefault(pair, []):
                found[pair].append(piece)
    return {
        pair: pieces[0].lighter(NEARLY)
        for pair, pieces in found.items()
        if len(pieces) == 1 and pieces[0].meant
    }


def _spelt(phrase: str) -> _Spelling:
    """A Chinese phrase stands anywhere, an English one between its spaces; … is up to three characters."""
    if phrase.isascii():
        return re.compile(rf"\b{re.escape(phrase)}\b")
    return re.compile(re.escape(phrase).replace("…", r"\w{0,3}?")) if "…" in phrase else phrase


def _named(city: str) -> str:
    """A city with or without its 市."""
    core = city.removesuffix("市")
    return f"{re.escape(core)}市?" if len(core) >= SHORTEST_NAME else re.escape(city)


def grams_of(text: str) -> dict[str, float]:
    """Pairs of characters, single ones for less, and whole figures and Latin words."""
    counts: dict[str, float] = {}
    for run in _RUN.findall(text.casefold()):
        if run[0] < "\u4e00":
            counts[run] = counts.get(run, 0.0) + 1
            continue
        for pair in map("".join, pairwise(run)):
            counts[pair] = counts.get(pair, 0.0) + 1
        for single in run:
            counts[single] = counts.get(single, 0.0) + SINGLE
    return counts
