"""All packs, the vocabulary and the divisions as one value. Read from files by `backend.policies.catalogue`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from backend.rules.full_text import FullText, Synonyms
from backend.rules.pack import Pack
from backend.rules.vocabulary import Vocabulary
from backend.rules.words import Text

LEVELS = ("province", "city", "county", "zone", "street")


@dataclass(frozen=True, slots=True)
class Division:
    """A place: national code, or our own for zones without one; `parent` is empty at the top.

    `until` is its last day where it was merged or given another code: cases that name it go on naming it.
    """

    code: str
    name: Text
    level: str
    parent: str
    until: date | None = None


@dataclass(frozen=True)
class Divisions:
    """The places known here, by code, those that are gone included; `today` says which of them are."""

    by_code: Mapping[str, Division]
    today: date = date.min

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
        """The codes directly below, in declared order, those of places that are gone among them."""
        return self._below.get(code, ())

    @cached_property
    def _below(self) -> Mapping[str, tuple[str, ...]]:
        """By the code above; gathered once, because a start asks for what lies below each of all divisions."""
        below: dict[str, list[str]] = {}
        for division in self.by_code.values():
            below.setdefault(division.parent, []).append(division.code)
        return {code: tuple(codes) for code, codes in below.items()}

    def to_choose(self, code: str) -> tuple[str, ...]:
        """The codes directly below that are still there on the day: where somebody can live now."""
        return tuple(child for child in self.children(code) if (self.by_code[child].until or date.max) >= self.today)

    def city_of(self, code: str) -> str:
        """The code of the city a place lies in; KeyError if unknown or above a city."""
        division = self.by_code[code]
        return code if division.level == "city" else self.city_of(division.parent)


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of a pack, and the first day on which it is in force (a day in China)."""

    pack: Pack
    effective_from: date = date.min


@dataclass(frozen=True)
class Catalogue:
    """Every pack, keyed by its id, which is the name of its folder below `policies/`.

    `packs` are the versions in force; `editions` those that follow each other, the earliest first; `kept`
    those of earlier files, by id and version: they are in force no more, but cases stand under them.
    `texts` are the full documents by the same id, for packs that bring theirs; `synonyms` are how people say it.
    """

    packs: Mapping[str, Pack]
    vocabulary: Vocabulary
    divisions: Divisions
    texts: Mapping[str, FullText] = field(default_factory=dict)
    synonyms: Synonyms = field(default_factory=Synonyms)
    editions: Mapping[str, tuple[Edition, ...]] = field(default_factory=dict)
    kept: Mapping[tuple[str, str], Pack] = field(default_factory=dict)
    beside: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    """For published versions, by id and version: the texts that stood beside them, by file name."""

    def on(self, pack_id: str, day: date) -> Pack:
        """The version of a pack in force on a day (Asia/Shanghai); KeyError if there is no such pack."""
        found = self.packs[pack_id]
        for edition in self.editions.get(pack_id, ()):
            if edition.effective_from <= day:
                found = edition.pack
        return found

    def at(self, day: date) -> Catalogue:
        """The same catalogue with the packs and the places of that day."""
        packs = {pack_id: self.on(pack_id, day) for pack_id in self.packs}
        return replace(self, packs=packs, divisions=replace(self.divisions, today=day))

    def version(self, pack_id: str, version: str) -> Pack | None:
        """A certain version of a pack, in force or not; None if it is not known here (any more)."""
        return next((pack for pack in self.versions(pack_id) if pack.version == version), None)

    def versions(self, pack_id: str) -> Iterator[Pack]:
        """Every version of a pack: the one in force, the others, those of earlier files."""
        if pack_id in self.packs:
            yield self.packs[pack_id]
        yield from (edition.pack for edition in self.editions.get(pack_id, ()))
        yield from (pack for (kept_id, _), pack in self.kept.items() if kept_id == pack_id)
