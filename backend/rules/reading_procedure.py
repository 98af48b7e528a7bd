"""Reading how one applies and how a recognition ends: papers, place, reviews with their steps, exit grounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from backend.rules.citations import Citation, Reading
from backend.rules.exits import EXIT_CHECKS, ExitBasis, ExitCheck, ExitGround, ExitProcedure, ExitReason
from backend.rules.node import Node, unique
from backend.rules.procedure import (
    DRAWINGS,
    Alternative,
    ForEach,
    Hint,
    Requirement,
    Route,
    Sample,
    Source,
    Stage,
    Step,
)
from backend.rules.reading_rules import read_value
from backend.rules.reading_sources import readings_of
from backend.rules.said import N_, listed
from backend.rules.vocabulary import Vocabulary
from backend.rules.words import Text

_PLACES = ("hukou", "residence")
_LEVELS = ("station", "county", "city")
_NUMBERS = ("disab.no",)
_RECORD_MATCH = "record_match"
_STEPS = (_RECORD_MATCH, "home_visit")
_TERMS = "evidence affirm notice reply wish signed private risk recovery entitles excused check"
_BEFORE_AND_AFTER = 2
"""已提交 before the reviews, 结果 after them."""


class ProcedureReader:
    """Reads the procedure of one pack, whose citations, readings and categories are known."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        places: Mapping[str, Text],
        citations: Mapping[str, Citation],
        readings: Mapping[str, Reading],
        category_ids: Sequence[str],
        samples: Mapping[str, Sample],
    ) -> None:
        self.vocabulary = vocabulary
        self.places = places
        self.citations = citations
        self.readings = readings
        self.category_ids = category_ids
        self.samples = samples

    def requirements(self, at: Node) -> tuple[Requirement, ...]:
        """The papers, in the order of the checklist."""
        nodes = list(at.items())
        unique(nodes, lambda node: node.string("id"))
        return tuple(map(self._requirement, nodes))

    def _requirement(self, node: Node) -> Requirement:
        node.only(
            "id title reason cite",
            "one_of for note needed printed hints optional original_and_copy reading spared each valid_fact number_fact"
            " defects",
        )
        needed = node.flag("needed", True)
        if needed and "one_of" not in node:
            node.wrong(N_("没有写明哪些材料可以"), N_("请写 one_of: 至少一种材料；不需要的请写 needed: false"))
        optional = node.flag("optional")
        if optional and not needed:
            node.at("optional").wrong(N_("不需要的材料不能又是可选的"), N_("请删去 optional 或 needed: false"))
        return Requirement(
            id=node.string("id"),
            title=node.text("title"),
            alternatives=tuple(map(self._alternative, node.at("one_of").items())),
            reason=node.text("reason"),
            citation_id=self._cite(node),
            category_ids=self._categories(node.at("for")),
            note=node.text("note"),
            needed=needed,
            printed=node.text("printed"),
            hints=tuple(map(self._hint, node.at("hints").items())),
            optional=optional,
            original_and_copy=node.flag("original_and_copy"),
            readings=readings_of(node, self.readings),
            spared=tuple(map(self._hint, node.at("spared").items())),
            each=self._each(node.at("each")) if "each" in node else None,
            valid_fact=self._day_of_validity(node),
            number_fact=node.known("number_fact", _NUMBERS, N_("能读懂的证号")),
            defects=node.texts("defects"),
        )

    def _day_of_validity(self, node: Node) -> str:
        fact = self.vocabulary.facts.get(node.known("valid_fact", self.vocabulary.facts, N_("事实")))
        if fact and fact.kind != "date":
            node.at("valid_fact").wrong(N_("{id} 不是日期", id=fact.id), N_("请写一个日期事实"))
        return fact.id if fact else ""

    def _hint(self, node: Node) -> Hint:
        node.only("fact value text")
        fact = self.vocabulary.facts.get(node.known("fact", self.vocabulary.facts, N_("事实")))
        value = read_value(node.at("value"), fact) if fact else ""
        return Hint(fact.id if fact else "", value, node.text("text"))

    def _each(self, node: Node) -> ForEach:
        node.only("fact title")
        fact = self.vocabulary.facts.get(node.known("fact", self.vocabulary.facts, N_("事实")))
        if fact and not (fact.options and all(str(option.value).isdecimal() for option in fact.options)):
            node.at("fact").wrong(N_("{id} 不是人数", id=fact.id), N_("请写一个选项都是数字的事实"))
        title = node.text("title")
        if "{n}" not in title:
            node.at("title").wrong(N_("没有写第几位"), N_("请在名称里写 {n}"))
        return ForEach(fact.id if fact else "", title)

    def _alternative(self, node: Node) -> Alternative:
        node.only("id title", "issuer remind sample expires drawing ask_issuer")
        return Alternative(
            node.string("id"),
            node.text("title"),
            node.text("issuer"),
            node.text("remind"),
            node.known("sample", self.samples, N_("样本")),
            node.flag("expires"),
            node.known("drawing", DRAWINGS, N_("示意图")),
            node.flag("ask_issuer"),
        )

    def route(self, node: Node) -> Route:
        """Where one may apply."""
        node.only("places inside note cite", "reading")
        places = tuple(item.known_itself(_PLACES, N_("地点")) for item in node.at("places").items())
        return Route(
            places,
            node.known("inside", self.places, N_("地区")),
            node.text("note"),
            self._cite(node),
            readings_of(node, self.readings),
        )

    def stages(self, at: Node) -> tuple[Stage, ...]:
        """The reviews, first to last: each at a higher level than the one before, so by another office."""
        nodes = list(at.items())
        if not nodes:
            at.wrong(N_("没有审核阶段"), N_("请至少写一个阶段"))
        unique(nodes, lambda node: node.string("id"))
        unique([step for node in nodes for step in node.at("steps").items()], lambda step: step.string("id"))
        stages = tuple(map(self._stage, nodes))
        levels = [_LEVELS.index(stage.level) if stage.level else 0 for stage in stages]
        for node, below, level in zip(nodes[1:], levels, levels[1:], strict=False):
            if level <= below:
                order = N_("由低到高：{choices}", choices=listed(_LEVELS))
                node.at("level").wrong(N_("后一阶段应当由上一级机构办理"), order)
        return stages

    def progress(self, root: Node, stages: int) -> tuple[Text, ...]:
        """The names of the steps a citizen sees: handed in, each review, the result."""
        names = root.texts("progress")
        if names and len(names) != stages + _BEFORE_AND_AFTER:
            wanted = N_("请写 {count} 个：已提交，每个阶段各一个，结果", count=stages + _BEFORE_AND_AFTER)
            root.at("progress").wrong(N_("进度写了 {count} 个，与阶段对不上", count=len(names)), wanted)
        return names

    def offices(self, at: Node) -> Mapping[str, Text]:
        """What the offices of each level are called."""
        named = dict(at.entries())
        if named:
            at.only("", " ".join(_LEVELS))
        return {level: at.text(level) for level in _LEVELS if level in named}

    def _stage(self, node: Node) -> Stage:
        node.only("id name level office steps opinion_label cite working_days", "reading")
        return Stage(
            id=node.string("id"),
            name=node.text("name"),
            level=node.choice("level", _LEVELS),
            office=node.text("office"),
            steps=tuple(map(self._step, node.at("steps").items())),
            opinion_label=node.text("opinion_label"),
            citation_id=self._cite(node),
            working_days=node.count("working_days"),
            readings=readings_of(node, self.readings),
        )

    def _step(self, node: Node) -> Step:
        node.only("id label cite", "required sources system")
        name = node.choice("id", _STEPS)
        sources = self._sources(node) if "sources" in node else ()
        if (name == _RECORD_MATCH) != bool(sources):
            elsewhere = N_("来源只写在 {record_match} 下", record_match=_RECORD_MATCH)
            wanted = N_("请写 sources: 至少一个来源") if name == _RECORD_MATCH else elsewhere
            node.wrong(N_("比对来源与这一步不符"), wanted)
        required = node.flag("required", True)
        return Step(name, node.text("label"), required, self._cite(node), sources, node.text("system"))

    def _sources(self, node: Node) -> tuple[Source, ...]:
        nodes = list(node.at("sources").items())
        unique(nodes, lambda source: source.string("id"))
        return tuple(map(self._source, nodes))

    def _source(self, node: Node) -> Source:
        node.only("id label", "tells")
        tells = tuple(one.known_itself(self.vocabulary.facts, N_("事实")) for one in node.at("tells").items())
        return Source(node.string("id"), node.text("label"), tells)

    def exits(self, at: Node) -> tuple[ExitGround, ...]:
        """The exit grounds, in the order of the document."""
        nodes = list(at.items())
        unique(nodes, lambda node: node.string("id"))
        return tuple(map(self._exit, nodes))

    def exit_procedure(self, node: Node, *, needed: bool) -> ExitProcedure | None:
        """Who proposes and decides an exit; a document with exit grounds has to say it."""
        if "propose" not in node:
            if needed:
                node.wrong(N_("有退出情形，但没有写由谁提出、由谁审定"), N_("请写 exit_procedure: {propose: …, confirm: …}"))
            return None
        node.only("propose confirm reply_days cite", "reading")
        return ExitProcedure(
            propose=self._levels(node.at("propose")),
            confirm=self._levels(node.at("confirm")),
            reply_days=node.number("reply_days"),
            citation_id=self._cite(node),
            readings=readings_of(node, self.readings),
        )

    def _levels(self, at: Node) -> tuple[str, ...]:
        return tuple(item.known_itself(_LEVELS, N_("层级")) for item in at.items())

    def _exit(self, node: Node) -> ExitGround:
        node.only("id label cite", f"reasons bases reading {_TERMS}")
        return ExitGround(
            id=node.string("id"),
            label=node.text("label"),
            citation_id=self._cite(node),
            reasons=tuple(map(self._exit_reason, node.at("reasons").items())),
            bases=tuple(map(self._exit_basis, node.at("bases").items())),
            readings=readings_of(node, self.readings),
            **self._terms(node),
        )

    def _exit_reason(self, node: Node) -> ExitReason:
        node.only("id label", _TERMS)
        return ExitReason(node.string("id"), node.text("label"), **self._terms(node))

    def _exit_basis(self, node: Node) -> ExitBasis:
        node.only("id label", "for check")
        categories = self._categories(node.at("for"))
        return ExitBasis(node.string("id"), node.text("label"), categories, self._check(node))

    def _terms(self, node: Node) -> dict[str, Any]:
        return {
            "evidence": node.texts("evidence"),
            "affirm": node.text("affirm"),
            "notice": node.flag("notice", True),
            "reply": node.flag("reply", True),
            "wish": node.flag("wish"),
            "signed": node.flag("signed"),
            "private": node.flag("private"),
            "risk": node.flag("risk"),
            "recovery": node.flag("recovery"),
            "entitles": node.known("entitles", self.citations, N_("引文")),
            "excused": node.known("excused", self.citations, N_("引文")),
            "check": self._check(node),
        }

    def _check(self, node: Node) -> ExitCheck | None:
        if "check" not in node:
            return None
        at = node.at("check")
        kind = at.choice("kind", tuple(EXIT_CHECKS))
        at.only(" ".join(("kind", *EXIT_CHECKS.get(kind, ()))))
        return ExitCheck(
            kind=kind,
            fact=at.known("fact", self.vocabulary.facts, N_("事实")),
            warn=at.counts("warn"),
            count=at.count("count"),
            months=at.count("months"),
            channels=at.count("channels"),
        )

    def _categories(self, at: Node) -> tuple[str, ...]:
        return tuple(item.known_itself(self.category_ids, N_("类别")) for item in at.items())

    def _cite(self, node: Node) -> str:
        return node.known("cite", self.citations, N_("引文"))
