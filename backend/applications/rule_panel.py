"""The rule panel: condition → answer → paper → verdict → article, from the stored assessment (C8)."""

from collections.abc import Iterator, Sequence

from backend.applications.models import Application
from backend.applications.sealed import read_assessment
from backend.applications.views import RulePanel, RuleRow
from backend.core.unit import Unit
from backend.policies.spoken import pack_of
from backend.rules import Assessment, Condition, Finding, Pack, Reading, assess


def rule_panel(unit: Unit, row: Application) -> RulePanel:
    """The conditions of the categories applied for, with the articles of the pack."""
    pack = pack_of(unit, row.pack)
    outcome = _spoken_outcome(pack, read_assessment(unit, row))
    return RulePanel(
        as_of=outcome.as_of,
        pack_title=pack.title,
        pack_number=pack.number,
        pack_version=outcome.pack_version,
        rows=tuple(_rows(pack, outcome, row.categories)),
        validity_note=pack.validity_notice(unit.today),
    )


def _spoken_outcome(pack: Pack, stored: Assessment) -> Assessment:
    """The same outcome in the officer's language. Under a newer pack the stored words stay as they were."""
    if pack.version != stored.pack_version:
        return stored
    return assess(pack, stored.answers, stored.as_of)


def _rows(pack: Pack, outcome: Assessment, categories: list[str]) -> Iterator[RuleRow]:
    for finding in outcome.preconditions:
        yield _row(pack, "", finding, (), pack.preconditions)
    for category in outcome.categories:
        if category.id in categories:
            papers = tuple(
                item.title for item in pack.requirements if category.id in item.category_ids and item.needed
            )
            conditions = [rule for one in pack.categories if one.id == category.id for rule in one.conditions]
            for finding in category.findings:
                yield _row(pack, category.name, finding, papers, conditions)


def _row(
    pack: Pack, group: str, finding: Finding, papers: tuple[str, ...], conditions: Sequence[Condition]
) -> RuleRow:
    citation = pack.citations.get(finding.citation_id)
    return RuleRow(
        group=group,
        condition=finding.label,
        required=finding.required,
        answer=finding.answer,
        papers=papers,
        verdict=finding.verdict.word,  # type: ignore[arg-type]
        article=citation.article if citation else "",
        text=citation.text if citation else "",
        note=finding.note,
        readings=tuple(_readings(pack, finding, conditions)),
    )


def _readings(pack: Pack, finding: Finding, conditions: Sequence[Condition]) -> Iterator[Reading]:
    """The readings a condition rests on; none where a newer pack no longer has it."""
    for number in (number for one in conditions if one.id == finding.id for number in one.readings):
        yield pack.readings[number]
