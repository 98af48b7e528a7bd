"""The second public post: the cap of 第三条第二款 stands, and a county may open it once more with a reason (X15)."""

from sqlalchemy import select

from backend.assistance import entries
from backend.assistance.models import SecondPlacement
from backend.core.locks import hold
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.registry.models import Entry
from backend.registry.standing import standing_bases
from backend.rules import Subsidy
from backend.staff.models import OfficerRow


def rounds(unit: Unit, person_id: str, subsidy: Subsidy) -> int:
    """How often the months of a subsidy may be had: once, or twice after a county has opened it."""
    return 2 if subsidy.second and _row(unit, person_id, subsidy.id) is not None else 1


def may_open(unit: Unit, entry: Entry, subsidy: Subsidy) -> bool:
    """Whether the person is one of those for whom a second post can be opened, and it was not yet."""
    fits = bool(set(subsidy.second) & set(standing_bases(unit, entry)))
    return fits and _row(unit, entry.person_id, subsidy.id) is None


def opened_by(unit: Unit, person_id: str, subsidy: Subsidy) -> tuple[str, str]:
    """Who opened it and why; empty where nobody did."""
    row = _row(unit, person_id, subsidy.id)
    return (unit.session.get_one(OfficerRow, row.officer_id).name, row.reason) if row else ("", "")


def open_second(unit: Unit, entry: Entry, subsidy: Subsidy, left: int | None, reason: str) -> None:
    """Opens the months once more. Who may is checked by the caller.

    Raises 409 ``grant.second_not_for``, ``grant.months_left`` (left); 422 ``assistance.reason_missing``.
    """
    hold(unit, f"months:{entry.person_id}")
    if not may_open(unit, entry, subsidy):
        raise Problem("grant.second_not_for", 409)
    if left != 0:
        raise Problem("grant.months_left", 409, left=left)
    reason = entries.worded(reason, "assistance.reason_missing", 200)
    unit.session.add(
        SecondPlacement(
            person_id=entry.person_id,
            entry_id=entry.id,
            subsidy=subsidy.id,
            officer_id=unit.officer.id,
            at=unit.now,
            reason=reason,
        )
    )
    unit.session.flush()
    unit.audit("grant.second_opened", entries.subject_of(entry), subsidy=str(subsidy.label), reason=reason)


def _row(unit: Unit, person_id: str, subsidy: str) -> SecondPlacement | None:
    return unit.session.scalar(
        select(SecondPlacement).where(SecondPlacement.person_id == person_id, SecondPlacement.subsidy == subsidy)
    )
