"""Which provisions answer a question in everyday words: character bigrams, BM25, and a list of synonyms.

Nothing is learnt and nothing is guessed: the same question finds the same provisions, and what is shown is the
document's own text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from math import inf, log
from typing import Final

from backend.policies.numerals import NUMERAL, in_figures
from backend.rules.full_text import FullText, Provision, Synonyms

Span = tuple[int, int]
"""From and to, in characters."""
_Spelling = str | re.Pattern[str]
Terms = Mapping[str, float]
"""Pairs of characters (and single ones, figures, words), each with what it weighs."""

MOST: Final = 3
"""How many provisions are shown for a question."""
LONGEST_QUESTION: Final = 100
"""Characters that are read; a longer text is a story, and its beginning says what it is about."""

SATURATION: Final = 1.2
LENGTH: Final = 0.7
"""The k1 and b of BM25. Short provisions are not worse answers than long ones."""
CONTEXT: Final = 0.35
"""What a heading or the sentence above a list counts beside the provision's own words."""
SINGLE: Final = 0.2
"""What one character counts beside a pair."""
ENOUGH: Final = 0.3
"""The least part of a question, by what its words tell, that a provision must hold to be shown at all."""
WORDING: Final = 4.0
"""What the words of the documents for something people say weigh, together, however many they are."""
DECIDING: Final = 6.0
"""The same for what decides which provision is meant, whoever it befalls: 过期, 拒绝, 再申请."""
ASKING: Final = 2.0
"""The same for words that say how something is asked (where, with which papers), not what is asked about."""
WRITTEN: Final = 0.7
"""The part of a wording that must stand in a document for it to be the document's way of writing."""
NEARLY: Final = 0.5
"""What a phrase counts that was said only in part: 没音讯 where 没音信 is known."""
UNHEARD: Final = 0.4
"""What a word counts there that the document never uses, beside the rarest it does use."""
ELSEWHERE: Final = 20.0
"""What a matter weighs that no document regulates: more than all else a question says."""

THIS_CITY: Final = "本市"
"""What a document calls the city it is of."""
SHORTEST_NAME: Final = 2
"""Characters of a city's name that are enough without its 市."""
TIE: Final = 0.2
"""Scores this close are one: what stands first in the document, the general case, comes first."""

_RUN: Final = re.compile(r"[\u4e00-\u9fff]+|\d+|[a-z]+")
_AGE: Final = re.compile(
    rf"(?<!\d)(?<!{NUMERAL[:-1]})([2-6]\d|[二三四五六]十[一二三四五六七八九]?)(?:多?了|出头|好几)"
    r"|(?<!\d)([2-6]\d)(?=$|[\s，。,.？?！!、男女])"
)
"""People leave out 岁: 我五十了, 女46."""
_PLACE: Final = re.compile(rf"第{NUMERAL}条(?:第（{NUMERAL}）项)?(?:第\d+目)?")


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
        self._reader = _reader_of(synonyms)
        passages = list(_passages(text))
        self._provisions = [passage.provision for passage in passages]
        self._places = {each.place: each for article in text.articles for each in article.walk()}
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
        for found in _PLACE.finditer(question.replace("(", "（").replace(")", "）")):
            if provision := self._places.get(found.group()):
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

    def _wordings(self, piece: _Piece) -> list[Terms]:
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
    weights = dict(_grams(passage.own))
    for term, count in _grams(passage.around).items():
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


# --- the question


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a question in one or several `wordings`, of which any counts.

    `meant`: they stand for what was said, otherwise they are the words themselves; `asks`: they say how something is
    asked, not what about.
    """

    wordings: tuple[Terms, ...]
    meant: bool = False
    asks: bool = False
    said: Terms = field(default_factory=dict, compare=False)
    """What was said for it, in terms; two ways of saying it are one piece."""

    def lighter(self, by: float) -> _Piece:
        """The same, counting for less."""
        wordings = tuple({term: weight * by for term, weight in terms.items()} for terms in self.wordings)
        return replace(self, wordings=wordings, said={})


class _Question:
    """Takes a question apart: what tells nothing goes, what people say becomes what documents write."""

    def __init__(self, synonyms: Synonyms) -> None:
        asking = set(synonyms.asking)
        weighs = dict.fromkeys(asking, ASKING) | dict.fromkeys(synonyms.deciding, DECIDING)
        meant = {
            said: _meant(said, written, weighs.get(said, WORDING), asks=said in asking)
            for said, written in zip(synonyms.said, synonyms.written, strict=True)
        }
        meant |= {said: _Piece(()) for said in synonyms.ignored}
        meant |= {said: _Piece(({said: ELSEWHERE},)) for said in synonyms.elsewhere}
        self._known: dict[str, list[tuple[_Spelling, _Piece]]] = {}
        for said in sorted(meant, key=lambda phrase: (-len(phrase), phrase)):
            self._known.setdefault(said[0], []).append((_spelt(said), meant[said]))
        self._nearly = _suggestions(meant)
        self._cities = re.compile("|".join(map(_named, synonyms.cities)) or r"(?!)")

    def pieces(self, question: str) -> list[_Piece]:
        """What was said twice is one piece."""
        asked = self._cities.sub(THIS_CITY, question[:LONGEST_QUESTION].casefold())
        said = in_figures(_AGE.sub(lambda age: f"{age[1] or age[2]}岁", asked))
        pieces: list[_Piece] = []
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

    def _unknown(self, words: str) -> Iterator[_Piece]:
        """What is no known phrase: its own words, and the phrases it is nearly."""
        grams = _grams(words)
        yield _Piece((grams,))
        yield from (self._nearly[pair] for pair in grams if pair in self._nearly)

    def _at(self, said: str, at: int) -> tuple[int, _Piece] | None:
        """The longest known phrase that stands there: where it ends, and what it means."""
        for spelling, piece in self._known.get(said[at], ()):
            if isinstance(spelling, str):
                if said.startswith(spelling, at):
                    return at + len(spelling), piece
            elif found := spelling.match(said, at):
                return found.end(), piece
        return None


@lru_cache(maxsize=8)
def _reader_of(synonyms: Synonyms) -> _Question:
    return _Question(synonyms)


def _meant(said: str, written: tuple[str, ...], weighs: float, *, asks: bool) -> _Piece:
    """What is written for something people say."""
    own, *wordings = (_together(_grams(text), weighs) for text in (said.replace("…", " "), *written))
    return _Piece(tuple(terms for terms in wordings if terms), meant=True, asks=asks, said=own)


def _together(terms: Terms, weighs: float) -> Terms:
    """A long wording says no more than a short one, nor less."""
    return {term: count * weighs / sum(terms.values()) for term, count in terms.items()}


def _suggestions(meant: Mapping[str, _Piece]) -> dict[str, _Piece]:
    """The pairs of characters that stand in phrases of one meaning only, each with this, which counts for less."""
    found: dict[str, list[_Piece]] = {}
    for phrase, piece in meant.items():
        for pair in _grams(phrase):
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


def _grams(text: str) -> dict[str, float]:
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
