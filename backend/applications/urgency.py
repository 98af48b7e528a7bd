"""How pressing a case is (C2): told in words and days, not by colour alone."""

from backend.applications.lifecycle import ENDED
from backend.applications.models import Application
from backend.applications.views import SOON_DAYS, Urgency
from backend.core.unit import Unit


def days_left(unit: Unit, row: Application) -> int | None:
    """Calendar days until the stage is due, negative when overdue; None while the clock stands."""
    if row.due_on is None or row.state == "awaiting_correction":
        return None
    return (row.due_on - unit.today).days


def urgency(unit: Unit, row: Application) -> Urgency:
    if row.state in ENDED:
        return "ended"
    left = days_left(unit, row)
    if left is None:
        return "paused"
    if left < 0:
        return "overdue"
    return "soon" if left <= SOON_DAYS else "normal"
