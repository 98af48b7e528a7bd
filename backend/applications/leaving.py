"""When somebody leaves, nothing is left without anybody: the cases go to the successor, or back to the office."""

from sqlalchemy import or_, select

from backend.applications import guards, lifecycle
from backend.applications.guards import subject_of
from backend.applications.hand_over_models import HandOver
from backend.applications.lifecycle import WITH_AN_OFFICE
from backend.applications.models import Application
from backend.applications.moves import lapse, touch
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.staff.events import OfficerLeft
from backend.staff.models import OfficerRow


def officer_left(unit: Unit, event: OfficerLeft) -> None:
    """Every open case gets somebody else in this transaction. Raises 409 ``staff.successor_missing`` (count)."""
    _end_offers(unit, event.officer_id)
    mine = Application.officer_id == event.officer_id, Application.state.in_(WITH_AN_OFFICE)
    rows = list(unit.session.scalars(select(Application).where(*mine).with_for_update()))
    if not rows:
        return
    successor = unit.session.get(OfficerRow, event.successor_id) if event.successor_id else None
    if successor is None:
        raise Problem("staff.successor_missing", 409, count=len(rows))
    for row in rows:
        _give(unit, row, successor)


def _give(unit: Unit, row: Application, successor: OfficerRow) -> None:
    lapse(unit, row)
    touch(unit, row)
    if successor.office_id == row.office_id and successor.id not in set(unit.session.scalars(guards.helpers(row))):
        row.officer_id = successor.id
        unit.audit("application.inherited", subject_of(row.id), who=successor.name)
        return
    # Somebody of the office above, or who had a part in an earlier stage, cannot review it: the office answers.
    if row.state == "in_review":
        row.state = lifecycle.target_of(row.state, "release", "officer")  # type: ignore[arg-type]
    row.officer_id = None
    unit.audit("application.left_to_the_office", subject_of(row.id))


def _end_offers(unit: Unit, officer_id: int) -> None:
    open_ones = select(HandOver).where(
        HandOver.answered_at.is_(None), or_(HandOver.giver_id == officer_id, HandOver.receiver_id == officer_id)
    )
    for offer in unit.session.scalars(open_ones):
        offer.answered_at, offer.answer = unit.now, "lapsed"
