"""What people type, read with patience: every refusal names what is wrong and shows an example."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from backend.core.problems import Problem
from backend.rules import Fact, FactProblem, FactValue

CODES: Final[Mapping[str, str]] = {
    "empty": "field.empty",
    "too_long": "field.too_long",
    "choice_unknown": "field.choice_unknown",
    "date_unclear": "field.date_unclear",
    "date_month_only": "field.date_month_only",
    "date_not_age": "field.date_not_age",
    "date_impossible": "field.date_impossible",
    "date_future": "field.date_in_future",
    "date_too_early": "field.date_too_early",
    "number_unclear": "field.number_unclear",
    "id_number_empty": "id_number.empty",
    "id_number_old_15_digits": "id_number.old_15_digits",
    "id_number_length": "id_number.length",
    "id_number_characters": "id_number.characters",
    "id_number_birth_date": "id_number.birth_date",
    "id_number_future": "id_number.future",
    "id_number_too_old": "id_number.too_old",
    "id_number_check_character": "id_number.check_digit",
}
"""Why a text is no answer, in the engine's words, and the code that crosses the wall."""


def unreadable(problem: FactProblem, label: str, example: str) -> Problem:
    """The refusal of a typed text, 422."""
    params: dict[str, Any] = {"label": str(label), "example": str(example), **problem.params}
    return Problem(CODES[problem.code], 422, **params)


def read_answer(fact: Fact, text: str, unsure: bool, today: date) -> FactValue | None:
    """The answer to a question of the self-check; None is 不清楚. Raises 422 with words to mend it."""
    if unsure:
        if not fact.unsure:
            raise Problem("answer.unsure_not_offered", 422, label=str(fact.label))
        return None
    try:
        return fact.parse(text, today)
    except FactProblem as problem:
        raise unreadable(problem, fact.label, fact.example) from None
