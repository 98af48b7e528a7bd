"""The columns of a register: which facts they are, whether their cells are canonical, and mending those that are not.

A batch whose cells are all canonical is never touched. Where one is not, the distinct values of that column are read one
by one, as people write them; what cannot be read is a problem of its row.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from backend.columns import id_number
from backend.columns.cells import CellProblem, CellReader
from backend.columns.known import Column
from backend.rules import Fact, mask_id_number
from backend.rules.said import N_, Said

_EARLIEST = date(1900, 1, 1)
_SHOWN = 40
TYPED = "__typed:"
_OWN = {"bool": pl.Boolean(), "date": pl.Date(), "number": pl.Int64()}
_TYPED: Mapping[str, Callable[[pl.Expr, bool], pl.Expr]] = {
    "bool": lambda cell, _: cell == "true",
    "date": lambda cell, strict: cell.str.to_date("%Y-%m-%d", strict=strict, cache=False),
    "number": lambda cell, strict: cell.cast(pl.Int64, strict=strict),
}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row gets no verdict: its line in the file (the header is line 1), column, value and reason."""

    line: int
    column: str
    value: str
    reason: str

    @property
    def sentence(self) -> Said:
        """All of it, to be said in the reader's language."""
        where = {"line": self.line, "column": self.column, "value": self.value}
        return N_("第{line}行，{column}，“{value}”：{reason}", **where, reason=self.reason)

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True)
class FactColumn:
    """One fact of the register: the column it stands in, and how its cells are read."""

    header: str
    cells: CellReader

    @property
    def fact(self) -> Fact:
        return self.cells.fact

    @property
    def dtype(self) -> pl.DataType | None:
        """The type as which canonical text may be read at once: where a cell is none, the whole reading fails."""
        if self.fact.kind == "choice" and self.cells.values:
            return pl.Enum(list(self.cells.values))
        return pl.Boolean() if self.fact.kind == "bool" else None

    def fitting(self, dtype: pl.DataType) -> pl.DataType | None:
        """The type to read the column as, where its own is none of those a fact of this kind can have."""
        kind = self.fact.kind
        if (
            kind == "choice"
            and isinstance(dtype, pl.Enum)
            and set(dtype.categories) <= set(self.cells.values)
        ):
            own = pl.Enum(list(self.cells.values))
            return None if dtype == own else own
        if dtype == pl.String or (kind in _OWN and dtype == _OWN[kind]):
            return None
        if kind == "number" and dtype.is_integer():
            return pl.Int64()
        return pl.Date() if kind == "date" and dtype == pl.Datetime else pl.String()

    def typed(self, dtype: pl.DataType, *, strict: bool = False) -> pl.Expr | None:
        """The column to add where canonical text is not yet the value. A `strict` one is quicker, but fails where a cell
        is no value at all."""
        if dtype != pl.String or self.fact.kind not in _TYPED:
            return None
        return _TYPED[self.fact.kind](pl.col(self.fact.id), strict).alias(TYPED + self.fact.id)

    def known(self, dtype: pl.DataType) -> Column:
        """The values of a canonical column, after `typed` was added."""
        return Column(pl.col(self.fact.id if self.typed(dtype) is None else TYPED + self.fact.id))

    def sound(self, dtype: pl.DataType) -> pl.Expr | None:
        """Whether each cell that is not empty is canonical; nothing where its type says so."""
        cell = pl.col(self.fact.id)
        match self.fact.kind:
            case "bool" if dtype == pl.String:
                return (cell == "true") | (cell == "false")
            case "choice" | "division" if dtype == pl.String and self.cells.values:
                return cell.is_in(self.cells.values)
            case "date":
                return self._sound_day(self.known(dtype).value)
            case "id_number":
                return id_number.is_valid(cell, self.cells.today)
            case "number" if dtype == pl.String:
                return cell.str.contains(r"^\d{1,9}$")
            case "members":
                return cell.map_batches(self._canonical_lists, return_dtype=pl.Boolean, is_elementwise=True)
            case _:
                return None

    def _sound_day(self, day: pl.Expr) -> pl.Expr:
        latest = date.max if self.cells.may_lie_ahead else self.cells.today
        return (day >= pl.lit(_EARLIEST)) & (day <= pl.lit(latest))

    def all_sound(self, dtype: pl.DataType) -> pl.Expr:
        """Whether the whole column is canonical."""
        sound = self.sound(dtype)
        if sound is None:
            return pl.lit(True)
        return sound.all() & (sound.null_count() == pl.col(self.fact.id).null_count())

    def mended(self, cells: pl.Series, lines: Sequence[int]) -> tuple[pl.Series, list[RowProblem]]:
        """The column in canonical text, null where a cell cannot be read, and the problems of those cells.

        It is the very same column where every cell reads as it stands: a place outside the city, say.
        """
        texts = cells.cast(pl.String)
        read: dict[str, str | None] = {}
        reasons: dict[str, str] = {}
        for text in texts.drop_nulls().unique():
            try:
                read[text] = self.cells.read(text)
            except CellProblem as problem:
                reasons[text] = problem.sentence
        if not reasons and all(text == value for text, value in read.items()):
            return cells, []
        values = texts.replace_strict(
            {**read, **dict.fromkeys(reasons)}, default=None, return_dtype=pl.String
        )
        return values, list(self._problems(texts, reasons, lines))

    def _problems(
        self, texts: pl.Series, reasons: Mapping[str, str], lines: Sequence[int]
    ) -> Iterator[RowProblem]:
        if reasons:
            for at in texts.is_in(list(reasons)).fill_null(False).arg_true():
                yield RowProblem(lines[at], self.header, self._shown(texts[at]), reasons[texts[at]])

    def _shown(self, text: str) -> str:
        return mask_id_number(text) if self.fact.kind == "id_number" else shortened(text)

    def _canonical_lists(self, cells: pl.Series) -> pl.Series:
        """Where a list of people stands in the words the rules know."""
        fits = {text: self._is_canonical(text) for text in cells.drop_nulls().unique()}
        return pl.Series(cells.name, [text is None or fits[text] for text in cells], dtype=pl.Boolean)

    def _is_canonical(self, text: str) -> bool:
        try:
            read = self.cells.read(text)
        except CellProblem:
            return False
        return read is not None and json.loads(read) == json.loads(text)


def shortened(text: str) -> str:
    """A cell as it is shown in a line."""
    shown = " ".join(text.split())
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
