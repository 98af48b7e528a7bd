"""A plan of questions for a later version of its pack: what of it still says the same.

Nothing is reckoned: a version that is published must not wait for a sample, and none is kept. A place of the plan stays
where every answer that leads to it says the same of the same leaves; whoever stands at any other is asked as without a
plan. What stays is part of what was there, so at least as many people answered alike as before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from backend.rules.expression import Test
from backend.rules.pack import Pack
from backend.rules.question_plan import QuestionPlan, Step

Places = Mapping[str, Mapping[int, int]]
"""For each fact, where an answer stood in the plan and where it stands now."""


def carried_plan(old: Pack, new: Pack) -> QuestionPlan | None:
    """What the plan of `old` says of `new`; None where it says nothing."""
    if old.plan is None:
        return None
    places_now = {said: number for number, said in enumerate(_told_apart(new.interview.leaves))}
    numbers = {number: places_now.get(said) for number, said in enumerate(_told_apart(old.interview.leaves))}
    answers: dict[str, list[str]] = {}
    places: dict[str, dict[int, int]] = {}
    for fact, marks in old.plan.answers.items():
        for place, mark in enumerate(marks):
            renumbered = _renumbered(mark, numbers)
            if renumbered is not None:
                known = answers.setdefault(fact, [])
                places.setdefault(fact, {})[place] = len(known)
                known.append(renumbered)
    steps = tuple(found for step in old.plan.steps if (found := _step(step, places, new)))
    kept = {fact: tuple(marks) for fact, marks in answers.items()}
    return replace(old.plan, made_for=new.version, answers=kept, steps=steps) if steps else None


def _told_apart(leaves: Sequence[Test]) -> Iterator[tuple[str, int]]:
    """What each leaf tests, and the how many-eth it is that tests just that: two that say the same are two places."""
    seen = Counter[str]()
    for leaf in leaves:
        said = repr((leaf.fact, leaf.operator, leaf.operand, leaf.confirm))
        yield said, seen[said]
        seen[said] += 1


def _step(step: Step, places: Places, pack: Pack) -> Step | None:
    following = tuple(fact for fact in step.next if fact in pack.questions)
    known = {fact: places.get(fact, {}).get(place) for fact, place in step.known.items()}
    kept = {fact: place for fact, place in known.items() if place is not None}
    return Step(kept, following) if following and len(kept) == len(known) else None


def _renumbered(mark: str, numbers: Mapping[int, int | None]) -> str | None:
    """The mark (`Expected.mark`) with the leaves by their new numbers; None where one of them is no more."""
    said = []
    for part in mark.split():
        when, leaf, verdict = map(int, part.split("."))
        number = numbers.get(leaf)
        if number is None:
            return None
        said.append((when, number, verdict))
    return " ".join(f"{when}.{number}.{verdict}" for when, number, verdict in sorted(said))
