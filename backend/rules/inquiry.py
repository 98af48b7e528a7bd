"""Which question to ask next: never one whose answer cannot change any verdict.

A fact matters if the other open facts can have values under which two answers to it give two verdicts.
A category's rule is read as a span (the worst and the best verdict still possible); a leaf is alive if moving it moves
the root. Facts that stand in several leaves are tried with their telling values; the others are covered by spans.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from backend.rules.derivations import Day, complete
from backend.rules.expression import Rule, Test, fold, leaves
from backend.rules.operators import leaf_verdict, telling_values
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Answers, FactValue, Vocabulary

_MOST_TRIES = 20_000
Signature = tuple[Verdict, Verdict, frozenset[Test]]


@dataclass(frozen=True, slots=True)
class Span:
    """The verdicts a part of a rule can still have, from `low` to `high`, and what it is made of."""

    low: Verdict
    high: Verdict
    leaf: Test | None = None
    parts: tuple[Span, ...] = ()
    needs_all: bool = False

    def alive(self, floor: Verdict = Verdict.NO, ceiling: Verdict = Verdict.YES) -> Iterator[Test]:
        """The leaves that can move the root, given that only values between floor and ceiling are felt there."""
        if max(self.low, floor) >= min(self.high, ceiling):
            return
        if self.leaf is not None:
            yield self.leaf
        for at, part in enumerate(self.parts):
            others = self.parts[:at] + self.parts[at + 1 :]
            if self.needs_all:
                yield from part.alive(floor, min([ceiling, *(other.high for other in others)]))
            else:
                yield from part.alive(max([floor, *(other.low for other in others)]), ceiling)


class Inquiry:
    """One look at the open facts of a set of rules. `askable` are the facts that may be asked, in order."""

    def __init__(self, vocabulary: Vocabulary, rules: Iterable[Rule], askable: Sequence[str], day: Day) -> None:
        self.vocabulary = vocabulary
        self.rules = tuple(rules)
        self.askable = tuple(askable)
        self.day = day

    def open_facts(self, answers: Answers) -> Iterator[str]:
        """The facts worth asking, in order."""
        known = complete(self.vocabulary, answers, self.day)
        unasked = [fact for fact in self.askable if fact not in known]
        looks = [_Look(self, rule, answers, unasked) for rule in self.rules]
        return (fact for fact in unasked if any(look.matters(fact) for look in looks))


class _Look:
    """One rule under one set of answers."""

    def __init__(self, inquiry: Inquiry, rule: Rule, answers: Answers, unasked: Sequence[str]) -> None:
        self.inquiry = inquiry
        self.rule = rule
        self.answers = answers
        self.unasked = frozenset(unasked)
        self.sources = {leaf: self._sources(leaf.fact) for leaf in set(leaves(rule))}
        self.possibly = {fact for leaf in self._span(answers, self.unasked).alive() for fact in self.sources[leaf]}
        self.shared = self._shared()

    def matters(self, fact: str) -> bool:
        """Whether two answers to the fact can give two verdicts."""
        if fact not in self.possibly:
            return False
        others = [other for other in self.shared if other != fact and other in self.possibly]
        choices = [self._values(other) for other in others]
        if prod(map(len, choices)) > _MOST_TRIES:
            return True
        return any(
            self._differs(fact, {**self.answers, **dict(zip(others, values, strict=True))})
            for values in product(*choices)
        )

    def _differs(self, fact: str, answers: Answers) -> bool:
        seen = {self._signature({**answers, fact: value}) for value in self._values(fact)}
        return len(seen) > 1

    def _signature(self, answers: Answers) -> Signature:
        span = self._span(answers, self.unasked.difference(answers))
        return span.low, span.high, frozenset(span.alive())

    def _span(self, answers: Answers, unasked: frozenset[str]) -> Span:
        known = complete(self.inquiry.vocabulary, answers, self.inquiry.day)
        return fold(self.rule, _Spans(self, known, unasked))

    def _values(self, fact: str) -> tuple[FactValue | None, ...]:
        """No answer, and every telling value of the fact."""
        declared = self.inquiry.vocabulary[fact]
        told = [
            value
            for leaf in self.sources
            if leaf.fact == fact
            for value in telling_values(leaf, declared, self.inquiry.day)
        ]
        options = [option.value for option in declared.options]
        return (*dict.fromkeys([*told, *options]), None)

    def _sources(self, fact: str) -> frozenset[str]:
        """The unasked facts that can decide this one: itself, its inputs, and those that imply it."""
        found = {fact} & self.unasked
        declared = self.inquiry.vocabulary[fact]
        inputs = declared.derivation.inputs if declared.derivation else ()
        for source in (*inputs, *(implication.fact for implication in declared.implied)):
            if source != fact:
                found |= self._sources(source)
        return frozenset(found)

    def _shared(self) -> list[str]:
        """The facts on which leaves depend together; all others stand in one leaf alone."""
        uses = Counter(fact for sources in self.sources.values() for fact in sources)
        uses.update(fact for sources in self.sources.values() if len(sources) > 1 for fact in sources)
        return [fact for fact in self.inquiry.askable if uses[fact] > 1]


class _Spans:
    """The reading of a rule as a span."""

    def __init__(self, look: _Look, known: Mapping[str, FactValue | None], unasked: frozenset[str]) -> None:
        self.look = look
        self.known = known
        self.unasked = unasked

    def test(self, leaf: Test) -> Span:
        day = self.look.inquiry.day
        verdict = leaf_verdict(leaf, self.known.get(leaf.fact), day)
        if leaf.fact in self.known or not self.look.sources[leaf] & self.unasked:
            return Span(verdict, verdict)
        declared = self.look.inquiry.vocabulary[leaf.fact]
        possible = [leaf_verdict(leaf, value, day) for value in telling_values(leaf, declared, day)]
        return Span(min([verdict, *possible]), max([verdict, *possible]), leaf)

    def all(self, parts: Sequence[Span]) -> Span:
        low = min((part.low for part in parts), default=Verdict.YES)
        return Span(low, min((part.high for part in parts), default=Verdict.YES), None, tuple(parts), True)

    def any(self, parts: Sequence[Span]) -> Span:
        low = max((part.low for part in parts), default=Verdict.NO)
        return Span(low, max((part.high for part in parts), default=Verdict.NO), None, tuple(parts), False)
