"""Questions and the official form, as an officer names them."""

from __future__ import annotations

from collections.abc import Mapping

from backend.rules.form import Field, Form
from backend.rules.part import Part
from backend.rules.said import N_
from backend.rules.vocabulary import Fact, Option

QUESTIONS: Mapping[type, Part] = {
    Fact: Part(
        "question",
        lambda one: N_("事实“{label}”", label=one.label),
        {
            "kind": N_("类型"),
            "label": N_("名称"),
            "source": N_("来源"),
            "question": N_("问法"),
            "why": N_("为什么问"),
            "help": N_("帮助"),
            "unit": N_("单位"),
            "example": N_("示例"),
            "unsure": N_("是否可以答“不清楚”"),
            "effort": N_("回答的难易"),
            "sensitivity": N_("敏感程度"),
            "shelf_life_days": N_("答案的有效天数"),
            "derivation": N_("推算办法"),
            "implied": N_("由别的答案推出的值"),
            "recent": N_("是否可以不说年份"),
        },
        inner=("options",),
        silent=("id", "words", "names", "changes"),  # what a person could mend only words the advice
    ),
    Option: Part(
        "question",
        lambda one: N_("选项“{label}”", label=one.label),
        {"label": N_("名称"), "also": N_("别的说法"), "help": N_("说明")},
        silent=("value",),
    ),
    Form: Part(
        "form",
        lambda one: N_("表格《{title}》", title=one.title),
        {"title": N_("名称"), "copies": N_("份数"), "example": N_("是否示例格式")},
        inner=("fields",),
    ),
    Field: Part(
        "form",
        lambda one: N_("第{number}栏“{label}”", number=one.number, label=one.label),
        {
            "number": N_("顺序"),
            "label": N_("名称"),
            "kind": N_("填法"),
            "filled_by": N_("由谁填"),
            "required": N_("是否必填"),
            "derived_from": N_("自动填写的来源"),
            "fact": N_("对应的事实"),
            "hint": N_("提示"),
            "example": N_("示例"),
            "longest": N_("最长字数"),
            "exactly": N_("固定字数"),
            "spoken": N_("口头的说法"),
            "unsure": N_("是否可以记不清"),
        },
        inner=("options",),
        silent=("id",),
    ),
}
