"""The values of a pack's fields as people read them: names for ids, days and counts with their units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from backend.rules.pack import Pack
from backend.rules.parts_of_values import VALUES
from backend.rules.procedure import Hint
from backend.rules.rule_words import shown
from backend.rules.said import N_, day_said, listed
from backend.rules.verdict import Verdict
from backend.rules.words import Text

_UNITS = {
    "waiting_months": N_("{count}个月"),
    "working_days": N_("{count}个工作日"),
    "correction_days": N_("{count}天"),
    "longest": N_("{count}个字"),
    "exactly": N_("{count}个字"),
    "copies": N_("{count}份"),
    "shelf_life_days": N_("{count}天"),
    "reply_days": N_("{count}天"),
    "from_age": N_("{count}周岁"),
    "objection_days": N_("{count}个工作日"),
    "count": N_("{count}次"),
    "months": N_("{count}个月"),
    "channels": N_("{count}种"),
    "near_retirement": N_("{count}年"),
    "first_contact": N_("{count}个工作日"),
    "plan": N_("{count}个工作日"),
    "visit": N_("{count}天"),
    "survey": N_("{count}天"),
    "silent": N_("{count}天"),
    "warn": N_("{count}天"),
}
_CHAT = {
    "jobs": N_("找岗位"),
    "refusal": N_("不接受岗位"),
    "courses": N_("培训课程"),
    "vouchers": N_("培训券"),
    "activities": N_("活动"),
    "survey": N_("说说近况"),
    "news": N_("推送的消息"),
    "invitation": N_("邀请"),
    "complaint": N_("投诉、意见"),
}
_ASKED = {"place": N_("地点"), "visitors": N_("上门的人"), "offered": N_("推荐或展示的内容")}
_WORDS = {
    "hukou": N_("户籍地"),
    "residence": N_("常住地"),
    "station": N_("街道（乡镇）"),
    "county": N_("县（区）"),
    "city": N_("市"),
    "apply": N_("本人申请"),
    "auto": N_("自动认定"),
    "citizen": N_("本人"),
    "derived": N_("自动"),
    "record": N_("记录"),
    "preliminary": N_("初审"),
    "final": N_("审核"),
    "retirement": N_("法定退休日"),
    "validity": N_("证书有效期"),
    "refusals": N_("拒绝服务"),
    "silence": N_("无法联络"),
    "employment": N_("就业登记"),
    "household": N_("家庭成员就业"),
    "low": N_("一般"),
    "personal": N_("个人信息"),
    "special": N_("敏感信息"),
}
VERDICTS = {
    Verdict.YES: N_("符合"),
    Verdict.CONFIRM: N_("需核实"),
    Verdict.UNKNOWN: N_("还不能确定"),
    Verdict.NO: N_("不符合"),
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
        if name in ("citation_id", "waiting_citation", "entitles"):
            return self.pack.citations[value].article if value in self.pack.citations else ""
        if name in _UNITS and not isinstance(value, bool):
            counts = value if isinstance(value, tuple) else (value,)
            return listed(N_(_UNITS[name].msgid, count=count) for count in counts if count)
        if name == "chat":
            rests = ((_CHAT[key], listed(self.pack.citations[one].article for one in value[key])) for key in value)
            return listed((N_("{name}：{value}", name=topic, value=articles) for topic, articles in rests), N_("；"))
        if name in ("excludes", "after", "asks", "wanted"):
            return self._of_services(value)
        if name == "readings" and isinstance(value, tuple):
            return listed(self._plain(self.pack.readings[one].about) for one in value)
        return self._plain(value)

    def _of_services(self, value: Any) -> str:
        """Services, subsidies and what their record asks for, by name; counted where they are counted."""
        labels = {one.id: one.label for one in self.pack.services}
        labels |= {one.id: one.label for one in self.pack.subsidies}
        names = _ASKED | {name: N_("“{text}”", text=label) for name, label in labels.items()}
        if isinstance(value, Mapping):
            counted = (N_("{name}{count}次", name=names.get(key, key), count=count) for key, count in value.items())
            return listed(counted)
        ids = value if isinstance(value, tuple) else filter(None, (value,))
        return listed(names.get(one, one) for one in ids)

    def _parts(self, value: Any) -> str:
        """A value of several parts: each with its word where it has one, without its id."""
        words = VALUES.get(type(value), {})
        shown = (one.name for one in fields(value) if one.name != "id")
        said = ((words.get(name, ""), self.value(name, getattr(value, name))) for name in shown)
        inner = (N_("{name}：{value}", name=word, value=text) if word else text for word, text in said if text)
        return N_("（{parts}）", parts=listed(inner, N_("，")))

    def _plain(self, value: Any) -> str:
        match value:
            case Verdict():
                return VERDICTS[value]
            case bool():
                return N_("是") if value else N_("否")
            case date():
                return day_said(value)
            case Text():
                return N_("“{text}”", text=str(value)) if value else ""
            case str():
                return self._named(value)
            case tuple():
                return listed(map(self._plain, value))
            case Mapping():
                pairs = ((self._plain(key), self._plain(item)) for key, item in value.items())
                return listed((N_("{name}：{value}", name=key, value=item) for key, item in pairs), N_("；"))
            case Hint():
                return self._hint(value)
            case _ if is_dataclass(value):
                return self._parts(value)
            case _:
                return "" if value is None else str(value)

    def _hint(self, hint: Hint) -> str:
        fact = self.pack.vocabulary[hint.fact]
        return N_(
            "“{fact}”答“{answer}”的，“{text}”",
            fact=fact.label, answer=shown(fact, hint.value), text=str(hint.text),
        )  # fmt: skip

    def _named(self, value: str) -> str:
        """The name behind an id: of a fact, a category, a place, or one of the few fixed words."""
        if value in self.pack.vocabulary:
            return N_("“{text}”", text=self.pack.vocabulary[value].label)
        names = {category.id: category.name for category in self.pack.categories}
        return names.get(value) or _WORDS.get(value) or self._place(value) or value

    def _place(self, code: str) -> str:
        known = (fact.names for fact in self.pack.vocabulary.facts.values() if fact.names)
        return next((names[code] for names in known if code in names), "")
