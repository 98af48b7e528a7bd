"""The official form as a table of cells, for print where typst is not at work: a page of the console, a DOCX.

How a form is laid out stands beside its policy in ``form.yaml``; a policy without one has every field in its order.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from backend.applications.official_form import Line, OfficialForm, Review

LAYOUT: Final = "form.yaml"
PLAIN: Final = (42, 128)
"""Millimetres: a label and its value."""


@dataclass(frozen=True)
class Cell:
    """A cell of the table: a label, the value of a line, or the place of a review."""

    label: str = ""
    line: Line | None = None
    review: Review | None = None
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class Layout:
    """``above`` is a line that stands over the table, at its right end."""

    widths: tuple[int, ...]
    above: Line | None
    rows: tuple[tuple[Cell, ...], ...]


def laid_out(form: OfficialForm, template: Path) -> Layout:
    """The table of a form; ``template`` is where its policy keeps what it looks like."""
    place = template.with_name(LAYOUT)
    if not place.exists():
        return Layout(PLAIN, None, (*_plain(form), *_reviews(form, len(PLAIN))))
    given: Mapping[str, Any] = yaml.safe_load(place.read_text(encoding="utf-8"))
    lines = {line.id: line for line in form.lines}
    rows = tuple(tuple(_cells(row, lines)) for row in given["rows"])
    above = lines.get(given.get("above", ""))
    return Layout(tuple(given["columns"]), above, (*rows, *_reviews(form, len(given["columns"]))))


def _plain(form: OfficialForm) -> Iterator[tuple[Cell, ...]]:
    for line in form.lines:
        yield Cell(label=line.label), Cell(line=line)


def _cells(row: Mapping[str, Any], lines: Mapping[str, Line]) -> Iterator[Cell]:
    """A label before each value; a picture says itself what it is."""
    for name, width in row.items():
        line = lines[name]
        if line.kind == "image":
            yield Cell(line=line, down=int(width["down"]))
        else:
            yield Cell(label=line.label)
            yield Cell(line=line, across=int(width))


def _reviews(form: OfficialForm, columns: int) -> Iterator[tuple[Cell, ...]]:
    for review in form.reviews:
        yield Cell(label=review.label), Cell(review=review, across=columns - 1)
