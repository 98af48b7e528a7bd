"""What a person wrote, opened and sealed again: the form, the answers, the assessment."""

from typing import Any

from backend.applications.hands import leave_hand
from backend.applications.models import Application
from backend.core.actors import Acting
from backend.core.unit import Unit
from backend.rules import Answers, Assessment, FactValue, answers_from_json, answers_to_json

Form = dict[str, Any]
"""{field: value}. A text, a day as ISO, a code, a file id, or a list of codes; "" was left empty on purpose.

``ticks.<field>`` holds ticks that were not confirmed yet."""


def read_form(unit: Unit, row: Application) -> Form:
    form: Form = unit.vault.open(row.form, _place("form", row))
    return form


def write_form(unit: Unit, row: Application, form: Form) -> None:
    if isinstance(unit.actor, Acting) and row in unit.session and read_form(unit, row) != form:
        leave_hand(unit, row)
    row.form = unit.vault.seal(form, _place("form", row))
    row.updated_at = unit.now


def read_answers(unit: Unit, row: Application) -> dict[str, FactValue | None]:
    """The answers of the self-check, with what the ID number says in their place."""
    return answers_from_json(dict(unit.vault.open(row.answers, _place("answers", row))))


def write_answers(unit: Unit, row: Application, answers: Answers) -> None:
    stored = list(answers_to_json(answers).items())
    row.answers = unit.vault.seal(stored, _place("answers", row))


def read_assessment(unit: Unit, row: Application) -> Assessment:
    """The stored assessment, in Chinese: the words officers and articles share."""
    return Assessment.from_json(unit.vault.open(row.assessment, _place("assessment", row)))


def write_assessment(unit: Unit, row: Application, assessment: Assessment) -> None:
    row.assessment = unit.vault.seal(assessment.to_json(), _place("assessment", row))


def _place(column: str, row: Application) -> str:
    return f"applications.{column}|{row.id}"
