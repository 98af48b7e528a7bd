"""`bangban packs plan`: the questions of a pack in the order that suits the people of a register.

Of the register only the order is kept, and only where at least `FEW` of its people have answered alike: no person, no row,
no count but that of the people read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

import polars as pl

from backend.columns.explaining import answers_of
from backend.columns.intake import FactColumn, RowProblem
from backend.columns.progress import reason_of
from backend.columns.register import Policies
from backend.columns.screening import Batch
from backend.columns.sources import opened
from backend.policies.catalogue import load_policies
from backend.policies.question_plans import PLAN, write_plan
from backend.rules import Answers, Pack
from backend.rules.catalogue import Divisions
from backend.rules.planning import FEW, plan_questions
from backend.rules.question_plan import QuestionPlan
from backend.rules.said import N_, Said, listed
from backend.workbench.places import NoSuchPack, Unusable
from backend.workbench.registers import UnusableRegister, register_in_words

MOST = 5000
"""So many people are looked at, drawn evenly from those of the register who can be read."""
_MOST_SHOWN = 20


@dataclass(slots=True)
class Sample:
    """The people drawn from a register. `readable` and `left_out` count its people; `problems` are the first reasons."""

    people: list[Answers] = field(default_factory=list)
    readable: int = 0
    left_out: int = 0
    problems: list[RowProblem] = field(default_factory=list)

    def leave_out(self, found: list[RowProblem]) -> None:
        """Counts the rows with these problems; a row may have several."""
        self.left_out += len({one.line for one in found})
        self.problems += found[: _MOST_SHOWN - len(self.problems)]

    @property
    def told(self) -> Iterator[Said]:
        """How many were left out, and why."""
        if self.left_out:
            yield N_("没有计入的有{count}人，这些行里有读不懂的内容：", count=self.left_out)
            yield from (one.sentence for one in self.problems)


@dataclass(frozen=True, slots=True)
class Made:
    """A plan, the file it was written to, and whom it was made from."""

    plan: QuestionPlan
    file: Path
    sample: Sample

    @property
    def sentences(self) -> Iterator[Said]:
        """What is told of it."""
        yield N_(
            "名册里读得懂的有{readable}人，看了{people}人，排好{steps}处的次序，已写入 {file}。",
            readable=self.sample.readable,
            people=self.plan.people,
            steps=len(self.plan.steps),
            file=str(self.file),
        )
        yield N_("每一处都至少有{fewest}人回答相同；文件里没有任何人的资料。重新启动后使用。", fewest=self.plan.fewest)


def plan_from(policies: Path, pack_id: str, register: Path, today: date) -> Made:
    """Makes the plan of an installed pack from a register and puts it beside the pack.

    Raises PackError, and Unusable with one sentence: no such pack, no register to read, no room for the plan.
    """
    loaded = load_policies(policies)
    pack = loaded.catalogue.packs.get(pack_id)
    if pack is None:
        known = listed(loaded.catalogue.packs)
        raise NoSuchPack(N_("找不到政策“{wanted}”。请写已安装的编号：{known}", wanted=pack_id, known=known))
    with register_in_words(lambda reason: N_("名册读不了（{reason}）", reason=reason)):
        sample = _sample(pack, loaded.catalogue.divisions, register, today)
    if sample.readable < FEW:
        raise UnusableRegister(_too_few(sample))
    plan = plan_questions(pack, sample.people, today)
    try:
        return Made(plan, write_plan(plan, policies / pack_id), sample)
    except OSError as trouble:
        file, reason = str(policies / pack_id / PLAN), reason_of(trouble)
        raise Unusable(N_("{file} 写不了（{reason}），原来的次序没有变", file=file, reason=reason)) from None


def _too_few(sample: Sample) -> Said:
    few = N_("名册里能读的只有{count}人，至少要{fewest}人才能算提问次序", count=sample.readable, fewest=FEW)
    if not sample.problems:
        return few
    first = sample.problems[0].sentence
    return N_("{few}；没有计入的有{count}人，例如{problem}", few=few, count=sample.left_out, problem=first)


def _sample(pack: Pack, divisions: Divisions, register: Path, today: date) -> Sample:
    """People of the register, evenly drawn; whoever has a cell that cannot be read is left out."""
    policies, source = Policies((pack,), divisions, today), opened(register)
    columns = policies.columns(list(source.schema))
    chance, sample = Random(0), Sample()
    for batch in source.batches(list(source.schema)):  # all, so that a row of another length is seen
        texts, problems = _read(batch, columns)
        sample.leave_out(problems)
        wrong = {one.line for one in problems}
        for line, row in zip(batch.lines, texts.iter_rows(named=True), strict=True):
            if line in wrong:
                continue
            sample.readable += 1
            at = len(sample.people) if len(sample.people) < MOST else chance.randrange(sample.readable)
            if at < MOST:
                read = {columns[header].fact.id: cell for header, cell in row.items() if cell is not None}
                sample.people[at : at + 1] = [answers_of(read, pack.vocabulary)]
    return sample


def _read(batch: Batch, columns: Mapping[str, FactColumn]) -> tuple[pl.DataFrame, list[RowProblem]]:
    """The cells of a batch as canonical text, and why some of its rows cannot be read."""
    problems, texts = list(batch.problems), dict[str, pl.Series]()
    for header, column in columns.items():
        cells, found = column.mended(batch.frame[header], batch.lines)
        texts[header] = cells.cast(pl.String)
        problems += found
    return pl.DataFrame(texts), sorted(problems, key=lambda one: one.line)
