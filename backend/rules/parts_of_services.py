"""Services and subsidies, as an officer names them."""

from __future__ import annotations

from collections.abc import Mapping

from backend.rules.part import Part
from backend.rules.said import N_
from backend.rules.services import (
    Platform,
    Relief,
    ReliefRoute,
    Rhythm,
    ServiceKind,
    ServicePackage,
    Subsidy,
    WishTask,
)

SERVICES: Mapping[type, Part] = {
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
            "excludes": N_("同一个月不能同时享受的补贴"),
            "ends_with_work": N_("就业以后是否停发"),
            "source": N_("期限的出处"),
        },
        silent=("id",),
    ),
    Relief: Part(
        "service",
        lambda one: N_("预案“{label}”", label=one.label),
        {
            "label": N_("名称"),
            "categories": N_("适用的类别"),
            "months": N_("几个月内解决"),
            "warn": N_("提前几天提醒"),
            "goal": N_("目标"),
            "citation_id": N_("依据"),
        },
        inner=("routes",),
        silent=("id",),
    ),
    WishTask: Part(
        "service",
        lambda one: N_("意愿待办“{label}”", label=one.label),
        {
            "wish": N_("哪项意愿"),
            "label": N_("名称"),
            "citation_id": N_("依据"),
            "proof": N_("是否凭证书或测评办结"),
        },
        silent=("id",),
    ),
    ReliefRoute: Part(
        "service",
        lambda one: N_("安置办法“{label}”", label=one.label),
        {"label": N_("名称")},
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
}
