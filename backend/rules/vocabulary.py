"""What can be known about a person: each fact with its question, its reading and its showing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from backend.rules import parsing
from backend.rules.id_number import mask_id_number
from backend.rules.words import NO_TEXT, Text

FactValue = str | bool | int | date | tuple[Mapping[str, Any], ...]
Answers = Mapping[str, FactValue | None]
"""Absent: never asked. None: asked, and the person does not know (不清楚)."""

KINDS = ("bool", "choice", "date", "number", "text", "division", "id_number", "members")
SENSITIVITIES = ("low", "personal", "special")


@dataclass(frozen=True, slots=True)
class Words:
    """How values are written. `date` has the fields {year} {month} {day}; `labelled` {label} {answer}."""

    date: Text
    yes: Text
    no: Text
    unsure: Text
    unanswered: Text
    joint: Text
    labelled: Text


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer; `also` are other words people use for it, in their own language."""

    value: str | bool
    label: Text
    also: tuple[str, ...] = ()
    help: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Derivation:
    """A fact worked out from others by a named function of `derivations.py`; its result goes before an answer."""

    function: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Implication:
    """Where `fact` has the answer `value`, this fact is `then` and need not be asked."""

    fact: str
    value: FactValue
    then: FactValue


@dataclass(frozen=True, slots=True)
class Change:
    """What a person can change about a fact: from one of `before` to `to`; in words once it is `done` (“办好失业登记”).

    `since` is the fact that then holds the day on which it was done. Sex and birth date have none: only time helps.
    """

    before: tuple[FactValue, ...]
    to: FactValue
    done: Text
    since: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A declared fact.

    `kind` is one of KINDS; `source` is citizen (may be asked), record or derived; `effort` is in taps;
    `sensitivity` is low, personal or special; `shelf_life_days` is how long an answer holds (0: for good).
    A `recent` day may be told without its year.
    """

    id: str
    kind: str
    label: Text
    words: Words
    source: str
    question: Text = NO_TEXT
    why: Text = NO_TEXT
    help: Text = NO_TEXT
    unit: Text = NO_TEXT
    example: Text = NO_TEXT
    options: tuple[Option, ...] = ()
    unsure: bool = False
    effort: int = 1
    sensitivity: str = "low"
    shelf_life_days: int = 0
    derivation: Derivation | None = None
    implied: tuple[Implication, ...] = ()
    changes: tuple[Change, ...] = ()
    names: Mapping[str, Text] | None = None
    recent: bool = False

    @property
    def asked(self) -> bool:
        """Whether a person may be asked for it."""
        return self.source == "citizen"

    def parse(self, text: str, today: date) -> FactValue | None:
        """Read an answer as people type it; None is 不清楚. Raises FactProblem with advice in its code."""
        if self.unsure and parsing.plain(text) in self._unsure_words:
            return None
        if self.options:
            return parsing.parse_option(text, self.options, offered=len(self.options) + self.unsure)
        if self.recent:
            return parsing.parse_date(text, today, recent=True)
        return parsing.PARSERS[self.kind](text, today)

    @property
    def _unsure_words(self) -> set[str]:
        number = str(len(self.options) + 1) if self.options else self.words.unsure
        return {parsing.plain(word) for word in (self.words.unsure, number, *parsing.UNSURE)}

    def show(self, value: FactValue | None) -> str:
        """The value as people read it: 1986年11月21日."""
        if value is None:
            return self.words.unsure
        for option in self.options:
            if option.value == value:
                return option.label
        return self._show_plain(value)

    def _show_plain(self, value: FactValue) -> str:
        if isinstance(value, bool):
            return self.words.yes if value else self.words.no
        if isinstance(value, date):
            return self.words.date.format(year=value.year, month=value.month, day=value.day)
        if isinstance(value, tuple):
            return str(len(value))
        if self.kind == "id_number":
            return mask_id_number(str(value))
        return (self.names or {}).get(str(value)) or f"{value}{self.unit}"


@dataclass(frozen=True)
class Vocabulary:
    """All declared facts."""

    facts: Mapping[str, Fact]
    words: Words

    @cached_property
    def derivations(self) -> tuple[tuple[str, Derivation], ...]:
        """The derived facts, in declared order."""
        return tuple((fact.id, fact.derivation) for fact in self.facts.values() if fact.derivation)

    @cached_property
    def implications(self) -> tuple[tuple[str, Implication], ...]:
        """What follows from single answers, in declared order."""
        return tuple((fact.id, implication) for fact in self.facts.values() for implication in fact.implied)

    def __getitem__(self, fact_id: str) -> Fact:
        return self.facts[fact_id]

    def __contains__(self, fact_id: object) -> bool:
        return fact_id in self.facts

    def __iter__(self) -> Iterator[str]:
        return iter(self.facts)
