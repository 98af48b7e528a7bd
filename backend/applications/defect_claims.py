"""What an officer asks to be mended, checked before it reaches the citizen."""

from collections.abc import Mapping, Set

from sqlalchemy import select

from backend.applications.guards import worded
from backend.applications.models import Application, PaperRow
from backend.applications.targets import paper_of, targets_of
from backend.applications.views import DefectClaim
from backend.core.problems import Problem
from backend.core.unit import Unit


def checked_defects(
    unit: Unit, row: Application, defects: tuple[DefectClaim, ...]
) -> tuple[DefectClaim, ...]:
    """Everything that has to be mended, each with what is wrong; no paper found wanting is left for a second time.

    Raises 422 ``review.no_defects``, ``review.unknown_target`` (target), ``review.comment_missing`` (target),
    ``review.defect_twice`` (target), ``review.defect_of_verified`` (target, paper, said), ``review.rejected_not_named``
    (papers), ``review.text_too_long`` (longest), ``review.id_number_in_text``.
    """
    if not defects:
        raise Problem("review.no_defects", 422)
    known = targets_of(unit, row)
    seen: set[tuple[str, str]] = set()
    checked = []
    for defect in defects:
        key = (defect.kind, defect.target)
        if key not in known:
            raise Problem("review.unknown_target", 422, target=defect.target)
        if key in seen:
            raise Problem("review.defect_twice", 422, target=known[key])
        seen.add(key)
        comment = worded(defect.comment, "review.comment_missing", longest=200, target=known[key])
        _not_against_the_paper(unit, row, defect, known[key])
        checked.append(DefectClaim(defect.kind, defect.target, comment))
    _every_rejected_paper(unit, row, seen, known)
    return tuple(checked)


def _every_rejected_paper(
    unit: Unit, row: Application, named: Set[tuple[str, str]], known: Mapping[tuple[str, str], str]
) -> None:
    """一次性告知: what is wanting is said at once, and only what was named may be handed in."""
    rejected = select(PaperRow.requirement).where(PaperRow.application_id == row.id, PaperRow.state == "rejected")
    left = [("paper", one) for one in unit.session.scalars(rejected.order_by(PaperRow.requirement))]
    if titles := [known[key] for key in left if key in known and key not in named]:
        raise Problem("review.rejected_not_named", 422, papers="、".join(titles))


def _not_against_the_paper(unit: Unit, row: Application, defect: DefectClaim, title: str) -> None:
    """A ready reason says what is wrong with a paper; of one that is on record as in order it cannot be said too."""
    paper = unit.session.get(PaperRow, (row.id, defect.target)) if defect.kind == "paper" else None
    item = paper_of(unit, row, defect.target) if paper is not None and paper.state == "verified" else None
    said = next((str(one) for one in item.defects if str(one) in defect.comment), "") if item else ""
    if said:
        raise Problem("review.defect_of_verified", 422, target=title, paper=defect.target, said=said)
