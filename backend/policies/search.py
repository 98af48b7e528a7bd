"""Which provisions answer a question in everyday words: character bigrams, BM25, and a list of synonyms.

Nothing is learnt and nothing is guessed: the same question finds the same provisions, and what is shown is the
document's own text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf, log
from typing import Final

from backend.policies.questions import Piece, Terms, grams_of, reader_of
from backend.rules.full_text import FullText, Provision, Synonyms
from contract.places import place_of, places_in

Span = tuple[int, int]
"""From and to, in characters."""

MOST: Final = 3
"""How many provisions are shown for a question."""

SATURATION: Final = 1.2
LENGTH: Final = 0.7
"""The k1 and b of BM25. Short provisions are not worse answers than long ones."""
CONTEXT: Final = 0.35
"""What a heading or the sentence above a list counts beside the provision's own words."""
ENOUGH: Final = 0.3
"""The least part of a question, by what its words tell, that a provision must hold to be shown at all."""
WRITTEN: Final = 0.7
"""The part of a wording that must stand in a document for it to be the document's way of writing."""
UNHEARD: Final = 0.4
"""What a word counts there that the document never uses, beside the rarest it does use."""

TIE: Final = 0.2
"""Scores this close are one: what stands first in the document, the general case, comes first."""

@dataclass(frozen=True, slots=True)
class Hit:
    """A provision that answers, the higher `score` the better within its document.

    `share` is the part of the question it holds, by what its words tell, comparable between documents; `words` are
    what it has in common with the question.
    """

    provision: Provision
    score: float
    share: float
    words: tuple[str, ...]


class Index:
    """One document, ready to be asked. Build it with `index_of`."""

    def __init__(self, text: FullText, synonyms: Synonyms) -> None:
        self._reader = reader_of(synonyms)
        passages = list(_passages(text))
        self._provisions = [passage.provision for passage in passages]
        provisions = (each for article in text.articles for each in article.walk())
        self._places = {place: each for each in provisions if (place := place_of(each.place))}
        weights = [_weights(passage) for passage in passages]
        holders = Counter(term for terms in weights for term in terms)
        self._tells = {term: _rarity(count, len(passages)) for term, count in holders.items()}
        self._rarest = _rarity(0, len(passages))
        self._unheard = UNHEARD * self._rarest
        self._postings = self._posted(weights)

    def _posted(self, weights: list[dict[str, float]]) -> dict[str, dict[int, float]]:
        """For each term what it adds to which passage (BM25)."""
        mean = sum(sum(terms.values()) for terms in weights) / len(weights) or 1.0
        postings: dict[str, dict[int, float]] = {term: {} for term in self._tells}
        for place, terms in enumerate(weights):
            room = SATURATION * (1 - LENGTH + LENGTH * sum(terms.values()) / mean)
            for term, count in terms.items():
                postings[term][place] = self._tells[term] * count * (SATURATION + 1) / (count + room)
        return postings

    def best(self, question: str, enough: float = ENOUGH) -> tuple[Hit, ...]:
        """The provisions that fit best, at most `MOST`; none where nothing fits well `enough`."""
        tallies: dict[int, _Tally] = {}
        matter = whole = 0.0
        for piece in self._reader.pieces(question):
            wordings = self._wordings(piece)
            tells = max(self._told(terms) for terms in wordings)
            whole += tells
            matter += 0.0 if piece.asks else tells
            for place, (score, terms) in self._fits(wordings, meant=piece.meant).items():
                held = self._held(terms, place)
                tallies.setdefault(place, _Tally()).add(score, held, self._told(held), asks=piece.asks)
        if not whole or max((tally.matter for tally in tallies.values()), default=0.0) < enough * matter:
            return tuple(self._named(question))[:MOST]
        found = [
            Hit(self._provisions[place], tally.score, tally.told / whole, tuple(tally.words))
            for place, tally in sorted(tallies.items())
            if tally.told >= enough * whole
        ]
        return _apart([*self._named(question), *sorted(found, key=lambda hit: -round(hit.score / TIE))])

    def _named(self, question: str) -> Iterator[Hit]:
        """The provisions a question calls by their number."""
        for place in places_in(question):
            if provision := self._places.get(place):
                yield Hit(provision, inf, 1.0, ())

    def _told(self, terms: Terms) -> float:
        """How much a piece of a question tells: rare words more than frequent ones, an age of one's own nothing.

        A single character tells nothing: every text holds it.
        """
        return sum(
            weight * self._tells.get(term, 0.0 if term.isascii() else self._unheard)
            for term, weight in terms.items()
            if len(term) > 1
        )

    def _wordings(self, piece: Piece) -> list[Terms]:
        """The wordings of a piece; where the document writes like none of them, also what was said itself."""
        wordings = list(piece.wordings)
        if len(piece.said) > 1 and max(map(self._known, wordings), default=0.0) < WRITTEN:
            wordings.append(piece.said)
        return wordings

    def _known(self, terms: Terms) -> float:
        """The part of a wording the document uses."""
        return sum(weight for term, weight in terms.items() if term in self._tells) / sum(terms.values())

    def _fits(self, wordings: list[Terms], *, meant: bool) -> dict[int, tuple[float, Terms]]:
        """The passages that hold something of a piece, each with the wording that fits it best.

        A wording is one thing: a passage that holds a half of it counts for a quarter.
        """
        best: dict[int, tuple[float, Terms]] = {}
        for terms in wordings:
            scores: dict[int, float] = {}
            held: dict[int, float] = {}
            full = 0.0
            for term, weight in terms.items():
                tells = weight * self._tells.get(term, self._rarest)
                full += tells
                for place, adds in self._postings.get(term, {}).items():
                    scores[place] = scores.get(place, 0.0) + weight * adds
                    held[place] = held.get(place, 0.0) + tells
            for place, score in scores.items():
                if meant:
                    score *= held[place] / full
                if place not in best or score > best[place][0]:
                    best[place] = score, terms
        return best

    def _held(self, terms: Terms, place: int) -> dict[str, float]:
        return {term: weight for term, weight in terms.items() if place in self._postings.get(term, {})}


