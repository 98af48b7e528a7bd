"""What every errand on a register shares on the command line: how far it is, and why a file cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import polars as pl
import xlsxwriter.exceptions
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from backend.columns.sources import Source

FILE_TROUBLES: Final = (OSError, pl.exceptions.ComputeError, xlsxwriter.exceptions.XlsxFileError)
"""What can go wrong while files are read and written."""


@contextmanager
def progress(source: Source, console: Console) -> Iterator[Callable[[int], None]]:
    """A bar over the rows of a register; tell it how many more are done."""
    columns = (TextColumn("核对中"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=source.rows)
        yield lambda rows: bar.advance(task, rows)


def reason_of(trouble: Exception) -> str:
    """One of FILE_TROUBLES in a few words."""
    return getattr(trouble, "strerror", None) or str(trouble).splitlines()[0]
