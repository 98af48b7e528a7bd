"""Reading the declared facts and the law on labour age."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from backend.rules.derivations import DERIVATIONS
from backend.rules.node import Mistakes, Node
from backend.rules.retirement import LabourAge, Track
from backend.rules.said import N_, listed
from backend.rules.vocabulary import (
    KINDS,
    SENSITIVITIES,
    Change,
    Derivation,
    Fact,
    Implication,
    Option,
    Vocabulary,
    Words,
)
from backend.rules.words import Text

_SOURCES = ("citizen", "record", "derived")
_SEXES = ("M", "F")


def read_vocabulary(data: Any, names: Mapping[str, Text], mistakes: Mistakes) -> Vocabulary:
    """`facts.yaml`; `names` are the names of places, for facts that hold a code."""
    root = Node(data, mistakes).only("words facts")
    words = _words(root.at("words"))
    declared = [name for name, _ in root.at("facts").entries()]
    facts = {name: _fact(name, node, words, names, declared) for name, node in root.at("facts").entries()}
    return Vocabulary(facts, words)


def _words(node: Node) -> Words:
    names = [field.name for field in fields(Words)]
    node.only(" ".join(names))
    return Words(*(node.text(name) for name in names))


def _fact(name: str, node: Node, words: Words, names: Mapping[str, Text], declared: Sequence[str]) -> Fact:
    node.only(
        "kind label source",
        "question why help unit example options unsure effort sensitivity shelf_life_days derived implied recent"
        " changes",
    )
    kind = node.choice("kind", KINDS, "text")
    if "recent" in node and kind != "date":
        node.at("recent").wrong(N_("只有日期可以是最近的一天"), N_("请删去这一项"))
    options = read_options(node.at("options"), kind)
    if kind == "choice" and not options:
        node.wrong(N_("没有选项"), N_("请写 options"))
    return Fact(
        id=name,
        kind=kind,
        label=node.text("label"),
        words=words,
        source=node.choice("source", _SOURCES, "record"),
        question=node.text("question"),
        why=node.text("why"),
        help=node.text("help"),
        unit=node.text("unit"),
        example=node.text("example"),
        options=options,
        unsure=node.flag("unsure"),
        effort=node.number("effort", 1),
        sensitivity=node.choice("sensitivity", SENSITIVITIES, "low"),
        shelf_life_days=node.number("shelf_life_days"),
        derivation=_derivation(node.at("derived"), declared) if "derived" in node else None,
        implied=tuple(_implication(item, declared) for item in node.at("implied").items()),
        changes=tuple(_change(item, options) for item in node.at("changes").items()),
        names=names if kind == "division" else None,
        recent=node.flag("recent"),
    )


def read_options(node: Node, kind: str) -> tuple[Option, ...]:
    """The options of a fact or a field; the values of a bool are true and false."""
    return tuple(_option(item, bool if kind == "bool" else str) for item in node.items())


def _option(node: Node, kind: type[str] | type[bool]) -> Option:
    node.only("value label", "also help")
    value = node.at("value").scalar(kind, kind(), N_("true 或 false") if kind is bool else N_("文字"), N_("请检查引号"))
    return Option(value, node.text("label"), node.strings("also"), node.text("help"))


def _derivation(node: Node, declared: Sequence[str]) -> Derivation:
    node.only("by from")
    inputs = tuple(item.known_itself(declared, N_("事实")) for item in node.at("from").items())
    return Derivation(node.known("by", DERIVATIONS, N_("推算")), inputs)


def _implication(node: Node, declared: Sequence[str]) -> Implication:
    node.only("fact value then")
    return Implication(node.known("fact", declared, N_("事实")), node.data.get("value"), node.data.get("then"))


def _change(node: Node, options: Sequence[Option]) -> Change:
    node.only("from to done")
    values = [option.value for option in options] or [True, False]
    for item in (node.at("to"), *node.at("from").items()):
        if item.data not in values:
            known = N_("可以是：{choices}", choices=listed(map(str, values)))
            item.wrong(N_("没有 {value} 这个答案", value=item.data), known)
    return Change(tuple(item.data for item in node.at("from").items()), node.at("to").data, node.text("done"))


def read_labour_age(data: Any, mistakes: Mistakes) -> LabourAge:
    """`retirement.yaml`."""
    root = Node(data, mistakes).only("from_age tracks by_sex by_base", "source")
    tracks = {name: _track(node) for name, node in root.at("tracks").entries()}
    return LabourAge(
        from_age=root.number("from_age"),
        tracks=tracks,
        by_sex={sex: _known(root.at("by_sex").at(sex), tracks) for sex in _SEXES},
        by_base={base: node.known_itself(tracks, N_("退休类别")) for base, node in root.at("by_base").entries()},
    )


def _known(node: Node, tracks: Mapping[str, Track]) -> tuple[str, ...]:
    return tuple(item.known_itself(tracks, N_("退休类别")) for item in node.items())


def _track(node: Node) -> Track:
    node.only("age reform months_per_step most")
    reform: date = node.day("reform")
    return Track(node.number("age"), reform, max(1, node.number("months_per_step")), node.number("most"))
