"""Values made of several, each with the word for it: what differs in them is told one by one."""

from __future__ import annotations

from collections.abc import Mapping

from backend.rules.conditions import Automatic
from backend.rules.exits import ExitCheck, ExitProcedure
from backend.rules.said import N_

VALUES: Mapping[type, Mapping[str, str]] = {
    ExitCheck: {
        "kind": N_("方式"),
        "fact": N_("有效期所说的事实"),
        "warn": N_("提前提醒的天数"),
        "count": N_("次数"),
        "months": N_("期间"),
        "channels": N_("联络方式的种数"),
    },
    ExitProcedure: {
        "propose": N_("提出的层级"),
        "confirm": N_("审定的层级"),
        "reply_days": N_("本人说明的期限"),
        "citation_id": N_("依据"),
        "readings": N_("所依的读法"),
    },
    Automatic: {
        "note": N_("提示"),
        "citation_id": N_("依据"),
        "bring": N_("要带的材料"),
        "objection_days": N_("答复异议的期限"),
        "later": N_("以后满年龄的是否再看"),
    },
}
