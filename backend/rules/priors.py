"""What we expect people to answer before they have: weights from a pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from backend.rules.calendar import MONTHS_A_YEAR, add_months
from backend.rules.vocabulary import Fact, FactValue

Weighed = Sequence[tuple[FactValue | None, float]]
"""Possible answers with their weights; only the ratios count. None is 不清楚."""

_QUARTER = 3  # months
_SELDOM = 0.05


@dataclass(frozen=True, slots=True)
class Ago:
    """Days `months` ago up to `below` months ago, spread evenly; one in each `step` months is looked at."""

    months: int
    below: int
    weight: int
    step: int = _QUARTER


_GROWN_UP = Ago(16 * MONTHS_A_YEAR, 75 * MONTHS_A_YEAR, 1)
_LATELY = Ago(0, 2 * MONTHS_A_YEAR, 1, step=1)


@dataclass(frozen=True, slots=True)
class Prior:
    """What people answer to one question: weights of the options, and of times ago where it asks for a day."""

    weights: tuple[tuple[str | bool | None, int], ...] = ()
    ago: tuple[Ago, ...] = ()


@dataclass(frozen=True, slots=True)
class Priors:
    """`source` says whose estimate it is. A fact that is not named: every answer is as likely as any other."""

    source: str = ""
    facts: Mapping[str, Prior] = field(default_factory=dict)

    def answers(self, fact: Fact, today: date) -> Weighed:
        """The answers to expect, those without weight among them."""
        prior = self.facts.get(fact.id)
        if prior is None:
            return _equal(fact, today)
        return [*prior.weights, *_days(prior.ago, today)]


NO_PRIORS = Priors()
"""Every answer is as likely as any other."""


def _days(groups: Sequence[Ago], today: date) -> Weighed:
    return [
        (add_months(today, -months), group.weight * group.step / (group.below - group.months))
        for group in groups
        for months in range(group.months, group.below, group.step)
    ]


def _equal(fact: Fact, today: date) -> Weighed:
    values: list[FactValue | None] = [option.value for option in fact.options]
    if not values:
        values = [True, False] if fact.kind == "bool" else []
    weighed = [(value, 1.0) for value in values]
    if fact.kind == "date" and not values:
        weighed = [*_days((_LATELY if fact.recent else _GROWN_UP,), today)]
    return [*weighed, (None, _SELDOM if fact.kind == "date" else 1.0)] if fact.unsure or not weighed else weighed
