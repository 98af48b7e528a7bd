"""Whole values of a person for a minute, after a reason that stays on record (S26)."""

from datetime import timedelta

from backend.assistance.entries import worded
from backend.core import audit
from backend.core.unit import Unit

REVEALED, COVERED = "person.revealed", "person.covered"
KEPT = timedelta(seconds=60)


def subject_of(person_id: str) -> str:
    return f"person:{person_id}"


def revealed(unit: Unit, person_id: str) -> bool:
    """Whether the acting officer gave a reason just now, and has not hidden the values since."""
    mine = [
        entry
        for entry in audit.history(unit.session, subject_of(person_id))
        if entry.action in (REVEALED, COVERED) and entry.params.get("officer") == unit.officer.id
    ]
    return bool(mine) and mine[-1].action == REVEALED and unit.now - mine[-1].at < KEPT


def reveal(unit: Unit, person_id: str, reason: str) -> None:
    """Records why. Raises 422 ``assistance.reason_missing``. Whoever calls has looked whether the person is visible."""
    reason = worded(reason, "assistance.reason_missing", 100)
    unit.audit(REVEALED, subject_of(person_id), reason=reason, officer=unit.officer.id)


def cover(unit: Unit, person_id: str) -> None:
    """Hides them before their time is over."""
    if revealed(unit, person_id):
        unit.audit(COVERED, subject_of(person_id), officer=unit.officer.id)
