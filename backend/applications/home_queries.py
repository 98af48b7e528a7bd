"""What waits for an answer of this very officer or office, for the home page."""

from sqlalchemy import select

from backend.applications.hand_over_models import ContactRequest, HandOver
from backend.applications.models import Application
from backend.applications.ownership import HELD, name_of
from backend.applications.scope import visible
from backend.applications.views import OfferLine
from backend.core.masking import mask_name
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.staff import access
from backend.staff.models import OfficerRow


def offers(unit: Unit) -> tuple[OfferLine, ...]:
    """Cases a colleague wants me to take on, oldest first."""
    officer = access.current(unit)
    rows = unit.session.execute(
        select(HandOver, Application)
        .join(Application, Application.id == HandOver.application_id)
        .where(
            HandOver.receiver_id == officer.id,
            HandOver.answered_at.is_(None),
            HandOver.giver_id == Application.officer_id,
            Application.state.in_(HELD),
            visible(unit, officer),
        )
        .order_by(HandOver.id)
    )
    return tuple(
        OfferLine(row.id, row.receipt or "", _name(unit, row), name_of(unit, offer.giver_id), offer.note, offer.at)
        for offer, row in rows
    )


def contacts(unit: Unit) -> tuple[OfferLine, ...]:
    """Cases of my office about which another office wants to be called."""
    officer = access.current(unit)
    rows = unit.session.execute(
        select(ContactRequest, Application)
        .join(Application, Application.id == ContactRequest.other_id)
        .where(ContactRequest.answered_at.is_(None), Application.station_id == officer.office_id)
        .order_by(ContactRequest.id)
    )
    return tuple(
        OfferLine(row.id, row.receipt or "", _name(unit, row), _office_of(unit, asked), "", asked.at)
        for asked, row in rows
    )


def _office_of(unit: Unit, asked: ContactRequest) -> str:
    return unit.session.get_one(OfficerRow, asked.officer_id).office.name


def _name(unit: Unit, row: Application) -> str:
    person = unit.session.get(Person, row.person_id) if row.person_id else None
    return mask_name(str(details_of(unit, person)["name"])) if person else ""
