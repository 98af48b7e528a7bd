"""Whom a new version touches: for each person of the register, how each category comes out before and after."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from backend.columns.answers import verdicts_of
from backend.rules import Answers, Pack, Verdict
from backend.rules.catalogue import Divisions

Turn = Literal["gain", "lose", "uncertain"]
TURNS: tuple[Turn, ...] = ("gain", "lose", "uncertain")


@dataclass(frozen=True)
class Listed:
    """Someone on the register or before an office.

    ``subject`` names the entry or the application as the audit does; ``number`` is what the office knows it by.
    ``about`` are the categories it rests on or asks for, empty for all.
    """

    subject: str
    number: str
    area: str
    answers: Answers
    about: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Change:
    """One category of one person that comes out otherwise. Verdicts as words of the chain."""

    person: Listed
    category: str
    before: str
    after: str
    turn: Turn


def longest(*charts: Mapping[str, Mapping[Turn, int]]) -> int:
    """The longest bar of several charts that share one scale, at least 1."""
    return max((count for chart in charts for counts in chart.values() for count in counts.values()), default=1) or 1


def names_of(old: Pack, new: Pack) -> dict[str, str]:
    """The categories of both versions by id, under the newer name."""
    return {category.id: str(category.name) for pack in (old, new) for category in pack.categories}


def changes(old: Pack, new: Pack, divisions: Divisions, day: date, people: Sequence[Listed]) -> Iterator[Change]:
    """Whatever comes out otherwise on ``day``, person by person. A category that a version does not have is a NO.

    A person can gain any category; what else happens to one her entry or application is not about is no news of hers.
    """
    if not people:
        return
    answers = [one.answers for one in people]
    before, after = (verdicts_of(pack, divisions, day, answers) for pack in (old, new))
    none = [int(Verdict.NO)] * len(people)
    columns = [(name, before.get(name, none), after.get(name, none)) for name in names_of(old, new)]
    for at, one in enumerate(people):
        for category, was, now in columns:
            turn = turn_of(Verdict(was[at]), Verdict(now[at])) if was[at] != now[at] else None
            if turn is not None and (turn == "gain" or not one.about or category in one.about):
                yield Change(one, category, Verdict(was[at]).word, Verdict(now[at]).word, turn)


def turn_of(was: Verdict, now: Verdict) -> Turn | None:
    """As `backend.workbench.impact` counts the rows of a file: up to a fit, down to NO, or any other change."""
    if was == now:
        return None
    if now > was and now >= Verdict.CONFIRM:
        return "gain"
    return "lose" if now is Verdict.NO else "uncertain"
