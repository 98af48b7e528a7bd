"""Why a row comes out as it does: the deciding condition, the facts still needed, and the first day time alone brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

import polars as pl

from backend.columns.compiling import CompiledPack
from backend.columns.completing import plain_value
from backend.columns.known import Known
from backend.columns.truth import Columns, Fit, compiled
from backend.rules import Category, FactValue, Verdict, Vocabulary
from backend.rules.derivations import Day
from backend.rules.expression import Test, fold, leaves
from backend.rules.reasons import first_day
from backend.rules.said import N_

CONDITION, NEEDED, FIRST_DAY = "condition", "needed", "first_day"
"""Ends of column names: `X1.condition`, `X1.needed`, `X1.first_day`."""
_ROW = "__row"
_TIMELESS = ("sex_of_id_number", "birth_date_of_id_number")


def explained(
    one: CompiledPack, category: Category, name: str, rows: pl.DataFrame, said: Callable[[Any], str] = str
) -> pl.DataFrame:
    """Three columns for one category; `rows` hold the facts and what was worked out from them. `said` tells what stands in
    them in the reader's language."""
    told = rows.lazy().select(
        _deciding(one, category, said).alias(f"{name}.{CONDITION}"),
        _needed(one, category, said).alias(f"{name}.{NEEDED}"),
    )
    days = _FirstDays(one, category).column(rows)
    return told.collect().with_columns(days.alias(f"{name}.{FIRST_DAY}"))


def _deciding(one: CompiledPack, category: Category, said: Callable[[Any], str]) -> pl.Expr:
    """The first condition that comes out as the whole does, with its article; nothing where all hold."""
    whole = one.fits[category.id].verdict
    found = pl.lit(None, pl.String)
    for condition in reversed((*one.pack.preconditions, *category.conditions)):
        article = one.pack.citations[condition.citation_id].article
        words = N_("{condition}（{article}）", condition=condition.label, article=article)
        decides = compiled(condition.rule, one.known, one.day).verdict == whole
        found = pl.when(decides).then(pl.lit(said(words))).otherwise(found)
    return pl.when(whole != Verdict.YES.value).then(found)


def _needed(one: CompiledPack, category: Category, said: Callable[[Any], str]) -> pl.Expr:
    """The facts that are missing and can still move the verdict, where it is unknown.

    A fact that stands in several places of the rule counts in each of them as if it were free there: one too many may be
    named, never one too few.
    """
    vocabulary = one.pack.vocabulary
    spans = fold(one.pack.rules[category.id], _Spans(one.known, one.day))
    alive: dict[str, list[pl.Expr]] = {}
    for leaf, felt in spans.alive(pl.lit(Verdict.NO.value), pl.lit(Verdict.YES.value)):
        for fact in _to_ask(leaf.fact, vocabulary):
            alive.setdefault(fact, []).append(felt)
    names = [
        pl.when(reduce(or_, felt)).then(pl.lit(said(vocabulary[fact].label))) for fact, felt in alive.items()
    ]
    listed = pl.concat_str(names, separator=said(N_("、")), ignore_nulls=True)
    return pl.when(one.fits[category.id].verdict == Verdict.UNKNOWN.value).then(listed)


