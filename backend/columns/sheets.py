"""The first sheet of a workbook, unless it is larger than memory should hold: a sheet is read whole."""

from __future__ import annotations

import re
import zipfile
import zlib
from contextlib import suppress
from functools import reduce
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree import ElementTree

import python_calamine as calamine

from backend.columns.register import RegisterProblem
from backend.rules.said import N_

MOST_CELLS = 2_000_000
"""Each takes about 100 bytes."""
_PIECE = 1 << 20
_ROW_ENDS, _PLACED = b"row>", b' r="'
_PLACE = re.compile(rb'r="([A-Z]{1,3})(\d{1,7})"')
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def first_sheet(path: Path) -> calamine.CalamineSheet:
    """The sheet of a whole workbook. Raises RegisterProblem where it cannot be opened or is too large."""
    try:
        if zipfile.is_zipfile(path):  # the older .xls is none, and holds 65,536 rows at most
            _check_size(path)
        return calamine.load_workbook(path).get_sheet_by_index(0)
    except (calamine.CalamineError, OSError, IndexError):
        raise RegisterProblem(N_("“{file}”打不开：不是完整的表格文件，或者加了密码", file=path.name)) from None


def _check_size(path: Path) -> None:
    with suppress(zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError), zipfile.ZipFile(path) as book:
        with book.open(_first_part(book)) as part:
            rows, width = _extent(part)
        if rows * width > MOST_CELLS:
            raise RegisterProblem(
                N_(
                    "“{file}”有{rows}行、{columns}列，太大了：表格文件最多读{most}格。请另存为“CSV UTF-8”，它不限行数",
                    file=path.name,
                    rows=rows,
                    columns=width,
                    most=MOST_CELLS,
                )
            )


def _first_part(book: zipfile.ZipFile) -> str:
    """The part of the package that holds the first sheet. Raises KeyError where it names none."""
    for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iterfind(".//{*}sheet"):
        for relation in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels")):
            if relation.get("Id") == sheet.get(_ID):
                return str(PurePosixPath("/xl") / relation.get("Target", ""))[1:]
        break
    raise KeyError("no sheet")


def _extent(part: IO[bytes]) -> tuple[int, int]:
    """The last row and the last column that are written: reading takes room for all between, empty ones as well."""
    rows = columns = 0
    rest = b""
    while piece := part.read(_PIECE):
        *whole, rest = (rest + piece).split(_ROW_ENDS)
        rest = rest[-_PIECE:]  # no row is longer: what is has no end
        for row in whole:
            last = _PLACE.match(row, row.rfind(_PLACED) + 1)
            column = reduce(lambda number, sign: number * 26 + sign - 64, last[1], 0) if last else row.count(b"<c")
            rows, columns = max(rows + bool(column), int(last[2]) if last else 0), max(columns, column)
    return rows, columns
