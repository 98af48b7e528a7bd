"""What follows from the answers of a registration. A machine says yes or nothing: it never refuses anybody."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from backend.rules import Answers, Pack, Verdict, assess
from backend.rules.assessment import CategoryFinding
from backend.rules.conditions import AUTO

Offer = Literal["apply", "check", "nothing"]
AHEAD = timedelta(days=731)
"""So long answers are kept to look again: whoever comes of age later registers anew before that."""
OPEN = (Verdict.CONFIRM, Verdict.UNKNOWN)


@dataclass(frozen=True)
class Weighed:
    """``bases`` are recognised; without any, ``offer`` is what fits, and ``again_on`` the day an age is reached."""

    bases: tuple[str, ...]
    offer: Offer
    again_on: date | None
    answers: Answers


def weigh(pack: Pack, answers: Answers, today: date) -> Weighed:
    """Only categories of the mode auto whose verdict is yes are recognised; confirm and unknown never are."""
    found = assess(pack, answers, today)
    automatic = [one for one in found.categories if pack.category(one.id).mode == AUTO]
    bases = tuple(one.id for one in automatic if one.verdict is Verdict.YES)
    other = [one for one in found.categories if one not in automatic]
    again = None if bases else _again_on(pack, automatic, today)
    return Weighed(bases, _offer(automatic, other), again, {**found.answers, **answers})


def _offer(automatic: list[CategoryFinding], other: list[CategoryFinding]) -> Offer:
    if any(one.verdict in (Verdict.YES, Verdict.CONFIRM) for one in other):
        return "apply"
    return "check" if any(one.verdict in OPEN for one in (*automatic, *other)) else "nothing"


def _again_on(pack: Pack, automatic: list[CategoryFinding], today: date) -> date | None:
    """The first day on which an age alone makes one of them fit, if the policy wants to look again."""
    if pack.automatic is None or not pack.automatic.later:
        return None
    days = [one.first_day for one in automatic if one.first_day and one.first_day <= today + AHEAD]
    return min(days, default=None)
