"""The order of the queue and how a page of it is read: from a row on, never by counting rows from the start.

A page costs the same at any depth: each station (or the office, or the officer) has an index in the order of the
queue, a page takes the first lines of each behind the cursor, and the first of those. See docs/decisions, record 13.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, TextClause, func, literal, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute

from backend.applications.models import BEFORE_AN_OFFICE, HAS_ENDED, Application
from backend.core.unit import Unit

COUNTED = 1000
"""Totals are counted so far and told as 1000+ beyond: nobody reads a longer list to its end."""
MOST_ARMS = 64
"""So many stations are merged one by one; the queue of more is read in its order and filtered."""
JOINT = "~"

Conditions = Sequence[ColumnElement[bool] | TextClause]


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
    unit: Unit, order: Order, arms: Sequence[Conditions], cursor: Cursor | None, count: int, *, backwards: bool
) -> Slice:
    """``count`` rows of the merged arms, behind the cursor or before it."""
    behind = [order.after(cursor, backwards)] if cursor else []
    rows = list(unit.session.scalars(_merged(order, [[*arm, *behind] for arm in arms], count + 1, backwards)))
    more, rows = len(rows) > count, rows[:count]
    if backwards:
        return Slice(tuple(reversed(rows)), before=more, behind=cursor is not None)
    return Slice(tuple(rows), before=cursor is not None, behind=more)


def count_up_to(unit: Unit, order: Order, arms: Sequence[Conditions]) -> int:
    """How many there are; one more than ``COUNTED`` stands for many. Read in order, so off an index, arm by arm."""
    most = COUNTED + 1
    firsts = _firsts(order, arms, most, backwards=False)
    some = union_all(*(select(one.c.id) for one in firsts)).limit(most).subquery()
    return unit.session.scalar(select(func.count()).select_from(some)) or 0


def _merged(order: Order, arms: Sequence[Conditions], count: int, backwards: bool) -> Select[Application]:
    if len(arms) == 1:
        return order.sorted(select(Application).where(order.which, *arms[0]), backwards).limit(count)
    firsts = union_all(*(select(one) for one in _firsts(order, arms, count, backwards=backwards))).subquery()
    falling = order.falling != backwards
    # The page is chosen by keys alone, so that no more than its own rows are read whole.
    sort = [column.desc() if falling else column.asc() for column in (firsts.c.key, firsts.c.id)]
    ids = select(firsts.c.id).order_by(*sort).limit(count)
    return order.sorted(select(Application).where(Application.id.in_(ids)), backwards)


def _firsts(order: Order, arms: Sequence[Conditions], count: int, *, backwards: bool) -> list[Subquery]:
    """The first of each arm, by id and ``key``, what they are sorted by."""
    wanted = select(Application.id, order.key.label("key"))
    return [
        order.sorted(wanted.where(order.which, *arm), backwards).limit(count).subquery()
        for arm in arms
    ]
