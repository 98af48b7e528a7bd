"""The papers one person needs: the pack's requirements, reduced to the grounds that person names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from backend.rules.pack import Pack
from backend.rules.procedure import ForEach, Requirement
from backend.rules.vocabulary import Answers
from backend.rules.words import Text

NEXT_PERSON = "."
"""Between a requirement and the number of the person whose paper it is: household_certificates.2"""


def checklist(pack: Pack, category_ids: Collection[str], answers: Answers) -> tuple[Requirement, ...]:
    """The requirements of these categories in the pack's order, `needed=False` lines included.

    Raises KeyError for an unknown category.
    """
    chosen = {pack.category(category_id).id for category_id in category_ids}
    asked = (_personal(item, answers) for item in pack.requirements if _asked_of(item, chosen))
    return tuple(one for item in asked for one in _of_each(item, answers))


def requirement_of(pack: Pack, requirement_id: str) -> Requirement | None:
    """The requirement of an id, also of one person's among several; None where there is none."""
    base, _, person = requirement_id.partition(NEXT_PERSON)
    found = next((item for item in pack.requirements if item.id == base), None)
    if found is None or not person:
        return found
    return _of_person(found, found.each, int(person)) if found.each and person.isdecimal() else None


def base_of(requirement_id: str) -> str:
    """The requirement as the pack names it, of whichever person."""
    return requirement_id.partition(NEXT_PERSON)[0]


def _personal(item: Requirement, answers: Answers) -> Requirement:
    spared = next((one for one in item.spared if answers.get(one.fact) == one.value), None)
    if spared:
        return replace(item, needed=False, note=spared.text, alternatives=(), hints=())
    told = [hint.text for hint in item.hints if hint.fact in answers and answers[hint.fact] == hint.value]
    return replace(item, note=Text("".join([*told, item.note]))) if told else item


def _of_each(item: Requirement, answers: Answers) -> tuple[Requirement, ...]:
    """One paper for each person counted, one for all while nobody has counted them."""
    count = answers.get(item.each.fact) if item.each and item.needed else None
    if item.each is None or count is None:
        return (item,)
    persons = int(str(count))
    if not persons:
        return (replace(item, needed=False, alternatives=(), hints=()),)
    return tuple(_of_person(item, item.each, number) for number in range(1, persons + 1))


def _of_person(item: Requirement, each: ForEach, number: int) -> Requirement:
    return replace(item, id=f"{item.id}{NEXT_PERSON}{number}", title=Text(each.title.format(n=number)))


def _asked_of(item: Requirement, chosen: set[str]) -> bool:
    return not item.category_ids or not chosen.isdisjoint(item.category_ids)
