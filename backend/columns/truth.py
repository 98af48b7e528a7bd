"""The reading of a rule as columns: the same fold over the same tree, for a million rows at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import polars as pl

from backend.columns.known import Known
from backend.columns.leaves import holds
from backend.rules import Verdict
from backend.rules.derivations import Day
from backend.rules.expression import Rule, Test, fold


@dataclass(frozen=True, slots=True)
class Fit:
    """Two columns that hold the four verdicts.

    `fits` is False for NO, null for UNKNOWN, True for CONFIRM and YES; `sure` is True for YES alone. Both keep their
    meaning under three-valued `&` and `|`, which are the minimum and the maximum of the chain. A rule without a
    `confirm` needs only one of them: `sure` is then None.
    """

    fits: pl.Expr
    sure: pl.Expr | None = None

    @property
    def surely(self) -> pl.Expr:
        return self.fits if self.sure is None else self.sure

    @property
    def verdict(self) -> pl.Expr:
        """The verdict as its number in the chain (UInt8)."""
        return self.told(lambda verdict: pl.lit(verdict.value, pl.UInt8))

    def told(self, words: Callable[[Verdict], pl.Expr]) -> pl.Expr:
        """The verdict in these words."""
        short = pl.when(self.fits.is_null()).then(words(Verdict.UNKNOWN)).otherwise(words(Verdict.NO))
        if self.sure is not None:
            short = pl.when(self.fits).then(words(Verdict.CONFIRM)).otherwise(short)
        return pl.when(self.surely).then(words(Verdict.YES)).otherwise(short)


class Columns:
    """The algebra: a leaf is a test of columns, ALL is `&`, ANY is `|`."""

    def __init__(self, known: Mapping[str, Known], day: Day) -> None:
        self.known = known
        self.day = day

    def test(self, leaf: Test) -> Fit:
        known = self.known.get(leaf.fact)
        if known is None:
            return Fit(pl.lit(None, pl.Boolean))
        sure = holds(known, leaf.operator, leaf.operand, self.day)
        if leaf.confirm is None:
            return Fit(sure)
        return Fit(sure | holds(known, leaf.operator, leaf.confirm, self.day), sure)

    def all(self, parts: Sequence[Fit]) -> Fit:
        return _joined(and_, parts, pl.lit(True))

    def any(self, parts: Sequence[Fit]) -> Fit:
        return best_of(parts)


def best_of(fits: Sequence[Fit]) -> Fit:
    """The best of several verdicts, row by row."""
    return _joined(or_, fits, pl.lit(False))


def _joined(join: Callable[[pl.Expr, pl.Expr], pl.Expr], parts: Sequence[Fit], empty: pl.Expr) -> Fit:
    if not parts:
        return Fit(empty)
    fits = reduce(join, (part.fits for part in parts))
    if all(part.sure is None for part in parts):
        return Fit(fits)
    return Fit(fits, reduce(join, (part.surely for part in parts)))


def compiled(rule: Rule, known: Mapping[str, Known], day: Day) -> Fit:
    """The rule as columns over these facts."""
    return fold(rule, Columns(known, day))
