"""The answers of a self-check: kept in the order given, shown as far as they still matter."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from backend.core.unit import Unit
from backend.policies.models import Screening
from backend.rules import (
    Answers,
    FactValue,
    Pack,
    answers_from_json,
    answers_to_json,
    assess,
    next_question,
)

Given = dict[str, FactValue | None]


@dataclass
class Kept:
    """Every answer ever given; ``shown`` are those whose question still matters."""

    given: Given
    shown: list[str]
    told: set[str] = field(default_factory=set)
    """Known before anything was asked, from an ID number or a list: counted as no question."""

    def put(self, pack: Pack, fact: str, value: FactValue | None, today: date) -> None:
        """Adds an answer, or changes one and looks again at which questions still matter."""
        again = fact in self.given
        self.given[fact] = value
        self.shown = list(relevant(pack, self.given, today)) if again else [*self.shown, fact]


def read_answers(unit: Unit, row: Screening) -> Kept:
    stored: list[list[Any]] = unit.vault.open(row.answers, _place(row))
    given = answers_from_json({fact: value for fact, value, *_marks in stored})
    told = {fact for fact, _value, _shown, *marks in stored if any(marks)}
    return Kept(given, [fact for fact, _value, shown, *_marks in stored if shown], told)


def write_answers(unit: Unit, row: Screening, kept: Kept) -> None:
    plain = answers_to_json(kept.given)
    row.answers = unit.vault.seal(
        [[fact, value, fact in kept.shown, fact in kept.told] for fact, value in plain.items()], _place(row)
    )
    row.updated_at = unit.now


def relevant(pack: Pack, given: Answers, today: date) -> Given:
    """The answers whose question would be asked given those before it. The others are kept, not shown."""
    known: Given = {}
    for fact, value in given.items():
        if next_question(pack, known, today) == fact or fact in open_facts(pack, known, today):
            known[fact] = value
    return known


def open_facts(pack: Pack, given: Answers, today: date) -> tuple[str, ...]:
    """The facts that can still change a verdict, remembered: everybody's first steps are the same."""
    return _open_facts(_State(pack, pack.id, pack.version, tuple(given.items()), today))


@dataclass(frozen=True)
class _State:
    pack: Pack = field(compare=False)
    pack_id: str
    version: str
    answers: tuple[tuple[str, FactValue | None], ...]
    today: date


@lru_cache(maxsize=4096)
def _open_facts(state: _State) -> tuple[str, ...]:
    return assess(state.pack, dict(state.answers), state.today).open_facts


def _place(row: Screening) -> str:
    return f"screenings.answers|{row.id}"
