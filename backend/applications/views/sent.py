"""What an officer sends to the review: filters, findings, defects."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

MatchResult = Literal["match", "mismatch", "not_available", "pending"]
"""``pending``: asked, and not answered yet; no review passes while one is (XY-21)."""
VisitResult = Literal["confirmed", "doubtful", "not_met"]
Mark = Literal["received", "verified", "rejected"]


@dataclass(frozen=True)
class QueueFilters:
    """Filters of the queue, applied together; every value is what stands in the URL, empty means any.

    ``state``: a state of the life-cycle, ``open`` (the default: with an office) or ``ended``.
    ``stage``: stage id of the pack. ``due``: ``overdue``, ``soon``, or
    ``uncorrected`` (the day for corrections has passed). ``holder``: ``me`` or ``nobody``.
    ``corrected``: only cases that came back from the citizen. ``turn``: ``mine`` for cases my office must
    act on. ``receipt``: the beginning of a receipt number. ``after`` and ``before``: the row the page begins
    behind, or ends before, by what the list is sorted by.
    """

    state: str = "open"
    stage: str = ""
    due: str = ""
    holder: str = ""
    turn: str = ""
    corrected: bool = False
    category: str = ""
    office: int = 0
    receipt: str = ""
    after: str = ""
    before: str = ""
    per_page: int = 20
    order: str = ""
    """``turned`` for the list from its other end."""


@dataclass(frozen=True)
class SourceMatch:
    """One source of the record match (XY-21). What differs or cannot be compared needs a ``note``."""

    source: str
    result: MatchResult
    note: str = ""


@dataclass(frozen=True)
class RecordMatch:
    """信息比对: every source the pack names, once (第二条第二款)."""

    done_on: date
    sources: tuple[SourceMatch, ...]


@dataclass(frozen=True)
class HomeVisit:
    """入户核实: two visitors, or a word on why there was one; ``findings`` say what was seen."""

    done_on: date
    visitors: tuple[str, ...]
    place: str
    result: VisitResult
    findings: str
    alone: str = ""


StepFindings = RecordMatch | HomeVisit


@dataclass(frozen=True)
class DefectClaim:
    """One thing the citizen must mend: a field of the form or a paper, and what is wrong, in plain words."""

    kind: Literal["field", "paper"]
    target: str
    comment: str
