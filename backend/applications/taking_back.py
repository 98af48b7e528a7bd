"""Ten minutes to take a submission back with one tap: it is a draft again, and nothing is lost."""

from backend.applications import check_codes
from backend.applications.dossier import Dossier, own_application
from backend.applications.lifecycle import target_of
from backend.applications.progress import can_take_back
from backend.applications.turn import turn_of
from backend.core import outbox
from backend.core.problems import Problem
from backend.core.unit import Unit
from contract.application import ApplicationTurn


def take_back(unit: Unit, application_id: str) -> ApplicationTurn:
    """Makes a draft of what was sent, with everything in it; its number is void. Twice is once.

    Raises 409 ``application.too_late_to_take_back`` and ``application.illegal_move``.
    """
    dossier = own_application(unit, application_id, to_change=True)
    row = dossier.row
    if row.state == "draft":
        return turn_of(dossier)
    draft = target_of(row.state, "take_back", "citizen")  # type: ignore[arg-type]
    if not can_take_back(dossier):
        raise Problem("application.too_late_to_take_back", 409)
    chosen, boxes = list(row.categories), dossier.category_field.id
    receipt = row.receipt
    row.state, row.editing, row.papers_done = draft, "", True
    row.receipt = row.submitted_at = row.due_on = row.station_id = row.office_id = row.community_id = row.person_id = None
    row.categories = []
    row.version += 1
    dossier.form[boxes] = chosen
    dossier.save()
    check_codes.void(unit, row)
    unit.session.flush()
    for letter in outbox.letters_about(unit, f"application:{row.id}"):
        outbox.withdraw(unit, letter.number)
    unit.audit("application.taken_back", f"application:{row.id}", receipt=receipt)
    return turn_of(Dossier(unit, row))
