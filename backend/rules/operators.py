"""What a leaf may test: each operator with the kinds it fits, its truth, its turning days and telling values."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from backend.rules.calendar import ONE_DAY, add_months, birthday
from backend.rules.derivations import Day
from backend.rules.expression import Test
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Fact, FactValue

_SAMPLED_YEARS = 130
_NEVER: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Operator:
    """`operand` names what the pack must write: value, values, code, count, track or true."""

    kinds: tuple[str, ...]
    operand: str
    holds: Callable[[Any, Any, Day], bool]
    turning_days: Callable[[Any, Any, Day], tuple[date, ...]]


def _no_days(_: Any, __: Any, ___: Day) -> tuple[date, ...]:
    return _NEVER


def _birthday(value: date, age: int, _: Day) -> tuple[date, ...]:
    return (birthday(value, age),)


def _retirement(value: date, track: str, day: Day) -> tuple[date, ...]:
    return (day.labour_age.tracks[track].date_for(value),)


OPERATORS: Mapping[str, Operator] = {
    "is": Operator(("bool", "choice"), "value", lambda value, wanted, _: value == wanted, _no_days),
    "in": Operator(("choice",), "values", lambda value, wanted, _: value in wanted, _no_days),
    "within": Operator(("division",), "code", lambda value, code, _: value.startswith(code), _no_days),
    "at_least": Operator(("number",), "count", lambda value, least, _: value >= least, _no_days),
    "at_most": Operator(("number",), "count", lambda value, most, _: value <= most, _no_days),
    "age_at_least": Operator(
        ("date",), "count", lambda value, age, day: day.today >= birthday(value, age), _birthday
    ),
    "age_below": Operator(
        ("date",), "count", lambda value, age, day: day.today < birthday(value, age), _birthday
    ),
    "before_retirement": Operator(
        ("date",),
        "track",
        lambda value, track, day: day.today < day.labour_age.tracks[track].date_for(value),
        _retirement,
    ),
    "months_at_least": Operator(
        ("date",),
        "count",
        lambda value, months, day: day.today >= add_months(value, months),
        lambda value, months, _: (add_months(value, months),),
    ),
    "months_below": Operator(
        ("date",),
        "count",
        lambda value, months, day: day.today < add_months(value, months),
        lambda value, months, _: (add_months(value, months),),
    ),
    "in_force": Operator(
        ("date",),
        "true",
        lambda value, _, day: value >= day.today,
        lambda value, _, __: (value + ONE_DAY,),
    ),
}


def leaf_verdict(leaf: Test, value: FactValue | None, day: Day) -> Verdict:
    """The verdict of one leaf for one value; no value is UNKNOWN, never NO."""
    if value is None:
        return Verdict.UNKNOWN
    holds = OPERATORS[leaf.operator].holds
    if holds(value, leaf.operand, day):
        return Verdict.YES
    if leaf.confirm is not None and holds(value, leaf.confirm, day):
        return Verdict.CONFIRM
    return Verdict.NO


def leaf_turning_days(leaf: Test, value: FactValue | None, day: Day) -> tuple[date, ...]:
    """The days on which the leaf may change though the person does nothing."""
    if value is None:
        return _NEVER
    turning = OPERATORS[leaf.operator].turning_days
    confirming = turning(value, leaf.confirm, day) if leaf.confirm is not None else _NEVER
    return turning(value, leaf.operand, day) + confirming


def telling_values(leaf: Test, fact: Fact, day: Day) -> tuple[FactValue, ...]:
    """Values of the fact that give every verdict the leaf can give: options, or both sides of each threshold."""
    if fact.options:
        return tuple(option.value for option in fact.options)
    operands = [leaf.operand] if leaf.confirm is None else [leaf.operand, leaf.confirm]
    match fact.kind:
        case "bool":
            return (True, False)
        case "date":
            return tuple(value for operand in operands for value in _threshold(leaf.operator, operand, day))
        case "number":
            return tuple(value for operand in operands for value in (operand - 1, operand, operand + 1))
        case "division":
            return (*operands, "")
        case _:
            return tuple(operands)


@lru_cache(maxsize=1024)
def _threshold(operator: str, operand: Any, day: Day) -> tuple[date, date]:
    """The two neighbouring days between which a date operator changes; all of them change once."""
    holds = OPERATORS[operator].holds
    earliest = date(day.today.year - _SAMPLED_YEARS, 1, 1)
    first = holds(earliest, operand, day)
    days = range((day.today - earliest).days + 2)
    at = bisect_left(days, True, key=lambda n: holds(earliest + n * ONE_DAY, operand, day) != first)
    return earliest + (at - 1) * ONE_DAY, earliest + at * ONE_DAY
