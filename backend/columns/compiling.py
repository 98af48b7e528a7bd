"""A pack as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from backend.columns.completing import completed
from backend.columns.known import Known
from backend.columns.truth import Fit, compiled
from backend.rules import Pack
from backend.rules.derivations import Day


@dataclass(frozen=True)
class CompiledPack:
    """One pack as columns: the rule of each category; `first` are the columns to add before, one after the other."""

    pack: Pack
    day: Day
    known: Mapping[str, Known]
    first: Sequence[pl.Expr]
    fits: Mapping[str, Fit]


def compiled_pack(pack: Pack, given: Mapping[str, Known], today: date) -> CompiledPack:
    """The pack's rules over the columns that are given."""
    day = Day(today, pack.labour_age)
    whole = completed(pack.vocabulary, given, day)
    fits = {category_id: compiled(rule, whole.known, day) for category_id, rule in pack.rules.items()}
    return CompiledPack(pack, day, whole.known, whole.first, fits)
