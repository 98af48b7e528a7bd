"""How the work lies on the stations of a county or city: open cases, near their day, late. Read off one index."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, func, select

from backend.applications.models import BEFORE_AN_OFFICE, Application
from backend.applications.queue_conditions import AT_WORK
from backend.applications.views import SOON_DAYS
from backend.core.unit import Unit
from backend.staff import access
from backend.staff.models import OfficeRow

BAR = 100
"""The length of the longest bar, in units of the picture."""


@dataclass(frozen=True)
class StationLoad:
    """One station. ``bar`` and ``bad`` are the lengths of its bar and of the late part of it."""

    office_id: int
    name: str
    open: int
    soon: int
    late: int
    waiting: int
    bar: float = 0
    bad: float = 0


def loads(unit: Unit) -> tuple[StationLoad, ...]:
    """The stations of the officer's area that have open cases, most late first; none where there is but one office."""
    officer = access.current(unit)
    if officer.level not in ("county", "city"):
        return ()
    soon = unit.today + timedelta(days=SOON_DAYS)
    timed = Application.state.in_(AT_WORK)
    rows = unit.session.execute(
        select(
            Application.station_id,
            func.count(),
            func.sum(case((timed & Application.due_on.between(unit.today, soon), 1), else_=0)),
            func.sum(case((timed & (Application.due_on < unit.today), 1), else_=0)),
            func.sum(case((timed, 0), else_=1)),
        )
        .where(BEFORE_AN_OFFICE, Application.station_id.in_(access.offices_under(officer.office_id)))
        .group_by(Application.station_id)
    ).all()
    stations = select(OfficeRow).where(OfficeRow.id.in_([row[0] for row in rows]))
    names = {office.id: office.name for office in unit.session.scalars(stations)}
    most = max((row[1] for row in rows), default=1)
    found = [
        StationLoad(row[0], names[row[0]], row[1], row[2], row[3], row[4], BAR * row[1] / most, BAR * row[3] / most)
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (-one.late, -one.open, one.office_id)))
