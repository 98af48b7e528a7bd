"""Screening: the verdicts of all packs for a batch of rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from backend.columns.agreement import DIFFERS, contradictions
from backend.columns.compiling import CompiledPack, compiled_packs
from backend.columns.explaining import explained
from backend.columns.intake import RowProblem, shortened
from backend.columns.register import PROBLEM, RESULT, Policies, RegisterProblem
from backend.columns.truth import best_of
from backend.rules import Pack, Verdict
from backend.rules.said import N_, listed

VERDICTS = pl.Enum([verdict.word for verdict in Verdict])
INVALID = "invalid"
RESULTS = pl.Enum([*VERDICTS.categories, INVALID])
ROW, _SOUND, _KEPT = "__row", "__sound", "__kept:"


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
    """All packs over columns of certain types: what is added first, the verdicts as numbers of the chain, the verdicts
    with the result in words, whether columns are canonical, and where they contradict the ID number."""

    packs: Sequence[CompiledPack]
    strict: Sequence[pl.Expr]
    lenient: Sequence[pl.Expr]
    steps: Sequence[Sequence[pl.Expr]]
    numbers: Sequence[pl.Expr]
    words: Sequence[pl.Expr]
    sound: Sequence[pl.Expr]
    contradicted: Sequence[pl.Expr]

    def typed(self, facts: pl.DataFrame) -> pl.DataFrame:
        """The facts, and beside them the values of text that is not yet one."""
        try:
            return facts.with_columns(self.strict)
        except pl.exceptions.PolarsError:
            return facts.with_columns(self.lenient)

    def unsound(self, facts: pl.DataFrame) -> set[str]:
        """The facts whose columns are not canonical throughout."""
        return {fact for fact, sound in facts.select(self.sound).row(0, named=True).items() if not sound}

    def over(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """The rows with the columns the verdicts are read from."""
        for step in self.steps:
            rows = rows.with_columns(step)
        return rows


class Screening:
    """The packs compiled for the columns of one register; good for all its batches.

    `schema` are the columns by header, `keep` those that go through as they are. `types` says as what a file of text
    may read the others where every cell is canonical. `said` says what is wrong with a row, and what explains it, in
    the reader's language.
    """

    def __init__(
        self,
        policies: Policies,
        schema: Mapping[str, pl.DataType],
        keep: Sequence[str] = (),
        explain: bool = False,
        said: Callable[[Any], str] = str,
    ) -> None:
        self.policies = policies
        self.columns = policies.columns(list(schema))
        self.keep = list(keep)
        self.needs = list(dict.fromkeys([*self.keep, *self.columns]))
        self.types = {
            header: dtype
            for header, column in self.columns.items()
            if header not in self.keep and (dtype := column.dtype) is not None
        }
        self.names = _names(policies.packs)
        self.explain = explain
        self.said = said
        self._cells: dict[tuple[tuple[str, pl.DataType], ...], list[pl.Expr]] = {}
        self._plans: dict[tuple[pl.DataType, ...], _Plan] = {}

    def screen(self, batch: Batch) -> Screened:
        """The verdicts of a batch."""
        facts, plan = self._facts(batch.frame)
        mended, problems = self._mended(facts, plan.unsound(facts), batch.lines)
        if mended:
            facts, plan = self._typed(facts.with_columns(**mended).select(self._ids))
        problems += self._contradicted(batch, facts, plan)
        found = plan.over(facts.lazy()).select(plan.words).collect()
        extra = self._explained(facts, plan) if self.explain else []
        problems = sorted([*batch.problems, *problems], key=lambda problem: problem.line)
        return Screened(self._shaped(batch, found, problems, extra), list(self.names.values()), problems)

    def flowing(self, rows: pl.LazyFrame, size: int) -> Generator[Screened, None, int | None]:
        """The verdicts of all rows in one go, some `size` at a time, without keeping what they were read from.

        Ends before the first batch that is not canonical throughout and returns how many rows were told; None for all.
        """
        told, kept = 0, {f"{_KEPT}{name}": name for name in self.keep}
        flow = self._flow(rows).collect_batches(chunk_size=size, maintain_order=True)
        while True:
            try:
                frame = next(flow, None)
            except pl.exceptions.PolarsError:
                return told
            if frame is None:
                return None
            if not frame[_SOUND].all() or not follows(frame[ROW], told):
                return told
            yield Screened(frame.drop(_SOUND, ROW).rename(kept), list(self.names.values()))
            told += frame.height

    def _flow(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        schema = rows.collect_schema()
        kept = [pl.col(name).alias(_KEPT + name) for name in self.keep]
        facts = rows.with_row_index(ROW).select(ROW, *kept, *(self._cell(header, schema[header]) for header in self.columns))
        known = facts.collect_schema()
        plan = self._plan({fact: known[fact] for fact in self._ids})
        sound = [
            told.fill_null(pl.col(column.fact.id).is_null())
            for column in self.columns.values()
            if (told := column.sound(known[column.fact.id])) is not None
        ]
        return plan.over(facts.with_columns(plan.strict)).select(
            ROW,
            pl.col(f"^{_KEPT}.*$"),
            *plan.words,
            pl.lit(None, pl.String).alias(PROBLEM),
            pl.all_horizontal(pl.lit(True), *sound, *(~one for one in plan.contradicted)).alias(_SOUND),
        )

    def verdicts(self, frame: pl.DataFrame) -> pl.LazyFrame:
        """The verdicts of canonical rows alone, as numbers of the chain (UInt8): nothing is checked or mended."""
        facts, plan = self._facts(frame)
        return plan.over(facts.lazy()).select(plan.numbers)

    @property
    def _ids(self) -> list[str]:
        return [column.fact.id for column in self.columns.values()]

    def _facts(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, _Plan]:
        """The facts alone, under their ids, each of a type it can have; and how they are read."""
        key = tuple(frame.schema.items())
        if key not in self._cells:
            self._cells[key] = [self._cell(header, frame.schema[header]) for header in self.columns]
        return self._typed(frame.select(self._cells[key]))

    def _cell(self, header: str, dtype: pl.DataType) -> pl.Expr:
        column = self.columns[header]
        cast = column.fitting(dtype)
        return (pl.col(header) if cast is None else pl.col(header).cast(cast)).alias(column.fact.id)

    def _typed(self, facts: pl.DataFrame) -> tuple[pl.DataFrame, _Plan]:
        """With the values of canonical text beside it; the plan is compiled once for each set of types."""
        plan = self._plan(facts.schema)
        return plan.typed(facts), plan

    def _plan(self, dtypes: Mapping[str, pl.DataType]) -> _Plan:
        key = tuple(dtypes.values())
        if key not in self._plans:
            self._plans[key] = self._compiled(dtypes)
        return self._plans[key]

    def _compiled(self, dtypes: Mapping[str, pl.DataType]) -> _Plan:
        columns = self.columns.values()
        given = {column.fact.id: column.known(dtypes[column.fact.id]) for column in columns}
        compiled = compiled_packs(self.policies.packs, given, self.policies.today)
        fits = {self.names[one.pack.id, name]: fit for one in compiled.packs for name, fit in one.fits.items()}
        strict, lenient = (
            [
                one
                for column in columns
                if (one := column.typed(dtypes[column.fact.id], strict=strict)) is not None
            ]
            for strict in (True, False)
        )
        told = _words(VERDICTS)
        return _Plan(
            compiled.packs,
            strict,
            lenient,
            compiled.steps,
            [fit.verdict.alias(name) for name, fit in fits.items()],
            [
                *(fit.told(told).alias(name) for name, fit in fits.items()),
                best_of(list(fits.values())).told(_words(RESULTS)).alias(RESULT),
            ],
            [column.all_sound(dtypes[column.fact.id]).alias(column.fact.id) for column in columns],
            list(contradictions(self.columns, dtypes)),
        )

    def _explained(self, facts: pl.DataFrame, plan: _Plan) -> list[pl.DataFrame]:
        whole = plan.over(facts.lazy()).collect()
        return [
            explained(one, category, self.names[one.pack.id, category.id], whole, self.said)
            for one in plan.packs
            for category in one.pack.categories
        ]

    def _mended(
        self, facts: pl.DataFrame, wrong: Collection[str], lines: Sequence[int]
    ) -> tuple[dict[str, pl.Series], list[RowProblem]]:
        """The columns that are not canonical, read leniently: by fact, those in which anything changed."""
        problems: list[RowProblem] = []
        changed: dict[str, pl.Series] = {}
        for column in self.columns.values():
            if column.fact.id not in wrong:
                continue
            cells = facts[column.fact.id]
            mended, found = column.mended(cells, lines)
            problems += found
            if mended is not cells:
                changed[column.fact.id] = mended
        return changed, problems

    def _contradicted(self, batch: Batch, facts: pl.DataFrame, plan: _Plan) -> Iterator[RowProblem]:
        """The cells beside an ID number that say otherwise."""
        for cells in facts.select(plan.contradicted):
            for at in cells.arg_true():
                written = str(batch.frame[cells.name][at])
                yield RowProblem(batch.lines[at], cells.name, shortened(written), DIFFERS)

    def _shaped(
        self,
        batch: Batch,
        found: pl.DataFrame,
        problems: Sequence[RowProblem],
        extra: Sequence[pl.DataFrame],
    ) -> pl.DataFrame:
        shaped = pl.concat([batch.frame.select(self.keep), found, *extra], how="horizontal")
        return _marked(
            shaped,
            [name for one in (found.drop(RESULT), *extra) for name in one.columns],
            batch.lines,
            problems,
            self.said,
        )


def _marked(
    frame: pl.DataFrame,
    names: Sequence[str],
    lines: Sequence[int],
    problems: Sequence[RowProblem],
    sentence: Callable[[Any], str],
) -> pl.DataFrame:
    """The rows that have a problem say so, and have no verdict."""
    if not problems:
        return frame.with_columns(pl.lit(None, pl.String).alias(PROBLEM))
    said: dict[int, list[str]] = {}
    for problem in problems:
        one = N_("{said}：{content}", said=problem.column, content=problem.reason)
        said.setdefault(problem.line, []).append(sentence(one))
    between = sentence(N_("；"))
    words = pl.Series(
        PROBLEM, [between.join(said[line]) if line in said else None for line in lines], dtype=pl.String
    )
    marked = frame.with_columns(words)
    good = pl.col(PROBLEM).is_null()
    return marked.with_columns(
        pl.when(good).then(pl.col(names)),
        pl.when(good).then(pl.col(RESULT)).otherwise(pl.lit(INVALID, RESULTS)).alias(RESULT),
    )


def follows(rows: pl.Series, told: int) -> bool:
    """Whether these are the next rows: where an earlier one fails, later ones may come through before that is known."""
    return bool(rows[0] == told and rows[-1] == told + len(rows) - 1)


def _words(words: pl.Enum) -> Callable[[Verdict], pl.Expr]:
    return {verdict: pl.lit(verdict.word, words) for verdict in Verdict}.__getitem__


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
            raise RegisterProblem(N_("没有政策“{pack}”。现有：{known}", pack=pack_id, known=listed(packs)))
    return tuple(packs[pack_id] for pack_id in dict.fromkeys(wanted)) or tuple(packs.values())
