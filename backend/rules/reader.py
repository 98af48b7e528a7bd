"""From plain mappings to a checked `Pack`: every mistake is found, none stops the search for the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from backend.rules.conditions import APPLY, OBJECTION_DAYS, Automatic
from backend.rules.node import Mistake, Mistakes, Node
from backend.rules.pack import CORRECTION_DAYS, Pack
from backend.rules.reachable import check_questions
from backend.rules.reading_conditions import ConditionsReader
from backend.rules.reading_facts import read_options
from backend.rules.reading_form import read_form
from backend.rules.reading_priors import read_priors
from backend.rules.reading_procedure import ProcedureReader
from backend.rules.reading_services import ServicesReader
from backend.rules.reading_sources import (
    read_chat,
    read_citations,
    read_contacts,
    read_readings,
    read_samples,
)
from backend.rules.retirement import LabourAge
from backend.rules.said import N_
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
        check_questions(Node(data, mistakes), pack)
    if mistakes.found:
        raise PackMistakes(mistakes.found)
    return pack


def wishes_at(root: Node) -> list[Node]:
    """The options of the form's field of wishes."""
    fields = [one for one in root.at("form").at("fields").items() if one.string("id") == "wishes"]
    return [option for one in fields for option in one.at("options").items()]


class _PackReader:
    def __init__(self, root: Node, around: Surroundings) -> None:
        self.root = root.only(
            "id version title number issuer region legal_basis valid_from verified_on telephone waiting citations"
            " questions preconditions categories requirements route stages form progress",
            "valid_until expired_notice contacts readings notices automatic declaration operator offices exits"
            " exit_procedure samples together priors services packages subsidies rhythm platforms correction_days"
            " reliefs tasks chat",
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
        questions = tuple(self._questions(root.at("questions")))
        stages = procedure.stages(root.at("stages"))
        conditions = ConditionsReader(
            self.vocabulary,
            self.around.labour_age,
            self.around.places,
            self.citations,
            self.readings,
            self.category_ids,
        )
        categories = conditions.categories(root.at("categories"))
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
            preconditions=conditions.conditions(root.at("preconditions")),
            categories=categories,
            requirements=procedure.requirements(root.at("requirements")),
            route=procedure.route(root.at("route")),
            stages=stages,
            form=read_form(root.at("form"), self.vocabulary, applicable, [stage.id for stage in stages]),
            notices=tuple(map(conditions.notice, root.at("notices").items())),
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
            reliefs=assistance.reliefs(root.at("reliefs")),
            tasks=assistance.tasks(root.at("tasks"), [one.string("value") for one in wishes_at(root)]),
            chat=read_chat(root.at("chat"), self.citations),
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

    def _questions(self, node: Node) -> dict[str, None]:
        """The facts that are asked, in order, each once."""
        asked: dict[str, None] = {}
        for item in node.items():
            name = self._question(item)
            if name in asked:
                item.wrong(N_("{name} 问了两次", name=name), N_("请删去其中一个"))
            if name:
                asked[name] = None
        return asked

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
