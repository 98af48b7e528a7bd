"""What the pages of the workbench show."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.workbench.evidence import Check, Evidence
from backend.workbench.lifecycle import Action
from backend.workbench.todos import Todo


@dataclass(frozen=True)
class VersionLine:
    """One version in the list. ``unreadable`` is the first mistake of one that can be used no more."""

    id: str
    version: str
    state: str
    effective_from: date | None
    from_file: bool
    in_force: bool
    author: str
    approver: str
    updated_at: datetime
    unreadable: str


@dataclass(frozen=True)
class PackView:
    """One policy of the city with its versions, the newest first."""

    id: str
    title: str
    number: str
    valid_from: str
    valid_until: date | None
    expired: bool
    verified_on: date
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True)
class Overview:
    packs: tuple[PackView, ...]
    todos: tuple[Todo, ...]


@dataclass(frozen=True)
class CheckView:
    """A check and how it stands: ``evidence`` is None when the text was not checked as it is now."""

    check: Check
    evidence: Evidence | None


@dataclass(frozen=True)
class ActView:
    """What may be done, or what stands against it in words."""

    action: Action
    allowed: bool
    why_not: str


@dataclass(frozen=True)
class HistoryLine:
    at: datetime
    actor: str
    sentence: str


@dataclass(frozen=True)
class VersionView:
    """One version with everything around it."""

    line: VersionLine
    pack: str
    title: str
    number: str
    revision: int
    content: str
    cases: str
    checks: tuple[CheckView, ...]
    acts: dict[str, ActView]
    history: tuple[HistoryLine, ...]
