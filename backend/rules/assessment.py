"""The outcome of a self-check or a review, as a value that can be stored and replayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Answers, FactValue


@dataclass(frozen=True, slots=True)
class Finding:
    """How one condition came out: the answer as shown, what is required, by which citation, and what helps.

    `first_day` is the day from which time alone makes it hold, where that is so.
    """

    id: str
    label: str
    verdict: Verdict
    answer: str
    required: str
    citation_id: str
    note: str = ""
    first_day: date | None = None


@dataclass(frozen=True, slots=True)
class CategoryFinding:
    """How one category came out, preconditions included in the verdict but not in `findings`.

    `first_day`: the category is NO today and from this day holds (CONFIRM or YES) if nothing else changes.
    """

    id: str
    name: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    first_day: date | None = None
    confirm_reasons: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The whole result on one day. `answers` are those the rules read.

    `open_facts` could still change it, or what it becomes once everything is cured that can be.
    """

    pack_id: str
    pack_version: str
    as_of: date
    preconditions: tuple[Finding, ...]
    categories: tuple[CategoryFinding, ...]
    open_facts: tuple[str, ...]
    notices: tuple[str, ...] = ()
    answers: Answers = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        """The best category."""
        return max((category.verdict for category in self.categories), default=Verdict.NO)

    def to_json(self) -> dict[str, Any]:
        """A value of plain JSON types that `from_json` reads back."""
        return {
            "pack_id": self.pack_id,
            "pack_version": self.pack_version,
            "as_of": self.as_of.isoformat(),
            "verdict": self.verdict.word,
            "preconditions": [_finding_to_json(finding) for finding in self.preconditions],
            "categories": [_category_to_json(category) for category in self.categories],
            "open_facts": list(self.open_facts),
            "notices": list(self.notices),
            "answers": answers_to_json(self.answers),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Assessment:
        """The assessment that `to_json` wrote."""
        return cls(
            pack_id=stored["pack_id"],
            pack_version=stored["pack_version"],
            as_of=date.fromisoformat(stored["as_of"]),
            preconditions=tuple(_finding_from_json(item) for item in stored["preconditions"]),
            categories=tuple(_category_from_json(item) for item in stored["categories"]),
            open_facts=tuple(stored["open_facts"]),
            notices=tuple(stored["notices"]),
            answers=answers_from_json(stored["answers"]),
        )


def answers_to_json(answers: Answers) -> dict[str, Any]:
    """Answers as JSON values; a date becomes `{"date": "1986-11-21"}` so that it stays a date."""
    return {fact: _plain(value) for fact, value in answers.items()}


def answers_from_json(stored: Mapping[str, Any]) -> dict[str, FactValue | None]:
    """The answers that `answers_to_json` wrote."""
    return {fact: _value(value) for fact, value in stored.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, tuple):
        return [{name: _plain(part) for name, part in member.items()} for member in value]
    return value


def _value(stored: Any) -> Any:
    if isinstance(stored, list):
        return tuple({name: _value(part) for name, part in member.items()} for member in stored)
    if isinstance(stored, Mapping):
        return date.fromisoformat(stored["date"])
    return stored


def _finding_to_json(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "label": finding.label,
        "verdict": finding.verdict.word,
        "answer": finding.answer,
        "required": finding.required,
        "citation_id": finding.citation_id,
        "note": finding.note,
        "first_day": _day_to_json(finding.first_day),
    }


def _finding_from_json(stored: Mapping[str, Any]) -> Finding:
    read = {"verdict": Verdict.of(stored["verdict"]), "first_day": _day_from_json(stored["first_day"])}
    return Finding(**{**stored, **read})


def _category_to_json(category: CategoryFinding) -> dict[str, Any]:
    return {
        "id": category.id,
        "name": category.name,
        "verdict": category.verdict.word,
        "findings": [_finding_to_json(finding) for finding in category.findings],
        "first_day": _day_to_json(category.first_day),
        "confirm_reasons": list(category.confirm_reasons),
        "notices": list(category.notices),
    }


def _category_from_json(stored: Mapping[str, Any]) -> CategoryFinding:
    return CategoryFinding(
        id=stored["id"],
        name=stored["name"],
        verdict=Verdict.of(stored["verdict"]),
        findings=tuple(_finding_from_json(item) for item in stored["findings"]),
        first_day=_day_from_json(stored["first_day"]),
        confirm_reasons=tuple(stored["confirm_reasons"]),
        notices=tuple(stored["notices"]),
    )


def _day_to_json(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day_from_json(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None