@dataclass(slots=True)
class _Tally:
    """What a passage has gathered from the pieces of a question so far."""

    score: float = 0.0
    told: float = 0.0
    matter: float = 0.0
    """The part of `told` that says what is asked about."""
    words: dict[str, None] = field(default_factory=dict)

    def add(self, score: float, held: Terms, told: float, *, asks: bool) -> None:
        self.score += score
        self.told += told
        self.matter += 0.0 if asks else told
        self.words.update(dict.fromkeys(held))


@lru_cache(maxsize=32)
def index_of(text: FullText, synonyms: Synonyms) -> Index:
    """The index of a document, built once."""
    return Index(text, synonyms)


def marked(text: str, words: Iterable[str]) -> tuple[Span, ...]:
    """Where the words of a question stand in a text, what touches joined. Single characters would mark everything."""
    long = [word for word in words if len(word) > 1]
    spans = sorted(found.span() for word in long for found in re.finditer(_whole(word), text.casefold()))
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


def _whole(word: str) -> str:
    """A figure is not part of a longer one: 40 does not stand in 4050."""
    return rf"(?<!\d){word}(?!\d)" if word.isdigit() else re.escape(word)


# --- the documents


@dataclass(frozen=True, slots=True)
class _Passage:
    provision: Provision
    own: str
    around: str
    """Headings and sentences it stands under."""


def _passages(text: FullText) -> Iterator[_Passage]:
    for chapter in text.chapters:
        for article in chapter.articles:
            yield from _below(article, chapter.title)


def _below(provision: Provision, around: str) -> Iterator[_Passage]:
    own = provision.title + "\n" + provision.text
    if provision.text or not provision.parts:
        listed = "\n".join(part.text for part in provision.parts) if provision.introduces else ""
        yield _Passage(provision, own, around + "\n" + listed)
    for part in provision.parts:
        yield from _below(part, around + "\n" + own)


def _weights(passage: _Passage) -> dict[str, float]:
    weights = dict(grams_of(passage.own))
    for term, count in grams_of(passage.around).items():
        weights[term] = weights.get(term, 0.0) + CONTEXT * min(count, 1.0)
    return weights


def _rarity(holders: int, passages: int) -> float:
    """The inverse document frequency of BM25, never negative."""
    return log(1 + (passages - holders + 0.5) / (holders + 0.5))


def _apart(ranked: list[Hit]) -> tuple[Hit, ...]:
    """The first few of which none is part of what another already shows."""
    chosen: list[Hit] = []
    for hit in ranked:
        if not any(_shown_by(hit.provision, other.provision) for other in chosen):
            chosen.append(hit)
    return tuple(chosen[:MOST])


def _shown_by(one: Provision, other: Provision) -> bool:
    return one.place == other.place or (other.introduces and one.place.startswith(other.place))
