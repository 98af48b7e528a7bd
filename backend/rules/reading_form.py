"""Reading the official form of a pack."""

from __future__ import annotations

from collections.abc import Sequence

from backend.rules.form import Field, Form
from backend.rules.node import Node, unique
from backend.rules.reading_facts import read_options
from backend.rules.said import N_, listed
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
    "place",
    "number",
    "opinion",
    "seal",
)
_FILLED_BY = ("citizen", "derived")
_OF_OPTIONS = ("choice", "choices")


_MOST_COPIES = 9


def read_form(
    node: Node, vocabulary: Vocabulary, category_ids: Sequence[str], stage_ids: Sequence[str]
) -> Form:
    """The form with its fields in printed order; its boxes of categories are those one can apply for."""
    node.only("title fields", "copies example")
    nodes = list(node.at("fields").items())
    unique(nodes, lambda field: field.string("id"))
    names = [field.string("id") for field in nodes]
    for number, field in enumerate(nodes, start=1):
        if field.number("number") != number:
            field.wrong(N_("顺序号应当是 {number}", number=number), N_("请按表格上的顺序编号"))
    fillers = (*_FILLED_BY, *stage_ids)
    fields = tuple(_field(field, names, vocabulary, category_ids, fillers) for field in nodes)
    return Form(node.text("title"), fields, _copies(node), node.flag("example"))


def _copies(node: Node) -> int:
    copies = node.number("copies", 1)
    if not 1 <= copies <= _MOST_COPIES:
        advice = N_("请写 1 到 {most_copies}", most_copies=_MOST_COPIES)
        node.at("copies").wrong(N_("不能是 {copies} 份", copies=copies), advice)
    return copies


def _field(
    node: Node,
    names: Sequence[str],
    vocabulary: Vocabulary,
    category_ids: Sequence[str],
    fillers: Sequence[str],
) -> Field:
    node.only(
        "id number label kind filled_by",
        "required options derived_from fact hint example longest exactly of spoken unsure",
    )
    kind = node.choice("kind", _KINDS, "text")
    options = read_options(node.at("options"), "choice")
    if kind in _OF_OPTIONS and not options:
        node.wrong(N_("没有选项"), N_("请写 options"))
    if kind != "date" and "unsure" in node:
        node.at("unsure").wrong(N_("只有日期可以记不清"), N_("请删去 unsure"))
    if node.string("of") == "categories":
        _check_boxes(node.at("options"), [option.value for option in options], category_ids)
    return Field(
        id=node.string("id"),
        number=node.number("number"),
        label=node.text("label"),
        kind=kind,
        filled_by=node.choice("filled_by", fillers, "citizen"),
        required=node.flag("required"),
        options=options,
        derived_from=node.known("derived_from", [*names, *vocabulary.facts, "today", "papers"], N_("来源")),
        fact=node.known("fact", vocabulary.facts, N_("事实")),
        hint=node.text("hint"),
        example=node.text("example"),
        longest=node.number("longest"),
        exactly=node.number("exactly"),
        spoken=node.text("spoken"),
        unsure=node.flag("unsure"),
    )


def _check_boxes(node: Node, values: Sequence[str | bool], category_ids: Sequence[str]) -> None:
    """The boxes are the categories one can apply for, in the pack's order; the others have none."""
    if list(values) != list(category_ids):
        node.wrong(N_("选项应当是本文件的类别，并按文件的顺序"), N_("请按顺序写：{choices}", choices=listed(category_ids)))
