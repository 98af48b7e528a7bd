"""Which days of an entry a night has to look at. They are rows, so a night touches only whose day has come."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from sqlalchemy import delete, update

from backend.core.database import insert_new
from backend.core.unit import Unit
from backend.registry import todos
from backend.registry.facts import facts_of, retirement_day
from backend.registry.models import Entry, Watch
from backend.registry.standing import standing_bases
from backend.rules import ExitCheck, ExitGround, Pack, add_months

PROPOSE: Final = "propose"
TURNED: Final = "turned"
"""A birthday that makes another category fit; no exit."""
DATED: Final = ("retirement", "validity")
"""Checks whose day is known beforehand; the others come due with what officers record."""
A_DAY: Final = timedelta(days=1)
NEAR_MONTHS: Final = 6
"""So long before retirement an entry is shown as 预警 (C22)."""

Days = Mapping[str, date]


def plan(unit: Unit, entry: Entry, pack: Pack, turning: Days | None = None) -> None:
    """Writes the days anew from what is known of the person. ``turning`` are days on which a category is reached."""
    _forget(unit, entry, tuple(_dated_grounds(pack)), keep_turning=turning is None)
    rows = [*_dated(unit, entry, pack)]
    rows += [("", category, TURNED, day) for category, day in (turning or {}).items()]
    for row in rows:
        add(unit, entry, *row)
    entry.warn_from = _warn_from(unit, entry, pack)
    known = facts_of(unit, entry)
    checks = (check.fact for _, _, check in _certificates(unit, entry, pack))
    todos.undated(unit, entry, [fact for fact in checks if not isinstance(known.get(fact), date)])


def add(
    unit: Unit, entry: Entry, ground: str, item: str, step: str, due_on: date, recorded_by: int | None = None
) -> None:
    """One day to look at; the same day twice is one. ``recorded_by``: the officer whose record makes it due."""
    row = {"entry_id": entry.id, "ground": ground, "item": item, "step": step, "due_on": due_on}
    row |= {"recorded_by": recorded_by}
    insert_new(unit.session, Watch, [row], ("entry_id", "ground", "item", "step", "due_on"))


def drop(unit: Unit, entry: Entry, ground: str, item: str) -> None:
    """Forgets days that have lost their reason."""
    unit.session.execute(
        delete(Watch).where(
            Watch.entry_id == entry.id, Watch.ground == ground, Watch.item == item, Watch.done_at.is_(None)
        )
    )


def close_all(unit: Unit, entry: Entry) -> None:
    """Nothing is watched or asked any more: the entry has ended."""
    todos.forget(unit, entry)
    unit.session.execute(
        update(Watch).where(Watch.entry_id == entry.id, Watch.done_at.is_(None)).values(done_at=unit.now)
    )
    entry.warn_from = None


def checks_of(pack: Pack, kind: str) -> Iterator[tuple[ExitGround, str, ExitCheck]]:
    """Ground, reason or basis, and check: all of a policy of one kind."""
    for ground in pack.exits:
        for item, check in ground.checks:
            if check.kind == kind:
                yield ground, item, check


def _dated_grounds(pack: Pack) -> Iterator[str]:
    for kind in DATED:
        for ground, _, _ in checks_of(pack, kind):
            yield ground.id


def _forget(unit: Unit, entry: Entry, grounds: tuple[str, ...], *, keep_turning: bool) -> None:
    gone = grounds if keep_turning else (*grounds, "")
    unit.session.execute(
        delete(Watch).where(Watch.entry_id == entry.id, Watch.ground.in_(gone), Watch.done_at.is_(None))
    )


def _dated(unit: Unit, entry: Entry, pack: Pack) -> Iterator[tuple[str, str, str, date]]:
    facts = facts_of(unit, entry)
    last = retirement_day(pack, facts)
    for ground, item, _ in checks_of(pack, "retirement"):
        if last:
            yield ground.id, item, PROPOSE, last
    for ground, item, check in _certificates(unit, entry, pack):
        until = facts.get(check.fact)
        if isinstance(until, date):
            yield ground.id, item, PROPOSE, min(until, date.max - A_DAY) + A_DAY
            for days, day in _warnings(check, until, unit.today):
                yield ground.id, item, str(days), day


def _certificates(unit: Unit, entry: Entry, pack: Pack) -> Iterator[tuple[ExitGround, str, ExitCheck]]:
    """The certificates this person's standing bases rest on."""
    standing = set(standing_bases(unit, entry))
    for ground, item, check in checks_of(pack, "validity"):
        if any(basis.id == item and standing & set(basis.category_ids) for basis in ground.bases):
            yield ground, item, check


def _warnings(check: ExitCheck, until: date, today: date) -> Iterator[tuple[int, date]]:
    """The warnings still to come, and of those whose day has passed the last one: it is told at once."""
    days = [(ahead, until - timedelta(days=ahead)) for ahead in sorted(check.warn, reverse=True)]
    if today > until:
        return
    missed = [one for one in days if one[1] < today]
    yield from missed[-1:]
    yield from (one for one in days if one[1] >= today)


def _warn_from(unit: Unit, entry: Entry, pack: Pack) -> date | None:
    """When the nearest end comes into sight."""
    facts = facts_of(unit, entry)
    last = retirement_day(pack, facts)
    days = [add_months(last, -NEAR_MONTHS)] if last and any(checks_of(pack, "retirement")) else []
    for _, _, check in _certificates(unit, entry, pack):
        until = facts.get(check.fact)
        if isinstance(until, date):
            days.append(until - timedelta(days=max(check.warn, default=0)))
    return min(days, default=None)
