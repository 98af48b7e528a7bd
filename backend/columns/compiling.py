"""Packs as columns."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from backend.columns.completing import completed
from backend.columns.known import Known
from backend.columns.truth import Columns, Fit
from backend.rules import Pack
from backend.rules.derivations import Day
from backend.rules.expression import AllOf, Test, fold


@dataclass(frozen=True)
class CompiledPack:
    """One pack as columns: what is known of each fact, and where each category fits."""

    pack: Pack
    day: Day
    known: Mapping[str, Known]
    fits: Mapping[str, Fit]


@dataclass(frozen=True)
class Compiled:
    """All packs as columns. `steps` are the columns to add before, one step after the other."""

    packs: Sequence[CompiledPack]
    steps: Sequence[Sequence[pl.Expr]]


def compiled_packs(packs: Sequence[Pack], given: Mapping[str, Known], today: date) -> Compiled:
    """The rules of all packs over the columns that are given.

    What several rules read is a column of its own, worked out once: each leaf, then what all categories of a pack have
    in common, then the whole rules.
    """
    leaves, common, whole = _Shared("leaf"), _Shared("common"), _Shared("whole")
    first: Sequence[pl.Expr] = ()
    compiled = []
    for pack in packs:
        day = Day(today, pack.labour_age)
        facts = completed(pack.vocabulary, given, day)
        first = facts.first  # what follows from what is declared once for all packs
        rules = _SharedLeaves(Columns(facts.known, day), leaves)
        start = common.column(pack.id, fold(AllOf(tuple(each.rule for each in pack.preconditions)), rules))
        fits = {
            category.id: whole.column((pack.id, category.id), rules.all([start, fold(category.rule, rules)]))
            for category in pack.categories
        }
        compiled.append(CompiledPack(pack, day, facts.known, fits))
    steps = [*([each] for each in first), leaves.added, common.added, whole.added]
    return Compiled(compiled, steps)


class _Shared:
    """Fits under names, to be added as columns."""

    def __init__(self, name: str) -> None:
        self.added: list[pl.Expr] = []
        self._name = name
        self._found: dict[Hashable, Fit] = {}

    def column(self, key: Hashable, fit: Fit) -> Fit:
        """The fit as columns of its own; whoever has the same key has the same columns."""
        if key not in self._found:
            sure = None if fit.sure is None else self._add("sure", fit.sure)
            self._found[key] = Fit(self._add("fits", fit.fits), sure)
        return self._found[key]

    def _add(self, kind: str, truth: pl.Expr) -> pl.Expr:
        name = f"__{self._name}:{kind}:{len(self.added)}"
        self.added.append(truth.alias(name))
        return pl.col(name)


class _SharedLeaves:
    """The algebra of columns in which leaves that say the same are one."""

    def __init__(self, columns: Columns, shared: _Shared) -> None:
        self.columns = columns
        self.shared = shared
        self.all, self.any = columns.all, columns.any

    def test(self, leaf: Test) -> Fit:
        key = leaf.fact, leaf.operator, str(leaf.operand), str(leaf.confirm), self.columns.day
        return self.shared.column(key, self.columns.test(leaf))
