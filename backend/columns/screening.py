"""Screening: the verdicts of all packs for a batch of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from backend.columns.compiling import CompiledPack, compiled_pack
from backend.columns.explaining import explained
from backend.columns.intake import FactColumn, RowProblem
from backend.columns.register import PROBLEM, RESULT, Policies, RegisterProblem
from backend.rules import Pack, Verdict

VERDICTS = pl.Enum([verdict.word for verdict in Verdict])
INVALID = "invalid"
RESULTS = pl.Enum([*VERDICTS.categories, INVALID])
_SOUND = "__sound:"


@dataclass(frozen=True)
class Batch:
    """Rows of a register as they were read: columns by header, and the line each row stands in."""

    frame: pl.DataFrame
    lines: Sequence[int]
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True)
class Screened:
    """The rows again: the columns that were kept, one a category, `result`, `problem`, and what explains them.

    A row with a problem has no verdict: its categories are null and its `result` is `invalid`.
    """

    frame: pl.DataFrame
    categories: Sequence[str]
    problems: Sequence[RowProblem] = ()


@dataclass(frozen=True)
class _Plan:
    """All packs over columns of certain types: what is added first, the verdicts, and whether columns are canonical."""

    packs: Sequence[CompiledPack]
    typed: Sequence[pl.Expr]
    first: Sequence[pl.Expr]
    verdicts: Sequence[pl.Expr]
    sound: Sequence[pl.Expr]

    def over(self, frame: pl.DataFrame) -> pl.LazyFrame:
        """The rows with the columns the verdicts are read from."""
        rows = frame.lazy().with_columns(*self.typed)
        for column in self.first:
            rows = rows.with_columns(column)
        return rows


class Screening:
    """The packs compiled for the columns of one register; good for all its batches.

    `schema` are the columns by header, `keep` those that go through as they are.
    """

    def __init__(
        self,
        policies: Policies,
        schema: Mapping[str, pl.DataType],
        keep: Sequence[str] = (),
        explain: bool = False,
    ) -> None:
        self.policies = policies
        self.columns = policies.columns(list(schema))
        self.keep = list(keep)
        self.needs = list(dict.fromkeys([*self.keep, *self.columns]))
        self.casts = {header: column.fitting(schema[header]) for header, column in self.columns.items()}
        dtypes = {
            header: self.casts[header] or dtype for header, dtype in schema.items() if header in self.columns
        }
        self.dtypes = {self.columns[header].fact.id: dtype for header, dtype in dtypes.items()}
        self.names = _names(policies.packs)
        self.explain = explain
        self._plans: dict[tuple[pl.DataType, ...], _Plan] = {}

    def screen(self, batch: Batch) -> Screened:
        """The verdicts of a batch."""
        frame, dtypes = self._facts(batch.frame), dict(self.dtypes)
        found = self._planned(frame, dtypes, checked=True).collect()
        wrong = [column for header, column in self.columns.items() if not found[_SOUND + header].all()]
        mended, unreadable = self._mended(frame, wrong, batch.lines)
        problems = [*batch.problems, *unreadable]
        if mended:
            frame, dtypes = frame.with_columns(**mended), {**dtypes, **dict.fromkeys(mended, pl.String())}
            found = self._planned(frame, dtypes).collect()
        extra = self._explained(frame, dtypes) if self.explain else []
        return Screened(self._shaped(batch, found, problems, extra), list(self.names.values()), problems)

    def verdicts(self, frame: pl.DataFrame) -> pl.LazyFrame:
        """The verdicts of canonical rows alone, as numbers of the chain (UInt8): nothing is checked or mended."""
        return self._planned(self._facts(frame), self.dtypes)

    def _facts(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The facts alone, under their ids, each of a type it can have."""
        cells = (
            (pl.col(header) if cast is None else pl.col(header).cast(cast)).alias(
                self.columns[header].fact.id
            )
            for header, cast in self.casts.items()
        )
        return frame.select(cells)

    def _planned(
        self, frame: pl.DataFrame, dtypes: Mapping[str, pl.DataType], checked: bool = False
    ) -> pl.LazyFrame:
        """The verdicts over columns of these types; `checked` adds whether each column is canonical."""
        plan = self._plan(dtypes)
        return plan.over(frame).select(*plan.verdicts, *(plan.sound if checked else ()))

    def _plan(self, dtypes: Mapping[str, pl.DataType]) -> _Plan:
        """Compiled once for each set of types, not for each batch."""
        key = tuple(dtypes.values())
        if key not in self._plans:
            self._plans[key] = self._compiled(dtypes)
        return self._plans[key]

    def _compiled(self, dtypes: Mapping[str, pl.DataType]) -> _Plan:
        columns = self.columns.values()
        given = {column.fact.id: column.known(dtypes[column.fact.id]) for column in columns}
        packs = [compiled_pack(pack, given, self.policies.today) for pack in self.policies.packs]
        typed = (column.typed(dtypes[column.fact.id]) for column in columns)
        return _Plan(
            packs,
            [one for one in typed if one is not None],
            packs[0].first,  # what follows from what is declared once for all packs
            [
                fit.verdict.alias(self.names[one.pack.id, category_id])
                for one in packs
                for category_id, fit in one.fits.items()
            ],
            [column.all_sound(dtypes[column.fact.id]).alias(_SOUND + column.header) for column in columns],
        )

    def _explained(self, frame: pl.DataFrame, dtypes: Mapping[str, pl.DataType]) -> list[pl.DataFrame]:
        plan = self._plan(dtypes)
        whole = plan.over(frame).collect()
        return [
            explained(one, category, self.names[one.pack.id, category.id], whole)
            for one in plan.packs
            for category in one.pack.categories
        ]

    def _mended(
        self, frame: pl.DataFrame, wrong: Sequence[FactColumn], lines: Sequence[int]
    ) -> tuple[dict[str, pl.Series], list[RowProblem]]:
        """The columns that are not canonical, read leniently: by fact, those in which anything changed."""
        problems: list[RowProblem] = []
        changed: dict[str, pl.Series] = {}
        for column in wrong:
            cells = frame[column.fact.id]
            mended, found = column.mended(cells, lines)
            problems += found
            if mended is not cells:
                changed[column.fact.id] = mended
        return changed, sorted(problems, key=lambda problem: problem.line)

    def _shaped(
        self,
        batch: Batch,
        found: pl.DataFrame,
        problems: Sequence[RowProblem],
        extra: Sequence[pl.DataFrame],
    ) -> pl.DataFrame:
        names = list(self.names.values())
        told = found.select(pl.col(names), pl.max_horizontal(names).alias(RESULT)).select(
            pl.col(names).cat.to(VERDICTS), pl.col(RESULT).cat.to(RESULTS)
        )
        shaped = pl.concat([batch.frame.select(self.keep), told, *extra], how="horizontal")
        return _marked(
            shaped,
            [name for one in (told.drop(RESULT), *extra) for name in one.columns],
            batch.lines,
            problems,
        )


