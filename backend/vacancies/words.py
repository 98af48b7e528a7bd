"""Choices of a post in words, and how what people write is recognised as one of them."""

from collections.abc import Mapping
from typing import Any

from backend.core.sentences import N_
from backend.rules.parsing import plain

SHIFTS: Mapping[str, str] = {"full": N_("全天班"), "half": N_("半天班"), "flexible": N_("时间灵活")}
LOADS: Mapping[str, str] = {"light": N_("轻"), "medium": N_("中等"), "heavy": N_("重")}
PERS: Mapping[str, str] = {"month": N_("元/月"), "hour": N_("元/小时")}
EMPLOYERS: Mapping[str, str] = {
    "enterprise": N_("企业"),
    "individual": N_("个体工商户"),
    "public": N_("机关和事业单位"),
    "social": N_("社会组织"),
    "community": N_("居（村）委会"),
}
SOURCES: Mapping[str, str] = {"form": N_("窗口录入"), "import": N_("文件导入"), "api": N_("单位系统")}
ALSO: Mapping[str, tuple[str, ...]] = {
    "full": ("全天", "全职", "全日制"),
    "half": ("半天", "半日", "非全日制"),
    "flexible": ("灵活", "弹性", "不固定"),
    "light": ("轻体力", "轻度"),
    "medium": ("中", "中体力", "中度"),
    "heavy": ("重体力", "重度"),
    "ordinary": ("一般", "普通", "普通岗位"),
    "public_welfare": ("公益岗", "公益岗位"),
    "rural_public": ("乡村公益岗", "乡村公益岗位"),
    "community": ("社区岗位", "社区就业"),
}
"""What people write instead of the word of the form."""


class Labels(dict[str, str]):
    """Written form to code; ``shown`` are the words of the form."""

    shown: tuple[str, ...] = ()


def labels(known: Mapping[Any, Any]) -> Labels:
    """Codes, Chinese and English words and what people write instead, all without blanks and case."""
    found = Labels()
    for code, word in known.items():
        ways = (code, *((word,) if isinstance(word, str) else (word.zh, word.en)), *ALSO.get(code, ()))
        found |= {plain(way): code for way in ways}
    found.shown = tuple(word if isinstance(word, str) else word.zh for word in known.values())
    return found
