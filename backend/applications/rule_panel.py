"""The rule panel: condition → answer → paper → verdict → article, from the stored assessment (C8).

What a record says otherwise stands in the row of the very condition it contradicts.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from backend.applications.certificate_numbers import GRADE, compared
from backend.applications.models import Application
from backend.applications.opinion import Doubt, doubts_of, matched, worded_doubt
from backend.applications.ruling import pack_for
from backend.applications.sealed import read_assessment
from backend.applications.views import RulePanel, RuleRow
from backend.core.sentences import value_words
from backend.core.unit import Unit
from backend.rules import Assessment, Condition, Finding, Pack, Reading, assess
from backend.rules.expression import leaves
from locales import translator

BIRTH = "person.birth_date"


def rule_panel(unit: Unit, row: Application, *, unmasked: bool = False) -> RulePanel:
    """The conditions of the categories applied for, with the articles of the pack."""
    return _Panel(unit, row, unmasked).panel()


class _Panel:
    def __init__(self, unit: Unit, row: Application, unmasked: bool) -> None:
        self.unit, self.row, self.unmasked = unit, row, unmasked
        self.pack = pack_for(unit, row)
        self.stored = read_assessment(unit, row)
        self.doubts = doubts_of(unit, row)
        self.numbers = tuple(compared(unit, row))
        self.matched = matched(unit, row)
        self.placed: set[Doubt] = set()

    def panel(self) -> RulePanel:
        outcome = _spoken_outcome(self.pack, self.stored)
        rows = tuple(self.rows(outcome))
        # A source that has not answered yet contradicts nobody.
        left = (doubt for doubt in self.doubts if doubt not in self.placed and doubt.result != "pending")
        return RulePanel(
            as_of=outcome.as_of,
            pack_title=self.pack.title,
            pack_number=self.pack.number,
            pack_version=outcome.pack_version,
            rows=rows,
            validity_note=self.pack.validity_notice(self.unit.today),
            doubts=tuple(worded_doubt(self.unit, doubt) for doubt in left),
        )

    def rows(self, outcome: Assessment) -> Iterator[RuleRow]:
        for finding in outcome.preconditions:
            yield self.line("", finding, (), self.pack.preconditions)
        for category in outcome.categories:
            if category.id in self.row.categories:
                papers = tuple(
                    item.title
                    for item in self.pack.requirements
                    if category.id in item.category_ids and item.needed
                )
                conditions = [
                    rule for one in self.pack.categories if one.id == category.id for rule in one.conditions
                ]
                for finding in category.findings:
                    yield self.line(category.name, finding, papers, conditions)

    def line(
        self, group: str, finding: Finding, papers: tuple[str, ...], conditions: Sequence[Condition]
    ) -> RuleRow:
        citation = self.pack.citations.get(finding.citation_id)
        return RuleRow(
            group=group,
            condition=finding.label,
            required=finding.required,
            answer=self.covered(finding.answer),
            papers=papers,
            verdict=finding.verdict.word,  # type: ignore[arg-type]
            article=citation.article if citation else "",
            text=citation.text if citation else "",
            note=finding.note,
            readings=tuple(_readings(self.pack, finding, conditions)),
            contradicted=tuple(self.contradictions(finding, conditions)),
            borne_out=tuple(self.borne_out(finding, conditions)),
            looked_up=tuple(self.looked_up(finding, conditions)),
        )

    def looked_up(self, finding: Finding, conditions: Sequence[Condition]) -> Iterator[str]:
        """社会保险和养老待遇：一致."""
        read = {fact for one in conditions if one.id == finding.id for fact in _facts(self.pack, one)}
        _ = translator("notices", self.unit.language)
        for source, result in self.matched.items():
            if not read.isdisjoint(source.tells):
                says = value_words(result, self.unit.language) if result else _("还没有比对")
                yield _("{check}：{result}").format(check=source.label, result=says)

    def borne_out(self, finding: Finding, conditions: Sequence[Condition]) -> Iterator[str]:
        read = {fact for one in conditions if one.id == finding.id for fact in _facts(self.pack, one)}
        _ = translator("notices", self.unit.language)
        for number in self.numbers if GRADE in read else ():
            if number.agrees:
                yield _("{number}：{says}，与本人回答一致").format(number=number.label, says=number.says)
            elif number.agrees is None:
                yield _("{number}：{says}，本人没有回答等级").format(number=number.label, says=number.says)

    def contradictions(self, finding: Finding, conditions: Sequence[Condition]) -> Iterator[str]:
        read = {fact for one in conditions if one.id == finding.id for fact in _facts(self.pack, one)}
        for doubt in self.doubts:
            if not read.isdisjoint(doubt.tells):
                self.placed.add(doubt)
                yield worded_doubt(self.unit, doubt)

    def covered(self, answer: str) -> str:
        """The year and the age decide; beside a covered ID number the whole day would give it away."""
        born = self.stored.answers.get(BIRTH)
        if self.unmasked or not isinstance(born, date):
            return answer
        _ = translator("notices", self.unit.language)
        return answer.replace(self.pack.vocabulary[BIRTH].show(born), _("{year}年出生").format(year=born.year))


def _spoken_outcome(pack: Pack, stored: Assessment) -> Assessment:
    """The same outcome in the officer's language. Under a newer pack the stored words stay as they were."""
    if pack.version != stored.pack_version:
        return stored
    return assess(pack, stored.answers, stored.as_of)


def _facts(pack: Pack, condition: Condition) -> Iterator[str]:
    """What a condition reads, with what its derived facts are made from."""
    for leaf in leaves(condition.rule):
        yield leaf.fact
        derivation = pack.vocabulary[leaf.fact].derivation
        yield from derivation.inputs if derivation else ()


def _readings(pack: Pack, finding: Finding, conditions: Sequence[Condition]) -> Iterator[Reading]:
    """The readings a condition rests on; none where a newer pack no longer has it."""
    for number in (number for one in conditions if one.id == finding.id for number in one.readings):
        yield pack.readings[number]
