"""The first step of the first review: the ID number goes into the provincial system (第二条第二款, XY-20)."""

from sqlalchemy import select

from backend.applications.guards import RECORD_MATCH, demand, seen, subject_of
from backend.applications.models import Application
from backend.applications.views import ProvinceStep
from backend.core import audit
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry import provincial
from backend.registry.models import ProvincialMessage

ENTERED = "application.province_entered"


def enter(unit: Unit, case_id: str) -> None:
    """Hands the ID number over; twice is once. Raises what stands against recording the match."""
    row = seen(unit, case_id, lock=True)
    demand(unit, row, RECORD_MATCH)
    enter_once(unit, row)


def enter_once(unit: Unit, row: Application) -> None:
    """The same within another act: who records the match has looked there."""
    if _message(unit, row) is not None or row.person_id is None or row.office_id is None:
        return
    number = details_of(unit, unit.session.get_one(Person, row.person_id))["id_number"]
    provincial.tell(unit, "lookup", subject_of(row.id), row.office_id, {"id_number": number})
    unit.audit(ENTERED, subject_of(row.id))


def step_of(unit: Unit, row: Application) -> ProvinceStep | None:
    """The stamp of the step; None until it was taken."""
    message = _message(unit, row)
    entry = next((one for one in audit.history(unit.session, subject_of(row.id)) if one.action == ENTERED), None)
    if message is None or entry is None:
        return None
    return ProvinceStep(entry.at, entry.actor, message.state, message.receipt)


def _message(unit: Unit, row: Application) -> ProvincialMessage | None:
    mine = select(ProvincialMessage).where(
        ProvincialMessage.subject == subject_of(row.id), ProvincialMessage.kind == "lookup"
    )
    return unit.session.scalar(mine.limit(1))
