"""Whom a new version touches: for each person of the register, how each category comes out before and after."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from backend.columns.answers import verdicts_of
from backend.rules import Answers, Pack, Verdict
from backend.rules.catalogue import Divisions

Turn = Literal["gain", "lose", "uncertain"]
TURNS: tuple[Turn, ...] = ("gain", "lose", "uncertain")


@dataclass(frozen=True)
class Listed:
    """Someone on the register or before an office. ``number`` is what the office knows the case by."""

    application_id: str
    number: str
    area: str
    answers: Answers


@dataclass(frozen=True)
class Change:
    """One category of one person that comes out otherwise. Verdicts as words of the chain."""

    person: Listed
    category_id: str
    category: str
    before: str
    after: str
    turn: Turn


@dataclass(frozen=True)
class Effects:
    """All changes on one day. ``by_category`` and ``by_area`` count people by turn."""

    day: date
    people: int
    changes: tuple[Change, ...]
    by_category: dict[str, Counter[Turn]] = field(default_factory=dict)
    by_area: dict[str, Counter[Turn]] = field(default_factory=dict)

    @property
    def affected(self) -> tuple[str, ...]:
        """The applications with any change, once each."""
        return tuple(dict.fromkeys(change.person.application_id for change in self.changes))

    @property
    def most(self) -> int:
        """The longest bar of a chart, at least 1."""
        return longest(self.by_category, self.by_area)

    def total(self, turn: Turn) -> int:
        """How many people have at least one such change."""
        return len({change.person.application_id for change in self.changes if change.turn == turn})


def longest(*charts: Mapping[str, Mapping[Turn, int]]) -> int:
    """The longest bar of several charts that share one scale, at least 1."""
    return max((count for chart in charts for counts in chart.values() for count in counts.values()), default=1) or 1


def effects(old: Pack, new: Pack, divisions: Divisions, day: date, people: Iterable[Listed]) -> Effects:
    """Asks both versions about everybody on ``day``, category by category for all at once."""
    everybody = list(people)
    names = {category.id: str(category.name) for pack in (old, new) for category in pack.categories}
    changes = tuple(_changes(old, new, divisions, day, everybody, names)) if everybody else ()
    by_category = {name: Counter[Turn]() for name in names.values()}
    by_area: dict[str, Counter[Turn]] = {area: Counter() for area in sorted({one.area for one in everybody})}
    for change in changes:
        by_category[change.category][change.turn] += 1
    for area, turn, _ in {(one.person.area, one.turn, one.person.application_id) for one in changes}:
        by_area[area][turn] += 1
    return Effects(day, len(everybody), changes, by_category, by_area)


def _changes(
    old: Pack,
    new: Pack,
    divisions: Divisions,
    day: date,
    everybody: Sequence[Listed],
    names: Mapping[str, str],
) -> Iterator[Change]:
    """Whatever comes out otherwise, person by person. A category that a version does not have is a NO."""
    answers = [one.answers for one in everybody]
    before, after = (verdicts_of(pack, divisions, day, answers) for pack in (old, new))
    none = [int(Verdict.NO)] * len(everybody)
    columns = [(name, before.get(name, none), after.get(name, none)) for name in names]
    for at, one in enumerate(everybody):
        for category_id, was, now in columns:
            turn = _turn(Verdict(was[at]), Verdict(now[at])) if was[at] != now[at] else None
            if turn is not None:
                said = Verdict(was[at]).word, Verdict(now[at]).word
                yield Change(one, category_id, names[category_id], *said, turn)


def _turn(was: Verdict, now: Verdict) -> Turn | None:
    """As `backend.workbench.impact` counts the rows of a file: up to a fit, down to NO, or any other change."""
    if was == now:
        return None
    if now > was and now >= Verdict.CONFIRM:
        return "gain"
    return "lose" if now is Verdict.NO else "uncertain"
