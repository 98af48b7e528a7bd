"""The result as a file: written beside the old one, which stays until the new one is whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import polars as pl
import xlsxwriter

from backend.columns.register import RegisterProblem
from backend.rules.said import N_

_MOST_ROWS = 1_048_575
_RISKY = r"^[=+\-@\t\r]"
"""A text that begins so is a formula to spreadsheet programs."""
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False}
_NUMBER = r"^[+\-]?\d+([.,]\d+)?$"


class Sink(Protocol):
    """Where frames of the same columns go, one after the other."""

    def write(self, frame: pl.DataFrame) -> None: ...

    def close(self) -> None: ...


@contextmanager
def written_file(path: Path) -> Iterator[Path]:
    """A place to write a file beside the old one. Whatever goes wrong, there is either the old one or the whole new one."""
    if not path.parent.is_dir():
        raise RegisterProblem(N_("没有文件夹“{folder}”，请先建好", folder=str(path.parent)))
    with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
        beside = Path(folder) / path.name
        yield beside
        beside.replace(path)


@contextmanager
def written(path: Path) -> Iterator[Sink]:
    """A sink for a file of this suffix."""
    if path.suffix.lower() not in _SINKS:
        raise RegisterProblem(N_("写不了“{file}”：结果应当是 .csv、.parquet 或 .xlsx 文件", file=path.name))
    with written_file(path) as beside:
        sink = _SINKS[path.suffix.lower()](beside)
        yield sink
        sink.close()


class CsvSink:
    """UTF-8 with a mark at the front, so that spreadsheet programs read Chinese rightly."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, frame: pl.DataFrame) -> None:
        first = not self._path.exists()
        with self._path.open("ab") as file:
            harmless(frame).write_csv(file, include_bom=first, include_header=first)

    def close(self) -> None:
        with self._path.open("rb") as file:
            os.fsync(file.fileno())


class ParquetSink:
    """Batches become row groups as they come."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parts: list[Path] = []

    def write(self, frame: pl.DataFrame) -> None:
        part = self._path.with_suffix(f".{len(self._parts)}.part")
        self._parts.append(part)
        frame.write_parquet(part)

    def close(self) -> None:
        pl.scan_parquet(self._parts).sink_parquet(self._path, maintain_order=True)


class SheetSink:
    """One sheet, written row by row; nothing in it is a formula or a link."""

    def __init__(self, path: Path) -> None:
        self._book = xlsxwriter.Workbook(
            str(path), _PLAIN | {"constant_memory": True, "tmpdir": str(path.parent)}
        )
        self._sheet = self._book.add_worksheet("结果")
        self._row = 0

    def write(self, frame: pl.DataFrame) -> None:
        if not self._row:
            self._line(frame.columns)
        if self._row + frame.height > _MOST_ROWS + 1:
            raise RegisterProblem(N_("表格文件最多{most}行，请把结果存成 .csv 或 .parquet", most=_MOST_ROWS))
        for row in frame.with_columns(pl.all().cast(pl.String)).iter_rows():
            self._line(row)

    def _line(self, cells: list[str] | tuple[str | None, ...]) -> None:
        for at, cell in enumerate(cells):
            if cell is not None:
                self._sheet.write_string(self._row, at, cell)
        self._row += 1

    def close(self) -> None:
        self._book.close()


def harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with an apostrophe before each text that a spreadsheet program would carry out; numbers stay."""
    texts = pl.col(pl.String)
    risky = texts.str.contains(_RISKY) & ~texts.str.contains(_NUMBER)
    return frame.with_columns(pl.when(risky).then("'" + texts).otherwise(texts).name.keep())


_SINKS: Mapping[str, Callable[[Path], Sink]] = {".csv": CsvSink, ".parquet": ParquetSink, ".xlsx": SheetSink}
