"""The papers one person needs: the pack's requirements, reduced to the grounds that person names."""

from __future__ import annotations

from collections.abc import Collection

from backend.rules.pack import Pack, Requirement
from backend.rules.vocabulary import Answers


def checklist(pack: Pack, category_ids: Collection[str], answers: Answers) -> tuple[Requirement, ...]:
    """The requirements of these categories in the pack's order, `needed=False` lines included.

    Raises KeyError for an unknown category.
    """
    chosen = {pack.category(category_id).id for category_id in category_ids}
    return tuple(item for item in pack.requirements if _asked_of(item, chosen))


def _asked_of(item: Requirement, chosen: set[str]) -> bool:
    return not item.category_ids or not chosen.isdisjoint(item.category_ids)
