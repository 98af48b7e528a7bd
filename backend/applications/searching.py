"""Looking a case up by a number, or by a whole name or ID number (C20).

Names and ID numbers are counted, for a desk must not become a directory; every look is on record by its kind and by
what it found, never by what was typed.
"""

from datetime import timedelta
from math import ceil
from typing import Final

from backend.applications import queries
from backend.applications.views import QueueLine
from backend.core.allowance import Allowance, spend
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.staff import access

ALLOWED: Final = Allowance(40, timedelta(minutes=1))
"""Names and ID numbers of one officer: forty at once, and one more a minute."""


def count(unit: Unit, text: str) -> None:
    """Counts a search for a person. Runs in a unit of its own, so that a refusal does not undo what was counted before.

    Raises 429 ``search.too_often`` (minutes).
    """
    officer = access.current(unit)
    if queries.kind_of(unit, text) == "number":
        return
    wait = spend(unit, f"search:{officer.id}", ALLOWED)
    if wait:
        raise Problem("search.too_often", 429, minutes=ceil(wait / timedelta(minutes=1)))


def search(unit: Unit, text: str) -> tuple[QueueLine, ...]:
    """The cases of this number, ID number or whole name within the officer's area, and the look on record."""
    found = queries.find(unit, text)
    kind = queries.kind_of(unit, text)
    told = {"by": f"by_{kind}", "count": len(found), "receipts": [line.receipt for line in found]}
    unit.audit("case.searched", f"officer:{access.current(unit).id}", **told)
    return found
