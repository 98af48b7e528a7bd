"""How often somebody may do something: one line a chat or a key in the database, so that all processes count together.

An allowance fills up evenly and holds a burst. The line keeps one moment, up to which everything allowed is spent.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast
from zlib import crc32

from sqlalchemy import String, Table, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment, put_rows
from backend.core.locks import hold
from backend.core.unit import Unit


class Spent(Base):
    """Up to which moment the allowance of one key is spent, and when its holder was last told."""

    __tablename__ = "allowances"

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    until: Mapped[datetime] = mapped_column(Moment)
    told_at: Mapped[datetime | None] = mapped_column(Moment)


SPENT = cast(Table, Spent.__table__)
FIND_ONE = select(SPENT).where(SPENT.c.key == bindparam("only"))
"""Nearly always one chat has written; a list of one would cost twice as much."""
FIND = select(SPENT).where(SPENT.c.key.in_(bindparam("keys", expanding=True)))
LOCKS: Final = 256
"""Keys share locks, whose names stay: addresses without end would leave as many."""
TOLD_AGAIN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Allowance:
    """``burst`` at once, and one more every ``gap``."""

    burst: int
    gap: timedelta


@dataclass(frozen=True)
class Turns:
    """When each of a key's acts may take place, in order; ``tell`` when its holder should hear that they wait."""

    due: tuple[datetime, ...]
    tell: bool


def queue_up(unit: Unit, wanted: Counter[str], allowance: Allowance) -> Mapping[str, Turns]:
    """Gives every act its moment: now while the burst lasts, later ones evenly after it. Nothing is refused."""
    asked = (FIND_ONE, {"only": next(iter(wanted))}) if len(wanted) == 1 else (FIND, {"keys": list(wanted)})
    known = {row.key: row for row in unit.session.execute(*asked)}
    turns, lines = {}, []
    for key, count in sorted(wanted.items()):  # In one order everywhere, or two processes would wait for each other.
        row = known.get(key)
        start = max(row.until, unit.now) if row else unit.now
        spent = [start + allowance.gap * number for number in range(1, count + 1)]
        due = tuple(max(unit.now, moment - allowance.gap * allowance.burst) for moment in spent)
        told_at = row.told_at if row else None
        tell = due[-1] > unit.now and (told_at is None or unit.now - told_at > TOLD_AGAIN_AFTER)
        turns[key] = Turns(due, tell)
        lines.append({"key": key, "until": spent[-1], "told_at": unit.now if tell else told_at})
    put_rows(unit.session, SPENT, lines)
    return turns


def spend(unit: Unit, key: str, allowance: Allowance) -> timedelta:
    """Spends one and gives nothing to wait; over the allowance nothing is spent, and it says how long to wait."""
    hold(unit, f"allowance:{crc32(key.encode()) % LOCKS}")
    row = unit.session.get(Spent, key)
    until = max(row.until, unit.now) if row else unit.now
    wait = until + allowance.gap - unit.now - allowance.gap * allowance.burst
    if wait > timedelta(0):
        return wait
    put_rows(unit.session, SPENT, [{"key": key, "until": until + allowance.gap, "told_at": None}])
    return timedelta(0)


def forget_unspent(unit: Unit) -> None:
    """Throws away the lines that count for nothing any more."""
    unit.session.execute(delete(Spent).where(Spent.until <= unit.now - TOLD_AGAIN_AFTER))
