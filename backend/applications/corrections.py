"""What happens while an office waits for corrections, and after their day: remind twice, then a person decides.

No document lets a case be closed because a day for corrections passed: 第二条第三款 knows recognition and refusal on the
conditions, nothing else. So nothing ends by itself. The officer gives more time, or goes on with what is there.
"""

from datetime import date, timedelta

from sqlalchemy import select

from backend.applications import events, lifecycle, time_limit
from backend.applications.guards import demand, subject_of, unchanged, worded
from backend.applications.models import IS_WAITING, Application, CorrectionReminder
from backend.applications.results import result_of
from backend.applications.views import Done
from backend.core.database import insert_new
from backend.core.problems import Problem
from backend.core.unit import Unit

REMIND_BEFORE = (7, 1)
"""So many days before the last day: the first and the second reminder."""
REASON_LONGEST = 200


def remind(unit: Unit) -> int:
    """Writes the reminders that are due; says how many. Run daily; a day that is missed is caught up, once."""
    rows = unit.session.scalars(
        select(Application)
        .where(
            IS_WAITING,
            Application.correct_by >= unit.today,
            Application.correct_by <= unit.today + timedelta(days=REMIND_BEFORE[0]),
        )
        .order_by(Application.correct_by, Application.id)
    ).all()
    return sum(_remind(unit, row) for row in rows)


def extend(unit: Unit, case_id: str, version: int, reason: str) -> Done:
    """Gives the citizen the whole time once more, from today; may be done before the day passes as well.

    Raises 422 ``review.reason_missing``, ``review.text_too_long`` (longest), ``review.id_number_in_text``.
    """
    row = unchanged(unit, case_id, version)
    demand(unit, row, "extend")
    reason = worded(reason, "review.reason_missing", longest=REASON_LONGEST)
    row.correct_by = time_limit.correct_by(unit, row)
    _moved(unit, row, "extend")
    unit.audit("application.extended", subject_of(case_id), day=row.correct_by.isoformat(), reason=reason)
    unit.emit(events.CorrectionExtended(case_id))
    return result_of(unit, row, "extend")


def resume(unit: Unit, case_id: str, version: int, reason: str) -> Done:
    """Waits no longer and reviews what is there; the office's clock runs on. Only after the day has passed.

    Raises 409 ``review.still_time`` (day); 422 as :func:`extend`.
    """
    row = unchanged(unit, case_id, version)
    demand(unit, row, "resume")
    if row.correct_by is not None and row.correct_by >= unit.today:
        raise Problem("review.still_time", 409, day=row.correct_by.isoformat())
    reason = worded(reason, "review.reason_missing", longest=REASON_LONGEST)
    row.due_on = time_limit.due_after_correction(unit, row)
    row.correct_by = None
    # Whoever asked for the corrections may have left: then who goes on answers for the case.
    row.officer_id = row.officer_id or unit.officer.id
    _moved(unit, row, "resume")
    unit.audit("application.resumed", subject_of(case_id), reason=reason)
    unit.emit(events.ReviewResumed(case_id))
    return result_of(unit, row, "resume")


def passed(row: Application, today: date) -> bool:
    """Whether the day for corrections has passed, so that a person must decide how to go on."""
    return row.state == "awaiting_correction" and row.correct_by is not None and row.correct_by < today


def _remind(unit: Unit, row: Application) -> bool:
    assert row.correct_by is not None  # it was compared with today
    left = (row.correct_by - unit.today).days
    time = 2 if left <= REMIND_BEFORE[1] else 1
    told = {"application_id": row.id, "correct_by": row.correct_by, "time": time, "at": unit.now}
    if not insert_new(unit.session, CorrectionReminder, [told], ("application_id", "correct_by", "time")):
        return False
    unit.emit(events.CorrectionDue(row.id, time))
    return True


def _moved(unit: Unit, row: Application, action: lifecycle.Action) -> None:
    row.state = lifecycle.target_of(row.state, action, "officer")  # type: ignore[arg-type]
    row.version += 1
    row.updated_at = unit.now
