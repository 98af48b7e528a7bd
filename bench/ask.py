"""How often a question in everyday words finds the right article: hit@1 and hit@3, with synonyms and without.

    uv run python -m bench.ask

The questions are in `asked.yaml`; each is asked in each document for which it names an answer. Those marked
`held_out` are counted apart, and nothing is ever tuned on them. A question whose answer no document holds must find
nothing. Bigrams alone show whatever comes closest: without synonyms, to demand that a provision holds enough of a
question would cost them more than it gains.
"""

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backend.policies.catalogue import load_catalogue
from backend.policies.documents import read_document
from backend.policies.search import ENOUGH, Index, index_of
from backend.rules.full_text import Synonyms

FOLDER = Path(__file__).parent
POLICIES = FOLDER.parent / "policies"
TRIES = 5


@dataclass(frozen=True)
class Asked:
    """A question put to one document. `places` are right answers; none where the document is silent."""

    question: str
    pack: str
    places: tuple[str, ...]
    held_out: bool = False

    def rank(self, index: Index, enough: float = ENOUGH) -> int:
        """The place of the first right answer, from 1; 0 if there is none among those shown."""
        found = [hit.provision.place for hit in index.best(self.question, enough)]
        if not self.places:
            return int(not found)
        right = (n for n, place in enumerate(found, 1) if any(map(place.startswith, self.places)))
        return next(right, 0)


@dataclass(frozen=True)
class Hits:
    """Of `asked` questions, how many found a right answer first, and how many among those shown."""

    asked: int
    first: int
    shown: int

    def __str__(self) -> str:
        first, shown = self.first / self.asked, self.shown / self.asked
        return f"hit@1 {self.first:3d}/{self.asked} {first:4.0%}   hit@3 {self.shown:3d}/{self.asked} {shown:4.0%}"


def questions() -> Iterator[Asked]:
    """Every question with every document it is put to, in the order written."""
    document = read_document(FOLDER / "asked.yaml")
    for entry in document.data:
        question, held_out = entry.pop("ask"), entry.pop("held_out", False)
        for pack, places in entry.items():
            yield Asked(question, pack, tuple(places), held_out)


def indexes(*, synonyms: bool) -> dict[str, Index]:
    """An index of every document, with the synonyms or with bigrams alone."""
    catalogue = load_catalogue(POLICIES)
    known = catalogue.synonyms if synonyms else Synonyms()
    return {pack: index_of(text, known) for pack, text in catalogue.texts.items()}


def hits(asked: Iterable[Asked], by_pack: dict[str, Index], enough: float = ENOUGH) -> Hits:
    ranks = [each.rank(by_pack[each.pack], enough) for each in asked]
    return Hits(len(ranks), ranks.count(1), sum(1 for rank in ranks if rank))


def main() -> None:
    by_pack, plain = indexes(synonyms=True), indexes(synonyms=False)
    parts = {
        "tuned on": [each for each in questions() if not each.held_out],
        "held out": [each for each in questions() if each.held_out],
    }
    for name, asked in parts.items():
        print(f"{name}   with synonyms   {hits(asked, by_pack)}")
        print(f"{name}   bigrams alone   {hits(asked, plain, enough=0)}")
    print(f"slowest question {slowest(parts['tuned on'] + parts['held out'], by_pack) * 1000:.1f} ms")
    if "--misses" in sys.argv:
        _show_misses(parts["tuned on"], by_pack)


def slowest(asked: Iterable[Asked], by_pack: dict[str, Index]) -> float:
    """Seconds of the processor, the best of a few tries: other work on the machine is not counted."""

    def seconds(each: Asked) -> float:
        began = time.thread_time()
        by_pack[each.pack].best(each.question)
        return time.thread_time() - began

    return max(min(seconds(each) for _ in range(TRIES)) for each in asked)


def _show_misses(asked: Iterable[Asked], by_pack: dict[str, Index]) -> None:
    """What the questions to tune on find instead. The others are not looked at."""
    for each in asked:
        if each.rank(by_pack[each.pack]) != 1:
            found = [f"{hit.provision.place} {hit.score:.1f}" for hit in by_pack[each.pack].best(each.question)]
            print(f"{each.question}（{each.pack}）: {'、'.join(each.places)} ← {'；'.join(found)}")


if __name__ == "__main__":
    main()
