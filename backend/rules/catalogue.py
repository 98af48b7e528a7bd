"""All packs, the vocabulary and the divisions as one value. Read from files by `backend.policies.catalogue`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from backend.rules.full_text import FullText, Synonyms
from backend.rules.pack import Pack
from backend.rules.vocabulary import Vocabulary
from backend.rules.words import Text

LEVELS = ("province", "city", "county", "zone", "street")


@dataclass(frozen=True, slots=True)
class Division:
    """A place: national code, or our own for zones without one; `parent` is empty at the top."""

    code: str
    name: Text
    level: str
    parent: str


@dataclass(frozen=True)
class Divisions:
    """The places known here, by code."""

    by_code: Mapping[str, Division]

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    @cached_property
    def names(self) -> Mapping[str, Text]:
        """Code to short name."""
        return {division.code: division.name for division in self.by_code.values()}

    def name(self, code: str) -> str:
        """The short name; KeyError if the code is unknown."""
        return self.by_code[code].name

    def full_name(self, code: str) -> str:
        """The name from the city down: city, county, street."""
        division = self.by_code[code]
        above = "" if division.level in ("province", "city") else self.full_name(division.parent)
        return above + division.name

    def children(self, code: str) -> tuple[str, ...]:
        """The codes directly below, in declared order."""
        return tuple(division.code for division in self.by_code.values() if division.parent == code)

    def city_of(self, code: str) -> str:
        """The code of the city a place lies in; KeyError if unknown or above a city."""
        division = self.by_code[code]
        return code if division.level == "city" else self.city_of(division.parent)


@dataclass(frozen=True)
class Catalogue:
    """Everything under `policies/`. Packs are keyed by their id, which is the name of their folder.

    `texts` are the full documents by the same id, for packs that bring theirs; `synonyms` are how people say it.
    """

    packs: Mapping[str, Pack]
    vocabulary: Vocabulary
    divisions: Divisions
    texts: Mapping[str, FullText] = field(default_factory=dict)
    synonyms: Synonyms = field(default_factory=Synonyms)
