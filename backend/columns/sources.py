"""A register as a file: CSV, Parquet or XLSX, read batch by batch and never whole."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from backend.columns.cells import REASONS, number_text
from backend.columns.encodings import UTF_8, encoding_of
from backend.columns.intake import RowProblem
from backend.columns.register import RegisterProblem
from backend.columns.screening import ROW, Batch, follows
from backend.columns.shapes import Shape
from backend.columns.sheets import first_sheet
from backend.rules.said import N_

ROWS_A_BATCH = 250_000
TEXT_ROWS_A_BATCH = 65_536
"""Text takes more room."""
_ROWS_OF_TEXT = 20_000
_FIRST = 2
"""The line of the first person: the header is line 1."""
_SEPARATORS = ",;\t，"
_LONGEST_CELL = 1 << 24


Types = Mapping[str, pl.DataType]
NO_TYPES: Types = {}


class Source(Protocol):
    """A register that can be read. `schema` are its columns in order, `rows` how many people it holds if that is known."""

    @property
    def schema(self) -> Mapping[str, pl.DataType]: ...

    @property
    def rows(self) -> int | None: ...

    def batches(self, needed: Sequence[str], types: Types = NO_TYPES, given: int = 0) -> Iterator[Batch]:
        """The needed columns of all rows that are not yet `given`, in order. `types` says as what text may be read while
        it is canonical."""
        ...

    def flow(self, needed: Sequence[str], types: Types = NO_TYPES) -> pl.LazyFrame | None:
        """The same rows to be read in one go, failing where they are not of these types; None where a file is read
        line by line."""
        ...


def opened(path: Path) -> Source:
    """The register in a file, by its suffix. Raises RegisterProblem with one sentence."""
    if path.suffix.lower() not in _READERS:
        raise RegisterProblem(N_("读不了“{file}”：名册应当是 .csv、.parquet 或 .xlsx 文件", file=path.name))
    if not path.is_file():
        raise RegisterProblem(N_("找不到文件“{file}”", file=str(path)))
    if path.stat().st_size == 0:
        raise RegisterProblem(N_("“{file}”是空文件", file=path.name))
    return _READERS[path.suffix.lower()](path)


class ParquetFile:
    """Columns of their own types."""

    def __init__(self, path: Path) -> None:
        try:
            self._scan = pl.scan_parquet(path)
            self.schema: Mapping[str, pl.DataType] = self._scan.collect_schema()
            self.rows: int | None = self._scan.select(pl.len()).collect().item()
        except pl.exceptions.PolarsError:
            raise RegisterProblem(N_("“{file}”不是完整的 Parquet 文件", file=path.name)) from None
        if not self.rows:
            raise RegisterProblem(N_("“{file}”里没有一个人", file=path.name))
        nested = next((name for name, dtype in self.schema.items() if not _is_cell(dtype)), None)
        if nested is not None:
            words = N_("“{file}”的“{column}”这一列不是文字、数字或日期", file=path.name, column=nested)
            raise RegisterProblem(words)

    def batches(self, needed: Sequence[str], types: Types = NO_TYPES, given: int = 0) -> Iterator[Batch]:
        yield from _numbered(self._scan.select(needed), ROWS_A_BATCH, given)

    def flow(self, needed: Sequence[str], types: Types = NO_TYPES) -> pl.LazyFrame | None:
        return self._scan


class CsvFile:
    """Text in UTF-8 or GB18030. As many rows as are one line each, with a cell for every header, are read at full speed,
    the needed columns alone; the others line by line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._shape = Shape(path, _likely_separator(path))
        self.encoding, self._lines = encoding_of(path, self._shape.feed)
        with self._text() as file:
            start = file.readline(_LONGEST_CELL)
        self.separator = max(_SEPARATORS, key=start.count)
        rows = self._rows()
        self.headers = _headers(next(rows, (1, []))[1], path.name)
        if next(rows, None) is None:
            raise RegisterProblem(N_("“{file}”只有表头，没有一个人", file=path.name))
        self.schema: Mapping[str, pl.DataType] = dict.fromkeys(self.headers, pl.String())

    @cached_property
    def rows(self) -> int | None:
        """Counted when somebody asks, where it takes a reading of the whole file."""
        if self._even and self._shape.throughout:
            return self._even
        return self._counted() if self._lines is None else max(1, self._lines - 1)

    def flow(self, needed: Sequence[str], types: Types = NO_TYPES) -> pl.LazyFrame | None:
        return self._fast({**self.schema, **types}, needed) if self._even and self._shape.throughout else None

    def batches(self, needed: Sequence[str], types: Types = NO_TYPES, given: int = 0) -> Iterator[Batch]:
        read = given
        ways = (({**self.schema, **types}, ROWS_A_BATCH), (self.schema, TEXT_ROWS_A_BATCH))
        for schema, size in ways if read < self._even else ():
            try:
                for batch in _numbered(self._fast(schema, needed), size, read):
                    read += len(batch.lines)
                    yield batch
                break
            except pl.exceptions.PolarsError:
                pass  # a cell that is not canonical: from here on as text
        if not (read == self._even and self._shape.throughout):
            yield from _of_text(islice(self._rows(), read + 1, None), self.headers, needed)

    def _counted(self) -> int | None:
        try:
            return int(self._scan(self.schema).select(pl.len()).collect().item()) if self._plain else None
        except pl.exceptions.PolarsError:
            return None

    @property
    def _plain(self) -> bool:
        return self.encoding == UTF_8 and self.separator.isascii()

    @cached_property
    def _even(self) -> int:
        """So many people, from the first on, stand in a line each with a cell for every header."""
        return max(0, self._shape.rows - 1) if self._plain and self._shape.cells == len(self.headers) else 0

    def _fast(self, schema: Types, needed: Sequence[str]) -> pl.LazyFrame:
        """The needed columns of those people."""
        ends = self._shape.throughout and not self._shape.ends_empty
        rows = self._scan(schema, None if ends else self._even).select(needed)
        return rows.with_columns(pl.col(pl.String).replace("", None)) if self._shape.quoted else rows

    def _scan(self, schema: Types, rows: int | None = None) -> pl.LazyFrame:
        return pl.scan_csv(
            self.path, separator=self.separator, schema=schema, n_rows=rows, truncate_ragged_lines=True
        )

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(_LONGEST_CELL)
        with self._text() as file:
            reader = csv.reader(file, delimiter=self.separator)
            for row in reader:
                if row:
                    yield reader.line_num, row

    def _text(self) -> Any:
        return self.path.open(encoding=self.encoding, newline="")


