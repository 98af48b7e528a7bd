"""Papers, places, reviews and exits, as an officer names them."""

from __future__ import annotations

from collections.abc import Mapping

from backend.rules.exits import ExitBasis, ExitGround, ExitReason
from backend.rules.part import Part
from backend.rules.procedure import Alternative, Requirement, Route, Source, Stage, Step
from backend.rules.said import N_

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
    "excused": N_("有正当理由不接受服务的例外"),
    "check": N_("每日检查"),
}

PROCEDURE: Mapping[type, Part] = {
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
            "valid_fact": N_("有效期所说的事实"),
            "number_fact": N_("证号所说的事实"),
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
            "expires": N_("印有有效期"),
            "drawing": N_("示意图"),
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
        {
            "label": N_("名称"),
            "required": N_("是否必做"),
            "citation_id": N_("依据"),
            "system": N_("录入的系统"),
        },
        inner=("sources",),
        silent=("id",),
    ),
    Source: Part(
        "stage",
        lambda one: N_("比对的记录“{label}”", label=one.label),
        {"label": N_("名称"), "tells": N_("核对的事实")},
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
}
