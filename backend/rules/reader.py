"""From plain mappings to a checked `Pack`: every mistake is found, none stops the search for the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from backend.rules.derivations import Day
from backend.rules.expression import Rule, facts_in, leaves
from backend.rules.node import Mistake, Mistakes, Node, unique
from backend.rules.operators import leaf_verdict
from backend.rules.pack import (
    APPLY,
    AUTO,
    CORRECTION_DAYS,
    OBJECTION_DAYS,
    Automatic,
    Category,
    Condition,
    Cure,
    Notice,
    Pack,
)
from backend.rules.reading_facts import read_options
from backend.rules.reading_form import read_form
from backend.rules.reading_priors import read_priors
from backend.rules.reading_procedure import ProcedureReader
from backend.rules.reading_rules import read_rule, read_value
from backend.rules.reading_services import ServicesReader
from backend.rules.reading_sources import (
    read_citations,
    read_contacts,
    read_readings,
    read_samples,
    readings_of,
)
from backend.rules.retirement import LabourAge
from backend.rules.said import N_
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Vocabulary
from backend.rules.words import Text


class PackMistakes(ValueError):
    """A document that cannot be used, with all its mistakes."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__(f"{len(mistakes)} mistakes")
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a pack is read against: the declared facts, the law on labour age, and the names of places."""

    vocabulary: Vocabulary
    labour_age: LabourAge
    places: Mapping[str, Text]


def read_pack(data: Any, around: Surroundings, fingerprint: str = "") -> Pack:
    """The pack a document describes. `fingerprint` marks its content in the version. Raises PackMistakes."""
    mistakes = Mistakes()
    pack = _PackReader(Node(data, mistakes), around).pack(fingerprint)
    if not mistakes.found:
        _check_questions(Node(data, mistakes), pack)
    if mistakes.found:
        raise PackMistakes(mistakes.found)
    return pack


class _PackReader:
    def __init__(self, root: Node, around: Surroundings) -> None:
        self.root = root.only(
            "id version title number issuer region legal_basis valid_from verified_on telephone waiting citations"
            " questions preconditions categories requirements route stages form progress",
            "valid_until expired_notice contacts readings notices automatic declaration operator offices exits"
            " exit_procedure samples together priors services packages subsidies rhythm platforms correction_days",
        )
        self.around = around
        self.citations = read_citations(root.at("citations"))
        self.readings = read_readings(root.at("readings"), self.citations)
        self.vocabulary = self._vocabulary()
        self.category_ids = [node.string("id") for node in root.at("categories").items()]

    def pack(self, fingerprint: str) -> Pack:
        root = self.root
        waiting = root.at("waiting").only("months cite")
        samples = read_samples(root.at("samples"), self.citations)
        procedure = ProcedureReader(
            self.vocabulary, self.around.places, self.citations, self.readings, self.category_ids, samples
        )
        region = root.known("region", self.around.places, N_("地区"))
        questions = tuple(filter(None, map(self._question, root.at("questions").items())))
        stages = procedure.stages(root.at("stages"))
        categories = self._categories()
        applicable = [category.id for category in categories if category.mode == APPLY]
        assistance = ServicesReader(self.citations, self.category_ids)
        services = assistance.kinds(root.at("services"))
        return Pack(
            id=root.string("id"),
            version="-".join(filter(None, (root.string("version"), fingerprint))),
            title=root.text("title"),
            number=root.text("number"),
            issuer=root.text("issuer"),
            region=region,
            region_name=self.around.places.get(region, Text()),
            legal_basis=root.texts("legal_basis"),
            valid_from=root.text("valid_from"),
            valid_until=root.day("valid_until") if "valid_until" in root else None,
            expired_notice=self._expired_notice(),
            verified_on=root.day("verified_on"),
            telephone=root.string("telephone"),
            contacts=read_contacts(root.at("contacts"), self.citations),
            waiting_months=waiting.number("months"),
            waiting_citation=self._cite(waiting),
            vocabulary=self.vocabulary,
            labour_age=self.around.labour_age,
            questions=questions,
            together=tuple(map(self._together, root.at("together").items())),
            priors=read_priors(root, self.vocabulary, questions),
            citations=self.citations,
            readings=self.readings,
            preconditions=self._conditions(root.at("preconditions")),
            categories=categories,
            requirements=procedure.requirements(root.at("requirements")),
            route=procedure.route(root.at("route")),
            stages=stages,
            form=read_form(root.at("form"), self.vocabulary, applicable, [stage.id for stage in stages]),
            notices=tuple(map(self._notice, root.at("notices").items())),
            progress=procedure.progress(root, len(stages)),
            automatic=self._automatic(needed=len(applicable) < len(categories)),
            declaration=root.text("declaration"),
            operator=root.text("operator") or root.text("issuer"),
            offices=procedure.offices(root.at("offices")),
            exits=procedure.exits(root.at("exits")),
            exit_procedure=procedure.exit_procedure(root.at("exit_procedure"), needed="exits" in root),
            correction_days=root.number("correction_days", CORRECTION_DAYS),
            samples=samples,
            services=services,
            packages=assistance.packages(root.at("packages"), services),
            subsidies=assistance.subsidies(root.at("subsidies")),
            platforms=assistance.platforms(root.at("platforms")),
            rhythm=assistance.rhythm(root.at("rhythm"), "rhythm" in root),
        )

    def _expired_notice(self) -> Text:
        """A document with a term says what is told once it has ended; one without has nothing to tell."""
        root = self.root
        if "valid_until" in root and "expired_notice" not in root:
            root.at("valid_until").wrong(N_("没有写明届满以后怎样提示"), N_("请写 expired_notice"))
        if "expired_notice" in root and "valid_until" not in root:
            root.at("expired_notice").wrong(N_("文件没有有效期，用不到这句话"), N_("请写 valid_until，或删去这一项"))
        return root.text("expired_notice")

    def _automatic(self, *, needed: bool) -> Automatic | None:
        """How one is recognised without being asked; a pack with such a category has to say it."""
        if "automatic" not in self.root:
            if needed:
                advice = N_("请写 automatic: {note: …, cite: …}，说明怎样自动认定")
                self.root.at("categories").wrong(N_("有自动认定的类别，但没有写 automatic"), advice)
            return None
        node = self.root.at("automatic").only("note cite", "bring objection_days later")
        days = node.number("objection_days", OBJECTION_DAYS)
        return Automatic(node.text("note"), self._cite(node), node.text("bring"), days, node.flag("later", True))

    def _cite(self, node: Node) -> str:
        return node.known("cite", self.citations, N_("引文"))

    def _vocabulary(self) -> Vocabulary:
        """The declared facts, with the options this pack gives to its questions."""
        facts = dict(self.around.vocabulary.facts)
        for node in self.root.at("questions").items():
            name = node.data.get("fact") if isinstance(node.data, Mapping) else None
            if name in facts:
                fact = facts[name]
                changed: dict[str, Any] = {
                    key: node.text(key) for key in ("question", "why", "help") if key in node
                }
                if "options" in node:
                    changed["options"] = read_options(node.at("options"), fact.kind)
                facts[name] = replace(fact, **changed)
        return Vocabulary(facts, self.around.vocabulary.words)

    def _question(self, node: Node) -> str:
        facts = self.vocabulary.facts
        if isinstance(node.data, Mapping):
            node.only("fact", "options question why help")
            name = node.known("fact", facts, N_("事实"))
        else:
            name = node.known_itself(facts, N_("事实"))
        fact = facts.get(name)
        if fact is not None and not (fact.asked and fact.question and fact.why):
            advice = N_("请在 facts.yaml 中写 source: citizen，并写出 question 和 why")
            node.wrong(N_("{name} 不能拿来问人", name=name), advice)
        return name

    def _together(self, node: Node) -> tuple[str, ...]:
        return tuple(item.known_itself(self.vocabulary.facts, N_("事实")) for item in node.items())

    def _conditions(self, at: Node) -> tuple[Condition, ...]:
        nodes = list(at.items())
        unique(nodes, lambda node: node.string("id"))
        if not nodes:
            at.wrong(N_("没有条件"), N_("请至少写一个条件"))
        return tuple(map(self._condition, nodes))

    def _condition(self, node: Node) -> Condition:
        node.only("id label required cite rule", "shows notes cure reading sexes_differ")
        rule = read_rule(node.at("rule"), self.vocabulary, self.around.labour_age, self.around.places)
        shows = tuple(item.known_itself(self.vocabulary.facts, N_("事实")) for item in node.at("shows").items())
        return Condition(
            id=node.string("id"),
            label=node.text("label"),
            required=node.text("required"),
            rule=rule,
            citation_id=self._cite(node),
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
        day = Day(date.min, self.around.labour_age)
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

    def _categories(self) -> tuple[Category, ...]:
        nodes = list(self.root.at("categories").items())
        unique(nodes, lambda node: node.string("id"))
        return tuple(map(self._category, nodes))

    def _category(self, node: Node) -> Category:
        node.only("id name short printed cite conditions", "mode")
        return Category(
            id=node.string("id"),
            name=node.text("name"),
            short=node.text("short"),
            printed=node.text("printed"),
            citation_id=self._cite(node),
            conditions=self._conditions(node.at("conditions")),
            mode=node.choice("mode", (APPLY, AUTO), APPLY),
        )

    def _notice(self, node: Node) -> Notice:
        node.only("id text source", "beside verdicts when certain since")
        words = [verdict.word for verdict in Verdict]
        verdicts = [
            Verdict.of(word)
            for item in node.at("verdicts").items()
            if (word := item.known_itself(words, N_("结论")))
        ]
        places = self.around.places
        when = (
            read_rule(node.at("when"), self.vocabulary, self.around.labour_age, places)
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


def _check_questions(root: Node, pack: Pack) -> None:
    """Every fact a rule reads can be learnt, and every question is read by a rule."""
    questions = root.at("questions")
    read = {fact for rule in pack.rules.values() for fact in facts_in(rule)}
    reachable = needed_for(read, pack.vocabulary)
    for node, fact in zip(questions.items(), pack.questions, strict=True):
        if fact not in reachable:
            node.wrong(N_("没有条件用到 {fact}", fact=fact), N_("请删去这个问题，或写上用到它的条件"))
    for fact in sorted(read):
        if not _learnt(fact, pack):
            questions.wrong(N_("条件用到 {fact}，但没有人会问它", fact=fact), N_("请在 questions 中加上 {fact}", fact=fact))


def _learnt(name: str, pack: Pack) -> bool:
    """Whether the fact is asked, stands in a record, or follows from one that does. An implication is not enough."""
    fact = pack.vocabulary[name]
    inputs = fact.derivation.inputs if fact.derivation else ()
    return (
        name in pack.questions
        or fact.source == "record"
        or any(i in pack.questions for i in inputs if i != name)
    )


def needed_for(facts: set[str], vocabulary: Vocabulary) -> set[str]:
    """The facts themselves and all from which they may follow."""
    found: set[str] = set()
    waiting = list(facts)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        fact = vocabulary[name]
        waiting += fact.derivation.inputs if fact.derivation else ()
        waiting += [implication.fact for implication in fact.implied]
    return found
