"""A rule as an officer would say it: 年龄满40周岁，并且失业登记为“已登记”."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.rules.expression import AllOf, Rule, Test, fold
from backend.rules.retirement import LabourAge
from backend.rules.said import N_, day_said, listed
from backend.rules.vocabulary import Fact, Vocabulary

SEX = "person.sex"
SEXES: Mapping[str, str] = {"F": N_("女性"), "M": N_("男性")}
_CITY_CODE = 6
_BIRTH = "出生日期"

Assertion = Callable[[Any, Fact, LabourAge], str]


def shown(fact: Fact, value: Any) -> str:
    """A value of a fact as it stands in a sentence."""
    return day_said(value) if isinstance(value, date) else fact.show(value)


def _quoted(operand: Any, fact: Fact) -> str:
    values = operand if isinstance(operand, list | tuple) else (operand,)
    return listed([N_("“{text}”", text=shown(fact, value)) for value in values], N_("或"))


def _is(operand: Any, fact: Fact, _: LabourAge) -> str:
    return N_("为{values}", values=_quoted(operand, fact))


def _place(code: str, fact: Fact, _: LabourAge) -> str:
    return N_("在{place}", place=(fact.names or {}).get(code.ljust(_CITY_CODE, "0"), code))


ASSERTIONS: Mapping[str, Assertion] = {
    "is": _is,
    "in": _is,
    "within": _place,
    "at_least": lambda count, fact, _: N_("不少于{count}{unit}", count=count, unit=fact.unit),
    "at_most": lambda count, fact, _: N_("不多于{count}{unit}", count=count, unit=fact.unit),
    "age_at_least": lambda age, _, __: N_("满{age}周岁", age=age),
    "age_below": lambda age, _, __: N_("未满{age}周岁", age=age),
    "before_retirement": lambda track, _, law: N_(
        "未到法定退休日（原定{age}周岁退休的一类）", age=law.tracks[track].age
    ),
    "months_at_least": lambda months, _, __: N_("满{months}个月", months=months),
    "months_below": lambda months, _, __: N_("不满{months}个月", months=months),
    "in_force": lambda _, __, ___: N_("没有过期"),
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
            return N_("本人")
        if leaf.operator.startswith("age_"):
            return N_("年龄") if label == _BIRTH else label.replace(_BIRTH, "年龄")
        return N_("{label}至今", label=label) if leaf.operator.startswith("months_") else label

    def asserts(self, leaf: Test, operand: Any) -> str:
        """What an operand of the leaf says of its subject: 满40周岁."""
        return ASSERTIONS[leaf.operator](operand, self.vocabulary[leaf.fact], self.labour_age)

    def becomes(self, leaf: Test, operand: Any) -> str:
        """The same where it stands after 由 or 改为: values without 为."""
        fact = self.vocabulary[leaf.fact]
        return _quoted(operand, fact) if ASSERTIONS[leaf.operator] is _is else self.asserts(leaf, operand)

    def test(self, leaf: Test) -> str:
        said = N_(
            "{subject}{assertion}", subject=self.subject(leaf), assertion=self.asserts(leaf, leaf.operand)
        )
        if leaf.confirm is None:
            return said
        return N_("{said}（{case}的，由工作人员核实）", said=said, case=self.asserts(leaf, leaf.confirm))

    def all(self, parts: Sequence[str]) -> str:
        return listed(parts, N_("，并且"))

    def any(self, parts: Sequence[str]) -> str:
        if len(parts) == 1:
            return parts[0]
        either = listed(parts, N_("；或者"))
        return N_("（{parts}）", parts=either)


def whose(rule: Rule) -> str:
    """女性 or 男性, where all of a rule is about one sex alone; else nothing."""
    parts = rule.parts if isinstance(rule, AllOf) else ()
    for part in parts:
        if isinstance(part, Test) and part.fact == SEX and part.operator == "is":
            return SEXES.get(str(part.operand), "")
    return ""
