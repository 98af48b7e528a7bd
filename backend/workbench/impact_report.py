"""The impact of a new version on the command line: progress, figures with bars, and the list of those it touches."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from rich.bar import Bar
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from backend.columns.outputs import Sink, written
from backend.columns.progress import progress
from backend.columns.sources import opened
from backend.rules import Pack
from backend.rules.catalogue import Divisions
from backend.rules.said import N_, Said, day_said, listed
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
from backend.workbench.registers import UnusableRegister, register_in_words

_COLOURS = {GAIN: "green", LOSE: "red", UNCERTAIN: "yellow"}
_BAR = 24
_out = Console(highlight=False)
_err = Console(stderr=True, highlight=False, markup=False)


@dataclass(frozen=True, slots=True)
class Report:
    """Two versions, the day on which they are compared, and the language in which it is told."""

    old: Pack
    new: Pack
    divisions: Divisions
    on: date
    said: Callable[[Any], str] = str

    def made(self, register: Path, to: Path | None) -> Impact:
        """The figures of a register; those who are touched are written to `to`. Raises UnusableRegister."""
        if to is not None and to.exists() and to.resolve() == register.resolve():
            raise UnusableRegister(N_("名单不能写在名册自己身上，请换一个 --out"))
        with register_in_words(_not_written):
            source = opened(register)
            with written(to) if to else nullcontext() as sink, progress(source, _err, self.said) as advance:
                return impact(
                    self.old,
                    self.new,
                    self.divisions,
                    self.on,
                    source,
                    affected=_into(sink),
                    advance=advance,
                    said=self.said,
                )

    def print(self, found: Impact, to: Path | None) -> None:
        """The figures for people."""
        whole = found.of()
        self._tell(
            N_("{pack}，按{day}计算，共 {count} 人。", pack=self.new.title, day=day_said(self.on), count=found.rows)
        )
        moves = (N_("{move} {count} 人", move=MOVES[move], count=getattr(whole, move)) for move in _COLOURS)
        self._tell(N_("结论改变 {count} 人：{moves}", count=whole.changed, moves=listed(moves, N_("，"))))
        _out.print(self._table(N_("类别"), {self._category(name): found.of(name) for name in found.tallies}))
        areas = {self._area(area): found.tallies[ANY][area] for area in found.areas}
        _out.print(self._table(N_("地区"), areas))
        for problem in found.problems:
            _err.print(self.said(problem.sentence))
        if found.invalid:
            _err.print(self.said(N_("有误、没有计入的行：{count}。", count=found.invalid)))
        if to is not None:
            self._tell(N_("受影响人员名单在 {file}。结论只是线索，以经办机构审核为准。", file=str(to)))

    def _tell(self, sentence: Said) -> None:
        _out.print(escape(self.said(sentence)), soft_wrap=True)

    def _table(self, about: Said, tallies: dict[str, Tally]) -> Table:
        table = Table(*map(self.said, (about, *(MOVES[move] for move in (*_COLOURS, SAME)))), "")
        most = max((tally.changed for tally in tallies.values()), default=0)
        for name, tally in tallies.items():
            counts = [f"[{_COLOURS[move]}]{getattr(tally, move)}[/]" for move in _COLOURS]
            bar = Bar(size=most or 1, begin=0, end=tally.changed, width=_BAR)
            table.add_row(escape(name), *counts, str(tally.same), bar)
        return table

    def _category(self, name: str) -> str:
        if name == ANY:
            return self.said(N_("任何一类"))
        known = {one.id: one.short for pack in (self.old, self.new) for one in pack.categories}
        return f"{name} {self.said(known[name])}"

    def _area(self, code: str) -> str:
        return self.divisions.full_name(code) if code else self.said(UNKNOWN_AREA)


def _into(sink: Sink | None) -> Callable[[pl.DataFrame], None]:
    return sink.write if sink is not None else lambda _: None


def _not_written(reason: str) -> Said:
    return N_("读写文件时出错（{reason}）。没有写出名单，原来的文件没有变", reason=reason)
