"""The figures of a reckoning over our own people, and the list of those it touches."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from backend.core.console.words import speaker
from backend.core.jobs import JobView
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.workbench import own_impact
from backend.workbench.checks import cell, verdict_words
from backend.workbench.effects import TURNS, Turn, longest
from backend.workbench.evidence import Evidence, note
from backend.workbench.guards import demand, seen, subject_of
from backend.workbench.models import OwnImpact, OwnImpactChange
from backend.workbench.reckonings import is_current, newest

LINES = 200
"""Changes shown on the page; the list has all of them."""


@dataclass(frozen=True)
class Line:
    """One category of one person that comes out otherwise; verdicts in the officer's words."""

    number: str
    area: str
    category: str
    before: str
    after: str


@dataclass(frozen=True)
class OwnFigures:
    """What a reckoning came to. ``total`` and ``by_area`` count people, each once a turn.

    ``outdated`` when text, day or the version before have changed since.
    """

    day: date
    reckoned_at: datetime
    outdated: bool
    people: int
    total: dict[Turn, int]
    by_category: dict[str, Counter[Turn]]
    by_area: dict[str, Counter[Turn]]
    changes: int
    lines: tuple[Line, ...]

    @property
    def most(self) -> int:
        """The longest bar of a chart, at least 1."""
        return longest(self.by_category, self.by_area)


def figures(unit: Unit, version_id: str) -> tuple[JobView | None, OwnFigures | None]:
    """How far the newest reckoning is, and the figures of the newest that has ended."""
    job, found = own_impact.latest(unit, version_id)
    return job, _figures(unit, version_id, found) if found else None


def keep_seen(unit: Unit, version_id: str) -> None:
    """The officer has seen whom it touches. Raises 409 ``policy.impact_outdated`` unless that was reckoned on what
    the version says now."""
    row = seen(unit, version_id, lock=True)
    officer = demand(unit, row, "check")
    found = newest(unit, row.id)
    if found is None or not is_current(unit, row, found):
        raise Problem("policy.impact_outdated", 409)
    told: dict[str, object] = {str(turn): people for turn, people in _total(unit, found).items()}
    told["people"] = found.people
    note(row, Evidence("impact", True, officer.name, unit.now, told), found.mark)
    unit.audit("policy.impact", subject_of(row.id), passed="yes")


def take_list(unit: Unit, version_id: str) -> bytes:
    """The changes as CSV that opens in a spreadsheet: no names, only the numbers the office knows people by.

    Taking it leaves a sentence. Raises 404 ``policy.not_found`` as long as nothing was reckoned.
    """
    row, say = seen(unit, version_id), speaker(unit.language)
    found = newest(unit, row.id)
    if found is None:
        raise Problem("policy.not_found", 404)
    written, lines = io.StringIO(), 0
    sheet = csv.writer(written)
    sheet.writerow([say("编号"), say("地区"), say("类别"), say("原来"), say("以后")])
    for one in _lines(unit, found, None):
        sheet.writerow(map(cell, (one.number, one.area, one.category, one.before, one.after)))
        lines += 1
    unit.audit("policy.list_taken", subject_of(version_id), count=lines)
    return written.getvalue().encode("utf-8-sig")


def _figures(unit: Unit, version_id: str, found: OwnImpact) -> OwnFigures:
    assert found.reckoned_at is not None
    return OwnFigures(
        day=found.day,
        reckoned_at=found.reckoned_at,
        outdated=not is_current(unit, seen(unit, version_id), found),
        people=found.people,
        total=_total(unit, found),
        by_category=_counted(unit, found, "category", found.categories.items()),
        by_area=_counted(unit, found, "area", ((area, area) for area in found.areas)),
        changes=unit.session.scalar(
            select(func.count()).select_from(OwnImpactChange).where(OwnImpactChange.impact_id == found.id)
        )
        or 0,
        lines=tuple(_lines(unit, found, LINES)),
    )


def _total(unit: Unit, found: OwnImpact) -> dict[Turn, int]:
    counted = (
        select(OwnImpactChange.turn, func.count(OwnImpactChange.subject.distinct()))
        .where(OwnImpactChange.impact_id == found.id)
        .group_by(OwnImpactChange.turn)
    )
    by_turn = dict(unit.session.execute(counted).all())
    return {turn: by_turn.get(turn, 0) for turn in TURNS}


def _counted(
    unit: Unit, found: OwnImpact, by: str, rows: Iterable[tuple[str, str]]
) -> dict[str, Counter[Turn]]:
    """People by turn for each row of a chart, those without a change among them."""
    column = getattr(OwnImpactChange, by)
    counted = (
        select(column, OwnImpactChange.turn, func.count(OwnImpactChange.subject.distinct()))
        .where(OwnImpactChange.impact_id == found.id)
        .group_by(column, OwnImpactChange.turn)
    )
    names = dict(rows)
    chart: dict[str, Counter[Turn]] = {name: Counter() for name in names.values()}
    for key, turn, people in unit.session.execute(counted):
        chart[names[key]][turn] += people
    return chart


def _lines(unit: Unit, found: OwnImpact, most: int | None) -> Iterator[Line]:
    say = speaker(unit.language)
    rows = select(OwnImpactChange).where(OwnImpactChange.impact_id == found.id).order_by(OwnImpactChange.id)
    for one in unit.session.scalars(rows.limit(most)):
        words = verdict_words(one.before, say), verdict_words(one.after, say)
        yield Line(one.number, one.area, found.categories[one.category], *words)
