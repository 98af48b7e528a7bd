"""The whole form at once, for who types fast: the same questions, read by the same readers as in the chat."""

from collections.abc import Mapping, Sequence
from typing import Final

from backend.applications.asks import Ask
from backend.applications.dossier import Dossier, own_application
from backend.applications.form import put_field
from backend.core.problems import Problem
from backend.core.unit import Unit
from contract.application import PutField

MOST_ROUNDS: Final = 60
"""A street follows a district, a number a category: each answer may open another question; a form has some thirty."""


def put_all(unit: Unit, application_id: str, typed: Mapping[str, Sequence[str]]) -> dict[str, Problem]:
    """Keeps every answer that can be read; gives what is wrong with the others, by question. Nothing is kept of those."""
    wrong, done = dict[str, Problem](), set[str]()
    for _round in range(MOST_ROUNDS):
        dossier = own_application(unit, application_id, to_change=True)
        ask = next((one for one in dossier.asks if _is_typed(dossier, one, typed) and one.id not in done), None)
        if ask is None:
            break
        done.add(ask.id)
        try:
            _put(dossier, ask, typed[ask.id])
        except Problem as problem:
            wrong[ask.id] = problem
    row = own_application(unit, application_id, to_change=True).row
    row.editing = ""
    return wrong


def leave_open(unit: Unit, application_id: str) -> None:
    """What may stay empty and was not touched, such as the portrait, is left empty."""
    dossier = own_application(unit, application_id, to_change=True)
    for ask in dossier.unanswered():
        if ask.optional:
            _as_asked(dossier, ask, PutField(skip=True))
    dossier.row.editing = ""


def _is_typed(dossier: Dossier, ask: Ask, typed: Mapping[str, Sequence[str]]) -> bool:
    return ask.id in typed and ask.input != "photo" and dossier.may_change("field", ask.id)


def _put(dossier: Dossier, ask: Ask, values: Sequence[str]) -> None:
    chosen = [value for value in values if value.strip()]
    known = dossier.form.get(ask.id)
    if not chosen:
        # An empty line stays open; one that may stay empty is answered so, and one that was filled is emptied.
        if (ask.optional or ask.later) and known not in ("", []):
            _as_asked(dossier, ask, PutField(skip=True))
        elif known:
            raise Problem("field.empty", 422, label=ask.label, example=ask.example)
        return
    if known == (chosen if ask.input == "multi" else chosen[-1]):
        return
    text = "、".join(chosen) if ask.input == "multi" else chosen[-1]
    _as_asked(dossier, ask, PutField(text=text))


def _as_asked(dossier: Dossier, ask: Ask, put: PutField) -> None:
    dossier.row.editing = ask.id
    put_field(dossier.unit, dossier.row.id, ask.id, put)
