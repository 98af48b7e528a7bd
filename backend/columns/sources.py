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
import python_calamine as calamine

from backend.columns.cells import REASONS
from backend.columns.encodings import UTF_8, encoding_of
from backend.columns.intake import RowProblem
from backend.columns.register import RegisterProblem
from backend.columns.screening import ROW, Batch, follows
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

    def flow(self, types: Types = NO_TYPES) -> pl.LazyFrame | None:
        """The same rows to be read in one go, failing where they are not of these types; None where a file is read
        line by line."""
        ...


def opened(path: Path) -> Source:
    """The register in a file, by its suffix. Raises RegisterProblem with one sentence."""
    if path.suffix.lower() not in _READERS:
        raise RegisterProblem(f"读不了“{path.name}”：名册应当是 .csv、.parquet 或 .xlsx 文件")
    if not path.is_file():
        raise RegisterProblem(f"找不到文件“{path}”")
    if path.stat().st_size == 0:
        raise RegisterProblem(f"“{path.name}”是空文件")
    return _READERS[path.suffix.lower()](path)


class ParquetFile:
    """Columns of their own types."""

    def __init__(self, path: Path) -> None:
        try:
            self._scan = pl.scan_parquet(path)
            self.schema: Mapping[str, pl.DataType] = self._scan.collect_schema()
            self.rows: int | None = self._scan.select(pl.len()).collect().item()
        except pl.exceptions.PolarsError:
            raise RegisterProblem(f"“{path.name}”不是完整的 Parquet 文件") from None
        if not self.rows:
            raise RegisterProblem(f"“{path.name}”里没有一个人")

    def batches(self, needed: Sequence[str], types: Types = NO_TYPES, given: int = 0) -> Iterator[Batch]:
        yield from _numbered(self._scan.select(needed), ROWS_A_BATCH, given)

    def flow(self, types: Types = NO_TYPES) -> pl.LazyFrame | None:
        return self._scan


class CsvFile:
    """Text in UTF-8 or GB18030. A file with lines of different lengths is read line by line, the others at full speed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.encoding, self._lines = encoding_of(path)
        with self._text() as file:
            start = file.readline(_LONGEST_CELL)
        self.separator = max(_SEPARATORS, key=start.count)
        rows = self._rows()
        self.headers = _headers(next(rows, (1, []))[1], path.name)
        if next(rows, None) is None:
            raise RegisterProblem(f"“{path.name}”只有表头，没有一个人")
        self.schema: Mapping[str, pl.DataType] = dict.fromkeys(self.headers, pl.String())

    @cached_property
    def rows(self) -> int | None:
        """Counted when somebody asks: it takes a reading of the whole file."""
        return self._counted() if self._lines is None else max(1, self._lines - 1)

    def flow(self, types: Types = NO_TYPES) -> pl.LazyFrame | None:
        return self._scan({**self.schema, **types}) if self._plain else None

    def batches(self, needed: Sequence[str], types: Types = NO_TYPES, given: int = 0) -> Iterator[Batch]:
        read = given
        ways = (({**self.schema, **types}, ROWS_A_BATCH), (self.schema, TEXT_ROWS_A_BATCH))
        for schema, size in ways if self._plain else ():
            try:
                for batch in _numbered(self._scan(schema).select(needed), size, read):
                    read += len(batch.lines)
                    yield batch
                return
            except pl.exceptions.PolarsError:
                pass  # a cell that is not canonical: from here on as text; a line of another length: line by line
        rows = self._rows()
        yield from _of_text(islice(rows, read + 1, None), self.headers, needed)

    def _counted(self) -> int | None:
        try:
            return int(self._scan(self.schema).select(pl.len()).collect().item()) if self._plain else None
        except pl.exceptions.PolarsError:
            return None

    @property
    def _plain(self) -> bool:
        return self.encoding == UTF_8 and self.separator.isascii()

    def _scan(self, schema: Types) -> pl.LazyFrame:
        return pl.scan_csv(self.path, separator=self.separator, schema=schema)

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
        try:
            sheet = calamine.load_workbook(path).get_sheet_by_index(0)
        except (calamine.CalamineError, OSError, IndexError):
            raise RegisterProblem(f"“{path.name}”打不开：不是完整的表格文件，或者加了密码") from None
        self._sheet = sheet
        self.headers = _headers(next(self._texts(), (1, []))[1], path.name)
        self.rows: int | None = sheet.total_height  # the place of the last row, counted from 0: the header is none
        if not self.rows:
            raise RegisterProblem(f"“{path.name}”只有表头，没有一个人")
        self.schema: Mapping[str, pl.DataType] = dict.fromkeys(self.headers, pl.String())

    def batches(self, needed: Sequence[str], types: Types = NO_TYPES, given: int = 0) -> Iterator[Batch]:
        filled = ((line, cells) for line, cells in islice(self._texts(), 1, None) if any(cells))
        yield from _of_text(islice(filled, given, None), self.headers, needed)

    def flow(self, types: Types = NO_TYPES) -> pl.LazyFrame | None:
        return None

    def _texts(self) -> Iterator[tuple[int, list[str]]]:
        first = self._sheet.start[0] if self._sheet.start else 0
        for line, row in enumerate(self._sheet.iter_rows(), first + 1):
            yield line, [_text(cell) for cell in row]


def _text(cell: Any) -> str:
    """A cell of a sheet as a CSV would hold it."""
    match cell:
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer():
            return str(int(cell))
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
        raise RegisterProblem(f"“{name}”的第一行是空的，应当是列名")
    if "" in headers:
        raise RegisterProblem(f"“{name}”第{headers.index('') + 1}列没有列名")
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
