"""The orders of the queue: open cases by their last day, what has ended the latest first."""

from backend.applications.models import BEFORE_AN_OFFICE, HAS_ENDED, Application
from backend.staff.keyset import Order

FIRST_DUE = Order(
    Application, Application.due_on, Application.id, Application.station_id, False, BEFORE_AN_OFFICE
)
LAST_MOVED = Order(
    Application, Application.updated_at, Application.id, Application.station_id, True, HAS_ENDED
)


def order_of(state: str) -> Order[Application]:
    """The order of a list of this state."""
    return LAST_MOVED if state in ("ended", "recognised", "declined", "withdrawn") else FIRST_DUE
