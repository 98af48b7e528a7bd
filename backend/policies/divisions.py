"""Reading the places: provinces, cities, counties, functional zones, streets and towns, with their codes."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from backend.rules.catalogue import LEVELS, Division, Divisions
from backend.rules.node import Mistakes, Node
from backend.rules.said import N_


def read_divisions(data: Any, mistakes: Mistakes, known: Container[str] = ()) -> Divisions:
    """`divisions.yaml`: a tree of `{code, name, level, parts, until}`; `known` are the codes of other files."""
    root = Node(data, mistakes).only("divisions", "source")
    by_code: dict[str, Division] = {}
    for node, division in _walk(root.at("divisions"), ""):
        if division.code in by_code or division.code in known:
            node.wrong(N_("代码 {code} 用了两次", code=division.code), N_("请核对代码"))
        by_code[division.code] = division
    return Divisions(by_code)


def _walk(at: Node, parent: str) -> Iterator[tuple[Node, Division]]:
    for node in at.items():
        node.only("code name level", "parts until")
        level = node.choice("level", LEVELS, "street")
        until = node.day("until") if "until" in node else None
        division = Division(node.string("code"), node.text("name"), level, parent, until)
        yield node, division
        yield from _walk(node.at("parts"), division.code)
