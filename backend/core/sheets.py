"""Lists as CSV and XLSX, row by row: memory stays flat, and nothing in a cell is a formula (S39)."""

import csv
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import xlsxwriter

RISKY = "=+-@"
"""A text that begins so, also in full width, is a formula to spreadsheet programs."""
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Sheet(Protocol):
    """Where rows go."""

    def add(self, cells: Sequence[str]) -> None: ...

    def close(self) -> None: ...


def harmless(text: str) -> str:
    """The text with an apostrophe before anything a spreadsheet could run; tabs and line ends become blanks."""
    plain = "".join(" " if sign in "\t\r\n\0" else sign for sign in text)
    begins = unicodedata.normalize("NFKC", plain.lstrip())[:1]
    return f"'{plain}" if begins and begins in RISKY else plain


class Csv:
    """UTF-8 with a mark at the front, lines as RFC 4180 wants them."""

    def __init__(self, path: Path, mark: str) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._file)
        self.add([mark])

    def add(self, cells: Sequence[str]) -> None:
        self._rows.writerow([harmless(cell) for cell in cells])

    def close(self) -> None:
        self._file.close()


class Xlsx:
    """One sheet whose rows go to disk as they come; the mark is its first row and stands on every printed page."""

    def __init__(self, path: Path, mark: str) -> None:
        options = {"constant_memory": True, "tmpdir": str(path.parent)}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._sheet = self._book.add_worksheet()
        self._sheet.set_footer(f"&C{mark.replace('&', '&&')[:200]}")
        self._row = 0
        self.add([mark])

    def add(self, cells: Sequence[str]) -> None:
        for column, cell in enumerate(cells):
            # write_string: whatever a text begins with, it stays a text.
            self._sheet.write_string(self._row, column, harmless(cell))
        self._row += 1

    def close(self) -> None:
        self._book.close()


def sheet(format_: str, path: Path, mark: str) -> Sheet:
    """A new file of a format, with the mark that says who took it and when."""
    return Xlsx(path, mark) if format_ == "xlsx" else Csv(path, mark)
