"""Which question comes next for people who have answered alike, as data: all that is kept of a sample of people.

A plan names the version of the pack it was made for. It holds on every day: an answer stands in it as what it says to the
leaves of the rules, today and soon, so that “has turned 40” is the same answer next year. It holds no person and no
count but that of the whole sample, and says something only where at least `fewest` of the sample answered alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

State = frozenset[tuple[str, int]]
"""What is known of somebody: facts, each with the number of its answer among those that decide differently that day."""
Planned = Mapping[State, tuple[str, ...]]
"""The questions that are best next, equally good, where somebody was planned for (`planning.py`)."""


@dataclass(frozen=True, slots=True)
class Step:
    """Facts that are known, each with the place of its answer in `answers` of the plan; and what is best asked then."""

    known: Mapping[str, int]
    next: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """`made_for` is a pack's version, `people` the size of the sample. `answers` are marks (`Expected.mark`) by fact."""

    made_for: str
    made_on: date
    people: int
    fewest: int
    answers: Mapping[str, tuple[str, ...]]
    steps: tuple[Step, ...]

    def on(self, number: Callable[[str, str], int | None]) -> Planned:
        """The plan in the numbers of a day; steps with an answer that nobody can give that day are left out."""
        numbers = {fact: [number(fact, mark) for mark in marks] for fact, marks in self.answers.items()}
        found = {}
        for step in self.steps:
            known = {fact: numbers[fact][at] for fact, at in step.known.items()}
            state = frozenset((fact, at) for fact, at in known.items() if at is not None)
            if len(state) == len(known):
                found[state] = step.next
        return found


def as_data(planned: Planned, mark: Callable[[str, int], str], **about: object) -> QuestionPlan:
    """The plan of a day as it is kept; `about` are the other fields."""
    given = sorted({each for state in planned for each in state})
    marks: dict[str, list[str]] = {}
    places = {}
    for fact, number in given:
        known = marks.setdefault(fact, [])
        places[fact, number] = len(known)
        known.append(mark(fact, number))
    steps = [
        Step({fact: places[fact, number] for fact, number in sorted(state)}, following)
        for state, following in planned.items()
    ]
    ordered = sorted(steps, key=lambda step: (len(step.known), sorted(step.known.items())))
    answers = {fact: tuple(known) for fact, known in marks.items()}
    return QuestionPlan(answers=answers, steps=tuple(ordered), **about)  # type: ignore[arg-type]
