"""The promises as offices and citizens read them, and the working-day calendar of a year."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from backend.core.unit import Unit
from backend.deadlines.limits import calendar, limit_on
from backend.deadlines.models import TimeLimit
from backend.deadlines.service import SETTERS, packs_of, steps
from backend.rules import Pack
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow
from locales import translator

NOTICED_FROM = 11
"""The State Council's notice for the next year is out by November; before that nobody need be told daily."""


@dataclass(frozen=True)
class Promise:
    """What holds today for one step. ``of`` names the office that set it; empty when it is the policy's own."""

    pack_id: str
    pack: str
    step: str
    label: str
    calendar: bool
    days: int
    default: int
    of: str
    since: date | None
    next_days: int = 0
    next_from: date | None = None


@dataclass(frozen=True)
class Change:
    """One setting, for the record below the table."""

    office: str
    label: str
    calendar: bool
    days: int
    effective_from: date
    reason: str
    who: str
    at: date


@dataclass(frozen=True)
class Limits:
    """The page of the promises. ``offices`` are those this officer may set promises for."""

    promises: tuple[Promise, ...]
    published: tuple[str, ...]
    changes: tuple[Change, ...]
    may_set: bool
    missing: tuple[int, ...]


def limits(unit: Unit) -> Limits:
    """What the officer's own office promises, as citizens read it, and every setting in its area."""
    officer = access.current(unit)
    packs = packs_of(unit, officer)
    return Limits(
        promises=tuple(one for pack in packs for one in _promises(unit, officer.office_id, pack)),
        published=tuple(published(unit, officer.office_id, pack) for pack in packs),
        changes=_changes(unit, packs),
        may_set=officer.role == "admin" and officer.level in SETTERS,
        missing=calendar(unit).missing(unit.today),
    )


def published(unit: Unit, office_id: int, pack: Pack) -> str:
    """The promise in one sentence, in the language of ``pack`` and unit: 初审10个工作日，审核10个工作日…"""
    _ = translator("notices", unit.language)
    stages = {stage.id for stage in pack.stages}
    reviews = [
        _("{stage}{days}个工作日").format(stage=one.label, days=one.days)
        for one in _promises(unit, office_id, pack)
        if one.step in stages
    ]
    return _("办理承诺：{reviews}。等您补正的时间不算在内。").format(reviews=_("，").join(reviews))


def years_to_publish(unit: Unit) -> tuple[int, ...]:
    """The years whose days off are missing and should be known by now."""
    known_by_now = unit.today.year if unit.today.month < NOTICED_FROM else unit.today.year + 1
    return tuple(year for year in calendar(unit).missing(unit.today) if year <= known_by_now)


def _promises(unit: Unit, office_id: int, pack: Pack) -> tuple[Promise, ...]:
    found = []
    for step in steps(unit, pack):
        now = limit_on(unit, office_id, pack.id, step.id, unit.today)
        last = limit_on(unit, office_id, pack.id, step.id, date.max)
        coming = last if last is not None and last is not now and last.effective_from > unit.today else None
        found.append(
            Promise(
                pack_id=pack.id,
                pack=str(pack.number),
                step=step.id,
                label=step.label,
                calendar=step.calendar,
                days=now.days if now else step.days,
                default=step.days,
                of=unit.session.get_one(OfficeRow, now.office_id).name if now else "",
                since=now.effective_from if now else None,
                next_days=coming.days if coming else 0,
                next_from=coming.effective_from if coming else None,
            )
        )
    return tuple(found)


def _changes(unit: Unit, packs: tuple[Pack, ...]) -> tuple[Change, ...]:
    labels = {(pack.id, step.id): step for pack in packs for step in steps(unit, pack)}
    rows = unit.session.execute(
        select(TimeLimit, OfficeRow.name, OfficerRow.name)
        .join(OfficeRow, OfficeRow.id == TimeLimit.office_id)
        .join(OfficerRow, OfficerRow.id == TimeLimit.set_by)
        .where(TimeLimit.office_id.in_(access.offices_under(access.current(unit).office_id)))
        .order_by(TimeLimit.id.desc())
        .limit(50)
    )
    return tuple(
        Change(
            office=office,
            label=labels[(row.pack, row.step)].label,
            calendar=labels[(row.pack, row.step)].calendar,
            days=row.days,
            effective_from=row.effective_from,
            reason=row.reason,
            who=who,
            at=row.at.date(),
        )
        for row, office, who in rows
        if (row.pack, row.step) in labels
    )


# --- the calendar -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DayCell:
    """A day of a month; ``mark``: ``off`` a weekday without work, ``worked`` a weekend day with work, ``rest``."""

    day: date
    mark: str


@dataclass(frozen=True)
class Month:
    """Weeks from Monday on; None before the first and behind the last day."""

    number: int
    weeks: tuple[tuple[DayCell | None, ...], ...]
    worked: int


@dataclass(frozen=True)
class Year:
    """A year of working days, with the notice it rests on."""

    year: int
    known: bool
    source: str
    months: tuple[Month, ...]
    worked: int
    missing: tuple[int, ...]


def year(unit: Unit, number: int) -> Year:
    """The calendar of this year or the next; any other year is this one."""
    number = number if number in (unit.today.year - 1, unit.today.year, unit.today.year + 1) else unit.today.year
    days = calendar(unit)
    months = tuple(_month(unit, number, month) for month in range(1, 13))
    return Year(
        year=number,
        known=days.knows(number),
        source=days.corrections.sources.get(number, ""),
        months=months,
        worked=sum(month.worked for month in months),
        missing=days.missing(unit.today),
    )


def _month(unit: Unit, number: int, month: int) -> Month:
    first = date(number, month, 1)
    behind = date(number + month // 12, month % 12 + 1, 1)
    cells: list[DayCell | None] = [None] * first.weekday()
    cells += [_cell(unit, first + timedelta(days=step)) for step in range((behind - first).days)]
    cells += [None] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[at : at + 7]) for at in range(0, len(cells), 7))
    return Month(month, weeks, sum(cell is not None and cell.mark in ("", "worked") for cell in cells))


def _cell(unit: Unit, day: date) -> DayCell:
    worked, weekend = calendar(unit).is_worked(day), day.weekday() > 4
    mark = "worked" if weekend and worked else "rest" if weekend else "" if worked else "off"
    return DayCell(day, mark)
