"""The values of a pack's fields as people read them: names for ids, days and counts with their units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from backend.rules.pack import Pack
from backend.rules.verdict import Verdict
from backend.rules.words import Text

_UNITS = {
    "waiting_months": "个月",
    "working_days": "个工作日",
    "correction_days": "天",
    "longest": "个字",
    "exactly": "个字",
    "copies": "份",
    "shelf_life_days": "天",
    "reply_days": "天",
    "from_age": "周岁",
}
_WORDS = {
    "hukou": "户籍地",
    "residence": "常住地",
    "station": "街道（乡镇）",
    "county": "县（区）",
    "city": "市",
    "apply": "本人申请",
    "auto": "自动认定",
    "citizen": "本人",
    "derived": "自动",
    "record": "记录",
    "preliminary": "初审",
    "final": "审核",
    "retirement": "法定退休日",
    "validity": "证书有效期",
    "refusals": "拒绝服务",
    "silence": "无法联络",
    "employment": "就业登记",
    "household": "家庭成员就业",
    "low": "一般",
    "personal": "个人信息",
    "special": "敏感信息",
}
VERDICTS = {
    Verdict.YES: "符合",
    Verdict.CONFIRM: "需核实",
    Verdict.UNKNOWN: "还不能确定",
    Verdict.NO: "不符合",
}


@dataclass(frozen=True, slots=True)
class Showing:
    """How one pack's values read."""

    pack: Pack

    def article(self, item: Any) -> str:
        """The article a part rests on; of a citation its own."""
        citation = self.pack.citations.get(getattr(item, "citation_id", ""))
        return citation.article if citation else str(getattr(item, "article", ""))

    def value(self, name: str, value: Any) -> str:
        """The value of a field as it stands in a sentence; empty for nothing."""
        if name in ("citation_id", "waiting_citation"):
            return self.pack.citations[value].article if value in self.pack.citations else ""
        if name in _UNITS:
            return f"{value}{_UNITS[name]}" if value else ""
        return self._plain(value)

    def _plain(self, value: Any) -> str:
        match value:
            case Verdict():
                return VERDICTS[value]
            case bool():
                return "是" if value else "否"
            case date():
                return f"{value.year}年{value.month}月{value.day}日"
            case Text():
                return f"“{value}”" if value else ""
            case str():
                return self._named(value)
            case tuple():
                return "、".join(map(self._plain, value))
            case Mapping():
                return "；".join(f"{self._plain(key)}：{self._plain(item)}" for key, item in value.items())
            case _ if is_dataclass(value):
                inner = (self._plain(getattr(value, field.name)) for field in fields(value))
                return "（" + "，".join(filter(None, inner)) + "）"
            case _:
                return "" if value is None else str(value)

    def _named(self, value: str) -> str:
        """The name behind an id: of a fact, a category, a place, or one of the few fixed words."""
        if value in self.pack.vocabulary:
            return f"“{self.pack.vocabulary[value].label}”"
        names = {category.id: category.name for category in self.pack.categories}
        return names.get(value) or _WORDS.get(value) or self._place(value) or value

    def _place(self, code: str) -> str:
        known = (fact.names for fact in self.pack.vocabulary.facts.values() if fact.names)
        return next((names[code] for names in known if code in names), "")
