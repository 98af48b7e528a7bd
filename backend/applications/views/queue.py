"""The queue and the start page of the console."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from backend.applications.lifecycle import State
from backend.applications.views.sent import QueueFilters

Urgency = Literal["overdue", "soon", "normal", "paused", "ended"]
"""``soon``: at most ``SOON_DAYS`` days are left. ``paused``: the clock stands while the citizen corrects."""
SOON_DAYS = 3
PER_PAGE = (20, 50, 100)


@dataclass(frozen=True)
class Option:
    """A choice of a filter or of a form: ``value`` travels, ``label`` is read."""

    value: str
    label: str


@dataclass(frozen=True)
class QueueLine:
    """One row of the queue. ``name`` is masked; ``days_left`` in calendar days, negative when overdue."""

    id: str
    receipt: str
    name: str
    categories: tuple[str, ...]
    state: State
    state_label: str
    stage: str
    stage_label: str
    office: str
    holder: str
    submitted_on: date
    due_on: date | None
    days_left: int | None
    urgency: Urgency
    corrected: bool
    free: bool = False
    """Whether the officer's office may take it up now: nobody has, and it is that office's turn."""
    assisted: bool = False
    """Whether the person stands on a register: 援助对象 (XY-71)."""
    void: str = ""
    """The number it was found by, where that one is void and the case has another now."""


@dataclass(frozen=True)
class QueuePage:
    """One page of the queue by due date. ``total`` counts all that fit the filters, ``many`` beyond a thousand.

    ``next_after`` and ``previous_before`` are the cursors of the pages beside it; empty at the ends.
    """

    lines: tuple[QueueLine, ...]
    filters: QueueFilters
    total: int
    many: bool
    next_after: str
    previous_before: str
    stages: tuple[Option, ...]
    categories: tuple[Option, ...]
    offices: tuple[Option, ...]


@dataclass(frozen=True)
class Todo:
    """One count of the home page with the filters that list exactly these cases."""

    id: Literal["waiting", "mine", "soon", "overdue", "corrected", "awaiting_correction", "uncorrected"]
    count: int
    filters: QueueFilters


@dataclass(frozen=True)
class TodoCounts:
    """The home of to-dos, and the newest cases that wait for this office.

    ``stages``: the names of the reviews this officer's office does; empty for who only inspects.
    """

    todos: tuple[Todo, ...]
    newest: tuple[QueueLine, ...]
    stages: tuple[str, ...] = ()
    escalated: int = 0
    """Lapses of the offices below that wait for this office's word."""
    scanner_silent: int = 0
    """How many files of the area wait because the scanner does not answer; 0 while it does."""
