"""What stands in the way today and can be put right at once: the answers as they would then be."""

from __future__ import annotations

from datetime import date

from backend.rules.conditions import Condition
from backend.rules.derivations import Day
from backend.rules.pack import Pack
from backend.rules.vocabulary import Answers


def to_cure(pack: Pack, answers: Answers, today: date) -> tuple[Condition, ...]:
    """The conditions that are NO for these answers and for which the pack knows a cure."""
    return pack.to_mend(answers, Day(today, pack.labour_age))


def cured(pack: Pack, answers: Answers, today: date) -> Answers:
    """The answers as they would be after every cure, were it done today; the very same if nothing needs one."""
    return pack.mended(answers, Day(today, pack.labour_age))
