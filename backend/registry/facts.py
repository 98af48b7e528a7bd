"""What the register keeps of the answers for later checks: sealed, and no more than they need."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from backend.core.unit import Unit
from backend.registry.models import Entry
from backend.rules import Answers, FactValue, Pack, add_months, answers_from_json, answers_to_json

BORN: Final = "person.birth_date"
SEX: Final = "person.sex"
BASE: Final = "retire.base"

LONGEST_MONTHS: Final = 30 * 12
"""No certificate with a last day is valid for longer; a day beyond it is a slip of the pen."""

Facts = Mapping[str, FactValue | None]


def needed(pack: Pack) -> tuple[str, ...]:
    """The facts the checks of a policy read: who retires when, and until when a certificate is valid."""
    checks = (check for ground in pack.exits for _, check in ground.checks)
    return (BORN, SEX, BASE, *(check.fact for check in checks if check.fact))


def keep(unit: Unit, entry: Entry, pack: Pack, answers: Answers) -> None:
    """Seals what is needed of the answers; the entry must have its id."""
    kept = {fact: answers[fact] for fact in needed(pack) if answers.get(fact) is not None}
    entry.facts = unit.vault.seal(list(answers_to_json(kept).items()), _place(entry))


def facts_of(unit: Unit, entry: Entry) -> Facts:
    """The kept facts; empty for an entry whose answers were not read yet."""
    return answers_from_json(dict(unit.vault.open(entry.facts, _place(entry)))) if entry.facts else {}


def retirement_day(pack: Pack, facts: Facts) -> date | None:
    """The first day on which the person has surely left the labour age; None where that cannot be told.

    A woman whose kind of job is unknown is asked about by the latest day, never by the earliest.
    """
    born, sex, base = facts.get(BORN), facts.get(SEX), facts.get(BASE)
    if not isinstance(born, date):
        return None
    law = pack.labour_age
    tracks = law.possible_tracks(sex if isinstance(sex, str) else None, base if isinstance(base, str) else None)
    return max(law.tracks[name].date_for(born) for name in tracks)


def retirement_is_open(pack: Pack, facts: Facts) -> bool:
    """Whether another answer would make that day an earlier one: nobody has said by which way she is insured (X27)."""
    sex, base = facts.get(SEX), facts.get(BASE)
    law = pack.labour_age
    return len(law.possible_tracks(sex if isinstance(sex, str) else None, base if isinstance(base, str) else None)) > 1


def farthest(today: date) -> date:
    """The last day a certificate may bear today."""
    return add_months(today, LONGEST_MONTHS)


def _place(entry: Entry) -> str:
    return f"register_entries.facts|{entry.id}"
