"""The way in for everybody: a register, as a file or as a frame, and its verdicts batch by batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from backend.columns.household import with_members
from backend.columns.intake import RowProblem
from backend.columns.register import Policies, RegisterProblem
from backend.columns.screening import INVALID, RESULTS, VERDICTS, Batch, Screened, Screening, known_packs
from backend.columns.sources import NO_TYPES, ROWS_A_BATCH, Source, Types, opened

__all__ = [
    "INVALID",
    "RESULTS",
    "VERDICTS",
    "Policies",
    "RegisterProblem",
    "RowProblem",
    "Screened",
    "known_packs",
    "screen",
]


class Frame:
    """A register that is already in memory; its first row counts as line 2, as in a file."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.schema: Mapping[str, pl.DataType] = frame.schema
        self.rows: int | None = frame.height
        self._frame = frame

    def batches(self, needed: Sequence[str], types: Types = NO_TYPES, given: int = 0) -> Iterator[Batch]:
        for at in range(given, self._frame.height, ROWS_A_BATCH):
            piece = self._frame.select(needed).slice(at, ROWS_A_BATCH)
            yield Batch(piece, range(at + 2, at + 2 + piece.height))

    def flow(self, needed: Sequence[str], types: Types = NO_TYPES) -> pl.LazyFrame | None:
        return self._frame.lazy()


def screen(
    policies: Policies,
    register: Path | pl.DataFrame | Source,
    *,
    keep: Sequence[str] | None = None,
    explain: bool = False,
    members: Path | None = None,
    said: Callable[[Any], str] = str,
) -> Iterator[Screened]:
    """The verdicts of a register, batch by batch in its order.

    `keep` are the columns that go through (by default all that are no facts); `explain` adds for each category the
    deciding condition with its article, the facts still needed and the first day; `members` is a second file with one
    row a member of a household; `said` says in the reader's language what is wrong with a row and what explains
    it. Raises RegisterProblem with one sentence where the register cannot be read at all.
    """
    match register:
        case Path():
            source: Source = opened(register)
        case pl.DataFrame():
            source = Frame(register)
        case _:
            source = register
    if members is not None:
        source = with_members(source, members, policies)
    kept = policies.others(list(source.schema)) if keep is None else keep
    screening = Screening(policies, source.schema, kept, explain, said)
    flow = None if explain else source.flow(screening.needs, screening.types)
    given = 0 if flow is None else (yield from screening.flowing(flow, ROWS_A_BATCH))
    if given is not None:
        for batch in source.batches(screening.needs, screening.types, given):
            yield screening.screen(batch)
