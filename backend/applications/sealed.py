"""What the person wrote, opened for those who may read it."""

from typing import Any

from backend.applications.models import Application
from backend.core.unit import Unit
from backend.rules import Assessment


def read_form(unit: Unit, row: Application) -> dict[str, Any]:
    """The form as {field: value}."""
    form: dict[str, Any] = unit.vault.open(row.form, f"applications.form|{row.id}")
    return form


def read_assessment(unit: Unit, row: Application) -> Assessment:
    """The outcome stored with the application."""
    return Assessment.from_json(unit.vault.open(row.assessment, f"applications.assessment|{row.id}"))
