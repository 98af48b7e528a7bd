"""What a refusal rests on: the articles a case can fail by, and a reason in words."""

from collections.abc import Iterator
from typing import Final

from backend.applications.guards import worded
from backend.applications.models import Application
from backend.applications.opinion import letters_in
from backend.applications.ruling import pack_for, pack_for_the_file
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.rules import Citation, Pack

REASON: Final = 4
"""Letters a reason has at least: “不符合” tells the applicant nothing."""


def refusal_grounds(unit: Unit, row: Application) -> tuple[Citation, ...]:
    """The articles a refusal may cite, in the caller's language: of the categories applied for, then of the common
    conditions, then of the papers these demand. An annex or a closing line is no ground.
    """
    pack = pack_for(unit, row)
    return tuple(pack.citations[one] for one in dict.fromkeys(_cited(pack, row.categories)))


def checked_refusal(unit: Unit, row: Application, citation: str, reason: str) -> str:
    """The reason. Raises 422 ``review.citation_missing``, ``review.unknown_citation``, ``review.reason_missing``,
    ``review.reason_too_short`` (shortest) and what :func:`worded` does.
    """
    if not citation:
        raise Problem("review.citation_missing", 422)
    if citation not in _cited(pack_for_the_file(unit, row), row.categories):
        raise Problem("review.unknown_citation", 422)
    reason = worded(reason, "review.reason_missing")
    if letters_in(reason) < REASON:
        raise Problem("review.reason_too_short", 422, shortest=REASON)
    return reason


def _cited(pack: Pack, categories: list[str]) -> Iterator[str]:
    for category in pack.categories:
        if category.id in categories:
            yield category.citation_id
            yield from (condition.citation_id for condition in category.conditions)
    yield from (condition.citation_id for condition in pack.preconditions)
    for paper in pack.requirements:
        if paper.needed and (not paper.category_ids or not set(categories).isdisjoint(paper.category_ids)):
            yield paper.citation_id
