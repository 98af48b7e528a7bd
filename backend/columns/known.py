"""A fact as columns: its value, and where it equals an answer. Null is unknown, never no."""

from __future__ import annotations

from dataclasses import dataclass
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
class Layers:
    """The upper layer, and where it is unknown the lower one."""

    upper: Known
    lower: Known

    @property
    def value(self) -> pl.Expr:
        return pl.coalesce(self.upper.value, self.lower.value)

    def equals(self, value: FactValue) -> pl.Expr:
        return pl.coalesce(self.upper.equals(value), self.lower.equals(value))


def over(upper: Known, lower: Known | None) -> Known:
    """Both layers; one is enough."""
    return upper if lower is None else Layers(upper, lower)
