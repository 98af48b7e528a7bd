"""The errand of `bangban screen`: policies, register, result, and what is told of it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
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
from backend.core.clock import day_in_china, system_clock
from backend.core.settings import Settings
from backend.core.telling import said_to
from backend.policies.catalogue import PackError, load_catalogue
from backend.rules import Verdict, mask_id_number
from backend.rules.id_number import LENGTH
from backend.rules.said import N_, day_said, listed

CHINESE = "zh_Hans_CN"
TERM = "validity_notice"
"""The column that says of every line that a document's own term has ended (GZ-43); absent where none has."""
_MOST_SHOWN = 20
_USAGE = N_("请写明名册和结果：bangban screen 名册.csv --out 结果.csv；要模板请用 --template 模板.xlsx")
_WORDS = {
    Verdict.YES.word: N_("符合"),
    Verdict.CONFIRM.word: N_("符合，需人工核实"),
    Verdict.UNKNOWN.word: N_("缺少信息"),
    Verdict.NO.word: N_("不符合"),
    INVALID: N_("有误，没有结论"),
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
        """All that is told, in the language asked for."""
        return said_to(self.language)


def run(errand: Errand) -> int:
    """Does the errand. Returns how many problems the rows have; SystemExit with one sentence if it cannot be done."""
    with _in_words(errand.said):
        policies = _policies(errand.packs, errand.on or day_in_china(system_clock()))
        if errand.template is not None:
            files = write_template(errand.template, policies, errand.said)
            _out.print(errand.said(N_("模板已写好：{files}", files=listed(map(str, files)))))
            return 0
        tally = _screened(errand, policies)
    return tally.problems


def _screened(errand: Errand, policies: Policies) -> Tally:
    if errand.register is None or errand.out is None:
        raise RegisterProblem(_USAGE)
    if errand.out.exists() and errand.out.resolve() == errand.register.resolve():
        raise RegisterProblem(N_("结果不能写在名册自己身上，请换一个 --out"))
    _warn_of_ended_terms(policies, errand.said)
    tally = _written(errand, opened(errand.register), errand.out, policies)
    _tell(tally, errand.out, errand.said)
    return tally


def _policies(wanted: Sequence[str], today: date) -> Policies:
    catalogue = load_catalogue(Settings().policies)
    every = tuple(catalogue.packs.values())
    return Policies(known_packs(catalogue.packs, wanted), catalogue.divisions, today, every)


def _warn_of_ended_terms(policies: Policies, said: Callable[[Any], str]) -> None:
    for pack in policies.packs:
        if pack.expired(policies.today) and pack.valid_until:
            until = day_said(pack.valid_until)
            _err.print(said(N_("注意：{number}的有效期到{day}为止，结果只作历史参考。", number=pack.number, day=until)))


def _written(errand: Errand, source: Source, out: Path, policies: Policies) -> Tally:
    """Screens the register into the file. The ID numbers stand in front, masked unless they are wanted whole."""
    tally = Tally()
    numbers = policies.id_numbers(list(source.schema))
    keep = [*numbers, *policies.others(list(source.schema))]
    hidden = [] if errand.with_id_numbers else numbers
    ended = _ended_terms(policies, errand.said)
    with written(out) as sink, progress(source, _err, errand.said) as advance:
        for part in screen(policies, source, keep=keep, explain=errand.explain, members=errand.members, said=errand.said):
            tally.add(part)
            sink.write(part.frame.with_columns(*(_masked(name) for name in hidden), *ended))
            advance(part.frame.height)
    return tally


def _ended_terms(policies: Policies, said: Callable[[Any], str]) -> list[pl.Expr]:
    """The notices of documents whose term has ended as a column, each with its number where there are several policies:
    a result is passed on without what the screen said of it."""
    ended = [pack for pack in policies.packs if pack.expired(policies.today)]
    several = len(policies.packs) > 1
    told = [
        N_("{said}：{content}", said=pack.number, content=pack.expired_notice) if several else pack.expired_notice
        for pack in ended
    ]
    return [pl.lit("".join(map(said, told)), pl.String).alias(TERM)] if told else []


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
        more = tally.problems - len(tally.first)
        _err.print(said(N_("……另有{count}处，见结果里的 problem 一列。", count=more)))
    counts = listed(
        (
            N_("{verdict}{count}人", verdict=words, count=tally.results[word])
            for word, words in _WORDS.items()
            if tally.results[word]
        ),
        N_("，"),
    )
    _out.print(said(N_("共{count}人：{counts}。", count=tally.results.total(), counts=counts)))
    fitting = listed(
        (N_("{category} {count}人", category=name, count=count) for name, count in tally.fitting.items()), N_("，")
    )
    _out.print(said(N_("各类符合或需核实：{counts}。", counts=fitting)))
    _out.print(said(N_("结果在 {file}。符合只是线索，认定以经办机构审核为准。", file=str(out))))


@contextmanager
def _in_words(said: Callable[[Any], str]) -> Iterator[None]:
    """What can be foreseen to go wrong ends with one sentence; the old result stays."""
    try:
        yield
    except RegisterProblem as problem:
        _stop(said(N_("{sentence}。", sentence=problem.sentence)))
    except PackError as error:
        told = listed((one.sentence for one in error.problems), "\n")
        _stop(said(N_("政策文件有误：\n{problems}", problems=told)))
    except KeyboardInterrupt:
        _stop(said(N_("已停止，没有写出结果；原来的文件没有变。")), 130)
    except FILE_TROUBLES as trouble:
        reason = reason_of(trouble)
        _stop(said(N_("读写文件时出错（{reason}）。没有写出结果，原来的文件没有变。", reason=reason)))


def _stop(words: str, code: int = 1) -> NoReturn:
    print(words, file=sys.stderr)
    raise SystemExit(code)
