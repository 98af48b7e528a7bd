"""What every errand on a register shares on the command line: how far it is, and why a file cannot be used."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import polars as pl
import xlsxwriter.exceptions
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from backend.columns.sources import Source
from backend.rules.said import N_, Said

FILE_TROUBLES: Final = (OSError, pl.exceptions.ComputeError, xlsxwriter.exceptions.XlsxFileError)
"""What can go wrong while files are read and written."""
_REASONS: Mapping[int, Said] = {
    errno.ENOSPC: N_("磁盘已满"),
    errno.EDQUOT: N_("磁盘配额已用完"),
    errno.EFBIG: N_("文件超过了允许的大小"),
    errno.EROFS: N_("磁盘是只读的"),
    errno.EACCES: N_("没有权限"),
    errno.EPERM: N_("没有权限"),
    errno.EISDIR: N_("这是文件夹，不是文件"),
    errno.ENOTDIR: N_("上一级不是文件夹"),
    errno.ENOENT: N_("没有这个文件或文件夹"),
    errno.ENAMETOOLONG: N_("文件名太长"),
}
_NUMBER = re.compile(r"\(os error (\d+)\)")
"""How Polars tells the number of a trouble of the system."""


@contextmanager
def progress(
    source: Source, console: Console, said: Callable[[object], str] = str
) -> Iterator[Callable[[int], None]]:
    """A bar over the rows of a register; tell it how many more are done."""
    columns = (TextColumn(said(N_("核对中"))), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=source.rows)
        yield lambda rows: bar.advance(task, rows)


def reason_of(trouble: Exception) -> str:
    """One of FILE_TROUBLES in a few words; what nobody foresaw in the words of the system."""
    if isinstance(trouble, xlsxwriter.exceptions.FileCreateError) and isinstance(trouble.args[0], OSError):
        trouble = trouble.args[0]
    told = _NUMBER.search(str(trouble))
    number = int(told[1]) if told else getattr(trouble, "errno", None)
    known = _REASONS.get(number or 0)
    return known or getattr(trouble, "strerror", None) or (str(trouble) or type(trouble).__name__).splitlines()[0]
