"""What became of an invitation: heard from the applications, or noted by an officer."""

from sqlalchemy import select

from backend.applications import events
from backend.applications.models import Application
from backend.core.problems import not_found
from backend.core.unit import Unit
from backend.finding.guards import finder
from backend.finding.lifecycle import Action, allowed, target_of
from backend.finding.models import Candidate
from backend.staff import access


def follow(unit: Unit, event: events.Submitted | events.Recognised) -> None:
    """Somebody who was found has applied, or was recognised: it is noted, and changes nothing else."""
    case = unit.session.get_one(Application, event.application_id)
    row = unit.session.scalar(
        select(Candidate).where(Candidate.pack == case.pack, Candidate.id_index == case.person_index)
    )
    action: Action = "apply" if isinstance(event, events.Submitted) else "recognise"
    if row is not None and action in allowed(row.state, "house"):
        row.state, row.moved_at = target_of(row.state, action, "house"), unit.now


def note(unit: Unit, candidate_id: str, action: Action) -> str:
    """An officer notes what a call or a visit brought, and gets the id of the list.

    Raises 404 ``candidate.not_found`` and 409 ``invitation.illegal_move``.
    """
    row = own_candidate(unit, candidate_id)
    row.state, row.moved_at = target_of(row.state, action, "officer"), unit.now
    unit.audit(f"invitation.{action}", f"candidate:{row.id}")
    return row.list_id


def own_candidate(unit: Unit, candidate_id: str) -> Candidate:
    """A candidate of the officer's offices; another's is answered like one that is absent."""
    mine = access.visible_to(finder(unit), Candidate.office_id)
    row = unit.session.scalar(select(Candidate).where(Candidate.id == candidate_id, mine).with_for_update())
    if row is None:
        raise not_found("candidate")
    return row
