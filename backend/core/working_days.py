"""Working days in China: weekends, public holidays, and the weekend days that are worked instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import chinese_calendar
import structlog
import yaml

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Corrections:
    """What the library does not know yet of the State Council's notices: days off and days worked."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    """Years this table knows completely, so that they need no library."""
    sources: Mapping[int, str] = field(default_factory=dict)
    """The notice each year of the table rests on."""


@dataclass(frozen=True)
class WorkingDays:
    """The calendar with its corrections."""

    corrections: Corrections = field(default_factory=Corrections)

    def is_worked(self, day: date) -> bool:
        """Whether offices are open on ``day``. An unknown year has weekends only, with a warning."""
        if day in self.corrections.off:
            return False
        if day in self.corrections.worked:
            return True
        if day.year in self.corrections.years:
            return day.weekday() < 5
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            _warn_of_missing(day.year)
            return day.weekday() < 5

    def knows(self, year: int) -> bool:
        """Whether the days off of a year are known, from the table or the library."""
        if year in self.corrections.years:
            return True
        try:
            chinese_calendar.is_workday(date(year, 1, 1))
        except NotImplementedError:
            return False
        return True

    def missing(self, today: date) -> tuple[int, ...]:
        """Which of this year and the next are not known: a time limit of December ends in January."""
        return tuple(year for year in (today.year, today.year + 1) if not self.knows(year))

    def worked_from(self, day: date) -> date:
        """The day itself when offices are open on it, else the next such day (民法典第二百零三条)."""
        return day if self.is_worked(day) else self.add(day, 1)

    def add(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, which itself does not count (民法典第二百零一条)."""
        while count:
            day += timedelta(days=1)
            count -= self.is_worked(day)
        return day

    def between(self, day: date, last: date) -> int:
        """How many working days lie after ``day`` up to and including ``last``; 0 when it has passed."""
        days = (day + timedelta(days=step) for step in range(1, (last - day).days + 1))
        return sum(self.is_worked(one) for one in days)


def read_corrections(path: Path) -> Corrections:
    """The table ``policies/calendar.yaml``: ``years`` → ``holidays`` and ``worked`` days; none when absent."""
    if not path.exists():
        return Corrections()
    years: Mapping[int, Mapping[str, Any]] = (yaml.safe_load(path.read_text("utf-8")) or {}).get(
        "years"
    ) or {}
    return Corrections(
        off=frozenset(day for table in years.values() for day in table.get("holidays", ())),
        worked=frozenset(day for table in years.values() for day in table.get("worked", ())),
        years=frozenset(years),
        sources={year: str(table["source"]) for year, table in years.items() if table.get("source")},
    )


@cache
def working_days(policies: Path) -> WorkingDays:
    """The calendar of a folder of policies, read once."""
    return WorkingDays(read_corrections(policies / "calendar.yaml"))


def add_working_days(day: date, count: int, policies: Path) -> date:
    """The ``count``-th working day after ``day``: 5 working days from 2026-09-30 is 2026-10-13."""
    return working_days(policies).add(day, count)


@cache
def _warn_of_missing(year: int) -> None:
    """Once a year and process: a sum over many cases must not flood the log."""
    _log.warning("calendar.year_missing", year=year, advice="add the year to policies/calendar.yaml")
