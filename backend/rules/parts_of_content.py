"""The document itself and whom it recognises, as an officer names them."""

from __future__ import annotations

from collections.abc import Mapping

from backend.rules.citations import Citation, Contact, Reading
from backend.rules.conditions import Category, Condition, Notice
from backend.rules.pack import Pack
from backend.rules.part import Part
from backend.rules.retirement import LabourAge
from backend.rules.said import N_

CONTENT: Mapping[type, Part] = {
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
            "chat": N_("聊天里各件事的依据"),
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
            "reliefs",
            "tasks",
        ),
        # Estimates and subjects move the order of the questions, never a verdict.
        silent=("id", "version", "region", "vocabulary", "together", "priors", "plan"),
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
