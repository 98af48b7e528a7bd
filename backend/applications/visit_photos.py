"""Photos of a home visit (入户核实, C19): cleaned and sealed like the papers, and never a paper of the applicant."""

from sqlalchemy import select

from backend.applications import guards
from backend.applications.comparison import file_view
from backend.applications.file_names import named, title_of
from backend.applications.guards import HOME_VISIT, demand, subject_of
from backend.applications.intake_files import CleanFile
from backend.applications.models import Application, PaperFileRow
from backend.applications.paper_files import file_row, let_go
from backend.applications.views import FileView
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit

MOST = 6


def may_add(unit: Unit, case_id: str) -> None:
    """Raises what stands against adding a photo, before a file is opened."""
    _demand(unit, guards.seen(unit, case_id))


def add_photo(unit: Unit, case_id: str, name: str, file: CleanFile) -> None:
    """Keeps one photo; the same one twice is kept once. Raises 409 ``review.too_many_photos`` (most)."""
    row = guards.seen(unit, case_id, lock=True)
    _demand(unit, row)
    kept = _rows(unit, row)
    if file.sent_hash in {one.sha256 for one in kept}:
        return
    if len(kept) >= MOST:
        raise Problem("review.too_many_photos", 409, most=MOST)
    file_row(unit, row, HOME_VISIT, name, file)
    unit.audit("application.photo_added", subject_of(row.id))


def remove_photo(unit: Unit, case_id: str, file_id: str) -> None:
    """Takes a photo away; the row stays as a trace. Raises 404 ``file.not_found``; twice is once."""
    row = guards.seen(unit, case_id, lock=True)
    _demand(unit, row)
    file = unit.session.get(PaperFileRow, file_id)
    if file is None or (file.application_id, file.requirement) != (row.id, HOME_VISIT):
        raise not_found("file")
    if file.removed_at is None:
        file.removed_at = unit.now
        let_go(unit, file)
        unit.audit("application.photo_removed", subject_of(row.id))


def photos(unit: Unit, row: Application) -> tuple[FileView, ...]:
    """Oldest first."""
    title = title_of(unit, row, HOME_VISIT)
    kept = named(unit, row, HOME_VISIT, title)
    return tuple(file_view(row, file, name) for file, name in kept if file.removed_at is None)


def _demand(unit: Unit, row: Application) -> None:
    demand(unit, row, "home_visit")
    if HOME_VISIT not in {step.id for step in guards.stage_of(unit, row).steps}:
        raise Problem("application.illegal_move", 409, state=row.state, action=HOME_VISIT)


def _rows(unit: Unit, row: Application) -> list[PaperFileRow]:
    wanted = select(PaperFileRow).where(
        PaperFileRow.application_id == row.id,
        PaperFileRow.requirement == HOME_VISIT,
        PaperFileRow.removed_at.is_(None),
    )
    return list(unit.session.scalars(wanted.order_by(PaperFileRow.id)))
