"""One rule under one set of answers: whether a question can still change its verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations, product
from math import prod

from backend.rules.derivations import Day, complete
from backend.rules.diagram import Decided, Diagram
from backend.rules.expression import Test
from backend.rules.operators import leaf_verdict
from backend.rules.plan import Known, Plan
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Answers, FactValue

_MOST_TRIES = 20_000
_REMEMBERED = 4096
Signature = tuple[Verdict, Verdict, frozenset[Test]]


class Look:
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
