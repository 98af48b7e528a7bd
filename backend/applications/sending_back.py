"""A later review gives a case back to the one before, which reviews it again (退回初审)."""

from backend.applications import events, guards, ownership, time_limit
from backend.applications.guards import demand, subject_of, unchanged, worded
from backend.applications.models import Application
from backend.applications.moves import decide, move
from backend.applications.results import result_of
from backend.applications.views import Done
from backend.core.unit import Unit
from backend.staff.models import OfficeRow, OfficerRow


def send_back(unit: Unit, case_id: str, version: int, reason: str) -> Done:
    """Back to the office that passed it, with the reason; the citizen hears that it is looked at once more.

    Raises what ``review`` raises and 422 ``review.reason_missing``.
    """
    row = unchanged(unit, case_id, version)
    demand(unit, row, "send_back")
    decide(unit, row, "send_back", opinion=worded(reason, "review.reason_missing"))
    move(unit, row, "send_back")
    row.stage, row.sent_back = row.stage - 1, row.sent_back + 1
    _give_back(unit, row)
    row.due_on = time_limit.due_on(unit, row)
    office = unit.session.get_one(OfficeRow, row.office_id)
    unit.audit("application.sent_back", subject_of(row.id), office=office.name)
    unit.emit(events.SentBack(row.id))
    return result_of(unit, row, "send_back")


def _give_back(unit: Unit, row: Application) -> None:
    """The same office, and there whoever passed it answers for it again (首问负责), unless he or she has left."""
    passed = guards.endorsement(unit, row, row.stage)
    if passed is None:
        raise RuntimeError(f"application {row.id} came to stage {row.stage + 1} without an endorsement")
    row.office_id = passed.office_id
    officer = unit.session.get_one(OfficerRow, passed.officer_id)
    if officer.active and officer.office_id == passed.office_id:
        row.officer_id = officer.id
    else:
        ownership.arrive(unit, row)
