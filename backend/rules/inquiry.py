"""Which question to ask next: never one whose answer cannot change any verdict.

A fact matters if the other open facts can have values under which two answers to it give two verdicts.
A category's rule is read as a span (the worst and the best verdict still possible); a leaf is alive if moving it moves
the root. That is exact where each open fact stands in one leaf. Facts that stand in several are shared: for them, and
around them, the telling values are tried one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import combinations, product
from math import prod

from backend.rules.derivations import Day, complete
from backend.rules.expression import Rule, Test, fold, leaves
from backend.rules.operators import leaf_verdict, telling_values
from backend.rules.retirement import LabourAge
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Answers, FactValue, Vocabulary

_MOST_TRIES = 20_000
_REMEMBERED = 4096
_SUMMED_UP = ("members", "id_number")  # what they say is in the facts derived from them
Signature = tuple[Verdict, Verdict, frozenset[Test]]
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


class Plan:
    """What of one rule does not change from person to person: which facts decide which leaves."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary, askable: Sequence[str]) -> None:
        self.rule = rule
        self.vocabulary = vocabulary
        self.sources = {leaf: _sources(leaf.fact, vocabulary).intersection(askable) for leaf in leaves(rule)}
        uses = Counter(fact for leaf in leaves(rule) for fact in self.sources[leaf])
        uses.update(fact for sources in self.sources.values() if len(sources) > 1 for fact in sources)
        self.shared = tuple(fact for fact in askable if uses[fact] > 1)
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


class Inquiry:
    """The questions of a set of rules. `askable` are the facts that may be asked, in the order of asking."""

    def __init__(self, vocabulary: Vocabulary, rules: Iterable[Rule], askable: Sequence[str]) -> None:
        self.vocabulary = vocabulary
        self.askable = tuple(askable)
        self.plans = tuple(Plan(rule, vocabulary, self.askable) for rule in rules)
        read = {leaf.fact for plan in self.plans for leaf in plan.sources}.union(askable)
        sources = {source for fact in read for source in _sources(fact, vocabulary)}
        self.read = frozenset(fact for fact in sources if vocabulary[fact].kind not in _SUMMED_UP)
        self._found = lru_cache(maxsize=_REMEMBERED)(self._find)

    def open_facts(self, answers: Answers, day: Day, among: tuple[int, ...] | None = None) -> tuple[str, ...]:
        """The facts worth asking, in order; `among` numbers the rules that count, where not all do."""
        known = complete(self.vocabulary, answers, day)
        told = frozenset((fact, known[fact]) for fact in self.read if fact in known)
        return self._found(told, day.today, day.labour_age, among)

    def _find(
        self,
        told: frozenset[tuple[str, FactValue | None]],
        today: date,
        labour_age: LabourAge,
        among: tuple[int, ...] | None,
    ) -> tuple[str, ...]:
        day = Day(today, labour_age)
        known = complete(self.vocabulary, dict(told), day)
        unasked = frozenset(fact for fact in self.askable if fact not in known)
        plans = self.plans if among is None else [self.plans[number] for number in among]
        looks = [_Look(plan, known, unasked, day) for plan in plans]
        return tuple(
            fact for fact in self.askable if fact in unasked and any(look.matters(fact) for look in looks)
        )


class _Look:
    """One rule under one set of answers."""

    def __init__(self, plan: Plan, known: Known, unasked: frozenset[str], day: Day) -> None:
        self.plan = plan
        self.unasked = unasked
        self.day = day
        self.known = known
        self.shared = unasked.intersection(plan.shared)

    @cached_property
    def possibly(self) -> set[str]:
        """No other fact matters: here shared facts count as if each place they stand in were free."""
        return self._alive(self.unasked)

    @cached_property
    def surely(self) -> set[str]:
        """These matter even if nobody ever learns the shared facts."""
        return self._alive(self.unasked - self.shared) if self.shared else self.possibly

    def matters(self, fact: str) -> bool:
        """Whether two answers to the fact can give two verdicts."""
        return fact in self.surely or (fact in self.possibly and self._tried(fact))

    def _alive(self, open_facts: frozenset[str]) -> set[str]:
        span = self.plan.span(self.known, open_facts, self.day)
        return {fact for leaf in span.alive() for fact in self.plan.sources[leaf] if fact in open_facts}

    def _tried(self, fact: str) -> bool:
        """Try every combination of the shared facts, those with few answers first."""
        values = {
            name: self.plan.values(name, self.day) for name in self.plan.shared if name in self.possibly
        }
        values.pop(fact, None)
        if prod(len(told) + 1 for told in values.values()) > _MOST_TRIES:
            return True
        for tried in self._trials(fact, values):
            if self._differs(fact, tried):
                self.plan.witnesses[fact] = tried
                return True
        return False

    def _trials(
        self, fact: str, values: Mapping[str, Sequence[FactValue]]
    ) -> Iterator[Mapping[str, FactValue]]:
        """What showed the fact to matter for somebody else comes first; it mostly does again."""
        remembered = self.plan.witnesses.get(fact, {})
        yield {name: value for name, value in remembered.items() if name in values}
        for count in range(len(values) + 1):
            for names in combinations(values, count):
                for chosen in product(*(values[name] for name in names)):
                    yield dict(zip(names, chosen, strict=True))

    def _differs(self, fact: str, tried: Mapping[str, FactValue]) -> bool:
        answers = {**self.known, **tried}
        values = (None, *self.plan.values(fact, self.day))
        first = self._signature({**answers, fact: values[0]})
        return any(self._signature({**answers, fact: value}) != first for value in values[1:])

    def _signature(self, answers: Answers) -> Signature:
        known = complete(self.plan.vocabulary, answers, self.day)
        apart = self.unasked.difference(known, self.shared)
        span = self.plan.span(known, apart, self.day)
        return span.low, span.high, frozenset(span.alive())


def _sources(fact: str, vocabulary: Vocabulary) -> set[str]:
    """The facts that can decide this one: itself, its inputs, and those that imply it."""
    found = {fact}
    declared = vocabulary[fact]
    inputs = declared.derivation.inputs if declared.derivation else ()
    for source in (*inputs, *(implication.fact for implication in declared.implied)):
        if source != fact:
            found |= _sources(source, vocabulary)
    return found
