"""Papers whose original an officer must have seen before anybody is recognised (广州 第五条第（三）项: 原件及复印件)."""

from backend.applications.models import Application, PaperRow
from backend.applications.targets import papers_of
from backend.core.unit import Unit
from backend.rules import Requirement


def unseen(unit: Unit, row: Application) -> tuple[str, ...]:
    """The titles of those no officer has ticked as seen, in the reader's language."""
    return tuple(str(item.title) for item in still_to_see(unit, row))


def still_to_see(unit: Unit, row: Application) -> tuple[Requirement, ...]:
    """Those no officer has ticked as seen."""
    wanted = [item for item in papers_of(unit, row) if item.original_and_copy]
    papers = ((item, unit.session.get(PaperRow, (row.id, item.id))) for item in wanted)
    return tuple(item for item, paper in papers if paper is None or paper.original_seen_by is None)
