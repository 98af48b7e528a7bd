"""A rule made ready for asking: which questions decide which of its leaves, and the verdicts it can still have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.rules.derivations import Day
from backend.rules.expression import AllOf, Rule, Test, fold, leaves
from backend.rules.operators import leaf_verdict, telling_values
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import FactValue, Vocabulary

Known = Mapping[str, FactValue | None]


@dataclass(frozen=True, slots=True)
class Span:
    """The verdicts a part of a rule can still have, from `low` to `high`, and what it is made of."""

    low: Verdict
    high: Verdict
    leaf: Test | None = None
    parts: Sequence[Span] = ()
    needs_all: bool = False

    def alive(self, floor: Verdict = Verdict.NO, ceiling: Verdict = Verdict.YES) -> Iterator[Test]:
        """The leaves that can move the root, given that only values between floor and ceiling are felt there."""
        if max(self.low, floor) >= min(self.high, ceiling):
            return
        if self.leaf is not None:
            yield self.leaf
        for at, part in enumerate(self.parts):
            if part.low == part.high:
                continue
            others = (other for index, other in enumerate(self.parts) if index != at)
            if self.needs_all:
                yield from part.alive(floor, min([ceiling, *(other.high for other in others)]))
            else:
                yield from part.alive(max([floor, *(other.low for other in others)]), ceiling)


class _Spans:
    """The reading of a rule as a span; the leaves that depend on an open fact may move."""

    def __init__(self, plan: Plan, known: Known, open_facts: frozenset[str], day: Day) -> None:
        self.plan = plan
        self.known = known
        self.open = open_facts
        self.day = day

    def test(self, leaf: Test) -> Span:
        verdict = leaf_verdict(leaf, self.known.get(leaf.fact), self.day)
        if leaf.fact in self.known or self.open.isdisjoint(self.plan.sources[leaf]):
            return Span(verdict, verdict)
        low, high = self.plan.reach(leaf, self.day)
        return Span(low, high, leaf)

    def all(self, parts: Sequence[Span]) -> Span:
        low = min((part.low for part in parts), default=Verdict.YES)
        high = min((part.high for part in parts), default=Verdict.YES)
        return Span(low, high, None, parts, needs_all=True)

    def any(self, parts: Sequence[Span]) -> Span:
        low = max((part.low for part in parts), default=Verdict.NO)
        high = max((part.high for part in parts), default=Verdict.NO)
        return Span(low, high, None, parts)


@dataclass(frozen=True, slots=True)
class _Place:
    """Which part of ALL or ANY."""

    number: int
    needs_all: bool


class Plan:
    """What of one rule does not change from person to person: which facts decide which leaves."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary, askable: Sequence[str]) -> None:
        self.rule = rule
        self.vocabulary = vocabulary
        self.sources = {leaf: sources_of(leaf.fact, vocabulary).intersection(askable) for leaf in leaves(rule)}
        uses = Counter(fact for leaf in leaves(rule) for fact in self.sources[leaf])
        uses.update(fact for sources in self.sources.values() if len(sources) > 1 for fact in sources)
        self.shared = tuple(fact for fact in askable if uses[fact] > 1)
        self.order = tuple(askable)
        self._places = dict(_places(rule))
        self.moved = {
            fact: [leaf for leaf, sources in self.sources.items() if fact in sources] for fact in askable
        }
        """The leaves an answer can decide."""
        self.plain = {
            fact
            for fact, moved in self.moved.items()
            if not vocabulary[fact].derivation and all(leaf.fact == fact for leaf in moved)
        }
        """Where nothing follows from the answer but what it says."""
        self.one_by_one = not any(_joined(leaf.fact, vocabulary, askable) for leaf in self.sources)
        """Whether each leaf is decided by one answer, never by two together."""
        self.beside = tuple(sorted({name for leaf in self.sources for name in _inputs(leaf.fact, vocabulary)}))
        """What may be known beside the answers and have its say in a leaf."""
        self.decisive: dict[Any, frozenset[str]] = {}
        self.witnesses: dict[str, Mapping[str, FactValue]] = {}
        self._reach: dict[Test, tuple[Verdict, Verdict]] = {}

    def reach(self, leaf: Test, day: Day) -> tuple[Verdict, Verdict]:
        """The worst and the best verdict any value gives a leaf; the worst is never above no answer."""
        if leaf not in self._reach:
            values = telling_values(leaf, self.vocabulary[leaf.fact], day)
            verdicts = [leaf_verdict(leaf, value, day) for value in (*values, None)]
            self._reach[leaf] = min(verdicts), max(verdicts)
        return self._reach[leaf]

    def span(self, known: Known, open_facts: frozenset[str], day: Day) -> Span:
        """The rule as a span for completed answers."""
        return fold(self.rule, _Spans(self, known, open_facts, day))

    def generality(self, fact: str) -> int:
        """Special facts first: what is said about them goes before what a general answer implies."""
        return -len(sources_of(fact, self.vocabulary))

    def needed_with(self, leaf: Test, other: Test) -> bool:
        """Whether the two stand in parts that are both needed, rather than one or the other."""
        both = zip(self._places[leaf], self._places[other], strict=False)
        return next(here.needs_all for here, there in both if here != there)

    def values(self, fact: str, day: Day) -> tuple[FactValue, ...]:
        """The telling values of a fact in this rule."""
        declared = self.vocabulary[fact]
        told = [
            value
            for leaf in self.sources
            if leaf.fact == fact
            for value in telling_values(leaf, declared, day)
        ]
        return tuple(dict.fromkeys([*told, *(option.value for option in declared.options)]))


def sources_of(fact: str, vocabulary: Vocabulary) -> set[str]:
    """The facts that can decide this one: itself, its inputs, and those that imply it."""
    found = {fact}
    declared = vocabulary[fact]
    inputs = declared.derivation.inputs if declared.derivation else ()
    for source in (*inputs, *(implication.fact for implication in declared.implied)):
        if source != fact:
            found |= sources_of(source, vocabulary)
    return found


def _places(rule: Rule, above: tuple[_Place, ...] = ()) -> Iterator[tuple[Test, tuple[_Place, ...]]]:
    """Each leaf with the way that leads to it."""
    if isinstance(rule, Test):
        yield rule, above
        return
    for at, part in enumerate(rule.parts):
        yield from _places(part, (*above, _Place(at, isinstance(rule, AllOf))))


def _inputs(fact: str, vocabulary: Vocabulary) -> set[str]:
    """The facts it is derived from."""
    derivation = vocabulary[fact].derivation
    inputs = {name for name in derivation.inputs if name != fact} if derivation else set()
    return inputs.union(*(_inputs(name, vocabulary) for name in inputs))


def _joined(fact: str, vocabulary: Vocabulary, askable: Sequence[str]) -> bool:
    """Whether a fact is derived from two that can be asked."""
    derivation = vocabulary[fact].derivation
    inputs = derivation.inputs if derivation else ()
    asked = [name for name in inputs if sources_of(name, vocabulary).intersection(askable)]
    return len(asked) > 1 or any(_joined(name, vocabulary, askable) for name in inputs if name != fact)
