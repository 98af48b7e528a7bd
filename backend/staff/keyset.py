"""Long lists, read from a row on and never by counting rows from the start.

A page costs the same at any depth, and stays where it is when rows come or go: each station (or the office, or the
officer) has an index in the order of the list, and a page of several stations merges the first lines of each behind
the cursor. See docs/decisions, record 13.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    TextClause,
    desc,
    func,
    literal,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from backend.core.unit import Unit
from backend.staff.models import OfficeRow

COUNTED = 1000
"""Totals are counted so far and told as 1000+ beyond: nobody reads a longer list to its end."""
MOST_STATIONS = 64
"""So many stations are merged; a list of more is read in its order and filtered."""
JOINT = "~"
WORD = re.compile("[a-z_]*")
"""A state or a way, as what a list is sorted by."""

Row = TypeVar("Row")
Column = InstrumentedAttribute[Any]


@dataclass(frozen=True)
class Where:
    """What a list holds: with ``stations`` the rows of each of them, otherwise what ``conditions`` say alone."""

    conditions: Sequence[ColumnElement[bool]]
    stations: tuple[int, ...] = ()


@dataclass(frozen=True)
class Order(Generic[Row]):
    """What a list of ``rows`` is sorted by. ``which`` are the words of its partial indexes."""

    rows: type[Row]
    key: Column
    id: Column
    station: Column
    falling: bool
    which: TextClause | None = None

    def turned(self, turned: bool) -> "Order[Row]":
        """The same order, or from its other end: the same index is read backwards."""
        return replace(self, falling=not self.falling) if turned else self

    @property
    def whole(self) -> list[ColumnElement[bool] | TextClause]:
        return [] if self.which is None else [self.which]

    def all(self, where: Where) -> list[ColumnElement[bool] | TextClause]:
        """Every condition of the list, where it is read as one."""
        here = [self.station.in_(where.stations)] if where.stations else []
        return [*self.whole, *here, *where.conditions]

    def after(self, cursor: "Cursor", backwards: bool) -> ColumnElement[bool]:
        """Behind the cursor's row, or before it, in this order."""
        here = tuple_(self.key, self.id)
        there = tuple_(literal(cursor.key, self.key.type), literal(cursor.id))
        return here < there if self.falling != backwards else here > there

    def sorted(self, wanted: Select[Any], backwards: bool) -> Select[Any]:
        if self.falling != backwards:
            return wanted.order_by(self.key.desc(), self.id.desc())
        return wanted.order_by(self.key, self.id)


@dataclass(frozen=True)
class Cursor:
    """A row of the list by what it is sorted by: the list goes on behind it even when the row is gone."""

    key: date | datetime | str
    id: str | int

    def __str__(self) -> str:
        key = self.key.astimezone(UTC).replace(tzinfo=None) if isinstance(self.key, datetime) else self.key
        return f"{key if isinstance(key, str) else key.isoformat()}{JOINT}{self.id}"


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """Rows of one page, and whether there are more on either side."""

    rows: tuple[Row, ...]
    before: bool
    behind: bool


def cursor_from(text: str, order: Order[Any]) -> Cursor | None:
    """A cursor as it stands in an address; None for what is none of this order."""
    key, joint, row_id = text.partition(JOINT)
    if not joint or not row_id.isalnum():
        return None
    try:
        behind = int(row_id) if isinstance(order.id.type, Integer) else row_id
        if isinstance(order.key.type, Date):
            return Cursor(date.fromisoformat(key), behind)
        if isinstance(order.key.type, String):
            return Cursor(key, behind) if WORD.fullmatch(key) else None
        return Cursor(datetime.fromisoformat(key).replace(tzinfo=UTC), behind)
    except ValueError:
        return None


def cursors(order: Order[Row], found: Slice[Row]) -> tuple[str, str]:
    """Behind which row the list goes on, and before which; empty where it does not."""
    first, last = (
        str(Cursor(getattr(found.rows[place], order.key.key), getattr(found.rows[place], order.id.key)))
        if found.rows
        else ""
        for place in (0, -1)
    )
    return last if found.behind else "", first if found.before else ""


def read(
    unit: Unit, order: Order[Row], where: Where, cursor: Cursor | None, count: int, *, backwards: bool
) -> Slice[Row]:
    """``count`` rows of a list, behind the cursor or before it."""
    if cursor:
        where = replace(where, conditions=[*where.conditions, order.after(cursor, backwards)])
    wanted = select(order.rows).where(*order.whole, *where.conditions).limit(count + 1)
    if where.stations:
        # The page is chosen by keys alone, so that no more than its own rows are read whole.
        merge = _merged if unit.session.get_bind().dialect.name == "sqlite" else _each
        wanted = select(order.rows).where(order.id.in_(merge(order, where, count + 1, backwards)))
    rows = list(unit.session.scalars(order.sorted(wanted, backwards)))
    more, rows = len(rows) > count, rows[:count]
    if backwards:
        return Slice(tuple(reversed(rows)), before=more, behind=cursor is not None)
    return Slice(tuple(rows), before=cursor is not None, behind=more)


def count_up_to(unit: Unit, order: Order[Any], where: Where) -> int:
    """How many there are; one more than ``COUNTED`` stands for many. Read in order, so off an index."""
    sort: list[Any] = [order.station] if where.stations else []
    wanted = select(order.id).where(*order.all(where))
    some = wanted.order_by(*sort, order.key, order.id).limit(COUNTED + 1).subquery()
    return unit.session.scalar(select(func.count()).select_from(some)) or 0


def _merged(order: Order[Any], where: Where, count: int, backwards: bool) -> Select[Any]:
    """The ids of the first of several stations. SQLite merges sorted arms row by row, and stops when it has enough."""
    arm = select(order.id.label("id"), order.key.label("key")).where(*order.whole, *where.conditions)
    arms = union_all(*(arm.where(order.station == station) for station in where.stations))
    sort: list[Any] = [desc("key"), desc("id")] if order.falling != backwards else ["key", "id"]
    return select(arms.order_by(*sort).limit(count).subquery().c.id)


def _each(order: Order[Any], where: Where, count: int, backwards: bool) -> Select[Any]:
    """The same for PostgreSQL: the first of each station, and the first of those. A union would be planned arm by arm."""
    arm = select(order.id.label("id"), order.key.label("key")).where(
        *order.whole, order.station == OfficeRow.id, *where.conditions
    )
    first = order.sorted(arm, backwards).limit(count).lateral()
    falling = order.falling != backwards
    sort = [column.desc() if falling else column.asc() for column in (first.c.key, first.c.id)]
    wanted = select(first.c.id).select_from(OfficeRow).join(first, true())
    return wanted.where(OfficeRow.id.in_(where.stations)).order_by(*sort).limit(count)
