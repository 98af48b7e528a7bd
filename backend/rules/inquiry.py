"""Which question to ask next: never one whose answer cannot change any verdict.

A fact matters if the other open facts can have values under which two answers to it give two verdicts.
A category's rule is read as a span (the worst and the best verdict still possible); a leaf is alive if moving it moves
the root. That is exact where each open fact stands in one leaf. Where facts stand in several, what is left of the rule is
made into a decision diagram, whose branches are the answers; only leaves that hang on two facts which can be asked at once
are settled by trying the telling values one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import combinations, product
from math import prod
from typing import Any

from backend.rules.derivations import Day, complete
from backend.rules.diagram import Decided, Diagram
from backend.rules.expression import AllOf, Rule, Test, fold, leaves
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
        self.sources = {leaf: _sources(leaf.fact, vocabulary).intersection(askable) for leaf in leaves(rule)}
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
        return -len(_sources(fact, self.vocabulary))

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
        if fact in self.surely or fact not in self.possibly:
            return fact in self.surely
        return fact in self._decisive if self.plan.one_by_one else self._tried(fact)

    @cached_property
    def _decisive(self) -> frozenset[str]:
        """The facts the rule hangs on, found once for all who stand where this person stands."""
        plan, given = self.plan, self._given()
        beside = tuple((fact, self.known[fact]) for fact in plan.beside if fact in self.known)
        stand = self.day.today, frozenset(given.items()), frozenset(self.possibly), beside
        if stand not in plan.decisive:
            if len(plan.decisive) >= _REMEMBERED:
                plan.decisive.clear()
            plan.decisive[stand] = self._looked_at(given)
        return plan.decisive[stand]

    def _looked_at(self, given: Decided) -> frozenset[str]:
        """The facts the diagram of the rule looks at. A special question may also be left out."""
        plan = self.plan
        open_facts = {fact for leaf, sources in plan.sources.items() if leaf not in given for fact in sources}
        special = sorted((fact for fact in plan.order if fact in open_facts & self.possibly), key=plan.generality)
        answers = {fact: self._answers(fact) for fact in special}
        unsaid = dict.fromkeys(plan.sources, Verdict.UNKNOWN)
        return Diagram(plan.rule, {"": [given], **answers, " ": [unsaid]}).facts

    @cached_property
    def _doubtful(self) -> frozenset[str]:
        """The facts that have to be tried."""
        return frozenset(self.possibly - (self.surely - self.shared))

    def _given(self) -> Decided:
        """The leaves no open fact moves, and those that need no trying: they stand where they hide no other leaf."""
        given = {
            leaf: leaf_verdict(leaf, self.known.get(leaf.fact), self.day)
            for leaf, sources in self.plan.sources.items()
            if leaf.fact in self.known or sources.isdisjoint(self.possibly)
        }
        tried = [leaf for fact in self._doubtful for leaf in self.plan.moved[fact] if leaf not in given]
        for fact in self.possibly - self._doubtful:
            (leaf,) = self.plan.moved[fact]
            needed = {self.plan.needed_with(leaf, other) for other in tried}
            if leaf not in given and len(needed) == 1:
                given[leaf] = self.plan.reach(leaf, self.day)[needed.pop()]
        return given

    def _answers(self, fact: str) -> list[Decided]:
        """What each answer says about the leaves, and that it may not be given where another answer implies it."""
        answers = [self._said(fact, value) for value in (None, *self.plan.values(fact, self.day))]
        return [*answers, {}] if self.plan.vocabulary[fact].implied else answers

    def _said(self, fact: str, value: FactValue | None) -> Decided:
        moved = self.plan.moved[fact]
        known: Known = {fact: value}
        if fact not in self.plan.plain:
            known = complete(self.plan.vocabulary, {**self.known, **known}, self.day)
        return {
            leaf: leaf_verdict(leaf, known[leaf.fact], self.day)
            for leaf in moved
            if leaf.fact in known and leaf.fact not in self.known
        }

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
    asked = [name for name in inputs if _sources(name, vocabulary).intersection(askable)]
    return len(asked) > 1 or any(_joined(name, vocabulary, askable) for name in inputs if name != fact)
