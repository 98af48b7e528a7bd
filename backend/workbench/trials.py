"""Trying a pack out: on the people policy staff wrote down, and on people on the edge of every limit in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.rules import Answers, Pack, Verdict, assess
from backend.rules.derivations import Day, complete
from backend.rules.reasons import first_day, verdict_of
from backend.rules.said import N_, day_said
from backend.workbench.boundaries import ONE_DAY, Edge, edges
from backend.workbench.cases import Case
from backend.workbench.windows import Window, WindowChange, window_changes, windows

GOLDEN, BOUNDARY = "golden", "boundary"
_ON_THE_DAY = ((-1, N_("前一天")), (0, N_("当天")), (1, N_("后一天")))


@dataclass(frozen=True, slots=True)
class Trial:
    """One person on one day: the verdict of each category, and what is wrong with it in sentences."""

    kind: str
    id: str
    title: str
    as_of: date
    answers: Answers
    verdicts: Mapping[str, Verdict]
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A person who comes out otherwise than under the older pack. None: that pack has no such category."""

    trial: Trial
    category: str
    before: Verdict | None
    after: Verdict | None


@dataclass(frozen=True, slots=True)
class Trials:
    """All trials of a pack. `idle` are limits in time that decide for nobody; `windows` are the limits of the procedure
    on days of the calendar, `window_changes` those that end otherwise than under the older pack."""

    trials: tuple[Trial, ...]
    changes: tuple[Change, ...]
    idle: tuple[str, ...]
    windows: tuple[Window, ...]
    window_changes: tuple[WindowChange, ...] = ()

    @property
    def failures(self) -> tuple[Trial, ...]:
        """The trials that came out wrong."""
        return tuple(trial for trial in self.trials if trial.complaints)

    def count(self, kind: str) -> int:
        """How many trials there are of a kind."""
        return sum(trial.kind == kind for trial in self.trials)

    def to_json(self) -> dict[str, Any]:
        """A value of plain JSON types: the counts, the failures and the changes."""
        return {
            "golden": self.count(GOLDEN),
            "boundary": self.count(BOUNDARY),
            "failures": [
                {
                    "id": one.id,
                    "title": one.title,
                    "as_of": one.as_of.isoformat(),
                    "complaints": [*one.complaints],
                }
                for one in self.failures
            ],
            "changes": [
                {
                    "id": one.trial.id,
                    "title": one.trial.title,
                    "as_of": one.trial.as_of.isoformat(),
                    "category": one.category,
                    "before": one.before.word if one.before is not None else None,
                    "after": one.after.word if one.after is not None else None,
                }
                for one in self.changes
            ],
            "idle": [*self.idle],
            "windows": [one.to_json() for one in self.windows],
            "window_changes": [one.to_json() for one in self.window_changes],
        }


def run(pack: Pack, cases: Sequence[Case], today: date, older: Pack | None = None) -> Trials:
    """Tries a pack. With an older one also its edges are tried, and every person compared."""
    own = edges(pack, today)
    found = [*own.found, *(edges(older, today).found if older else ())]
    trials = (*(_golden(pack, case) for case in cases), *_boundary(pack, found))
    changes = tuple(_changes(older, trials)) if older else ()
    limits = windows(pack, today)
    turned = window_changes(windows(older, today), limits) if older else ()
    return Trials(trials, changes, own.idle, limits, turned)


def _golden(pack: Pack, case: Case) -> Trial:
    found = assess(pack, case.answers, case.as_of)
    verdicts = {one.id: one.verdict for one in found.categories}
    complaints = tuple(case.complaints(pack, found))
    return Trial(GOLDEN, case.id, case.title, case.as_of, case.answers, verdicts, complaints)


def _boundary(pack: Pack, found: Sequence[Edge]) -> Iterator[Trial]:
    unique = {(edge.turn, tuple(sorted(edge.answers.items(), key=str))): edge for edge in found}
    for number, edge in enumerate(unique.values(), start=1):
        for days, when in _ON_THE_DAY:
            as_of = edge.turn + days * ONE_DAY
            verdicts = verdicts_on(pack, edge.answers, as_of)
            complaints = tuple(_broken_promise(pack, edge)) if days < 0 else ()
            title = N_("{title}的{when}", title=edge.title, when=when)
            yield Trial(BOUNDARY, f"{number}.{days + 2}", title, as_of, edge.answers, verdicts, complaints)


def _broken_promise(pack: Pack, edge: Edge) -> Iterator[str]:
    """The day before, a person who will fit is told the very day: that day must be right."""
    rule = pack.rules.get(edge.category)
    if rule is None:
        return
    eve = Day(edge.turn - ONE_DAY, pack.labour_age)
    before, after = (verdicts_on(pack, edge.answers, day)[edge.category] for day in (eve.today, edge.turn))
    if before is not Verdict.NO or after < Verdict.CONFIRM:
        return
    told = first_day(rule, pack.vocabulary, edge.answers, eve)
    if told != edge.turn:
        said = day_said(told) if told else N_("没有日期")
        yield N_("前一天告诉的最早日期是{said}，实际是{turn}", said=said, turn=day_said(edge.turn))


def verdicts_on(pack: Pack, answers: Answers, today: date) -> dict[str, Verdict]:
    """The verdict of each category, without reasons."""
    day = Day(today, pack.labour_age)
    known = complete(pack.vocabulary, answers, day)
    return {category: verdict_of(rule, known, day) for category, rule in pack.rules.items()}


def _changes(older: Pack, trials: Sequence[Trial]) -> Iterator[Change]:
    for trial in trials:
        before = verdicts_on(older, trial.answers, trial.as_of)
        for category in dict.fromkeys([*before, *trial.verdicts]):
            if before.get(category) != trial.verdicts.get(category):
                yield Change(trial, category, before.get(category), trial.verdicts.get(category))