def _marked(
    frame: pl.DataFrame, names: Sequence[str], lines: Sequence[int], problems: Sequence[RowProblem]
) -> pl.DataFrame:
    """The rows that have a problem say so, and have no verdict."""
    if not problems:
        return frame.with_columns(pl.lit(None, pl.String).alias(PROBLEM))
    said: dict[int, list[str]] = {}
    for problem in problems:
        said.setdefault(problem.line, []).append(f"{problem.column}：{problem.reason}")
    words = pl.Series(
        PROBLEM, ["；".join(said[line]) if line in said else None for line in lines], dtype=pl.String
    )
    marked = frame.with_columns(words)
    good = pl.col(PROBLEM).is_null()
    return marked.with_columns(
        pl.when(good).then(pl.col(names)),
        pl.when(good).then(pl.col(RESULT)).otherwise(pl.lit(INVALID, RESULTS)).alias(RESULT),
    )


def _names(packs: Sequence[Pack]) -> dict[tuple[str, str], str]:
    """The column of each category: its id, with the pack's before it where two packs use the same."""
    ids = [category.id for pack in packs for category in pack.categories]
    return {
        (pack.id, category.id): category.id if ids.count(category.id) == 1 else f"{pack.id}:{category.id}"
        for pack in packs
        for category in pack.categories
    }


def known_packs(packs: Mapping[str, Pack], wanted: Sequence[str]) -> tuple[Pack, ...]:
    """The packs of these ids, all of them if none is named. Raises RegisterProblem for an unknown one."""
    for pack_id in wanted:
        if pack_id not in packs:
            raise RegisterProblem(f"没有政策“{pack_id}”。现有：{'、'.join(packs)}")
    return tuple(packs[pack_id] for pack_id in dict.fromkeys(wanted)) or tuple(packs.values())
