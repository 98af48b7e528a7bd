"""依据是什么: the articles on which a question, a result, a paper or a review rests."""

from collections.abc import Iterable, Iterator

from backend.core.unit import Unit
from backend.policies import shapes
from backend.policies.library import document
from backend.policies.service import own_screening, standing
from backend.rules import Assessment, Condition, Pack, Verdict, assess
from backend.rules.expression import facts_in
from backend.rules.reachable import needed_for
from contract.policy import Grounds
from locales import translator


def grounds_of_screening(unit: Unit, screening_id: str) -> Grounds:
    """At a question the articles that ask for this fact, at the result those of its conditions.

    Raises 404 ``screening.not_found``.
    """
    pack, given, asking = standing(unit, own_screening(unit, screening_id))
    if asking:
        fact = pack.vocabulary[asking]
        return grounds(unit, pack, fact.label, asking_for(pack, asking), why=fact.why)
    _ = translator("citizen", unit.language)
    return grounds(unit, pack, _("自测结果"), deciding(pack, assess(pack, given, unit.today)))


def grounds(unit: Unit, pack: Pack, about: str, citation_ids: Iterable[str], why: str = "") -> Grounds:
    """The shape, each citation once. ``pack`` speaks the caller's language."""
    return Grounds(
        about=about,
        why=why,
        document=document(unit, pack),
        citations=tuple(shapes.citation(pack, cited) for cited in dict.fromkeys(citation_ids)),
    )


def asking_for(pack: Pack, fact: str) -> Iterator[str]:
    """The citations of every condition that reads a fact, or something that follows from it."""
    for condition in conditions(pack):
        if fact in needed_for(set(facts_in(condition.rule)), pack.vocabulary):
            yield condition.citation_id


def deciding(pack: Pack, assessment: Assessment) -> Iterator[str]:
    """The citations of the common conditions, then of the categories that fit, or will on a day; of all where none does."""
    yield from (found.citation_id for found in assessment.preconditions)
    fitting = [found for found in assessment.categories if found.verdict > Verdict.NO or found.first_day]
    for found in fitting or assessment.categories:
        yield pack.category(found.id).citation_id
        yield from (condition.citation_id for condition in found.findings)


def conditions(pack: Pack) -> Iterator[Condition]:
    yield from pack.preconditions
    for category in pack.categories:
        yield from category.conditions
