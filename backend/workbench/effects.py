"""Whom a new version touches: for each person of the register, how each category comes out before and after."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from backend.rules import Answers, Assessment, Pack, Verdict, assess

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


def effects(old: Pack, new: Pack, day: date, people: Iterable[Listed]) -> Effects:
    """Asks both versions about everybody on ``day``."""
    everybody = list(people)
    changes = tuple(change for one in everybody for change in _changes(old, new, day, one))
    names = {category.id: str(category.name) for pack in (old, new) for category in pack.categories}
    by_category = {name: Counter[Turn]() for name in names.values()}
    by_area: dict[str, Counter[Turn]] = {area: Counter() for area in sorted({one.area for one in everybody})}
    for change in changes:
        by_category[change.category][change.turn] += 1
    for area, turn, _ in {(one.person.area, one.turn, one.person.application_id) for one in changes}:
        by_area[area][turn] += 1
    return Effects(day, len(everybody), changes, by_category, by_area)


def _changes(old: Pack, new: Pack, day: date, one: Listed) -> Iterator[Change]:
    before, after = (_verdicts(assess(pack, one.answers, day)) for pack in (old, new))
    for category_id in dict.fromkeys((*before, *after)):
        was, name = before.get(category_id, (Verdict.NO, ""))
        now, new_name = after.get(category_id, (Verdict.NO, ""))
        turn = _turn(was, now)
        if turn is not None:
            yield Change(one, category_id, new_name or name, was.word, now.word, turn)


def _verdicts(found: Assessment) -> dict[str, tuple[Verdict, str]]:
    return {category.id: (category.verdict, category.name) for category in found.categories}


def _turn(was: Verdict, now: Verdict) -> Turn | None:
    """As `backend.workbench.impact` counts the rows of a file: up to a fit, down to NO, or any other change."""
    if was == now:
        return None
    if now > was and now >= Verdict.CONFIRM:
        return "gain"
    return "lose" if now is Verdict.NO else "uncertain"
