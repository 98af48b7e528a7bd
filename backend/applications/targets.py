"""What a return for correction may name: fields the citizen fills in, and papers the citizen hands in."""

from collections.abc import Mapping

from backend.applications.asks import DETAIL
from backend.applications.dossier import Dossier
from backend.applications.models import Application
from backend.applications.ruling import pack_for
from backend.core.unit import Unit
from backend.people.mandates import MANDATE_PAPER
from backend.rules import Requirement, requirement_of


def papers_of(unit: Unit, row: Application) -> tuple[Requirement, ...]:
    """The papers this application needs, in the caller's language."""
    return Dossier(unit, row).papers_needed


def paper_of(unit: Unit, row: Application, requirement: str) -> Requirement | None:
    """A paper the pack names, or the 委托书 where somebody acts for the applicant; None where there is none such."""
    if requirement == MANDATE_PAPER and row.mandate_id:
        return Dossier(unit, row).mandate_paper
    return requirement_of(pack_for(unit, row), requirement)


def targets_of(unit: Unit, row: Application) -> Mapping[tuple[str, str], str]:
    """Everything that can be claimed as a defect, with its label."""
    dossier = Dossier(unit, row)
    asked = {ask.id for ask in dossier.asks}
    # What the self-check or another field has settled is not asked, so the citizen could not mend it.
    fields = [
        field
        for field in dossier.pack.form.fields
        if field.filled_by == "citizen" and not asked.isdisjoint((field.id, field.id + DETAIL))
    ]
    return {("field", field.id): field.label for field in fields} | {
        ("paper", item.id): item.title for item in dossier.papers_needed
    }
