"""The people who tell a rule apart: for each fact, values that give every verdict any leaf can give.

Facts that stand in one part of a rule and in no other are free of each other, so a rule that demands all its parts is
looked at group by group. Within a group every combination is tried: what is found is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product
from math import prod

from backend.rules import FactValue, Verdict, Vocabulary
from backend.rules.derivations import Day, complete
from backend.rules.expression import AllOf, Rule, facts_in, leaves
from backend.rules.operators import telling_values
from backend.rules.reasons import verdict_of

MOST_TRIED = 100_000
_EARLIEST = date(1900, 1, 1)
_MAY_LIE_AHEAD = "in_force"
Person = Mapping[str, FactValue]


@dataclass(frozen=True)
class Group:
    """Parts of a rule whose facts hang together."""

    rule: Rule
    vocabulary: Vocabulary
    day: Day

    @cached_property
    def values(self) -> Mapping[str, tuple[FactValue, ...]]:
        """The telling values of each fact."""
        return {fact: self._values(fact) for fact in facts_in(self.rule)}

    @property
    def countable(self) -> bool:
        """Whether every combination can be tried."""
        return prod(map(len, self.values.values())) <= MOST_TRIED

    def people(self, **fixed: FactValue) -> Iterator[Person]:
        """Every combination of telling values, with those facts fixed that are given."""
        values = {fact: (fixed[fact],) if fact in fixed else told for fact, told in self.values.items()}
        for chosen in product(*values.values()):
            yield dict(zip(values, chosen, strict=True))

    def verdict(self, person: Person) -> Verdict:
        """How this part comes out; what follows from other facts goes before what was chosen."""
        return verdict_of(self.rule, complete(self.vocabulary, person, self.day), self.day)

    @cached_property
    def verdicts(self) -> frozenset[Verdict]:
        """Every verdict the part can have when all is known."""
        return frozenset(map(self.verdict, self.people()))

    def _values(self, fact: str) -> tuple[FactValue, ...]:
        declared = self.vocabulary[fact]
        own = [leaf for leaf in leaves(self.rule) if leaf.fact == fact]
        told = [value for leaf in own for value in telling_values(leaf, declared, self.day)]
        if declared.kind == "date":
            ahead = any(leaf.operator == _MAY_LIE_AHEAD for leaf in own)
            days = [value for value in told if isinstance(value, date)] + [_EARLIEST, self.day.today]
            told = [day for day in sorted(days) if day >= _EARLIEST and (ahead or day <= self.day.today)]
        if declared.kind == "number":
            told = [value for value in told if isinstance(value, int) and value >= 0]
        return tuple(dict.fromkeys(told))


def groups(rules: Sequence[Rule], vocabulary: Vocabulary, day: Day) -> tuple[Group, ...]:
    """The parts of rules that must all hold, put together where they share a fact or one follows from the other."""
    read = {fact for rule in rules for fact in facts_in(rule)}
    found: list[tuple[set[str], list[Rule]]] = []
    for part in (part for rule in rules for part in _demands(rule)):
        facts, parts = _hanging_on(set(facts_in(part)), vocabulary) & read, [part]
        for other in [group for group in found if group[0] & facts]:
            found.remove(other)
            facts, parts = facts | other[0], [*other[1], *parts]
        found.append((facts, parts))
    return tuple(Group(AllOf(tuple(parts)), vocabulary, day) for _, parts in found)


def _demands(rule: Rule) -> Iterator[Rule]:
    if isinstance(rule, AllOf):
        for part in rule.parts:
            yield from _demands(part)
    else:
        yield rule


def _hanging_on(facts: set[str], vocabulary: Vocabulary) -> set[str]:
    """The facts with those they are derived from or implied by, all the way."""
    found: set[str] = set()
    waiting = list(facts)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            declared = vocabulary[name]
            waiting += declared.derivation.inputs if declared.derivation else ()
            waiting += [implication.fact for implication in declared.implied]
    return found
