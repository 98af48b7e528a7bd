"""The impact of a new version on the command line: progress, figures with bars, and the list of those it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from rich.bar import Bar
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from backend.columns.outputs import Sink, written
from backend.columns.progress import FILE_TROUBLES, progress, reason_of
from backend.columns.register import RegisterProblem
from backend.columns.sources import opened
from backend.core.clock import spoken_day
from backend.rules import Pack
from backend.rules.catalogue import Divisions
from backend.workbench.impact import (
    ANY,
    GAIN,
    LOSE,
    MOVES,
    SAME,
    UNCERTAIN,
    UNKNOWN_AREA,
    Impact,
    Tally,
    impact,
)
from backend.workbench.places import UnusableRegister

_COLOURS = {GAIN: "green", LOSE: "red", UNCERTAIN: "yellow"}
_BAR = 24
_out = Console(highlight=False)
_err = Console(stderr=True, highlight=False, markup=False)


@dataclass(frozen=True, slots=True)
class Report:
    """Two versions, and the day on which they are compared."""

    old: Pack
    new: Pack
    divisions: Divisions
    on: date

    def made(self, register: Path, to: Path | None) -> Impact:
        """The figures of a register; those who are touched are written to `to`. Raises UnusableRegister."""
        if to is not None and to.exists() and to.resolve() == register.resolve():
            raise UnusableRegister("名单不能写在名册自己身上，请换一个 --out")
        with _in_words():
            source = opened(register)
            with written(to) if to else nullcontext() as sink, progress(source, _err) as advance:
                return impact(
                    self.old, self.new, self.divisions, self.on, source, affected=_into(sink), advance=advance
                )

    def print(self, found: Impact, to: Path | None) -> None:
        """The figures for people."""
        whole = found.of()
        _out.print(f"[bold]{escape(self.new.title)}[/]，按{spoken_day(self.on)}计算，共 {found.rows} 人。")
        _out.print(
            f"结论改变 {whole.changed} 人："
            + "，".join(f"{MOVES[move]} {getattr(whole, move)} 人" for move in _COLOURS)
        )
        _out.print(self._table("类别", {self._category(name): found.of(name) for name in found.tallies}))
        areas = {self._area(area): found.tallies[ANY][area] for area in found.areas}
        _out.print(self._table("地区", areas))
        for problem in found.problems:
            _err.print(str(problem))
        if found.invalid:
            _err.print(f"有误、没有计入的行：{found.invalid}。")
        if to is not None:
            _out.print(f"受影响人员名单在 {to}。结论只是线索，以经办机构审核为准。")

    def _table(self, about: str, tallies: dict[str, Tally]) -> Table:
        table = Table(about, *(MOVES[move] for move in (*_COLOURS, SAME)), "")
        most = max((tally.changed for tally in tallies.values()), default=0)
        for name, tally in tallies.items():
            counts = [f"[{_COLOURS[move]}]{getattr(tally, move)}[/]" for move in _COLOURS]
            bar = Bar(size=most or 1, begin=0, end=tally.changed, width=_BAR)
            table.add_row(escape(name), *counts, str(tally.same), bar)
        return table

    def _category(self, name: str) -> str:
        if name == ANY:
            return "任何一类"
        known = {one.id: one.short for pack in (self.old, self.new) for one in pack.categories}
        return f"{name} {known[name]}"

    def _area(self, code: str) -> str:
        return self.divisions.full_name(code) if code else UNKNOWN_AREA


def _into(sink: Sink | None) -> Callable[[pl.DataFrame], None]:
    return sink.write if sink is not None else lambda _: None


@contextmanager
def _in_words() -> Iterator[None]:
    """What can be foreseen to go wrong with the files, as one sentence; an old list stays."""
    try:
        yield
    except RegisterProblem as problem:
        raise UnusableRegister(str(problem)) from None
    except FILE_TROUBLES as problem:
        raise UnusableRegister(f"读写文件时出错（{reason_of(problem)}）。没有写出名单，原来的文件没有变") from None
