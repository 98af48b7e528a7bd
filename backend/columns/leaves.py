"""Every operator of a leaf as a column of truth: True, False, or null where the fact is unknown."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import date
from functools import lru_cache, reduce
from operator import or_
from typing import Any

import polars as pl

from backend.columns.known import Known
from backend.rules.derivations import Day
from backend.rules.operators import OPERATORS

_LAST = date(9000, 1, 1)
"""No register reaches so far; beyond it a calendar of four-digit years ends."""


def holds(known: Known, operator: str, operand: Any, day: Day) -> pl.Expr:
    """Where the operator holds. One that has no columns of its own is asked value by value."""
    if operator in _THRESHOLDS:
        return _beyond(known.value, operator, operand, day)
    if operator in _OWN:
        return _OWN[operator](known, operand)
    return _value_by_value(known.value, operator, operand, day)


def _is(known: Known, value: Any) -> pl.Expr:
    return known.equals(value)


def _in(known: Known, values: tuple[Any, ...]) -> pl.Expr:
    """`is_in` would make a null False."""
    if not values:
        return pl.when(known.value.is_not_null()).then(pl.lit(False))
    return reduce(or_, map(known.equals, values))


def _within(known: Known, code: str) -> pl.Expr:
    return known.value.str.starts_with(code)


_OWN: dict[str, Callable[[Known, Any], pl.Expr]] = {
    "is": _is,
    "in": _in,
    "within": _within,
    "at_least": lambda known, least: known.value >= least,
    "at_most": lambda known, most: known.value <= most,
}
_THRESHOLDS = frozenset(
    ("age_at_least", "age_below", "before_retirement", "months_at_least", "months_below", "in_force")
)
"""These hold on one side of a day and not on the other: whole months later keeps the order of days."""


def _beyond(value: pl.Expr, operator: str, operand: Any, day: Day) -> pl.Expr:
    """On a given day such a leaf is one comparison with the day on which its truth changes."""
    turn, first = turning_point(operator, operand, day)
    return value < pl.lit(turn) if first else value >= pl.lit(turn)


@lru_cache(maxsize=1024)
def turning_point(operator: str, operand: Any, day: Day) -> tuple[date, bool]:
    """The first value from which the operator says something else, and what it says of every earlier one."""
    test = OPERATORS[operator].holds
    first = test(date.min, operand, day)
    days = range(date.min.toordinal(), _LAST.toordinal() + 1)
    at = bisect_left(days, True, key=lambda n: test(date.fromordinal(n), operand, day) != first)
    return date.fromordinal(days[min(at, len(days) - 1)]), first


def _value_by_value(value: pl.Expr, operator: str, operand: Any, day: Day) -> pl.Expr:
    test = OPERATORS[operator].holds

    def tested(values: pl.Series) -> pl.Series:
        asked = {one: None if one is None else test(one, operand, day) for one in values.unique()}
        return pl.Series(values.name, [asked[one] for one in values], dtype=pl.Boolean)

    return value.map_batches(tested, return_dtype=pl.Boolean, is_elementwise=True)
