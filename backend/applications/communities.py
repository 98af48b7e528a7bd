"""社区 (第二条第（二）项：站所或社区；广州第十二条第（二）项): visits and papers for the station, or the whole first review.

Which of the two is the county's to say (X18); the station is the default and answers for the case until then.
"""

from sqlalchemy import select

from backend.applications import ownership
from backend.applications.guards import demand, subject_of, unchanged, worded
from backend.applications.models import Application
from backend.applications.moves import lapse, move, touch
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.staff.models import OfficeRow
from backend.staff.service import parent_at

NOTE_LONGEST = 200


def entrust(unit: Unit, case_id: str, version: int, community_id: int, note: str) -> None:
    """Lets a community visit and look at papers; where the county says so, the first review is its own.

    Raises what ``review`` raises, 422 ``review.no_community`` and ``hand_over.note_missing``.
    """
    row = unchanged(unit, case_id, version)
    demand(unit, row, "entrust")
    community = next((one for one in communities(unit, row) if one.id == community_id), None)
    if community is None:
        raise Problem("review.no_community", 422)
    note = worded(note, "hand_over.note_missing", longest=NOTE_LONGEST)
    row.community_id = community.id
    if reviews(unit, community):
        move(unit, row, "release")
        row.office_id = community.id
        ownership.arrive(unit, row)
    else:
        lapse(unit, row)
        touch(unit, row)
    unit.audit("application.entrusted", subject_of(row.id), office=community.name, note=note)


def communities(unit: Unit, row: Application) -> list[OfficeRow]:
    """The communities of the station the case is at."""
    wanted = select(OfficeRow).where(OfficeRow.parent_id == row.office_id, OfficeRow.level == "community")
    return list(unit.session.scalars(wanted.order_by(OfficeRow.area)))


def reviews(unit: Unit, community: OfficeRow) -> bool:
    """Whether the county has its communities review, not only prepare."""
    return parent_at(unit, community, "county").community_reviews
