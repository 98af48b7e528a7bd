"""首问负责 (第六条第（三）项): whoever takes a case up answers for it until somebody else has accepted it.

Before that the officer on duty answers, and where nobody is on duty the office itself (待认领). All raise what
``review`` raises for cases that are foreign, moved or not one's turn.
"""

from sqlalchemy import func, select

from backend.applications import guards
from backend.applications.guards import demand, subject_of, unchanged, worded
from backend.applications.hand_over_models import HandOver
from backend.applications.lifecycle import WITH_AN_OFFICE
from backend.applications.models import Application
from backend.applications.moves import lapse, move, touch
from backend.applications.results import result_of
from backend.applications.views import Done
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.staff.models import OfficerRow

HELD = ("in_review", "awaiting_correction")
NOTE_LONGEST = 200


def arrive(unit: Unit, row: Application) -> None:
    """A case comes to an office: the one on duty with the fewest open cases answers for it from this moment."""
    row.officer_id = unit.session.scalar(
        select(OfficerRow.id)
        .outerjoin(Application, (Application.officer_id == OfficerRow.id) & Application.state.in_(WITH_AN_OFFICE))
        .where(
            OfficerRow.office_id == row.office_id,
            OfficerRow.active,
            OfficerRow.on_duty,
            OfficerRow.role == "reviewer",
            OfficerRow.id.not_in(guards.helpers(row)),
        )
        .group_by(OfficerRow.id)
        .order_by(func.count(Application.id), OfficerRow.id)
        .limit(1)
    )


def take_up(unit: Unit, case_id: str, version: int) -> Done:
    """The officer takes the case on (首问负责)."""
    row = unchanged(unit, case_id, version)
    officer = demand(unit, row, "take_up")
    row.officer_id = officer.id
    move(unit, row, "take_up")
    unit.audit("application.taken_up", subject_of(case_id))
    return result_of(unit, row, "take_up")


def release(unit: Unit, case_id: str, version: int, reason: str) -> Done:
    """Hands the case to the office, with the reason: whoever is on duty answers for it, else the office.

    Raises 422 ``hand_over.reason_missing``.
    """
    row = unchanged(unit, case_id, version)
    demand(unit, row, "release")
    reason = worded(reason, "hand_over.reason_missing", longest=NOTE_LONGEST)
    move(unit, row, "release")
    arrive(unit, row)
    unit.audit("application.released", subject_of(case_id), reason=reason)
    return result_of(unit, row, "release")


def hand_over(unit: Unit, case_id: str, version: int, receiver_id: int, note: str) -> None:
    """Asks a colleague to take the case on; it stays with the giver until that is accepted.

    Raises 422 ``hand_over.nobody`` and ``hand_over.note_missing``, 409 ``hand_over.open_already`` (who).
    """
    row = unchanged(unit, case_id, version)
    officer = demand(unit, row, "hand_over")
    receiver = _colleague(unit, row, receiver_id)
    note = worded(note, "hand_over.note_missing", longest=NOTE_LONGEST)
    if (offer := standing_offer(unit, row)) is not None:
        raise Problem("hand_over.open_already", 409, who=name_of(unit, offer.receiver_id))
    lapse(unit, row)
    unit.session.add(
        HandOver(
            application_id=row.id, giver_id=officer.id, receiver_id=receiver.id, note=note, at=unit.now, answer=""
        )
    )
    unit.session.flush()
    unit.audit("application.hand_over_offered", subject_of(case_id), who=receiver.name, note=note)


def accept(unit: Unit, case_id: str) -> None:
    """The colleague takes the case on. Raises 409 ``hand_over.gone``."""
    row = guards.seen(unit, case_id, lock=True)
    officer = demand(unit, row, "accept")
    offer = _answered(unit, row, "accepted")
    row.officer_id = officer.id
    touch(unit, row)
    unit.audit("application.hand_over_accepted", subject_of(case_id), who=name_of(unit, offer.giver_id))


def refuse(unit: Unit, case_id: str, reason: str = "") -> None:
    """The colleague leaves the case where it is. Raises 409 ``hand_over.gone``."""
    row = guards.seen(unit, case_id, lock=True)
    demand(unit, row, "accept")
    offer = _answered(unit, row, "declined")
    reason = worded(reason, "", longest=NOTE_LONGEST) if reason.strip() else ""
    unit.audit(
        "application.hand_over_declined", subject_of(case_id), who=name_of(unit, offer.giver_id), reason=reason
    )


def take_back(unit: Unit, case_id: str) -> None:
    """The giver keeps the case after all. Raises 409 ``hand_over.gone``."""
    row = guards.seen(unit, case_id, lock=True)
    demand(unit, row, "hand_over")
    _answered(unit, row, "taken_back")
    unit.audit("application.hand_over_taken_back", subject_of(case_id))


def reassign(unit: Unit, case_id: str, version: int, receiver_id: int, reason: str) -> None:
    """Who is on duty gives the case of somebody who is away to a colleague, who need not accept it.

    Raises 403 ``review.not_on_duty``, 422 ``hand_over.nobody`` and ``hand_over.reason_missing``.
    """
    row = unchanged(unit, case_id, version)
    demand(unit, row, "reassign")
    receiver = _colleague(unit, row, receiver_id)
    reason = worded(reason, "hand_over.reason_missing", longest=NOTE_LONGEST)
    lapse(unit, row)
    row.officer_id = receiver.id
    touch(unit, row)
    unit.audit("application.reassigned", subject_of(case_id), who=receiver.name, reason=reason)


def standing_offer(unit: Unit, row: Application) -> HandOver | None:
    """The offer that waits for an answer; one whose giver no longer answers for the case waits for nothing."""
    if row.state not in HELD:
        return None
    return unit.session.scalar(
        select(HandOver).where(
            HandOver.application_id == row.id,
            HandOver.answered_at.is_(None),
            HandOver.giver_id == row.officer_id,
        )
    )


def colleagues(unit: Unit, row: Application) -> list[OfficerRow]:
    """Who could answer for the case instead: reviewers of the office who had no part in an earlier stage."""
    return list(
        unit.session.scalars(
            select(OfficerRow)
            .where(
                OfficerRow.office_id == row.office_id,
                OfficerRow.active,
                OfficerRow.role == "reviewer",
                OfficerRow.id != (row.officer_id or 0),
                OfficerRow.id.not_in(guards.helpers(row)),
            )
            .order_by(OfficerRow.name)
        )
    )


def name_of(unit: Unit, officer_id: int | None) -> str:
    officer = unit.session.get(OfficerRow, officer_id) if officer_id else None
    return officer.name if officer else ""


def _colleague(unit: Unit, row: Application, officer_id: int) -> OfficerRow:
    found = next((one for one in colleagues(unit, row) if one.id == officer_id), None)
    if found is None:
        raise Problem("hand_over.nobody", 422)
    return found


def _answered(unit: Unit, row: Application, answer: str) -> HandOver:
    offer = standing_offer(unit, row)
    mine = offer is not None and unit.officer.id == (
        offer.giver_id if answer == "taken_back" else offer.receiver_id
    )
    if offer is None or not mine:
        raise Problem("hand_over.gone", 409)
    offer.answered_at, offer.answer = unit.now, answer
    return offer
