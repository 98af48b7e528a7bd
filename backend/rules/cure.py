"""What stands in the way today and can be put right at once: the answers as they would then be."""

from __future__ import annotations

from datetime import date

from backend.rules.derivations import Day, complete
from backend.rules.pack import Condition, Pack
from backend.rules.reasons import verdict_of
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Answers


def to_cure(pack: Pack, answers: Answers, today: date) -> tuple[Condition, ...]:
    """The conditions that are NO for these answers and for which the pack knows a cure."""
    if not pack.curable:
        return ()
    day = Day(today, pack.labour_age)
    known = complete(pack.vocabulary, answers, day)
    return tuple(one for one in pack.curable if verdict_of(one.rule, known, day) is Verdict.NO)


def cured(pack: Pack, answers: Answers, today: date) -> Answers:
    """The answers as they would be after every cure, were it done today; the very same if nothing needs one."""
    cures = [condition.cure for condition in to_cure(pack, answers, today) if condition.cure]
    if not cures:
        return answers
    begun = {cure.since: today for cure in cures if cure.since}
    return {**answers, **{cure.fact: cure.value for cure in cures}, **begun}
