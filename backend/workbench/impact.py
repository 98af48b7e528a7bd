"""What a new version changes for a register: who gains, who loses, who becomes uncertain, by category and area.

Both versions screen the same rows (`backend.columns`), so the figures are those of `bangban screen`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from backend.columns.intake import FactColumn, RowProblem
from backend.columns.register import RESULT, Policies
from backend.columns.screening import INVALID, VERDICTS, Batch, Screening
from backend.columns.service import Frame
from backend.columns.sources import Source, opened
from backend.rules import Pack, Verdict, mask_id_number
from backend.rules.catalogue import Divisions
from backend.rules.said import N_, Said, kept, of_kept
from backend.rules.showing import VERDICTS as SAID

GAIN, LOSE, UNCERTAIN, SAME = "gain", "lose", "uncertain", "same"
MOVES: Mapping[str, Said] = {
    GAIN: N_("变为符合"),
    LOSE: N_("变为不符合"),
    UNCERTAIN: N_("变为不确定"),
    SAME: N_("不变"),
}
ANY = ""
"""The key of the whole: the best of all categories."""
UNKNOWN_AREA = N_("其他地区或不详")
_HUKOU = "person.hukou_code"
_AREA = "__area"
_MOST_KEPT = 20


@dataclass(slots=True)
class Tally:
    """How many people moved which way. A fit is YES or CONFIRM.

    `gain`: up to a fit; `lose`: down to NO; `uncertain`: any other change; `same`: none.
    """

    gain: int = 0
    lose: int = 0
    uncertain: int = 0
    same: int = 0

    @property
    def changed(self) -> int:
        """All who moved."""
        return self.gain + self.lose + self.uncertain

    def add(self, move: str, count: int) -> None:
        setattr(self, move, getattr(self, move) + count)


@dataclass(slots=True)
class Impact:
    """The figures of a register on a day. `tallies` are by category (`ANY` for the whole) and area code.

    A row with a mistake is counted in `invalid` alone; `problems` holds the first of them.
    """

    on: date
    rows: int = 0
    invalid: int = 0
    tallies: dict[str, dict[str, Tally]] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)

    def of(self, category: str = ANY) -> Tally:
        """One category (or the whole) over all areas."""
        areas = self.tallies.get(category, {}).values()
        return Tally(*(sum(getattr(one, move) for one in areas) for move in MOVES))

    @property
    def areas(self) -> tuple[str, ...]:
        """The area codes found, in order; empty for people whose area is not known here."""
        return tuple(sorted(self.tallies.get(ANY, {})))

    def take(self, part: Impact) -> None:
        """Counts the figures of further rows in."""
        self.rows += part.rows
        self.invalid += part.invalid
        self.problems += part.problems[: _MOST_KEPT - len(self.problems)]
        for category, areas in part.tallies.items():
            for area, tally in areas.items():
                mine = self.tallies.setdefault(category, {}).setdefault(area, Tally())
                for move in MOVES:
                    mine.add(move, getattr(tally, move))

    def to_json(self) -> dict[str, Any]:
        """A value of plain JSON types."""
        return {
            "on": self.on.isoformat(),
            "rows": self.rows,
            "invalid": self.invalid,
            "categories": {
                category or "any": {
                    area or "unknown": {move: getattr(tally, move) for move in MOVES}
                    for area, tally in areas.items()
                }
                for category, areas in self.tallies.items()
            },
        }

    def to_kept(self) -> dict[str, Any]:
        """All of it but the day and the cells that are wrong, as plain JSON types."""
        return {
            "rows": self.rows,
            "invalid": self.invalid,
            "problems": [[one.line, kept(one.column), kept(one.reason)] for one in self.problems],
            "tallies": {
                category: {area: [getattr(tally, move) for move in MOVES] for area, tally in areas.items()}
                for category, areas in self.tallies.items()
            },
        }

    @classmethod
    def from_kept(cls, on: date, kept: Mapping[str, Any]) -> Impact:
        """What :meth:`to_kept` gave."""
        return cls(
            on,
            kept["rows"],
            kept["invalid"],
            {
                category: {area: Tally(*counts) for area, counts in areas.items()}
                for category, areas in kept["tallies"].items()
            },
            [RowProblem(line, of_kept(column), "", of_kept(reason)) for line, column, reason in kept["problems"]],
        )


def _nothing(_: Any) -> None:
    pass


def impact(
    old: Pack,
    new: Pack,
    divisions: Divisions,
    on: date,
    register: Path | pl.DataFrame | Source,
    *,
    affected: Callable[[pl.DataFrame], None] = _nothing,
    advance: Callable[[int], None] = _nothing,
    said: Callable[[Any], str] = str,
) -> Impact:
    """Compares two versions on every row of a register as of a day.

    `affected` gets the rows that change, batch by batch: the columns that are no facts, masked ID numbers, the area,
    and for each category its verdict before and now, in the words of `said`. `advance` is told how many rows are done.
    Raises RegisterProblem.
    """
    found = Impact(on)
    for part, rows in portions(old, new, divisions, on, _source(register), said=said):
        found.take(part)
        affected(rows)
        advance(part.rows)
    return found


def portions(
    old: Pack,
    new: Pack,
    divisions: Divisions,
    on: date,
    source: Source,
    given: int = 0,
    said: Callable[[Any], str] = str,
) -> Iterator[tuple[Impact, pl.DataFrame]]:
    """The figures of each batch behind the rows that are ``given``, and those of its rows that change."""
    comparison = _Comparison(old, new, divisions, on, source, said)
    for batch in source.batches(comparison.needs, given=given):
        rows, found = comparison.rows(batch), Impact(on)
        comparison.count(rows, found)
        found.problems += rows.problems[:_MOST_KEPT]
        yield found, comparison.affected(rows)


def readable(old: Pack, new: Pack, divisions: Divisions, on: date, register: Path) -> int:
    """How many rows a register has, if both versions can be read from its columns. Raises RegisterProblem."""
    source = opened(register)
    _Comparison(old, new, divisions, on, source)
    return source.rows or 0


def _source(register: Path | pl.DataFrame | Source) -> Source:
    match register:
        case Path():
            return opened(register)
        case pl.DataFrame():
            return Frame(register)
        case _:
            return register


@dataclass(frozen=True, slots=True)
class _Rows:
    """A batch under both versions: the kept columns, the area, and a move for each category."""

    frame: pl.DataFrame
    problems: Sequence[RowProblem]


class _Comparison:
    def __init__(
        self,
        old: Pack,
        new: Pack,
        divisions: Divisions,
        on: date,
        source: Source,
        said: Callable[[Any], str] = str,
    ) -> None:
        self.said = said
        policies = Policies((new,), divisions, on)
        headers = list(source.schema)
        self.numbers = policies.id_numbers(headers)
        self.kept = [*self.numbers, *policies.others(headers)]
        self.before = Screening(Policies((old,), divisions, on), source.schema)
        self.after = Screening(policies, source.schema, self.kept)
        self.needs = list(dict.fromkeys([*self.after.needs, *self.before.needs]))
        self.categories = list(dict.fromkeys(one.id for pack in (old, new) for one in pack.categories))
        self.area = _Areas(divisions, {**self.before.columns, **self.after.columns}, said(UNKNOWN_AREA))

    def rows(self, batch: Batch) -> _Rows:
        before, after = self.before.screen(batch), self.after.screen(batch)
        sound = (pl.col(_was(RESULT)) != INVALID) & (pl.col(_now(RESULT)) != INVALID)
        frame = pl.concat(
            [
                after.frame.select(self.kept),
                self.area.of(batch.frame),
                _named(before.frame, [*self.categories, RESULT], _was),
                _named(after.frame, [*self.categories, RESULT], _now),
            ],
            how="horizontal",
        )
        moves = (_move(name).alias(_moved(name)) for name in (*self.categories, RESULT))
        return _Rows(frame.with_columns(moves).with_columns(sound.alias("__sound")), after.problems)

    def count(self, rows: _Rows, found: Impact) -> None:
        sound = rows.frame.filter("__sound")
        found.rows += rows.frame.height
        found.invalid += rows.frame.height - sound.height
        for name in (RESULT, *self.categories):
            areas = found.tallies.setdefault(ANY if name == RESULT else name, {})
            for area, move, count in sound.group_by(_AREA, _moved(name)).len().iter_rows():
                areas.setdefault(area, Tally()).add(move, count)

    def affected(self, rows: _Rows) -> pl.DataFrame:
        """The rows that change in any category, in words."""
        changes = pl.any_horizontal(pl.col(_moved(name)) != SAME for name in self.categories)
        frame = rows.frame.filter(pl.col("__sound") & changes)
        words = {verdict.word: self.said(one) for verdict, one in SAID.items()}
        moves = {move: self.said(one) for move, one in MOVES.items()}
        columns = [
            column
            for name in self.categories
            for column in (
                pl.col(_was(name)).cast(pl.String).replace(words).alias(self._free(N_("{name} 原来", name=name))),
                pl.col(_now(name)).cast(pl.String).replace(words).alias(self._free(N_("{name} 现在", name=name))),
            )
        ]
        return frame.select(
            *(_masked(name) if name in self.numbers else pl.col(name) for name in self.kept),
            pl.col(_AREA).replace(self.area.names).alias(self._free(N_("地区"))),
            pl.col(_moved(RESULT)).replace(moves).alias(self._free(N_("变化"))),
            *columns,
        )

    def _free(self, name: Said) -> str:
        """A column name the register does not use itself."""
        told = self.said(name)
        return self.said(N_("{column}（核对）", column=name)) if told in self.kept else told


class _Areas:
    """The county of each row, by its hukou."""

    def __init__(self, divisions: Divisions, columns: Mapping[str, FactColumn], elsewhere: str) -> None:
        self.divisions = divisions
        self.names = {code: divisions.full_name(code) for code in divisions.by_code} | {"": elsewhere}
        self.column = next((one for one in columns.values() if one.fact.id == _HUKOU), None)
        self.known: dict[str | None, str] = {}

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        if self.column is None:
            return pl.DataFrame({_AREA: [""] * frame.height}, schema={_AREA: pl.String})
        written = frame[self.column.header].cast(pl.String)
        for value in written.unique():
            if value not in self.known:
                self.known[value] = self._county(value)
        return written.replace_strict(self.known, return_dtype=pl.String).rename(_AREA).to_frame()

    def _county(self, written: str | None) -> str:
        """The county or zone of a cell; empty where it cannot be read or is not known here."""
        if written is None or self.column is None:
            return ""
        try:
            code = self.column.cells.read(written) or ""
        except ValueError:
            return ""
        code = next((known for known in (code, code[:9], code[:6]) if known in self.divisions), "")
        while code and self.divisions.by_code[code].level == "street":
            code = self.divisions.by_code[code].parent
        return code


def _named(frame: pl.DataFrame, names: Sequence[str], called: Callable[[str], str]) -> pl.DataFrame:
    """These verdicts under other names; NO for a category the version does not have."""
    no = pl.lit(Verdict.NO.word, VERDICTS)
    return frame.select((pl.col(name) if name in frame.columns else no).alias(called(name)) for name in names)


def _move(name: str) -> pl.Expr:
    before, after = (pl.col(called(name)).to_physical() for called in (_was, _now))
    return (
        pl.when(before == after)
        .then(pl.lit(SAME))
        .when((after > before) & (after >= int(Verdict.CONFIRM)))
        .then(pl.lit(GAIN))
        .when((after < before) & (after == int(Verdict.NO)))
        .then(pl.lit(LOSE))
        .otherwise(pl.lit(UNCERTAIN))
    )


def _masked(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String).map_elements(mask_id_number, return_dtype=pl.String)


def _was(name: str) -> str:
    return f"__was:{name}"


def _now(name: str) -> str:
    return f"__now:{name}"


def _moved(name: str) -> str:
    return f"__move:{name}"
