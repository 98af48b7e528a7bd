"""Reading a rule tree, each leaf checked against the declared facts and the operators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.rules.expression import AllOf, AnyOf, Rule, Test
from backend.rules.node import Node
from backend.rules.operators import OPERATORS
from backend.rules.retirement import LabourAge
from backend.rules.said import N_, listed
from backend.rules.vocabulary import Fact, Vocabulary
from backend.rules.words import Text

_BESIDE_THE_OPERATOR = ("fact", "confirm", "confirm_note", "cite")


def read_rule(node: Node, vocabulary: Vocabulary, labour_age: LabourAge, places: Mapping[str, Text]) -> Rule:
    """A rule: `all:`, `any:`, or a leaf `fact:` with one operator."""
    return _RuleReader(vocabulary, labour_age, places).rule(node)


class _RuleReader:
    def __init__(self, vocabulary: Vocabulary, labour_age: LabourAge, places: Mapping[str, Text]) -> None:
        self.vocabulary = vocabulary
        self.labour_age = labour_age
        self.places = places

    def rule(self, node: Node) -> Rule:
        if "all" in node:
            return AllOf(self._parts(node, "all"))
        if "any" in node:
            return AnyOf(self._parts(node, "any"))
        return self._leaf(node)

    def _parts(self, node: Node, key: str) -> tuple[Rule, ...]:
        parts = tuple(map(self.rule, node.only(key).at(key).items()))
        if not parts:
            node.wrong(N_("{key} 下面没有条件", key=key), N_("请至少写一条"))
        return parts

    def _leaf(self, node: Node) -> Test:
        node.only("fact", " ".join((*_BESIDE_THE_OPERATOR, *OPERATORS)))
        name = node.known("fact", self.vocabulary.facts, N_("事实"))
        used = [operator for operator in OPERATORS if operator in node]
        if len(used) != 1:
            advice = N_("请写其中一个：{choices}", choices=listed(OPERATORS))
            node.wrong(N_("应当有一个判断，写了 {count} 个", count=len(used)), advice)
        if not name or len(used) != 1:
            return Test(name, "is", None)
        fact = self.vocabulary[name]
        if fact.kind not in OPERATORS[used[0]].kinds:
            fitting = [key for key, operator in OPERATORS.items() if fact.kind in operator.kinds]
            node.at(used[0]).wrong(
                N_("{name} 是 {kind}，不能用 {operator}", name=name, kind=fact.kind, operator=used[0]),
                N_("可以用：{choices}", choices=listed(fitting)),
            )
            return Test(name, "is", None)
        operand = self._operand(node.at(used[0]), used[0], fact)
        confirm = self._operand(node.at("confirm"), used[0], fact) if "confirm" in node else None
        if confirm is not None and "confirm_note" not in node:
            node.wrong(N_("没有写明为什么要人工核实"), N_("请写 confirm_note"))
        return Test(name, used[0], operand, confirm, node.text("confirm_note"))

    def _operand(self, node: Node, operator: str, fact: Fact) -> Any:
        match OPERATORS[operator].operand:
            case "count":
                return self._count(node)
            case "track":
                return node.known_itself(self.labour_age.tracks, N_("退休类别"))
            case "code":
                return self._code(node)
            case "values":
                return tuple(read_value(item, fact) for item in node.items())
            case "value":
                return read_value(node, fact)
            case _:
                return node.scalar(bool, True, " true", N_("请写 true"))

    def _count(self, node: Node) -> int:
        if isinstance(node.data, int) and not isinstance(node.data, bool) and node.data >= 0:
            return node.data
        node.wrong(N_("这里应当是不小于 0 的整数"), N_("请写数字，不加引号"))
        return 0

    def _code(self, node: Node) -> str:
        code = node.scalar(str, "", N_("地区代码"), N_("请加引号"))
        if code and not any(place.startswith(code) for place in self.places):
            node.wrong(N_("没有以 {code} 开头的地区", code=code), N_("请查 divisions.yaml"))
        return code


def read_value(node: Node, fact: Fact) -> str | bool:
    """One of the answers a fact can have."""
    values = [option.value for option in fact.options] or [True, False]
    if node.data not in values or isinstance(node.data, bool) != isinstance(values[0], bool):
        known = N_("可以是：{choices}", choices=listed(map(str, values)))
        node.wrong(N_("{id} 没有 {value} 这个答案", id=fact.id, value=node.data), known)
        return values[0]
    return values[values.index(node.data)]
