"""Packs as the wall shows them: already in the reader's language, always with a citation."""

from collections.abc import Sequence
from math import ceil
from typing import Literal

from backend.core.unit import Unit
from backend.rules import Fact, FactValue, Pack, Requirement
from contract import policy as shape
from contract.screening import AnsweredLine, Question
from locales import translator

SECONDS_PER_TAP = 15
"""How long a tap takes someone who reads each question twice."""

YES, NO = "yes", "no"


def brief(unit: Unit, pack: Pack) -> shape.PolicyBrief:
    """A policy as offered on the start page, with the term of the document."""
    _ = translator("citizen", unit.language)
    expired = pack.expired(unit.today)
    note = _("实施时间：{day}。如有新的政策，以新的为准。").format(day=pack.valid_from)
    if expired:
        note = pack.validity_notice(unit.today)
    taps = sum(pack.vocabulary[fact].effort for fact in pack.questions)
    return shape.PolicyBrief(
        id=pack.id,
        title=pack.title,
        number=pack.number,
        issuer=pack.issuer,
        operator=unit.services.settings.operator or pack.operator,
        city=pack.region_name,
        telephone=pack.telephone,
        validity_note=note,
        minutes=max(1, ceil(taps * SECONDS_PER_TAP / 60)),
        expired=expired,
        automatic=pack.automatic is not None,
    )


def document(pack: Pack) -> str:
    """Number and title of the document, by which it can be found and shown."""
    return f"{pack.number} {pack.title}"


def citation(pack: Pack, citation_id: str) -> shape.Citation:
    found = pack.citations[citation_id]
    return shape.Citation(id=found.id, where=found.article, text=found.text, document=pack.number)


def articles(pack: Pack) -> tuple[shape.Citation, ...]:
    return tuple(citation(pack, citation_id) for citation_id in pack.citations)


def question(pack: Pack, fact: Fact, answered_before: str, number: int, at_most: int) -> Question:
    """A question to ask; ``answered_before`` is the earlier answer as text."""
    return Question(
        fact=fact.id,
        text=fact.question,
        why="\n".join((fact.why, document(pack))),
        help=fact.help,
        input=_input(fact),
        choices=choices(fact),
        unsure_allowed=fact.unsure,
        example=fact.example,
        answered_before=answered_before,
        number=number,
        at_most=max(number, at_most),
    )


def answered(fact: Fact, value: FactValue | None) -> AnsweredLine:
    return AnsweredLine(fact=fact.id, label=fact.label, shown=fact.show(value))


def choices(fact: Fact) -> tuple[shape.Choice, ...]:
    """The options of a fact; a plain yes-or-no question has two."""
    if fact.kind == "bool" and not fact.options:
        return (shape.Choice(value=YES, label=fact.words.yes), shape.Choice(value=NO, label=fact.words.no))
    return tuple(
        shape.Choice(value=str(option.value), label=option.label, help=option.help, also=option.also)
        for option in fact.options
    )


def sample(unit: Unit, pack: Pack, sample_id: str) -> shape.Sample | None:
    """A statement to sign, in Chinese whoever reads it; the title in the reader's language."""
    found = pack.samples.get(sample_id)
    if found is None:
        return None
    original = unit.services.catalogue.packs.get(pack.id, pack).samples.get(sample_id, found)
    return shape.Sample(policy=pack.id, id=found.id, title=found.title, text=original.text)


def checklist_item(unit: Unit, pack: Pack, item: Requirement) -> shape.ChecklistItem:
    """A line of the checklist: what is optional says so, and where original and copy are to be brought, too."""
    _ = translator("citizen", unit.language)
    note = item.note or item.reason
    return shape.ChecklistItem(
        id=item.id,
        title=_("{title}（可选）").format(title=item.title) if item.optional else item.title,
        needed=item.needed,
        alternatives=tuple(
            shape.Alternative(
                id=other.id,
                title=other.title,
                issuer=other.issuer,
                sample=sample(unit, pack, other.sample),
                expires=other.expires,
                drawing=other.drawing,
            )
            for other in item.alternatives
        ),
        note=_("原件和复印件都要带。{note}").format(note=note) if item.original_and_copy else note,
        citation=citation(pack, item.citation_id),
        optional=item.optional,
    )


def checklist(
    unit: Unit, pack: Pack, category_ids: Sequence[str], items: Sequence[Requirement]
) -> shape.Checklist:
    """The whole list; it says so where the document's term has ended."""
    _ = translator("citizen", unit.language)
    return shape.Checklist(
        title=_("材料清单"),
        categories=tuple(pack.category(category_id).name for category_id in category_ids),
        items=tuple(checklist_item(unit, pack, item) for item in items),
        where_to_apply=pack.route.note,
        telephone=pack.telephone,
        document=document(pack),
        validity_note=pack.validity_notice(unit.today),
    )


def _input(fact: Fact) -> Literal["choice", "date", "number", "text"]:
    if fact.options or fact.kind == "bool":
        return "choice"
    if fact.kind == "date":
        return "date"
    return "number" if fact.kind == "number" else "text"
