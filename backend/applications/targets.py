"""What a return for correction may name: fields the citizen fills in, and papers the citizen hands in."""

from collections.abc import Mapping

from backend.applications.models import Application
from backend.core.unit import Unit
from backend.policies.spoken import pack_of
from backend.rules import Requirement, checklist

FORM = "form"
"""The application form is on the checklist, but it is written here, not handed in."""


def papers_of(unit: Unit, row: Application) -> tuple[Requirement, ...]:
    """The papers this application needs, in the caller's language."""
    pack = pack_of(unit, row.pack)
    return tuple(item for item in checklist(pack, row.categories, {}) if item.needed and item.id != FORM)


def targets_of(unit: Unit, row: Application) -> Mapping[tuple[str, str], str]:
    """Everything that can be claimed as a defect, with its label."""
    fields = pack_of(unit, row.pack).form.fields
    return {("field", field.id): field.label for field in fields if field.filled_by == "citizen"} | {
        ("paper", item.id): item.title for item in papers_of(unit, row)
    }
