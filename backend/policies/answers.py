"""The answers of a self-check: kept in the order given, shown as far as they still matter."""

from datetime import date
from typing import Any

from backend.core.unit import Unit
from backend.policies.models import Screening
from backend.rules import Answers, FactValue, Pack, answers_from_json, answers_to_json, assess

Given = dict[str, FactValue | None]


def read_answers(unit: Unit, row: Screening) -> Given:
    """Every answer ever given, also those whose question no longer matters."""
    stored: list[tuple[str, Any]] = unit.vault.open(row.answers, _place(row))
    return answers_from_json(dict(stored))


def write_answers(unit: Unit, row: Screening, given: Answers) -> None:
    row.answers = unit.vault.seal(list(answers_to_json(given).items()), _place(row))
    row.updated_at = unit.now


def relevant(pack: Pack, given: Answers, today: date) -> Given:
    """The answers whose question would be asked given those before it. The others are kept, not shown."""
    known: Given = {}
    for fact, value in given.items():
        if fact in pack.vocabulary and fact in assess(pack, known, today).open_facts:
            known[fact] = value
    return known


def _place(row: Screening) -> str:
    return f"screenings.answers|{row.id}"
