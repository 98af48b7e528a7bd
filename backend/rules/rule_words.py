"""A rule as an officer would say it: 年龄满40周岁，并且失业登记为“已登记”."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.rules.expression import AllOf, Rule, Test, fold
from backend.rules.retirement import LabourAge
from backend.rules.vocabulary import Fact, Vocabulary

SEX = "person.sex"
SEXES: Mapping[str, str] = {"F": "女性", "M": "男性"}
_CITY_CODE = 6

Assertion = Callable[[Any, Fact, LabourAge], str]


def _values(values: Sequence[Any], fact: Fact, _: LabourAge) -> str:
    return "为" + "或".join(f"“{fact.show(value)}”" for value in values)


def _place(code: str, fact: Fact, _: LabourAge) -> str:
    return f"在{(fact.names or {}).get(code.ljust(_CITY_CODE, '0'), code)}"


ASSERTIONS: Mapping[str, Assertion] = {
    "is": lambda value, fact, _: f"为“{fact.show(value)}”",
    "in": _values,
    "within": _place,
    "at_least": lambda count, fact, _: f"不少于{count}{fact.unit}",
    "at_most": lambda count, fact, _: f"不多于{count}{fact.unit}",
    "age_at_least": lambda age, _, __: f"满{age}周岁",
    "age_below": lambda age, _, __: f"未满{age}周岁",
    "before_retirement": lambda track, _, law: f"未到法定退休日（原定{law.tracks[track].age}周岁退休的一类）",
    "months_at_least": lambda months, _, __: f"满{months}个月",
    "months_below": lambda months, _, __: f"不满{months}个月",
    "in_force": lambda _, __, ___: "没有过期",
}
"""What each operator says of its fact."""


@dataclass(frozen=True, slots=True)
class Speech:
    """The words of one pack's rules. It is the reading of a rule as a sentence."""

    vocabulary: Vocabulary
    labour_age: LabourAge

    def of(self, rule: Rule) -> str:
        """The whole rule as one sentence."""
        return fold(rule, self)

    def subject(self, leaf: Test) -> str:
        """What a leaf speaks about: 年龄, 失业登记日期至今, 残疾等级."""
        label = self.vocabulary[leaf.fact].label
        if leaf.operator == "before_retirement":
            return "本人"
        if leaf.operator.startswith("age_"):
            return label.replace("出生日期", "年龄")
        return f"{label}至今" if leaf.operator.startswith("months_") else label

    def asserts(self, leaf: Test, operand: Any) -> str:
        """What an operand of the leaf says of its subject: 满40周岁."""
        return ASSERTIONS[leaf.operator](operand, self.vocabulary[leaf.fact], self.labour_age)

    def test(self, leaf: Test) -> str:
        said = self.subject(leaf) + self.asserts(leaf, leaf.operand)
        if leaf.confirm is None:
            return said
        return f"{said}（{self.asserts(leaf, leaf.confirm)}的，由工作人员核实）"

    def all(self, parts: Sequence[str]) -> str:
        return "，并且".join(parts)

    def any(self, parts: Sequence[str]) -> str:
        return parts[0] if len(parts) == 1 else "（" + "；或者".join(parts) + "）"


def whose(rule: Rule) -> str:
    """女性 or 男性, where all of a rule is about one sex alone; else nothing."""
    parts = rule.parts if isinstance(rule, AllOf) else ()
    for part in parts:
        if isinstance(part, Test) and part.fact == SEX and part.operator == "is":
            return SEXES.get(str(part.operand), "")
    return ""
