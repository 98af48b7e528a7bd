"""A list of residents from a village or a community: every line that can be read becomes one to be helped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from backend.columns.sources import opened
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.counter.service import may_enter, numbers_begun, take_in
from backend.finding.preview import NAMED, file_in_words
from backend.rules.parsing import plain

MOST_ROWS: Final = 500
NUMBERS: Final = ("身份证号码", "身份证号", "公民身份号码", "身份证", "id_number")
COLUMNS: Final = {"principal": NAMED["name"], "id_number": NUMBERS, "phone": NAMED["phone"]}
LABELS: Final = {"principal": "姓名", "id_number": "身份证号码", "phone": "电话"}


@dataclass(frozen=True)
class Row:
    """One line of the file, as it stands there."""

    line: int
    principal: str
    id_number: str
    phone: str


@dataclass(frozen=True)
class Taken:
    """How many came in, and by line what is wrong with the others."""

    taken: int
    wrong: tuple[tuple[int, str, dict[str, str]], ...]


def read(path: Path) -> list[Row]:
    """The lines of a file. Raises 422 ``finding.unreadable`` (why), ``helping.column_missing`` (column) and
    ``helping.too_many_rows`` (most)."""
    with file_in_words():
        source = opened(path)
        headers = {plain(header): header for header in source.schema}
        where = {}
        for name, spellings in COLUMNS.items():
            found = next((headers[plain(one)] for one in spellings if plain(one) in headers), None)
            if found is None:
                raise Problem("helping.column_missing", 422, column=LABELS[name])
            where[name] = found
        return list(_rows(path, where))


def _rows(path: Path, where: dict[str, str]) -> Iterator[Row]:
    source, count = opened(path), 0
    for batch in source.batches(list(where.values())):
        for line, cells in zip(batch.lines, batch.frame.iter_rows(named=True), strict=True):
            row = Row(line, **{name: str(cells[header] or "").strip()[:100] for name, header in where.items()})
            if not (row.principal or row.id_number or row.phone):
                continue  # A spreadsheet leaves empty lines behind; nobody stands there.
            count += 1
            if count > MOST_ROWS:
                raise Problem("helping.too_many_rows", 422, most=MOST_ROWS)
            yield row


def take_all(unit: Unit, pack: str, place: str, rows: list[Row]) -> Taken:
    """Takes in every line that can be read; somebody begun already is told and not begun twice."""
    may_enter(unit)
    actor, taken, wrong, begun = unit.actor, 0, [], numbers_begun(unit)
    for row in rows:
        unit.actor = actor  # Each resident is acted for by herself.
        typed = {"principal": row.principal, "id_number": row.id_number, "phone": row.phone}
        try:
            take_in(unit, pack, place, typed, row.line, begun)
            taken += 1
        except Problem as problem:
            if problem.status not in (409, 422):
                raise
            wrong.append((row.line, problem.code, {name: str(value) for name, value in problem.params.items()}))
    unit.actor = actor
    unit.audit("helping.imported", f"officer:{unit.officer.id}", taken=taken, wrong=len(wrong))
    return Taken(taken, tuple(wrong))
