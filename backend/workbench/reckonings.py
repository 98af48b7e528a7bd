"""Which reckoning of whom a version touches counts, and so whether a version has passed every check as it is now."""

from sqlalchemy import select

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.rules import Pack
from backend.workbench.evidence import Check, Evidence, current_mark, missing, standing
from backend.workbench.models import OwnImpact, PackVersion


def older_than(unit: Unit, row: PackVersion) -> Pack:
    """What a version takes the place of: what is in force on its day, or was when it was published."""
    catalogue = unit.services.catalogue
    base = unit.session.get(PackVersion, row.older_id) if row.older_id else None
    if row.state == "published" and base is not None:
        return catalogue.version(row.pack, base.version) or catalogue.packs[row.pack]
    return catalogue.on(row.pack, row.effective_from or unit.today)


def newest(unit: Unit, version_id: str) -> OwnImpact | None:
    """The newest reckoning of a version that has come to its end."""
    ended = select(OwnImpact).where(OwnImpact.version_id == version_id, OwnImpact.reckoned_at.is_not(None))
    return unit.session.scalars(ended.order_by(OwnImpact.reckoned_at.desc(), OwnImpact.id.desc()).limit(1)).first()


def is_current(unit: Unit, row: PackVersion, found: OwnImpact) -> bool:
    """Whether it was made on what the version says now, and on the version it would take the place of now."""
    return (found.mark, found.older) == (current_mark(row, "impact"), older_than(unit, row).version)


def counting(unit: Unit, row: PackVersion, check: Check) -> Evidence | None:
    """The check, if it counts for an act on the version now: an impact only where the newest reckoning is still kept,
    is current, and was seen since it was made. What is published or withdrawn keeps what it was published on."""
    found = standing(row, check)
    if found is None or check != "impact" or row.state not in ("draft", "approved"):
        return found
    return found if _was_seen(unit, row, found) else None


def unchecked(unit: Unit, row: PackVersion) -> Problem | None:
    """The first check that this very text has not passed: 409 ``policy.lint_missing``, ``policy.trials_missing``,
    ``policy.impact_missing``, or ``policy.impact_outdated`` where the impact seen is not the newest any more."""
    left = missing(row)
    if left:
        return Problem(f"policy.{left[0]}_missing", 409)
    return Problem("policy.impact_outdated", 409) if counting(unit, row, "impact") is None else None


def _was_seen(unit: Unit, row: PackVersion, seen: Evidence) -> bool:
    found = newest(unit, row.id)
    if found is None or found.reckoned_at is None or not is_current(unit, row, found):
        return False
    return found.reckoned_at <= seen.at
