"""Months of subsidy that cannot be right as they stand (第七条第二款): a person looks into each, nothing is decided here.

Found anew whenever the months are shown, so that what is learnt later about an earlier month is seen as well.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select

from backend.assistance import entries, months
from backend.assistance.models import SubsidyGrant
from backend.core.audit import AuditEntry
from backend.core.unit import Unit
from backend.registry.models import Entry
from backend.rules import Pack, Subsidy, add_months

Kind = Literal["left", "employed", "double"]


@dataclass(frozen=True)
class Flag:
    """Months of one subsidy and why they are in question.

    ``left``: after the recognition had ended, by death or otherwise; ``employed``: after work was on record;
    ``double``: another subsidy, named in ``other``, was had for the same months.
    """

    kind: Kind
    first_month: str
    last_month: str
    since: date | None = None
    other: str = ""


def flags(unit: Unit, pack: Pack, subsidy: Subsidy, rows: Iterable[SubsidyGrant]) -> tuple[Flag, ...]:
    """What is in question among the approvals of one subsidy of one person."""
    return tuple(flag for row in rows for flag in _of_row(unit, pack, subsidy, row))


def _of_row(unit: Unit, pack: Pack, subsidy: Subsidy, row: SubsidyGrant) -> Iterator[Flag]:
    entry, paid = unit.session.get_one(Entry, row.entry_id), _months(row)
    ended = entry.exited_on if entry.state == "exited" else None
    if ended and (late := _after(paid, ended)):
        yield _flag("left", late, since=ended)
    working = _working_since(unit, entry) if subsidy.ends_with_work else None
    if working and (late := _after(paid, working)):
        yield _flag("employed", late, since=working)
    for other in pack.subsidies:
        if other.id in subsidy.excludes or subsidy.id in other.excludes:
            both = [month for month in paid if month in _paid(unit, row.person_id, other.id)]
            if both:
                yield _flag("double", both, other=str(other.label))


def _flag(kind: Kind, found: list[date], *, since: date | None = None, other: str = "") -> Flag:
    return Flag(kind, months.of(min(found)), months.of(max(found)), since, other)


def _after(paid: Iterable[date], day: date) -> list[date]:
    """The months that began after a day: the month it falls in may still be due in part."""
    return [month for month in paid if month > day]


def _working_since(unit: Unit, entry: Entry) -> date | None:
    """The first day of work on record for this recognition."""
    acts = unit.session.scalars(
        select(AuditEntry).where(
            AuditEntry.subject == entries.subject_of(entry), AuditEntry.action == "register.employed"
        )
    )
    return min((date.fromisoformat(act.params["day"]) for act in acts), default=None)


def _paid(unit: Unit, person_id: str, subsidy: str) -> set[date]:
    """The months of a subsidy, over all recognitions of a person."""
    rows = select(SubsidyGrant).where(
        SubsidyGrant.person_id == person_id, SubsidyGrant.subsidy == subsidy, SubsidyGrant.annulled_at.is_(None)
    )
    return {month for row in unit.session.scalars(rows) for month in _months(row)}


def _months(row: SubsidyGrant) -> list[date]:
    return [add_months(row.first_month, step) for step in range(row.months)]
