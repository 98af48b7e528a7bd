"""Who may plan, see and attend to which activity: along the tree of offices, never by the look of a code."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, or_, select

from backend.activities.models import Activity
from backend.core.actors import Officer
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.staff import access
from backend.staff.models import OfficeRow
from backend.staff.tree import offices_under


def above(unit: Unit, office_id: int) -> Iterator[OfficeRow]:
    """An office and those above it, up to the city."""
    row = unit.session.get(OfficeRow, office_id)
    while row is not None:
        yield row
        row = unit.session.get(OfficeRow, row.parent_id) if row.parent_id else None


def visible(unit: Unit, officer: Officer) -> ColumnElement[bool]:
    """What the own offices and those above them have planned."""
    higher = [row.id for row in above(unit, officer.office_id)]
    return or_(Activity.office_id.in_(offices_under(officer.office_id)), Activity.office_id.in_(higher))


def seen(unit: Unit, activity_id: str, *, lock: bool = False) -> Activity:
    """An activity the officer may look at. Raises 404 ``activity.not_found``."""
    wanted = select(Activity).where(Activity.id == activity_id, visible(unit, access.current(unit)))
    row = unit.session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise not_found("activity")
    return row


def planner(unit: Unit) -> Officer:
    """A reviewer of a street, a county or a city. Raises 403 ``activity_form.not_yours``."""
    officer = access.current(unit)
    if officer.role != "reviewer" or officer.level == "community" or officer.organisation != "employment":
        raise Problem("activity_form.not_yours", 403)
    return officer


def planned(unit: Unit, activity_id: str) -> Activity:
    """An activity of the officer's own offices, locked for a change. Raises 404, 403 ``activity_form.not_yours``."""
    officer, row = planner(unit), seen(unit, activity_id, lock=True)
    if not plans(unit, officer, row):
        raise Problem("activity_form.not_yours", 403)
    return row


def plans(unit: Unit, officer: Officer, row: Activity) -> bool:
    """Whether the activity is one of the officer's own offices."""
    ours = select(OfficeRow.id).where(OfficeRow.id.in_(offices_under(officer.office_id)), OfficeRow.id == row.office_id)
    may = officer.role == "reviewer" and officer.level != "community"
    return may and unit.session.scalar(ours) is not None


def attended_to(unit: Unit, activity_id: str) -> Activity:
    """An activity whose entrance the officer may keep: its own offices, and the communities of its street.

    Raises 404 ``activity.not_found``, 403 ``activity_form.not_yours``.
    """
    officer, row = access.current(unit), seen(unit, activity_id, lock=True)
    if not keeps_entrance(unit, officer, row):
        raise Problem("activity_form.not_yours", 403)
    return row


def keeps_entrance(unit: Unit, officer: Officer, row: Activity) -> bool:
    if officer.role != "reviewer" or officer.organisation != "employment":
        return False
    street = [one.area for one in above(unit, officer.office_id)][1:2]  # The office a community belongs to.
    return plans(unit, officer, row) or (officer.level == "community" and row.area in street)


def areas(unit: Unit, officer: Officer) -> tuple[tuple[str, str], ...]:
    """Where the officer may hold something: division code and full name of the own area and what lies below."""
    divisions = unit.services.catalogue.divisions
    rows = unit.session.scalars(
        select(OfficeRow.area).where(OfficeRow.id.in_(offices_under(officer.office_id))).order_by(OfficeRow.area)
    )
    return tuple((code, str(divisions.full_name(code))) for code in rows if code in divisions)
