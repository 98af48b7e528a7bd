"""“双到双零” street by street: four indicators from acts and activities (穗人社发〔2014〕4号第十二条).

The document names the four and gives no way to count them; how we count is written in decision 20.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from sqlalchemy import select

from backend.activities import guards
from backend.activities.labels import REACH
from backend.activities.models import Activity, SignUp
from backend.assistance import acts, months
from backend.assistance.models import ServiceAct
from backend.assistance.register import OFFERS
from backend.core.clock import CHINA
from backend.core.unit import Unit
from backend.policies.spoken import pack_of
from backend.registry.models import Entry
from backend.staff import access
from backend.staff.models import OfficeRow
from backend.staff.tree import offices_under


@dataclass
class Count:
    """One indicator of one street: acts of help, activities, and people who came to those."""

    acts: int = 0
    activities: int = 0
    people: int = 0

    def add(self, other: "Count") -> None:
        self.acts, self.activities = self.acts + other.acts, self.activities + other.activities
        self.people += other.people


@dataclass
class StreetFigures:
    """A street (or a county, for what was held for all of it) with its four counts by the id of the indicator."""

    area: str
    name: str
    counts: dict[str, Count] = field(default_factory=lambda: {one: Count() for one in REACH})


@dataclass(frozen=True)
class Report:
    month: str
    streets: tuple[StreetFigures, ...]
    total: StreetFigures


def report(unit: Unit, month: str = "") -> Report:
    """The four indicators of a month within the officer's area. Raises 422 ``ledger.month_unclear``."""
    month = months.of(months.first_day(month)) if month else months.of(unit.today)
    counted: dict[str, dict[str, Count]] = defaultdict(lambda: {one: Count() for one in REACH})
    for area, reach, count in (*_acts(unit, month), *_activities(unit, month)):
        counted[area][reach].add(count)
    names = unit.services.catalogue.divisions
    streets = tuple(
        StreetFigures(area, str(names.full_name(area)), counts) for area, counts in sorted(counted.items())
    )
    total = StreetFigures("", "")
    for street in streets:
        for reach, count in street.counts.items():
            total.counts[reach].add(count)
    return Report(month, streets, total)


def _acts(unit: Unit, month: str) -> Iterable[tuple[str, str, Count]]:
    """A visit brings service home, an offered post brings posts to the street; every act there is service at no distance."""
    found = unit.session.execute(
        select(ServiceAct.kind, Entry.pack, Entry.pack_version, OfficeRow.id)
        .join(Entry, Entry.id == ServiceAct.entry_id)
        .join(OfficeRow, OfficeRow.id == ServiceAct.office_id)
        .where(
            ServiceAct.month == month,
            ServiceAct.outcome != "not_met",
            acts.standing(),
            access.visible_to(access.current(unit), ServiceAct.office_id),
        )
    )
    for kind, pack, version, office in found:
        area = _street(unit, office)
        visit = any(one.id == kind and one.visit for one in pack_of(unit, pack, version).services)
        yield area, "service", Count(acts=1)
        if visit:
            yield area, "home", Count(acts=1)
        if OFFERS.get(kind) == "post":
            yield area, "street", Count(acts=1)


def _activities(unit: Unit, month: str) -> Iterable[tuple[str, str, Count]]:
    """What was held and not called off, under each indicator its officer has ticked."""
    first = datetime.combine(months.first_day(month), time(), CHINA)
    following = (first + timedelta(days=32)).replace(day=1)
    rows = unit.session.scalars(
        select(Activity).where(
            Activity.office_id.in_(offices_under(access.current(unit).office_id)),
            Activity.state != "called_off",
            Activity.starts_at >= first,
            Activity.starts_at < min(following, unit.now.astimezone(CHINA)),
        )
    ).all()
    came = defaultdict[str, int](int)
    there = select(SignUp.activity_id).where(
        SignUp.activity_id.in_([row.id for row in rows]), SignUp.state == "attended"
    )
    for activity_id in unit.session.scalars(there):
        came[activity_id] += 1
    for row in rows:
        for reach in row.reach:
            yield row.area, reach, Count(activities=1, people=came[row.id] + row.walk_ins)


def _street(unit: Unit, office_id: int) -> str:
    """The division of an office; of a community's that of its street."""
    divisions = unit.services.catalogue.divisions
    return next(row.area for row in guards.above(unit, office_id) if row.area in divisions)
