"""The orders of the queue: open cases by their last day, what has ended the latest first."""

from dataclasses import replace

from backend.applications.models import BEFORE_AN_OFFICE, HAS_ENDED, Application
from backend.staff.keyset import Order

FIRST_DUE = Order(
    Application, Application.due_on, Application.id, Application.station_id, False, BEFORE_AN_OFFICE
)
LAST_MOVED = Order(
    Application, Application.updated_at, Application.id, Application.station_id, True, HAS_ENDED
)


def order_of(state: str, *, turned: bool = False) -> Order[Application]:
    """The order of a list of this state; ``turned`` reads the same index from its other end."""
    order = LAST_MOVED if state in ("ended", "recognised", "declined", "withdrawn") else FIRST_DUE
    return replace(order, falling=not order.falling) if turned else order
