"""Who else has a case open just now (C16): told with name and time, never a lock.

A look at a page counts as a sign of life, and so does a page that stays open in front of somebody. Two minutes
without one and nobody is told any more. Nothing is kept: what is over goes with the next look at the same case.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from backend.applications import guards
from backend.applications.presence_models import Viewer
from backend.core.database import insert_new
from backend.core.unit import Unit
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow

KEPT = timedelta(minutes=2)
"""So long a sign of life counts."""
EVERY = timedelta(seconds=30)
"""An open page gives one as often; oftener would only be writing."""


@dataclass(frozen=True)
class Onlooker:
    """Another officer who has the case open. ``office`` is empty for a colleague of one's own office."""

    name: str
    office: str
    since: datetime


def look_in(unit: Unit, case_id: str) -> tuple[Onlooker, ...]:
    """Writes down that this officer has the case open, and gives the others. Raises ``application.not_found``."""
    guards.seen(unit, case_id)
    officer = access.current(unit)
    unit.session.execute(
        delete(Viewer).where(Viewer.application_id == case_id, Viewer.seen_at <= unit.now - KEPT)
    )
    new = {"application_id": case_id, "officer_id": officer.id, "since": unit.now, "seen_at": unit.now}
    if not insert_new(unit.session, Viewer, [new], ("application_id", "officer_id")):
        unit.session.get_one(Viewer, (case_id, officer.id)).seen_at = unit.now
    return onlookers(unit, case_id)


def onlookers(unit: Unit, case_id: str) -> tuple[Onlooker, ...]:
    """The others who have it open now, who came first first. Raises ``application.not_found``."""
    guards.seen(unit, case_id)
    officer = access.current(unit)
    found = unit.session.execute(
        select(OfficerRow.name, OfficeRow.id, OfficeRow.name, Viewer.since)
        .join(OfficerRow, OfficerRow.id == Viewer.officer_id)
        .join(OfficeRow, OfficeRow.id == OfficerRow.office_id)
        .where(
            Viewer.application_id == case_id,
            Viewer.officer_id != officer.id,
            Viewer.seen_at > unit.now - KEPT,
        )
        .order_by(Viewer.since, Viewer.officer_id)
    )
    return tuple(
        Onlooker(name, "" if office_id == officer.office_id else office, since)
        for name, office_id, office, since in found
    )
