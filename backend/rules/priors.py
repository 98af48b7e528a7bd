"""What we expect people to answer before they have: weights from a pack, or the people of a register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from backend.rules.calendar import MONTHS_A_YEAR, add_months
from backend.rules.vocabulary import Answers, Fact, FactValue

Weighed = Sequence[tuple[FactValue | None, float]]
"""Possible answers with their weights; only the ratios count. None is 不清楚."""

_ADULT, _OLD = 16, 75
_QUARTER = 3  # months


@dataclass(frozen=True, slots=True)
class Ages:
    """People of `from_age` up to below `below` years, spread evenly."""

    from_age: int
    below: int
    weight: int


@dataclass(frozen=True, slots=True)
class Prior:
    """What people answer to one question: weights of the options, or of ages where it asks for a birth date."""

    weights: tuple[tuple[str | bool | None, int], ...] = ()
    ages: tuple[Ages, ...] = ()


@dataclass(frozen=True, slots=True)
class Priors:
    """`source` says whose estimate it is. A fact that is not named: every answer is as likely as any other.

    With a `sample` (what people would answer to every question) its people take the place of the weights, as long
    as enough of them are like the person who is asked.
    """

    source: str = ""
    facts: Mapping[str, Prior] = field(default_factory=dict)
    sample: tuple[Answers, ...] = ()

    @classmethod
    def from_sample(cls, people: Iterable[Answers], beside: Priors | None = None) -> Priors:
        """Joint statistics of people; `beside` holds the weights for who is like none of them."""
        beside = beside or cls()
        return cls(beside.source, beside.facts, tuple(people))

    def answers(self, fact: Fact, today: date) -> Weighed:
        """The answers to expect, those without weight among them."""
        prior = self.facts.get(fact.id, Prior())
        if fact.kind == "date" and not fact.options:
            return _births(prior.ages or (Ages(_ADULT, _OLD, 1),), today)
        return prior.weights or _equal(fact)


NO_PRIORS = Priors()
"""Every answer is as likely as any other."""


def _births(ages: Sequence[Ages], today: date) -> Weighed:
    """One birthday a quarter."""
    return [
        (add_months(today, -months), group.weight / (group.below - group.from_age))
        for group in ages
        for months in range(group.from_age * MONTHS_A_YEAR, group.below * MONTHS_A_YEAR, _QUARTER)
    ]


def _equal(fact: Fact) -> Weighed:
    values: list[FactValue | None] = [option.value for option in fact.options]
    if not values:
        values = [True, False] if fact.kind == "bool" else []
    return [(value, 1.0) for value in ([*values, None] if fact.unsure or not values else values)]