class Sheet:
    """The first sheet of a workbook."""

    def __init__(self, path: Path) -> None:
        self._sheet = sheet = first_sheet(path)
        self.headers = _headers(next(self._texts(), (1, []))[1], path.name)
        self.rows: int | None = sheet.total_height  # the place of the last row, counted from 0: the header is none
        if not self.rows:
            raise RegisterProblem(N_("“{file}”只有表头，没有一个人", file=path.name))
        self.schema: Mapping[str, pl.DataType] = dict.fromkeys(self.headers, pl.String())

    def batches(self, needed: Sequence[str], types: Types = NO_TYPES, given: int = 0) -> Iterator[Batch]:
        filled = ((line, cells) for line, cells in islice(self._texts(), 1, None) if any(cells))
        yield from _of_text(islice(filled, given, None), self.headers, needed)

    def flow(self, needed: Sequence[str], types: Types = NO_TYPES) -> pl.LazyFrame | None:
        return None

    def _texts(self) -> Iterator[tuple[int, list[str]]]:
        first = self._sheet.start[0] if self._sheet.start else 0
        for line, row in enumerate(self._sheet.iter_rows(), first + 1):
            yield line, [_text(cell) for cell in row]


def _likely_separator(path: Path) -> bytes:
    """The separator, if the file is UTF-8."""
    with path.open("rb") as file:
        start = file.readline(_LONGEST_CELL)
    return max((sign.encode() for sign in _SEPARATORS), key=start.count)


def _is_cell(dtype: pl.DataType) -> bool:
    """Whether a column holds one plain value a cell, and no lists, records or bytes."""
    return not dtype.is_nested() and dtype not in (pl.Binary, pl.Object)


def _text(cell: Any) -> str:
    """A cell of a sheet as a CSV would hold it."""
    match cell:
        case bool():
            return str(cell).lower()
        case float() | int():
            return number_text(cell)
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case datetime() | date():
            return cell.isoformat()
        case _:
            return str(cell)


def _headers(cells: Sequence[str], name: str) -> list[str]:
    headers = [cell.strip() for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    if not headers:
        raise RegisterProblem(N_("“{file}”的第一行是空的，应当是列名", file=name))
    repeated = next((header for header in headers if header and headers.count(header) > 1), None)
    if repeated is not None:
        raise RegisterProblem(N_("表头里有两列都叫“{column}”，请改成不同的名称", column=repeated))
    if "" in headers:
        raise RegisterProblem(N_("“{file}”第{column}列没有列名", file=name, column=headers.index("") + 1))
    return headers


def _numbered(scan: pl.LazyFrame, rows: int, read: int = 0) -> Iterator[Batch]:
    """Batches of the rows that are not yet read. Raises PolarsError where a row fails."""
    flow = scan.with_row_index(ROW).slice(read)
    for frame in flow.collect_batches(chunk_size=rows, maintain_order=True):
        if not follows(frame[ROW], read):
            raise pl.exceptions.ComputeError("an earlier row failed")
        yield Batch(frame.drop(ROW), range(_FIRST + read, _FIRST + read + frame.height))
        read += frame.height


def _of_text(
    rows: Iterable[tuple[int, list[str]]], headers: Sequence[str], needed: Sequence[str]
) -> Iterator[Batch]:
    """Batches of rows that are lists of texts; one of another length than the header is a problem of its line."""
    rows, at = iter(rows), [headers.index(name) for name in needed]
    while piece := list(islice(rows, _ROWS_OF_TEXT)):
        cut = [_fitted(cells, len(headers)) for _, cells in piece]
        columns = {name: [row[place] or None for row in cut] for name, place in zip(needed, at, strict=True)}
        frame = pl.DataFrame(columns, schema=dict.fromkeys(needed, pl.String))
        yield Batch(frame, [line for line, _ in piece], tuple(_of_other_lengths(piece, len(headers))))


def _fitted(cells: list[str], wanted: int) -> list[str]:
    return cells[:wanted] if len(cells) >= wanted else cells + [""] * (wanted - len(cells))


def _of_other_lengths(piece: Sequence[tuple[int, list[str]]], wanted: int) -> Iterator[RowProblem]:
    for line, cells in piece:
        if len(cells) < wanted or any(cells[wanted:]):
            reason = N_(REASONS["cells"], found=len(cells), wanted=wanted)
            yield RowProblem(line, N_("整行"), cells[0][:20], reason)


_READERS: Mapping[str, Callable[[Path], Source]] = {
    ".csv": CsvFile,
    ".txt": CsvFile,
    ".parquet": ParquetFile,
    ".xlsx": Sheet,
    ".xlsm": Sheet,
    ".xls": Sheet,
}
