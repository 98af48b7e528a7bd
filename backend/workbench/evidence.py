"""What a version was checked for. Every check is tied to the very text it was made on: an edit voids it."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from backend.workbench.models import PackVersion

Check = Literal["lint", "trials", "impact"]
CHECKS: tuple[Check, ...] = ("lint", "trials", "impact")


@dataclass(frozen=True)
class Evidence:
    """One check as it stands. ``told`` are its figures."""

    check: Check
    passed: bool
    by: str
    at: datetime
    told: dict[str, Any]


def mark_of(version: str, content: str, cases: str, effective_from: date | None, check: Check) -> str:
    """The mark of what a check looks at: both texts, and by the version what stands beside them (facts, form); the
    impact depends on the day as well."""
    day = str(effective_from) if check == "impact" else ""
    return hashlib.sha256("\0".join((version, content, cases, day)).encode()).hexdigest()


def current_mark(row: PackVersion, check: Check) -> str:
    return mark_of(row.version, row.content, row.cases, row.effective_from, check)


def note(row: PackVersion, found: Evidence, mark: str) -> None:
    """Keeps a check beside the version; an earlier one of the same kind goes."""
    kept = {"mark": mark, "passed": found.passed, "by": found.by, "at": found.at.isoformat(), "told": found.told}
    row.evidence = {**row.evidence, found.check: kept}


def standing(row: PackVersion, check: Check) -> Evidence | None:
    """The check, if it was made on what the version says now."""
    kept = row.evidence.get(check)
    if kept is None or kept["mark"] != current_mark(row, check):
        return None
    return Evidence(check, kept["passed"], kept["by"], datetime.fromisoformat(kept["at"]), kept["told"])


def missing(row: PackVersion) -> tuple[Check, ...]:
    """The checks that were not made on this text, or not passed."""
    found = ((check, standing(row, check)) for check in CHECKS)
    return tuple(check for check, evidence in found if evidence is None or not evidence.passed)
