"""监测预警: where more people hand in applications than the weeks before, told before somebody asks.

The sign is a comparison, not a judgement: the last seven days beside the mean week of the four before.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from backend.applications.models import Application
from backend.core.unit import Unit
from backend.staff import access
from backend.staff.models import OfficeRow

WEEK: Final = timedelta(days=7)
WEEKS_BEFORE: Final = 4
LEAST: Final = 5
"""Fewer in a week are no sign, whatever they are a multiple of."""
TIMES: Final = 2


@dataclass(frozen=True)
class Sign:
    """One station: applications of the last seven days, and the mean week before. ``raised``: look at it."""

    office: str
    area: str
    lately: int
    before: float
    raised: bool


def signs(unit: Unit) -> tuple[Sign, ...]:
    """The stations of the officer's area where anything came in lately, raised ones first."""
    since = unit.now - WEEK
    lately = _counted(unit, since, unit.now)
    before = _counted(unit, since - WEEK * WEEKS_BEFORE, since)
    rows = unit.session.scalars(select(OfficeRow).where(OfficeRow.id.in_(lately)).order_by(OfficeRow.area))
    found = [_sign(row, lately[row.id], before.get(row.id, 0) / WEEKS_BEFORE) for row in rows]
    return tuple(sorted(found, key=lambda one: (not one.raised, -one.lately, one.area)))


def _sign(row: OfficeRow, lately: int, before: float) -> Sign:
    return Sign(row.name, row.area, lately, round(before, 1), lately >= LEAST and lately >= TIMES * before)


def _counted(unit: Unit, begin: datetime, end: datetime) -> dict[int, int]:
    rows = unit.session.execute(
        select(Application.station_id, func.count())
        .where(
            Application.submitted_at > begin,
            Application.submitted_at <= end,
            access.visible_to(access.current(unit), Application.station_id),
        )
        .group_by(Application.station_id)
    )
    return {station: count for station, count in rows if station is not None}
