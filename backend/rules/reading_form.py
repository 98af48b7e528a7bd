"""Reading the official form of a pack."""

from __future__ import annotations

from collections.abc import Sequence

from backend.rules.node import Node, unique
from backend.rules.pack import Field, Form
from backend.rules.reading_facts import read_options
from backend.rules.vocabulary import Vocabulary

_KINDS = (
    "date",
    "text",
    "choice",
    "choices",
    "image",
    "id_number",
    "phone",
    "address",
    "number",
    "opinion",
    "seal",
)
_FILLED_BY = ("citizen", "derived", "preliminary", "final")
_OF_OPTIONS = ("choice", "choices")


def read_form(node: Node, vocabulary: Vocabulary, category_ids: Sequence[str]) -> Form:
    """The form with its fields in printed order."""
    node.only("title fields")
    nodes = list(node.at("fields").items())
    unique(nodes, lambda field: field.string("id"))
    names = [field.string("id") for field in nodes]
    for number, field in enumerate(nodes, start=1):
        if field.number("number") != number:
            field.wrong(f"顺序号应当是 {number}", "请按表格上的顺序编号")
    return Form(node.text("title"), tuple(_field(field, names, vocabulary, category_ids) for field in nodes))


def _field(node: Node, names: Sequence[str], vocabulary: Vocabulary, category_ids: Sequence[str]) -> Field:
    node.only(
        "id number label kind filled_by", "required options derived_from fact hint example longest exactly of"
    )
    kind = node.choice("kind", _KINDS, "text")
    options = read_options(node.at("options"), "choice")
    if kind in _OF_OPTIONS and not options:
        node.wrong("没有选项", "请写 options")
    if node.string("of") == "categories":
        _check_boxes(node.at("options"), [option.value for option in options], category_ids)
    return Field(
        id=node.string("id"),
        number=node.number("number"),
        label=node.text("label"),
        kind=kind,
        filled_by=node.choice("filled_by", _FILLED_BY, "citizen"),
        required=node.flag("required"),
        options=options,
        derived_from=node.known("derived_from", [*names, *vocabulary.facts, "today", "papers"], "来源"),
        fact=node.known("fact", vocabulary.facts, "事实"),
        hint=node.text("hint"),
        example=node.text("example"),
        longest=node.number("longest"),
        exactly=node.number("exactly"),
    )


def _check_boxes(node: Node, values: Sequence[str | bool], category_ids: Sequence[str]) -> None:
    """The boxes are categories in the pack's order; those recognised without an application have none."""
    if [category for category in category_ids if category in values] != list(values):
        node.wrong("选项应当是本文件的类别，并按文件的顺序", f"请按顺序写：{'、'.join(category_ids)}")
