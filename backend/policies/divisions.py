"""Places: provinces, cities, counties, functional zones, streets and towns, with their codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from backend.rules.node import Mistakes, Node
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
        """The name from the city down: 新余市渝水区城南街道."""
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


def read_divisions(data: Any, mistakes: Mistakes) -> Divisions:
    """`divisions.yaml`: a tree of `{code, name, level, parts}`."""
    root = Node(data, mistakes).only("divisions", "source")
    by_code: dict[str, Division] = {}
    for node, division in _walk(root.at("divisions"), ""):
        if division.code in by_code:
            node.wrong(f"代码 {division.code} 用了两次", "请核对代码")
        by_code[division.code] = division
    return Divisions(by_code)


def _walk(at: Node, parent: str) -> Iterator[tuple[Node, Division]]:
    for node in at.items():
        node.only("code name level", "parts")
        level = node.choice("level", LEVELS, "street")
        division = Division(node.string("code"), node.text("name"), level, parent)
        yield node, division
        yield from _walk(node.at("parts"), division.code)
