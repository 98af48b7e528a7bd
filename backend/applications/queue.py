"""The order of the queue and how a page of it is read: from a row on, never by counting rows from the start.

A page costs the same at any depth: each station (or the office, or the officer) has an index in the order of the
queue, and a page of several stations merges the first lines of each behind the cursor. See docs/decisions, record 13.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, TextClause, desc, func, literal, select, true, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute

from backend.applications.models import BEFORE_AN_OFFICE, HAS_ENDED, Application
from backend.core.unit import Unit
from backend.staff.models import OfficeRow

COUNTED = 1000
"""Totals are counted so far and told as 1000+ beyond: nobody reads a longer list to its end."""
MOST_STATIONS = 64
"""So many stations are merged; the queue of more is read in its order and filtered."""
JOINT = "~"


@dataclass(frozen=True)
class Where:
    """What a list holds: with ``stations`` the cases of each of them, otherwise what ``conditions`` say alone."""

    conditions: Sequence[ColumnElement[bool]]
    stations: tuple[int, ...] = ()

    @property
    def all(self) -> list[ColumnElement[bool]]:
        here = [Application.station_id.in_(self.stations)] if self.stations else []
        return [*here, *self.conditions]


@dataclass(frozen=True)
class Order:
    """What a list is sorted by. ``which`` are the words of its partial indexes."""

    key: InstrumentedAttribute[Any]
    which: TextClause
    falling: bool

    def after(self, cursor: "Cursor", backwards: bool) -> ColumnElement[bool]:
        """Behind the cursor's row, or before it, in this order."""
        here = tuple_(self.key, Application.id)
        there = tuple_(literal(cursor.key, self.key.type), literal(cursor.id))
        return here < there if self.falling != backwards else here > there

    def sorted(self, wanted: Select[Any], backwards: bool) -> Select[Any]:
        if self.falling != backwards:
            return wanted.order_by(self.key.desc(), Application.id.desc())
        return wanted.order_by(self.key, Application.id)


FIRST_DUE = Order(Application.due_on, BEFORE_AN_OFFICE, falling=False)
LAST_MOVED = Order(Application.updated_at, HAS_ENDED, falling=True)


@dataclass(frozen=True)
class Cursor:
    """A row of the list by what it is sorted by: the list goes on behind it even when the row is gone."""

    key: date | datetime
    id: str

    def __str__(self) -> str:
        key = self.key.astimezone(UTC).replace(tzinfo=None) if isinstance(self.key, datetime) else self.key
        return f"{key.isoformat()}{JOINT}{self.id}"


@dataclass(frozen=True)
class Slice:
    """Rows of one page, and whether there are more on either side."""

    rows: tuple[Application, ...]
    before: bool
    behind: bool


def order_of(state: str) -> Order:
    """Open cases by their last day; what has ended the latest first."""
    return LAST_MOVED if state in ("ended", "recognised", "declined", "withdrawn") else FIRST_DUE


def cursor_from(text: str, order: Order) -> Cursor | None:
    """A cursor as it stands in an address; None for what is none of this order."""
    key, joint, row_id = text.partition(JOINT)
    if not joint or not row_id.isalnum():
        return None
    try:
        if order is FIRST_DUE:
            return Cursor(date.fromisoformat(key), row_id)
        return Cursor(datetime.fromisoformat(key).replace(tzinfo=UTC), row_id)
    except ValueError:
        return None


def read(
    unit: Unit, order: Order, where: Where, cursor: Cursor | None, count: int, *, backwards: bool
) -> Slice:
    """``count`` rows of a list, behind the cursor or before it."""
    if cursor:
        where = replace(where, conditions=[*where.conditions, order.after(cursor, backwards)])
    wanted = select(Application).where(order.which, *where.conditions).limit(count + 1)
    if where.stations:
        # The page is chosen by keys alone, so that no more than its own rows are read whole.
        merge = _merged if unit.session.get_bind().dialect.name == "sqlite" else _each
        wanted = select(Application).where(Application.id.in_(merge(order, where, count + 1, backwards)))
    rows = list(unit.session.scalars(order.sorted(wanted, backwards)))
    more, rows = len(rows) > count, rows[:count]
    if backwards:
        return Slice(tuple(reversed(rows)), before=more, behind=cursor is not None)
    return Slice(tuple(rows), before=cursor is not None, behind=more)


def count_up_to(unit: Unit, order: Order, where: Where) -> int:
    """How many there are; one more than ``COUNTED`` stands for many. Read in order, so off an index."""
    sort: list[Any] = [Application.station_id] if where.stations else []
    wanted = select(Application.id).where(order.which, *where.all)
    some = wanted.order_by(*sort, order.key, Application.id).limit(COUNTED + 1).subquery()
    return unit.session.scalar(select(func.count()).select_from(some)) or 0


def _merged(order: Order, where: Where, count: int, backwards: bool) -> Select[str]:
    """The ids of the first of several stations. SQLite merges sorted arms row by row, and stops when it has enough."""
    arm = select(Application.id, order.key.label("key")).where(order.which, *where.conditions)
    arms = union_all(*(arm.where(Application.station_id == station) for station in where.stations))
    sort = map(desc, ("key", "id")) if order.falling != backwards else ("key", "id")
    return select(arms.order_by(*sort).limit(count).subquery().c.id)


def _each(order: Order, where: Where, count: int, backwards: bool) -> Select[str]:
    """The same for PostgreSQL: the first of each station, and the first of those. A union would be planned arm by arm."""
    arm = select(Application.id, order.key.label("key")).where(
        order.which, Application.station_id == OfficeRow.id, *where.conditions
    )
    first = order.sorted(arm, backwards).limit(count).lateral()
    falling = order.falling != backwards
    sort = [column.desc() if falling else column.asc() for column in (first.c.key, first.c.id)]
    wanted = select(first.c.id).select_from(OfficeRow).join(first, true())
    return wanted.where(OfficeRow.id.in_(where.stations)).order_by(*sort).limit(count)
