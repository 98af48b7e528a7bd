"""Statutory retirement since 2025-01-01 (全国人大常委会决定 2024-09-13): the ages are data, the arithmetic is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from backend.rules.calendar import MONTHS_A_YEAR, add_months, birthday


@dataclass(frozen=True, slots=True)
class Track:
    """One kind of employee: retirement age in years before the reform, and how it is delayed.

    `reform` is the first day of the delay; each `months_per_step` months of birth add one month, at most `most`.
    """

    age: int
    reform: date
    months_per_step: int
    most: int

    def delay(self, born: date) -> int:
        """Months of delay for a birth date."""
        months = (born.year + self.age - self.reform.year) * MONTHS_A_YEAR + born.month - self.reform.month
        return 0 if months < 0 else min(months // self.months_per_step + 1, self.most)

    def date_for(self, born: date) -> date:
        """The statutory retirement date; from this day on the person has left the labour age."""
        return add_months(born, self.age * MONTHS_A_YEAR + self.delay(born))


@dataclass(frozen=True, slots=True, eq=False)
class LabourAge:
    """From which age people may work, and when they retire: one `Track` a name. One law is one object.

    `by_sex` tells which tracks are possible for `M` and `F`; `by_base` which one an answer about the kind of job means.
    """

    from_age: int
    tracks: Mapping[str, Track]
    by_sex: Mapping[str, tuple[str, ...]]
    by_base: Mapping[str, str]

    def possible_tracks(self, sex: str | None, base: str | None) -> tuple[str, ...]:
        """The tracks a person may belong to, as far as is known."""
        tracks = self.by_sex.get(sex or "", tuple(self.tracks))
        wanted = self.by_base.get(base or "")
        return (wanted,) if wanted in tracks else tracks

    def covers(self, born: date, sex: str | None, base: str | None, today: date) -> bool | None:
        """Whether the person is of labour age today; None where it depends on what is not known."""
        if today < birthday(born, self.from_age):
            return False
        working = {today < self.tracks[name].date_for(born) for name in self.possible_tracks(sex, base)}
        return working.pop() if len(working) == 1 else None

    def turning_days(self, born: date) -> tuple[date, ...]:
        """The days on which the answer of `covers` may change."""
        return (birthday(born, self.from_age), *(track.date_for(born) for track in self.tracks.values()))
