"""Which applications an officer may see: handed in, and within the area, whatever the level or organisation."""

from sqlalchemy import ColumnElement

from backend.applications.models import Application
from backend.core.actors import Officer
from backend.core.unit import Unit
from backend.staff import access


def visible(unit: Unit, officer: Officer) -> ColumnElement[bool]:
    """Nobody sees a draft; a community sees what its station has entrusted to it, as long as it is an officer's."""
    here = access.persons_visible_to(
        unit, officer, office=Application.station_id, pack=Application.pack, categories=Application.categories
    )
    helps = officer.level == "community" and officer.organisation == "employment"
    if helps and officer.role not in access.UNSEEING:
        here |= Application.community_id == officer.office_id
    return Application.submitted_at.is_not(None) & here
