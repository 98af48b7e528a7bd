"""The errand of `bangban screen`: policies, register, result, and what is told of it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import polars as pl
from rich.console import Console

from backend.columns.intake import RowProblem
from backend.columns.outputs import written
from backend.columns.progress import FILE_TROUBLES, progress, reason_of
from backend.columns.register import RESULT, Policies, RegisterProblem
from backend.columns.screening import INVALID, Screened, known_packs
from backend.columns.service import screen
from backend.columns.sources import Source, opened
from backend.columns.template import write_template
from backend.core.clock import day_in_china, spoken_day, system_clock
from backend.core.settings import Settings
from backend.policies.catalogue import PackError, load_catalogue
from backend.rules import Verdict, mask_id_number
from backend.rules.id_number import LENGTH
from backend.rules.said import said_in
from locales import translator

CHINESE = "zh_Hans_CN"
_MOST_SHOWN = 20
_USAGE = "请写明名册和结果：bangban screen 名册.csv --out 结果.csv；要模板请用 --template 模板.xlsx"
_WORDS = {
    Verdict.YES.word: "符合",
    Verdict.CONFIRM.word: "符合，需人工核实",
    Verdict.UNKNOWN.word: "缺少信息",
    Verdict.NO.word: "不符合",
    INVALID: "有误，没有结论",
}
_out = Console(highlight=False, markup=False)
_err = Console(stderr=True, highlight=False, markup=False)


@dataclass
class Tally:
    """What the summary at the end tells."""

    results: Counter[str] = field(default_factory=Counter)
    fitting: Counter[str] = field(default_factory=Counter)
    problems: int = 0
    first: list[RowProblem] = field(default_factory=list)

    def add(self, part: Screened) -> None:
        counted = part.frame[RESULT].value_counts()
        self.results.update(dict(zip(counted[RESULT].cast(pl.String), counted["count"], strict=True)))
        for name in part.categories:
            self.fitting[name] += int((part.frame[name] >= Verdict.CONFIRM.word).sum())
        self.problems += len(part.problems)
        self.first += part.problems[: _MOST_SHOWN - len(self.first)]


@dataclass(frozen=True)
class Errand:
    """What is asked for on the command line."""

    register: Path | None
    out: Path | None
    packs: Sequence[str]
    on: date | None
    explain: bool
    members: Path | None
    with_id_numbers: bool
    template: Path | None
    language: str = CHINESE

    @property
    def said(self) -> Callable[[Any], str]:
        """What is wrong with a row, in the language asked for."""
        return partial(
            said_in, house=translator("workbench", self.language), packs=translator("policies", self.language)
        )


def run(errand: Errand) -> int:
    """Does the errand. Returns how many problems the rows have; SystemExit with one sentence if it cannot be done."""
    with _in_words():
        policies = _policies(errand.packs, errand.on or day_in_china(system_clock()))
        if errand.template is not None:
            files = write_template(errand.template, policies)
            _out.print(f"模板已写好：{'、'.join(map(str, files))}")
            return 0
        tally = _screened(errand, policies)
    return tally.problems


def _screened(errand: Errand, policies: Policies) -> Tally:
    if errand.register is None or errand.out is None:
        raise RegisterProblem(_USAGE)
    if errand.out.exists() and errand.out.resolve() == errand.register.resolve():
        raise RegisterProblem("结果不能写在名册自己身上，请换一个 --out")
    _warn_of_ended_terms(policies)
    tally = _written(errand, opened(errand.register), errand.out, policies)
    _tell(tally, errand.out, errand.said)
    return tally


def _policies(wanted: Sequence[str], today: date) -> Policies:
    catalogue = load_catalogue(Settings().policies)
    every = tuple(catalogue.packs.values())
    return Policies(known_packs(catalogue.packs, wanted), catalogue.divisions, today, every)


def _warn_of_ended_terms(policies: Policies) -> None:
    for pack in policies.packs:
        if pack.expired(policies.today) and pack.valid_until:
            _err.print(f"注意：{pack.number}的有效期到{spoken_day(pack.valid_until)}为止，结果只作历史参考。")


def _written(errand: Errand, source: Source, out: Path, policies: Policies) -> Tally:
    """Screens the register into the file. The ID numbers stand in front, masked unless they are wanted whole."""
    tally = Tally()
    numbers = policies.id_numbers(list(source.schema))
    keep = [*numbers, *policies.others(list(source.schema))]
    hidden = [] if errand.with_id_numbers else numbers
    with written(out) as sink, progress(source, _err) as advance:
        for part in screen(policies, source, keep=keep, explain=errand.explain, members=errand.members, said=errand.said):
            tally.add(part)
            sink.write(part.frame.with_columns(_masked(name) for name in hidden))
            advance(part.frame.height)
    return tally


def _masked(name: str) -> pl.Expr:
    """The ID number for display; one that cannot be read shows only its length."""
    text = pl.col(name).cast(pl.String)
    whole = text.str.slice(0, 6) + "********" + text.str.slice(LENGTH - 4)
    stars = text.map_batches(
        lambda cells: pl.Series(
            cells.name, [cell and mask_id_number(cell) for cell in cells], dtype=pl.String
        ),
        return_dtype=pl.String,
    )
    return pl.when(text.str.len_chars() == LENGTH).then(whole).otherwise(stars).alias(name)


def _tell(tally: Tally, out: Path, said: Callable[[Any], str]) -> None:
    for problem in tally.first:
        _err.print(said(problem.sentence))
    if tally.problems > len(tally.first):
        _err.print(f"……另有{tally.problems - len(tally.first)}处，见结果里的 problem 一列。")
    counts = "，".join(
        f"{words}{tally.results[word]}人" for word, words in _WORDS.items() if tally.results[word]
    )
    _out.print(f"共{tally.results.total()}人：{counts}。")
    _out.print(
        "各类符合或需核实：" + "，".join(f"{name} {count}人" for name, count in tally.fitting.items()) + "。"
    )
    _out.print(f"结果在 {out}。符合只是线索，认定以经办机构审核为准。")


@contextmanager
def _in_words() -> Iterator[None]:
    """What can be foreseen to go wrong ends with one sentence; the old result stays."""
    try:
        yield
    except RegisterProblem as problem:
        _stop(f"{problem}。")
    except PackError as problem:
        _stop(f"政策文件有误：\n{problem}")
    except KeyboardInterrupt:
        _stop("已停止，没有写出结果；原来的文件没有变。", 130)
    except FILE_TROUBLES as problem:
        _stop(f"读写文件时出错（{reason_of(problem)}）。没有写出结果，原来的文件没有变。")


def _stop(words: str, code: int = 1) -> NoReturn:
    print(words, file=sys.stderr)
    raise SystemExit(code)
