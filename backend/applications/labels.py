"""States and acts in words, for the console."""

from collections.abc import Mapping

from backend.core.sentences import N_
from backend.rules import Pack
from locales import translator

STATES: Mapping[str, str] = {
    "submitted": N_("待办理"),
    "in_review": N_("办理中"),
    "awaiting_correction": N_("待补正"),
    "recognised": N_("已认定"),
    "declined": N_("不予认定"),
    "withdrawn": N_("已撤回"),
}
ACTS: Mapping[str, str] = {
    "take_up": N_("接手办理"),
    "release": N_("交回本机构"),
    "hand_over": N_("转办"),
    "accept": N_("接办"),
    "reassign": N_("改派"),
    "send_back": N_("退回初审"),
    "entrust": N_("交社区协助"),
    "record_match": N_("记录信息比对"),
    "home_visit": N_("记录入户核实"),
    "mark_paper": N_("核对材料"),
    "endorse": N_("{stage}通过并上报"),
    "recognise": N_("{stage}通过并认定"),
    "recognise_at_once": N_("通过并认定"),
    "return": N_("退回补正"),
    "extend": N_("延长补正时间"),
    "resume": N_("不再等待，继续审查"),
    "decline": N_("不予认定"),
}
DELIVERIES: Mapping[str, str] = {
    "queued": N_("待发送"),
    "leased": N_("发送中"),
    "sent": N_("已送达"),
    "blocked": N_("对方已停用"),
    "failed": N_("发送失败"),
    "unknown": N_("是否送达未知"),
    "cancelled": N_("已取消"),
}


def state_label(state: str, language: str) -> str:
    return translator("notices", language)(STATES[state])


def act_label(pack: Pack, act: str, stage: str, language: str) -> str:
    """The verb on a button; it names the effect (C11). The name of the only review adds nothing to it."""
    if act == "recognise" and len(pack.stages) == 1:
        act = "recognise_at_once"
    return translator("notices", language)(ACTS[act]).format(stage=stage)


def delivery_label(state: str, language: str) -> str:
    return translator("notices", language)(DELIVERIES[state])
