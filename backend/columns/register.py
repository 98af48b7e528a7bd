"""What a set of policies needs to know of a register: its facts, and the columns of a file that hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from backend.columns.cells import CellReader
from backend.columns.intake import FactColumn
from backend.columns.members import FACTS, NAMES, TRUTHS, Reading
from backend.rules import Fact, Pack
from backend.rules.catalogue import Divisions
from backend.rules.expression import leaves
from backend.rules.parsing import plain
from backend.rules.said import N_, Said
from backend.rules.words import Text

RESULT, PROBLEM = "result", "problem"


class RegisterProblem(ValueError):
    """Why a file cannot be screened at all: one sentence for people, which can be said in their language."""

    def __init__(self, sentence: Said) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Policies:
    """The packs a register is screened by, on a day. Answers that only `others_known` offer are read as well."""

    packs: tuple[Pack, ...]
    divisions: Divisions
    today: date
    others_known: tuple[Pack, ...] = ()

    @property
    def _all(self) -> tuple[Pack, ...]:
        return (*self.packs, *self.others_known)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact that can decide a verdict, in declared order."""
        needed: set[str] = set()
        for pack in self.packs:
            for rule in pack.rules.values():
                for leaf in leaves(rule):
                    needed |= _sources(leaf.fact, pack)
        declared = self.packs[0].vocabulary
        return tuple(declared[fact] for fact in declared if fact in needed)

    @cached_property
    def days_ahead(self) -> frozenset[str]:
        """The facts that are a last day of validity: these alone may lie in the future."""
        vocabulary = self.packs[0].vocabulary
        lapsing = (by.inputs[-1] for _, by in vocabulary.derivations if by.function in ("lapsed", "validity"))
        rules = (rule for pack in self.packs for rule in pack.rules.values())
        tested = (leaf.fact for rule in rules for leaf in leaves(rule) if leaf.operator == "in_force")
        return frozenset((*lapsing, *tested))

    def columns(self, headers: Sequence[str]) -> dict[str, FactColumn]:
        """The columns of a file that are facts, by header. Raises RegisterProblem where the header is no good."""
        found = {header: self._fact(header) for header in headers}
        facts = [fact.id for fact in found.values() if fact is not None]
        self._check(headers, facts)
        needed = {fact.id for fact in self.facts}
        return {
            header: FactColumn(header, self.cells(fact))
            for header, fact in found.items()
            if fact is not None and fact.id in needed
        }

    def others(self, headers: Sequence[str]) -> list[str]:
        """The columns that are no facts: they name the person and go through as they are."""
        return [header for header in headers if self._fact(header) is None]

    def id_numbers(self, headers: Sequence[str]) -> list[str]:
        """The columns that hold ID numbers."""
        return [header for header in headers if (fact := self._fact(header)) and fact.kind == "id_number"]

    def cells(self, fact: Fact) -> CellReader:
        """How the cells of a fact are read."""
        members = self.members if fact.kind == "members" else {}
        return CellReader(
            fact, self.today, tuple(self._values(fact)), self._places(fact), fact.id in self.days_ahead, members
        )

    @cached_property
    def members(self) -> Mapping[str, Reading]:
        """How what is said of a member of a household is read: in the words of the fact that says it of anybody."""
        vocabulary = self.packs[0].vocabulary
        told = {key: self.cells(vocabulary[fact]).read for key, fact in FACTS.items() if fact in vocabulary}
        truths = {
            key: CellReader(Fact(key, "bool", Text(NAMES[key]), vocabulary.words, "record"), self.today).read
            for key in TRUTHS
        }
        return {**dict.fromkeys(NAMES, _as_written), **told, **truths}

    def _values(self, fact: Fact) -> dict[str, None]:
        """The answers of a choice in any of the packs, and those the law on retirement knows beside them."""
        own = [str(option.value) for pack in self._all for option in pack.vocabulary[fact.id].options]
        law = self.packs[0].labour_age.by_base
        return dict.fromkeys([*own, *(law if any(value in law for value in own) else ())])

    def _places(self, fact: Fact) -> dict[str, str] | None:
        if fact.kind != "division":
            return None
        named = {plain(name): code for code, name in self.divisions.names.items()}
        options = [option for pack in self._all for option in pack.vocabulary[fact.id].options]
        for option in options:
            named |= dict.fromkeys(
                map(plain, (str(option.value), option.label, *option.also)), str(option.value)
            )
        return named

    @cached_property
    def _names(self) -> dict[str, Fact]:
        vocabulary = self.packs[0].vocabulary
        said = Counter(plain(fact.label) for fact in vocabulary.facts.values())
        labels = {plain(f.label): f for f in vocabulary.facts.values() if said[plain(f.label)] == 1}
        return labels | {plain(fact.id): fact for fact in vocabulary.facts.values()}

    def _fact(self, header: str) -> Fact | None:
        """The fact a header names, by its id or by a label no other fact has."""
        return self._names.get(plain(header))

    def _check(self, headers: Sequence[str], facts: Sequence[str]) -> None:
        twice = next((fact for fact in facts if facts.count(fact) > 1), None)
        if twice:
            raise RegisterProblem(N_("表头里“{column}”出现了两次，请只留一列", column=twice))
        for header in self.others(headers):
            if "." in header and header.split(".")[0] in self._spaces:
                near = get_close_matches(header, list(self.packs[0].vocabulary), n=1)
                if near:
                    raise RegisterProblem(N_("没有“{column}”这一列，最接近的是 {near}", column=header, near=near[0]))
                raise RegisterProblem(N_("没有“{column}”这一列，请对照模板", column=header))
        if not set(facts) & {fact.id for fact in self.facts}:
            raise RegisterProblem(
                N_("表头里没有一列是政策要用的事实。请用 bangban screen --template 生成模板，对照第一行的列名")
            )

    @cached_property
    def _spaces(self) -> frozenset[str]:
        return frozenset(fact.split(".")[0] for fact in self.packs[0].vocabulary)


def _as_written(text: str) -> str | None:
    return text.strip() or None


def _sources(fact: str, pack: Pack) -> set[str]:
    return set(_walk(fact, pack, set()))


def _walk(fact: str, pack: Pack, seen: set[str]) -> Iterator[str]:
    if fact in seen:
        return
    seen.add(fact)
    yield fact
    declared = pack.vocabulary[fact]
    inputs: Mapping[str, None] = dict.fromkeys(declared.derivation.inputs if declared.derivation else ())
    for source in (*inputs, *(implication.fact for implication in declared.implied)):
        yield from _walk(source, pack, seen)
