"""The papers one person needs: the pack's requirements, reduced to the grounds that person names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from backend.rules.pack import Pack, Requirement
from backend.rules.vocabulary import Answers
from backend.rules.words import Text


def checklist(pack: Pack, category_ids: Collection[str], answers: Answers) -> tuple[Requirement, ...]:
    """The requirements of these categories in the pack's order, `needed=False` lines included.

    Raises KeyError for an unknown category.
    """
    chosen = {pack.category(category_id).id for category_id in category_ids}
    return tuple(_personal(item, answers) for item in pack.requirements if _asked_of(item, chosen))


def _personal(item: Requirement, answers: Answers) -> Requirement:
    told = [hint.text for hint in item.hints if hint.fact in answers and answers[hint.fact] == hint.value]
    return replace(item, note=Text("".join([*told, item.note]))) if told else item


def _asked_of(item: Requirement, chosen: set[str]) -> bool:
    return not item.category_ids or not chosen.isdisjoint(item.category_ids)
