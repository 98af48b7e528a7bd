"""Where somebody lives and what she wishes for, as far as she has told it herself in this chat."""

from sqlalchemy import select

from backend.applications.models import Application
from backend.applications.sealed import read_form
from backend.core.unit import Unit
from backend.policies.answers import read_answers
from backend.policies.models import Screening
from backend.staff.models import OfficeRow

HOME = "person.hukou_code"
"""The question of the self-check about the place of the 户籍."""
WISHES = "wishes"
"""The field of the form about what somebody wants: training, a business of one's own …"""


def home_of(unit: Unit, account_id: int) -> str:
    """The division code of the street she applied in, else of the county of her self-check; empty where unknown."""
    street = street_of_case(unit, account_id)
    if street:
        return street
    newest = select(Screening).where(Screening.account_id == account_id).order_by(Screening.updated_at.desc())
    row = unit.session.scalar(newest.limit(1))
    told = read_answers(unit, row).given.get(HOME) if row else None
    return str(told) if told in unit.services.catalogue.divisions else ""


def street_of_case(unit: Unit, account_id: int) -> str:
    """The division code of the street of her newest application; empty without one."""
    street = unit.session.scalar(
        select(OfficeRow.area)
        .join(Application, Application.station_id == OfficeRow.id)
        .where(Application.account_id == account_id)
        .order_by(Application.updated_at.desc())
        .limit(1)
    )
    return str(street) if street in unit.services.catalogue.divisions else ""


def wishes_of(unit: Unit, account_id: int) -> frozenset[str]:
    """What she ticked on her newest form, by the values of the form."""
    row = unit.session.scalar(
        select(Application)
        .where(Application.account_id == account_id)
        .order_by(Application.updated_at.desc())
        .limit(1)
    )
    return frozenset(read_form(unit, row).get(WISHES) or ()) if row else frozenset()
