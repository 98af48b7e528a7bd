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
    "evidence": "证据",
    "affirm": "审定时须确认",
    "notice": "是否告知本人",
    "reply": "是否先听取本人说明",
    "wish": "是否由本人提出",
    "signed": "是否须有书面原件",
    "private": "通知中是否只写条款",
    "risk": "再次申请时是否提示审核人",
    "recovery": "是否开立追回案件",
    "entitles": "退出后仍可享受的依据",
    "check": "每日检查",
}

PARTS: Mapping[type, Part] = {
    Pack: Part(
        "policy",
        lambda _: "",
        {
            "title": "文件名称",
            "number": "文号",
            "issuer": "发文机关",
            "region_name": "适用地区",
            "legal_basis": "依据",
            "valid_from": "施行日期",
            "valid_until": "有效期至",
            "expired_notice": "届满以后的提示",
            "verified_on": "核对日期",
            "telephone": "咨询电话",
            "waiting_months": "退出后再次申请的等待期",
            "waiting_citation": "再次申请的依据",
            "correction_days": "补正的期限",
            "questions": "问题",
            "progress": "进度",
            "automatic": "自动认定的办法",
            "declaration": "提交时的声明",
            "operator": "经办单位",
            "offices": "各级机构的名称",
            "exit_procedure": "退出程序",
            "samples": "书面声明的样本",
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
        lambda one: f"引文“{one.article}”",
        {"article": "条款", "text": "原文", "where": "位置"},
        silent=("id",),
    ),
    Reading: Part(
        "reading",
        lambda one: f"读法{one.id}“{one.about}”",
        {"about": "问题", "text": "读法", "citation_id": "依据"},
        silent=("id",),
    ),
    Contact: Part(
        "policy",
        lambda one: f"联系电话“{one.name}”",
        {"name": "名称", "telephone": "号码", "note": "说明", "citation_id": "依据"},
    ),
    Category: Part(
        "category",
        lambda one: one.name,
        {
            "name": "名称",
            "short": "简称",
            "printed": "表格上的名称",
            "citation_id": "依据",
            "mode": "认定方式",
        },
        inner=("conditions",),
        silent=("id",),
    ),
    Condition: Part(
        "rule",
        lambda one: f"条件“{one.label}”",
        {
            "label": "名称",
            "required": "要求的写法",
            "citation_id": "依据",
            "shows": "显示的答案",
            "notes": "提示",
            "cure": "可以补办的事",
            "sexes_differ": "男女是否有意不同",
            "readings": "所依的读法",
        },
        rules=("rule",),
        silent=("id",),
    ),
    Requirement: Part(
        "paper",
        lambda one: f"材料“{one.title}”",
        {
            "title": "名称",
            "reason": "说明",
            "citation_id": "依据",
            "category_ids": "适用类别",
            "note": "提示",
            "needed": "是否需要",
            "printed": "表格上的名称",
            "hints": "按答案给出的提示",
            "spared": "不需要的情形",
            "each": "按人数准备",
            "optional": "是否可以不交",
            "original_and_copy": "是否要原件和复印件",
            "readings": "所依的读法",
        },
        inner=("alternatives",),
        silent=("id",),
    ),
    Alternative: Part(
        "paper",
        lambda one: f"可用的证件“{one.title}”",
        {"title": "名称", "issuer": "出具部门", "remind": "补拍提醒", "sample": "样本"},
        silent=("id",),
    ),
    Route: Part(
        "route",
        lambda _: "申请地点",
        {
            "places": "可选的地点",
            "inside": "常住地所在范围",
            "note": "提示",
            "citation_id": "依据",
            "readings": "所依的读法",
        },
    ),
    Stage: Part(
        "stage",
        lambda one: f"环节“{one.name}”",
        {
            "name": "名称",
            "level": "办理层级",
            "office": "办理机构",
            "opinion_label": "意见栏",
            "citation_id": "依据",
            "working_days": "办理期限",
            "readings": "所依的读法",
        },
        inner=("steps",),
        silent=("id",),
    ),
    Step: Part(
        "stage",
        lambda one: f"步骤“{one.label}”",
        {"label": "名称", "required": "是否必做", "citation_id": "依据", "sources": "比对的记录"},
        silent=("id",),
    ),
    ExitGround: Part(
        "exit",
        lambda one: f"退出情形“{one.label}”",
        {"label": "名称", "citation_id": "依据", "readings": "所依的读法", **_TERMS},
        inner=("reasons", "bases"),
        silent=("id",),
    ),
    ExitReason: Part(
        "exit", lambda one: f"细目“{one.label}”", {"label": "名称", **_TERMS}, silent=("id",)
    ),
    ExitBasis: Part(
        "exit",
        lambda one: f"所针对的依据“{one.label}”",
        {"label": "名称", "category_ids": "对应类别", "check": "每日检查"},
        silent=("id",),
    ),
    Notice: Part(
        "notice",
        lambda one: f"提示“{one.text.partition('。')[0]}”",
        {
            "text": "内容",
            "source": "来源",
            "beside": "显示在哪些类别旁",
            "verdicts": "在哪些结论旁显示",
            "certain": "是否只给已确定符合的人看",
            "since": "从哪天起显示",
        },
        rules=("when",),
        silent=("id",),
    ),
    Form: Part(
        "form",
        lambda one: f"表格《{one.title}》",
        {"title": "名称", "copies": "份数", "example": "是否示例格式"},
        inner=("fields",),
    ),
    Field: Part(
        "form",
        lambda one: f"第{one.number}栏“{one.label}”",
        {
            "number": "顺序",
            "label": "名称",
            "kind": "填法",
            "filled_by": "由谁填",
            "required": "是否必填",
            "derived_from": "自动填写的来源",
            "fact": "对应的事实",
            "hint": "提示",
            "example": "示例",
            "longest": "最长字数",
            "exactly": "固定字数",
            "spoken": "口头的说法",
            "unsure": "是否可以记不清",
        },
        inner=("options",),
        silent=("id",),
    ),
    Option: Part(
        "question",
        lambda one: f"选项“{one.label}”",
        {"label": "名称", "also": "别的说法", "help": "说明"},
        silent=("value",),
    ),
    Fact: Part(
        "question",
        lambda one: f"事实“{one.label}”",
        {
            "kind": "类型",
            "label": "名称",
            "source": "来源",
            "question": "问法",
            "why": "为什么问",
            "help": "帮助",
            "unit": "单位",
            "example": "示例",
            "unsure": "是否可以答“不清楚”",
            "effort": "回答的难易",
            "sensitivity": "敏感程度",
            "shelf_life_days": "答案的有效天数",
            "derivation": "推算办法",
            "implied": "由别的答案推出的值",
            "recent": "是否可以不说年份",
        },
        inner=("options",),
        silent=("id", "words", "names", "changes"),  # what a person could mend only words the advice
    ),
    ServiceKind: Part(
        "service",
        lambda one: f"服务“{one.label}”",
        {
            "label": "名称",
            "citation_id": "依据",
            "gift": "属于哪一“送”",
            "after": "作为前提的服务",
            "visit": "是否入户",
            "asks": "必须记录的内容",
            "provider": "社工是否也可提供",
        },
        silent=("id",),
    ),
    ServicePackage: Part(
        "service",
        lambda one: f"服务包“{one.label}”",
        {"label": "名称", "citation_id": "依据", "wanted": "各种服务的次数"},
        silent=("id",),
    ),
    Platform: Part(
        "service",
        lambda one: f"创业平台“{one.label}”",
        {"label": "名称", "help": "说明", "citation_id": "依据"},
        silent=("id",),
    ),
    Subsidy: Part(
        "subsidy",
        lambda one: f"补贴“{one.label}”",
        {
            "label": "名称",
            "citation_id": "依据",
            "months": "最多几个月",
            "near_retirement": "距退休不足几年可延至退休",
            "second": "哪些类别可以再次安置",
            "source": "期限的出处",
        },
        silent=("id",),
    ),
    Rhythm: Part(
        "service",
        lambda _: "服务的时限",
        {
            "first_contact": "首次联系的工作日",
            "plan": "制定计划的工作日",
            "visit": "走访间隔的天数",
            "survey": "调查间隔的天数",
            "silent": "多少天没有动静算“不声不响”",
            "citation_id": "依据",
        },
    ),
    LabourAge: Part(
        "retirement",
        lambda _: "法定劳动年龄",
        {
            "from_age": "起点",
            "tracks": "退休类别",
            "by_sex": "男女各自的退休类别",
            "by_base": "答案对应的退休类别",
        },
    ),
}
"""Every part that can differ. A test holds it against the declared fields."""
