"""A fact as columns: its value, and where it equals an answer. Null is unknown, never no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Protocol

import polars as pl

from backend.rules import FactValue


class Known(Protocol):
    """What is known of one fact, row by row."""

    @property
    def value(self) -> pl.Expr:
        """The value, null where it is unknown."""
        ...

    def equals(self, value: FactValue) -> pl.Expr:
        """Whether it is this value; null where it is unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Column:
    """A fact that stands in a column of its own."""

    value: pl.Expr

    def equals(self, value: FactValue) -> pl.Expr:
        if isinstance(value, bool):
            return self.value if value else ~self.value
        return self.value == pl.lit(value)


@dataclass(frozen=True, slots=True)
class Where:
    """A fact that is `then` where a condition holds, and unknown elsewhere."""

    condition: pl.Expr
    then: FactValue

    @property
    def value(self) -> pl.Expr:
        return pl.when(self.condition).then(pl.lit(self.then))

    def equals(self, value: FactValue) -> pl.Expr:
        return pl.when(self.condition).then(pl.lit(self.then == value))


@dataclass(frozen=True, slots=True)
class Follows:
    """A fact that is told by the answers to another one: where those are none of `then`, it is unknown."""

    source: Known
    then: Mapping[FactValue, FactValue]

    @property
    def value(self) -> pl.Expr:
        return pl.coalesce(Where(self.source.equals(one), then).value for one, then in self.then.items())

    def equals(self, value: FactValue) -> pl.Expr:
        said, other = (
            [self.source.equals(one) for one, then in self.then.items() if (then == value) is same]
            for same in (True, False)
        )
        denied = pl.when(reduce(or_, other)).then(pl.lit(False)) if other else pl.lit(None, pl.Boolean)
        return pl.when(reduce(or_, said)).then(pl.lit(True)).otherwise(denied) if said else denied


@dataclass(frozen=True, slots=True)
class Layers:
    """The upper layer, and where it is unknown the lower one."""

    upper: Known
    lower: Known

    @property
    def value(self) -> pl.Expr:
        return pl.coalesce(self.upper.value, self.lower.value)

    def equals(self, value: FactValue) -> pl.Expr:
        return self.upper.equals(value).fill_null(self.lower.equals(value))


def over(upper: Known, lower: Known | None) -> Known:
    """Both layers; one is enough."""
    return upper if lower is None else Layers(upper, lower)
