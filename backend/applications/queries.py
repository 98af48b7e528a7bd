"""Reading applications for the console: everything scoped to the officer's area in this one place."""

from backend.applications.views import CaseFile, CaseView, QueueFilters, QueueLine, QueuePage, TodoCounts
from backend.core.unit import Unit


def todo(unit: Unit) -> TodoCounts:
    """What waits for this officer, with the filters that list it."""
    raise NotImplementedError


def queue(unit: Unit, filters: QueueFilters) -> QueuePage:
    """One page of the cases this officer may see, first due first."""
    raise NotImplementedError


def find(unit: Unit, text: str) -> tuple[QueueLine, ...]:
    """Cases of a receipt number or of a whole ID number; ask for it by POST, never in a URL."""
    raise NotImplementedError


def case(unit: Unit, case_id: str, *, unmasked: bool = False) -> CaseView:
    """One case. ``unmasked`` only after ``review.reveal``; raises ``application.not_found``."""
    raise NotImplementedError


def file(unit: Unit, case_id: str, file_id: str) -> CaseFile:
    """A file of a case this officer may see. Raises ``application.not_found`` or ``file.not_found``."""
    raise NotImplementedError


def newest(unit: Unit) -> str:
    """A mark that changes whenever a case of this officer's area arrives or changes; for the live update."""
    raise NotImplementedError
