"""Which question to ask next: never one whose answer cannot change any verdict.

A fact matters if the other open facts can have values under which two answers to it give two verdicts.
A category's rule is read as a span (the worst and the best verdict still possible); a leaf is alive if moving it moves
the root. That is exact where each open fact stands in one leaf. Where facts stand in several, what is left of the rule is
made into a decision diagram, whose branches are the answers; only leaves that hang on two facts which can be asked at once
are settled by trying the telling values one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from backend.rules.derivations import Day, complete
from backend.rules.expression import Rule
from backend.rules.look import Look
from backend.rules.plan import Plan, sources_of
from backend.rules.retirement import LabourAge
from backend.rules.vocabulary import Answers, FactValue, Vocabulary

_REMEMBERED = 4096
_SUMMED_UP = ("members", "id_number")  # what they say is in the facts derived from them


class Inquiry:
    """The questions of a set of rules. `askable` are the facts that may be asked, in the order of asking."""

    def __init__(self, vocabulary: Vocabulary, rules: Iterable[Rule], askable: Sequence[str]) -> None:
        self.vocabulary = vocabulary
        self.askable = tuple(askable)
        self.plans = tuple(Plan(rule, vocabulary, self.askable) for rule in rules)
        read = {leaf.fact for plan in self.plans for leaf in plan.sources}.union(askable)
        sources = {source for fact in read for source in sources_of(fact, vocabulary)}
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
        looks = [Look(plan, known, unasked, day) for plan in plans]
        return tuple(
            fact for fact in self.askable if fact in unasked and any(look.matters(fact) for look in looks)
        )
