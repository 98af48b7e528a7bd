"""The parts of a pack as an officer names them: what each is called, and the word for each of its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from backend.rules.exits import ExitBasis, ExitGround, ExitReason
from backend.rules.pack import (
    Alternative,
    Category,
    Citation,
    Condition,
    Contact,
    Field,
    Form,
    Notice,
    Pack,
    Reading,
    Requirement,
    Route,
    Stage,
    Step,
)
from backend.rules.retirement import LabourAge
from backend.rules.said import N_
from backend.rules.services import Platform, Rhythm, ServiceKind, ServicePackage, Subsidy
from backend.rules.vocabulary import Fact, Option


@dataclass(frozen=True, slots=True)
class Part:
    """`kind` files a difference; `called` names one of its kind; `words` are its plain fields, `inner` its parts.

    `rules` are fields that hold a rule tree, `silent` those whose change nobody need be told.
    """

    kind: str
    called: Callable[[Any], str]
    words: Mapping[str, str] = field(default_factory=dict)
    inner: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


_TERMS: Mapping[str, str] = {
    "evidence": N_("证据"),
    "affirm": N_("审定时须确认"),
    "notice": N_("是否告知本人"),
    "reply": N_("是否先听取本人说明"),
    "wish": N_("是否由本人提出"),
    "signed": N_("是否须有书面原件"),
    "private": N_("通知中是否只写条款"),
    "risk": N_("再次申请时是否提示审核人"),
    "recovery": N_("是否开立追回案件"),
    "entitles": N_("退出后仍可享受的依据"),
    "check": N_("每日检查"),
}

PARTS: Mapping[type, Part] = {
    Pack: Part(
        "policy",
        lambda _: "",
        {
            "title": N_("文件名称"),
            "number": N_("文号"),
            "issuer": N_("发文机关"),
            "region_name": N_("适用地区"),
            "legal_basis": N_("依据"),
            "valid_from": N_("施行日期"),
            "valid_until": N_("有效期至"),
            "expired_notice": N_("届满以后的提示"),
            "verified_on": N_("核对日期"),
            "telephone": N_("咨询电话"),
            "waiting_months": N_("退出后再次申请的等待期"),
            "waiting_citation": N_("再次申请的依据"),
            "correction_days": N_("补正的期限"),
            "questions": N_("问题"),
            "progress": N_("进度"),
            "automatic": N_("自动认定的办法"),
            "declaration": N_("提交时的声明"),
            "operator": N_("经办单位"),
            "offices": N_("各级机构的名称"),
            "exit_procedure": N_("退出程序"),
            "samples": N_("书面声明的样本"),
        },
        inner=(
            "contacts",
            "citations",
            "readings",
            "preconditions",
            "categories",
            "requirements",
            "route",
            "stages",
            "exits",
            "notices",
            "form",
            "labour_age",
            "services",
            "packages",
            "platforms",
            "subsidies",
            "rhythm",
        ),
        # Estimates and subjects move the order of the questions, never a verdict.
        silent=("id", "version", "region", "vocabulary", "together", "priors"),
    ),
    Citation: Part(
        "citation",
        lambda one: N_("引文“{article}”", article=one.article),
        {"article": N_("条款"), "text": N_("原文"), "where": N_("位置")},
        silent=("id",),
    ),
    Reading: Part(
        "reading",
        lambda one: N_("读法{id}“{about}”", id=one.id, about=one.about),
        {"about": N_("问题"), "text": N_("读法"), "citation_id": N_("依据")},
        silent=("id",),
    ),
    Contact: Part(
        "policy",
        lambda one: N_("联系电话“{name}”", name=one.name),
        {"name": N_("名称"), "telephone": N_("号码"), "note": N_("说明"), "citation_id": N_("依据")},
    ),
    Category: Part(
        "category",
        lambda one: one.name,
        {
            "name": N_("名称"),
            "short": N_("简称"),
            "printed": N_("表格上的名称"),
            "citation_id": N_("依据"),
            "mode": N_("认定方式"),
        },
        inner=("conditions",),
        silent=("id",),
    ),
    Condition: Part(
        "rule",
        lambda one: N_("条件“{label}”", label=one.label),
        {
            "label": N_("名称"),
            "required": N_("要求的写法"),
            "citation_id": N_("依据"),
            "shows": N_("显示的答案"),
            "notes": N_("提示"),
            "cure": N_("可以补办的事"),
            "sexes_differ": N_("男女是否有意不同"),
            "readings": N_("所依的读法"),
        },
        rules=("rule",),
        silent=("id",),
    ),
    Requirement: Part(
        "paper",
        lambda one: N_("材料“{title}”", title=one.title),
        {
            "title": N_("名称"),
            "reason": N_("说明"),
            "citation_id": N_("依据"),
            "category_ids": N_("适用类别"),
            "note": N_("提示"),
            "needed": N_("是否需要"),
            "printed": N_("表格上的名称"),
            "hints": N_("按答案给出的提示"),
            "spared": N_("不需要的情形"),
            "each": N_("按人数准备"),
            "defects": N_("常见问题"),
            "optional": N_("是否可以不交"),
            "original_and_copy": N_("是否要原件和复印件"),
            "readings": N_("所依的读法"),
        },
        inner=("alternatives",),
        silent=("id",),
    ),
    Alternative: Part(
        "paper",
        lambda one: N_("可用的证件“{title}”", title=one.title),
        {
            "title": N_("名称"),
            "issuer": N_("出具部门"),
            "remind": N_("补拍提醒"),
            "sample": N_("样本"),
            "ask_issuer": N_("是否要写明出具部门"),
        },
        silent=("id",),
    ),
    Route: Part(
        "route",
        lambda _: N_("申请地点"),
        {
            "places": N_("可选的地点"),
            "inside": N_("常住地所在范围"),
            "note": N_("提示"),
            "citation_id": N_("依据"),
            "readings": N_("所依的读法"),
        },
    ),
    Stage: Part(
        "stage",
        lambda one: N_("环节“{name}”", name=one.name),
        {
            "name": N_("名称"),
            "level": N_("办理层级"),
            "office": N_("办理机构"),
            "opinion_label": N_("意见栏"),
            "citation_id": N_("依据"),
            "working_days": N_("办理期限"),
            "readings": N_("所依的读法"),
        },
        inner=("steps",),
        silent=("id",),
    ),
    Step: Part(
        "stage",
        lambda one: N_("步骤“{label}”", label=one.label),
        {"label": N_("名称"), "required": N_("是否必做"), "citation_id": N_("依据"), "sources": N_("比对的记录")},
        silent=("id",),
    ),
    ExitGround: Part(
        "exit",
        lambda one: N_("退出情形“{label}”", label=one.label),
        {"label": N_("名称"), "citation_id": N_("依据"), "readings": N_("所依的读法"), **_TERMS},
        inner=("reasons", "bases"),
        silent=("id",),
    ),
    ExitReason: Part(
        "exit", lambda one: N_("细目“{label}”", label=one.label), {"label": N_("名称"), **_TERMS}, silent=("id",)
    ),
    ExitBasis: Part(
        "exit",
        lambda one: N_("所针对的依据“{label}”", label=one.label),
        {"label": N_("名称"), "category_ids": N_("对应类别"), "check": N_("每日检查")},
        silent=("id",),
    ),
    Notice: Part(
        "notice",
        lambda one: N_("提示“{text}”", text=one.text.partition("。")[0]),
        {
            "text": N_("内容"),
            "source": N_("来源"),
            "beside": N_("显示在哪些类别旁"),
            "verdicts": N_("在哪些结论旁显示"),
            "certain": N_("是否只给已确定符合的人看"),
            "since": N_("从哪天起显示"),
        },
        rules=("when",),
        silent=("id",),
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
    Option: Part(
        "question",
        lambda one: N_("选项“{label}”", label=one.label),
        {"label": N_("名称"), "also": N_("别的说法"), "help": N_("说明")},
        silent=("value",),
    ),
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
    ServiceKind: Part(
        "service",
        lambda one: N_("服务“{label}”", label=one.label),
        {
            "label": N_("名称"),
            "citation_id": N_("依据"),
            "gift": N_("属于哪一“送”"),
            "after": N_("作为前提的服务"),
            "visit": N_("是否入户"),
            "asks": N_("必须记录的内容"),
            "then": N_("参加以后告诉本人的事"),
            "provider": N_("社工是否也可提供"),
        },
        silent=("id",),
    ),
    ServicePackage: Part(
        "service",
        lambda one: N_("服务包“{label}”", label=one.label),
        {"label": N_("名称"), "citation_id": N_("依据"), "wanted": N_("各种服务的次数")},
        silent=("id",),
    ),
    Platform: Part(
        "service",
        lambda one: N_("创业平台“{label}”", label=one.label),
        {"label": N_("名称"), "help": N_("说明"), "citation_id": N_("依据")},
        silent=("id",),
    ),
    Subsidy: Part(
        "subsidy",
        lambda one: N_("补贴“{label}”", label=one.label),
        {
            "label": N_("名称"),
            "citation_id": N_("依据"),
            "months": N_("最多几个月"),
            "near_retirement": N_("距退休不足几年可延至退休"),
            "second": N_("哪些类别可以再次安置"),
            "source": N_("期限的出处"),
        },
        silent=("id",),
    ),
    Rhythm: Part(
        "service",
        lambda _: N_("服务的时限"),
        {
            "first_contact": N_("首次联系的工作日"),
            "plan": N_("制定计划的工作日"),
            "visit": N_("走访间隔的天数"),
            "survey": N_("调查间隔的天数"),
            "silent": N_("多少天没有动静算“不声不响”"),
            "citation_id": N_("依据"),
        },
    ),
    LabourAge: Part(
        "retirement",
        lambda _: N_("法定劳动年龄"),
        {
            "from_age": N_("起点"),
            "tracks": N_("退休类别"),
            "by_sex": N_("男女各自的退休类别"),
            "by_base": N_("答案对应的退休类别"),
        },
    ),
}
"""Every part that can differ. A test holds it against the declared fields."""
