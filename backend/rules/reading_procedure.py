"""Reading how one applies: the papers, the place, the reviews with their steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backend.rules.node import Node, unique
from backend.rules.pack import Alternative, Citation, Hint, Reading, Requirement, Route, Stage, Step
from backend.rules.reading_rules import read_value
from backend.rules.reading_sources import readings_of
from backend.rules.vocabulary import Vocabulary
from backend.rules.words import Text

_PLACES = ("hukou", "residence")
_LEVELS = ("station", "county")


class ProcedureReader:
    """Reads the procedure of one pack, whose citations, readings and categories are known."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        places: Mapping[str, Text],
        citations: Mapping[str, Citation],
        readings: Mapping[str, Reading],
        category_ids: Sequence[str],
    ) -> None:
        self.vocabulary = vocabulary
        self.places = places
        self.citations = citations
        self.readings = readings
        self.category_ids = category_ids

    def requirements(self, at: Node) -> tuple[Requirement, ...]:
        """The papers, in the order of the checklist."""
        nodes = list(at.items())
        unique(nodes, lambda node: node.string("id"))
        return tuple(map(self._requirement, nodes))

    def _requirement(self, node: Node) -> Requirement:
        node.only(
            "id title reason cite",
            "one_of for note needed printed hints optional original_and_copy reading",
        )
        needed = node.flag("needed", True)
        if needed and "one_of" not in node:
            node.wrong("没有写明哪些材料可以", "请写 one_of: 至少一种材料；不需要的请写 needed: false")
        optional = node.flag("optional")
        if optional and not needed:
            node.at("optional").wrong("不需要的材料不能又是可选的", "请删去 optional 或 needed: false")
        return Requirement(
            id=node.string("id"),
            title=node.text("title"),
            alternatives=tuple(map(self._alternative, node.at("one_of").items())),
            reason=node.text("reason"),
            citation_id=self._cite(node),
            category_ids=tuple(
                item.known_itself(self.category_ids, "类别") for item in node.at("for").items()
            ),
            note=node.text("note"),
            needed=needed,
            printed=node.text("printed"),
            hints=tuple(map(self._hint, node.at("hints").items())),
            optional=optional,
            original_and_copy=node.flag("original_and_copy"),
            readings=readings_of(node, self.readings),
        )

    def _hint(self, node: Node) -> Hint:
        node.only("fact value text")
        fact = self.vocabulary.facts.get(node.known("fact", self.vocabulary.facts, "事实"))
        value = read_value(node.at("value"), fact) if fact else ""
        return Hint(fact.id if fact else "", value, node.text("text"))

    def _alternative(self, node: Node) -> Alternative:
        node.only("id title", "issuer remind")
        return Alternative(node.string("id"), node.text("title"), node.text("issuer"), node.text("remind"))

    def route(self, node: Node) -> Route:
        """Where one may apply."""
        node.only("places inside note cite", "reading")
        places = tuple(item.known_itself(_PLACES, "地点") for item in node.at("places").items())
        return Route(
            places,
            node.known("inside", self.places, "地区"),
            node.text("note"),
            self._cite(node),
            readings_of(node, self.readings),
        )

    def stages(self, at: Node) -> tuple[Stage, ...]:
        """The reviews, first to last."""
        return tuple(map(self._stage, at.items()))

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
            working_days=node.number("working_days"),
            readings=readings_of(node, self.readings),
        )

    def _step(self, node: Node) -> Step:
        node.only("id label cite", "required")
        return Step(node.string("id"), node.text("label"), node.flag("required", True), self._cite(node))

    def _cite(self, node: Node) -> str:
        return node.known("cite", self.citations, "引文")