def _to_ask(fact: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """A fact that is only ever worked out is asked for by its inputs."""
    declared = vocabulary[fact]
    return declared.derivation.inputs if declared.derivation and declared.source == "derived" else (fact,)


@dataclass(frozen=True)
class _Span:
    """The verdicts a part of a rule can still have, as columns; the parts it is made of."""

    low: pl.Expr
    high: pl.Expr
    leaf: Test | None = None
    parts: Sequence[_Span] = ()
    needs_all: bool = False

    def alive(self, floor: pl.Expr, ceiling: pl.Expr) -> Iterator[tuple[Test, pl.Expr]]:
        """Each leaf, and where moving it moves the root: `Span.alive` of the engine, for all rows."""
        if self.leaf is not None:
            yield self.leaf, pl.max_horizontal(self.low, floor) < pl.min_horizontal(self.high, ceiling)
        for at, part in enumerate(self.parts):
            others = [other for index, other in enumerate(self.parts) if index != at]
            if self.needs_all:
                yield from part.alive(floor, pl.min_horizontal(ceiling, *(other.high for other in others)))
            else:
                yield from part.alive(pl.max_horizontal(floor, *(other.low for other in others)), ceiling)


class _Spans:
    """The reading of a rule as spans: a leaf whose fact is missing may become anything."""

    def __init__(self, known: Mapping[str, Known], day: Day) -> None:
        self.truth = Columns(known, day)

    def test(self, leaf: Test) -> _Span:
        fit = self.truth.test(leaf)
        missing = fit.fits.is_null()
        return _Span(
            pl.when(missing).then(Verdict.NO.value).otherwise(fit.verdict),
            pl.when(missing).then(Verdict.YES.value).otherwise(fit.verdict),
            leaf,
        )

    def all(self, parts: Sequence[_Span]) -> _Span:
        low, high = ([getattr(part, end) for part in parts] for end in ("low", "high"))
        return _Span(pl.min_horizontal(*low), pl.min_horizontal(*high), None, parts, needs_all=True)

    def any(self, parts: Sequence[_Span]) -> _Span:
        low, high = ([getattr(part, end) for part in parts] for end in ("low", "high"))
        return _Span(pl.max_horizontal(*low), pl.max_horizontal(*high), None, parts)


class _Ceiling(Columns):
    """The best that time alone could bring: a leaf that time can change counts as holding."""

    def __init__(self, known: Mapping[str, Known], day: Day, vocabulary: Vocabulary) -> None:
        super().__init__(known, day)
        self.vocabulary = vocabulary

    def test(self, leaf: Test) -> Fit:
        if leaf.fact not in self.known:
            return super().test(leaf)
        if self.vocabulary[leaf.fact].kind == "date":
            return Fit(self.known[leaf.fact].value.is_not_null())
        inputs = _inputs_in_time(leaf.fact, self.known, self.vocabulary)
        fits = super().test(leaf).fits
        return Fit(reduce(and_, (one.is_not_null() for one in inputs)) | fits if inputs else fits)


class _FirstDays:
    """The engine's own first day, asked once for all rows that do not differ in what it depends on."""

    def __init__(self, one: CompiledPack, category: Category) -> None:
        self.fit = one.fits[category.id]
        self.rule = one.pack.rules[category.id]
        self.vocabulary = one.pack.vocabulary
        self.known = one.known
        self.day = one.day

    def column(self, rows: pl.DataFrame) -> pl.Series:
        """The first day after today on which a NO becomes a fit if only time goes by; null where there is none."""
        best = fold(self.rule, _Ceiling(self.known, self.day, self.vocabulary))
        hopeful = (self.fit.verdict == Verdict.NO.value) & (best.verdict >= Verdict.CONFIRM.value)
        keys = {f"__key{at}": key for at, key in enumerate(self._keys())}
        facts = [column for column in rows.columns if not column.startswith("__")]
        some = rows.lazy().with_row_index(_ROW).with_columns(**keys).filter(hopeful)
        groups = some.group_by(list(keys)).agg(pl.col(facts).first(), pl.col(_ROW)).collect()
        days = [self._first_day(row) for row in groups.select(facts).iter_rows(named=True)]
        found = groups.select(pl.col(_ROW), pl.Series("day", days, dtype=pl.Date)).explode(_ROW)
        whole = rows.with_row_index(_ROW).select(_ROW)
        return whole.join(found, on=_ROW, how="left", maintain_order="left")["day"]

    def _keys(self) -> Iterator[pl.Expr]:
        """The days the rule reads, what its derived facts come from, and the truth of every other leaf."""
        truth = Columns(self.known, self.day)
        for leaf in leaves(self.rule):
            if leaf.fact in self.known:
                is_day = self.vocabulary[leaf.fact].kind == "date"
                yield self.known[leaf.fact].value if is_day else truth.test(leaf).verdict
                yield from _inputs_in_time(leaf.fact, self.known, self.vocabulary)

    def _first_day(self, row: Mapping[str, Any]) -> date | None:
        return first_day(self.rule, self.vocabulary, answers_of(row, self.vocabulary), self.day)


def _inputs_in_time(fact: str, known: Mapping[str, Known], vocabulary: Vocabulary) -> list[pl.Expr]:
    """What a derived fact comes from that may become another value as time goes by."""
    by = vocabulary[fact].derivation
    if by is None or by.function in _TIMELESS:
        return []
    return [known[name].value for name in by.inputs if name in known]


def answers_of(row: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, FactValue | None]:
    """A canonical row as answers of one person; an empty cell was never asked."""
    read = {
        fact: plain_value(cell, vocabulary[fact].kind) for fact, cell in row.items() if fact in vocabulary
    }
    return {fact: value for fact, value in read.items() if value is not None}
