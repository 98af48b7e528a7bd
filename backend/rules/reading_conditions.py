"""Reading who is recognised: conditions with their cures, categories, and what is told beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend.rules.citations import Citation, Reading
from backend.rules.conditions import APPLY, AUTO, Category, Condition, Cure, Notice
from backend.rules.derivations import Day
from backend.rules.expression import Rule, facts_in, leaves
from backend.rules.node import Node, unique
from backend.rules.operators import leaf_verdict
from backend.rules.reading_rules import read_rule, read_value
from backend.rules.reading_sources import readings_of
from backend.rules.retirement import LabourAge
from backend.rules.said import N_
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Vocabulary
from backend.rules.words import Text


@dataclass(frozen=True, slots=True)
class ConditionsReader:
    """Reads conditions against the facts, the law on labour age, the places, and the pack's own sources."""

    vocabulary: Vocabulary
    labour_age: LabourAge
    places: Mapping[str, Text]
    citations: Mapping[str, Citation]
    readings: Mapping[str, Reading]
    category_ids: Sequence[str]

    def conditions(self, at: Node) -> tuple[Condition, ...]:
        """At least one, each with an id of its own."""
        nodes = list(at.items())
        unique(nodes, lambda node: node.string("id"))
        if not nodes:
            at.wrong(N_("没有条件"), N_("请至少写一个条件"))
        return tuple(map(self._condition, nodes))

    def _condition(self, node: Node) -> Condition:
        node.only("id label required cite rule", "shows notes cure reading sexes_differ")
        rule = read_rule(node.at("rule"), self.vocabulary, self.labour_age, self.places)
        shows = tuple(item.known_itself(self.vocabulary.facts, N_("事实")) for item in node.at("shows").items())
        return Condition(
            id=node.string("id"),
            label=node.text("label"),
            required=node.text("required"),
            rule=rule,
            citation_id=node.known("cite", self.citations, N_("引文")),
            shows=shows or facts_in(rule),
            notes={Verdict.of(word): node.at("notes").text(word) for word in self._noted(node)},
            cure=self._cure(node, rule) if "cure" in node else None,
            readings=readings_of(node, self.readings),
            sexes_differ=node.flag("sexes_differ"),
        )

    def _cure(self, condition: Node, rule: Rule) -> Cure | None:
        node = condition.at("cure").only("fact value done", "from since")
        name = node.known("fact", self.vocabulary.facts, N_("事实"))
        if not name:
            return None
        fact = self.vocabulary[name]
        since = node.known("since", self.vocabulary.facts, N_("事实"))
        if since and self.vocabulary[since].kind != "date":
            node.at("since").wrong(N_("{since} 不是日期", since=since), N_("请写一个 kind: date 的事实"))
        before = tuple(read_value(item, fact) for item in node.at("from").items())
        cure = Cure(name, read_value(node.at("value"), fact), node.text("done"), before, since)
        day = Day(date.min, self.labour_age)
        if not any(leaf_verdict(leaf, cure.value, day) for leaf in leaves(rule) if leaf.fact == name):
            node.wrong(N_("{name} 是 {value} 时，这个条件仍不成立", name=name, value=cure.value), N_("请写使条件成立的答案"))
        if Verdict.NO.word not in self._noted(condition):
            node.wrong(N_("没有写明怎样办理"), N_("请在 notes 中写 no"))
        return cure

    def _noted(self, node: Node) -> list[str]:
        words = [verdict.word for verdict in Verdict]
        if "notes" in node:
            node.at("notes").only("", " ".join(words))
        return [word for word in words if word in node.at("notes")]

    def categories(self, at: Node) -> tuple[Category, ...]:
        """The grounds of recognition, each with an id of its own."""
        nodes = list(at.items())
        unique(nodes, lambda node: node.string("id"))
        return tuple(map(self._category, nodes))

    def _category(self, node: Node) -> Category:
        node.only("id name short printed cite conditions", "mode")
        return Category(
            id=node.string("id"),
            name=node.text("name"),
            short=node.text("short"),
            printed=node.text("printed"),
            citation_id=node.known("cite", self.citations, N_("引文")),
            conditions=self.conditions(node.at("conditions")),
            mode=node.choice("mode", (APPLY, AUTO), APPLY),
        )

    def notice(self, node: Node) -> Notice:
        """A sentence shown beside categories."""
        node.only("id text source", "beside verdicts when certain since")
        words = [verdict.word for verdict in Verdict]
        verdicts = [
            Verdict.of(word)
            for item in node.at("verdicts").items()
            if (word := item.known_itself(words, N_("结论")))
        ]
        when = (
            read_rule(node.at("when"), self.vocabulary, self.labour_age, self.places)
            if "when" in node
            else None
        )
        beside = tuple(item.known_itself(self.category_ids, N_("类别")) for item in node.at("beside").items())
        return Notice(
            node.string("id"),
            node.text("text"),
            node.text("source"),
            beside,
            tuple(verdicts or Verdict),
            when,
            certain="certain" in node and node.at("certain").scalar(bool, True, " true", N_("请写 true")),
            since=node.day("since") if "since" in node else None,
        )
