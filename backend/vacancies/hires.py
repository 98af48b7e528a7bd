"""A recognised person begins work at an employer: the employer is told which subsidies it might apply for (XY-53).

Nothing is promised: the county decides. The hint names no person, and is there only where she agreed that her
employer learns of her recognition. It looks at her standing on the first day of work, which the work itself may end.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select

from backend.assistance import entries
from backend.core.locks import hold
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.registry.models import Entry
from backend.vacancies.guards import held
from backend.vacancies.lifecycle import REVIEWED
from backend.vacancies.models import Hire, Vacancy
from backend.vacancies.post_rules import rules_of
from backend.vacancies.service import subject_of, take_places

LONGEST: Final = 120
"""Months a contract with an end may have; longer is a slip of the finger."""
NEAR: Final = 92
"""Days around today in which a first day of work is entered."""


@dataclass(frozen=True)
class NewHire:
    """``number`` of the register; ``agreed``: she agreed that the employer is told of subsidies for hiring her."""

    number: str
    starts_on: date
    months: int
    agreed: bool


@dataclass(frozen=True)
class Hint:
    """What an employer might apply for. ``article`` is that of the city's document, ``source`` writes the conditions."""

    title: str
    starts_on: date
    months: int
    subsidies: tuple[str, ...]
    article: str
    source: str


def record(unit: Unit, vacancy_id: str, new: NewHire) -> None:
    """Puts down that a recognised person was hired on this post, which has a place less then.

    Raises what :func:`guards.held` and :func:`entries.seen` raise; 409 ``hire.not_here``, ``hire.known``,
    ``assistance.entry_ended``; 422 ``hire.consent_missing``, ``hire.months_wrong`` (longest), ``placement.day_wrong``.
    """
    row = held(unit, vacancy_id)
    if row.kind in REVIEWED or row.state != "open":
        raise Problem("hire.not_here", 409)
    entry = entries.seen(unit, new.number, lock=True)
    _check(unit, entry, new)
    hold(unit, f"hire:{row.id}")
    if unit.session.scalar(select(Hire.id).where(Hire.vacancy_id == row.id, Hire.entry_id == entry.id)):
        raise Problem("hire.known", 409)
    unit.session.add(
        Hire(
            vacancy_id=row.id,
            entry_id=entry.id,
            starts_on=new.starts_on,
            months=new.months,
            officer_id=unit.officer.id,
            created_at=unit.now,
        )
    )
    take_places(unit, row, row.filled + 1)
    unit.session.flush()
    unit.audit("hire.recorded", entries.subject_of(entry), title=row.title, months=new.months)
    unit.audit("hire.recorded", subject_of(row.id), title=row.title, months=new.months)


def hints(unit: Unit, employer_id: int) -> tuple[Hint, ...]:
    """For each hire with a contract long enough, what the employer might apply for; the newest first."""
    wanted = select(Hire, Entry, Vacancy).join(Entry, Entry.id == Hire.entry_id)
    wanted = wanted.join(Vacancy, Vacancy.id == Hire.vacancy_id).where(Vacancy.employer_id == employer_id)
    found = unit.session.execute(wanted.order_by(Hire.id.desc()).limit(50))
    return tuple(hint for hire, entry, row in found if (hint := _hint(unit, hire, entry, row)))


def _hint(unit: Unit, hire: Hire, entry: Entry, row: Vacancy) -> Hint | None:
    pack = entries.policy_of(unit, entry)
    rule = rules_of(unit, pack).hired
    if rule is None or hire.months < rule.contract_months:
        return None
    labels = {one.id: str(one.label) for one in pack.subsidies}
    subsidies = tuple(labels[one] for one in rule.subsidies if one in labels)
    return Hint(row.title, hire.starts_on, hire.months, subsidies, rule.article, rule.source)


def _check(unit: Unit, entry: Entry, new: NewHire) -> None:
    if entry.state == "exited":
        raise Problem("assistance.entry_ended", 409)
    if not new.agreed:
        raise Problem("hire.consent_missing", 422)
    if not 1 <= new.months <= LONGEST:
        raise Problem("hire.months_wrong", 422, longest=LONGEST)
    if new.starts_on < entry.recognised_on or abs((new.starts_on - unit.today).days) > NEAR:
        raise Problem("placement.day_wrong", 422)
