"""Until when a paper is valid, as its owner reads it: told by who likes to, never asked for (XY-52, exit X3).

It counts for nothing: an officer reads the paper and enters the day. It helps both to see early that it is over.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from backend.applications.dossier import Dossier, own_application
from backend.applications.paper_shapes import chosen_of
from backend.applications.turn import turn_of
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.policies.days import day_words
from backend.policies.typed import unreadable
from backend.rules import FactProblem, Requirement
from backend.rules.parsing import parse_date
from contract.application import ApplicationTurn, SayUntil

LONGEST: Final = 60
EXAMPLE: Final = "2028年6月30日"
FOR_EVER: Final = ("长期", "长期有效", "永久", "永久有效", "无限期", "long-term", "no end")
LATEST: Final = date(2099, 12, 31)
"""No paper is valid for longer; of a later year a digit is wrong."""
FROM_TO: Final = re.compile(r"(\D*\d.*?)\s*(?:至|到|[~—–]+|-(?=\s*(?:\d{4}|长期)))\s*(.*(?:\d|长期|永久).*)")
"""2018.06.30-2028.06.30, as it is printed on cards."""
BEFORE: Final = re.compile(r"^(?:证件?|卡|的|有效期限?|有效|截止|到期|日期?|至|到|为|是|valid|until|[:\s])+", re.IGNORECASE)
BEHIND: Final = re.compile(r"(?:到期|为止|截止|止|有效|过期|\s)+$")
ISSUED: Final = re.compile(r"发证|签发|办证|发的|issued", re.IGNORECASE)
YEARS: Final = (("今年", 0), ("明年", 1), ("后年", 2))


@dataclass(frozen=True)
class Term:
    """The days printed on a paper; None where there is none, or where it was not told."""

    since: date | None
    until: date | None


def say_until(unit: Unit, application_id: str, requirement: str, told: SayUntil) -> ApplicationTurn:
    """Keeps the last day of a paper, past or not. An empty text, or that it has no end, takes it back.

    Raises 422 ``paper.no_last_day`` for a paper that has none, ``paper.issued_in_future`` and
    ``paper.ends_before_it_begins`` (day), ``paper.until_wanted`` for the day of issue alone, and what dates raise.
    """
    dossier = own_application(unit, application_id, to_change=True)
    item = dossier.requirement(requirement)
    dossier.must_be_changeable("paper", requirement)
    if not expires(item, dossier):
        raise Problem("paper.no_last_day", 422, title=str(item.title))
    term = read_term(told.text, unit.today, partial(day_words, unit.language)) if told.text.strip() else Term(None, None)
    dossier.paper(requirement).said_until = term.until
    dossier.row.updated_at = unit.now
    return turn_of(dossier)


def read_term(text: str, today: date, say: Callable[[date], str] = str) -> Term:
    """The days somebody copies from a paper; ``say`` words a day of a refusal. Raises what :func:`say_until` raises."""
    written = unicodedata.normalize("NFKC", text[:LONGEST]).strip(" 。.，,；;")
    span = FROM_TO.fullmatch(written)
    if span:
        since = _issued(_day(span[1], today), today, say)
        until = None if span[2].strip() in FOR_EVER else _day(span[2], today)
        if until and until < since:
            raise Problem("paper.ends_before_it_begins", 422, day=say(until), since=say(since))
        return Term(since, until)
    if ISSUED.search(written):
        _issued(_day(ISSUED.sub("", written), today), today, say)
        raise Problem("paper.until_wanted", 422, example=EXAMPLE)
    return Term(None, None if BEFORE.sub("", written) in FOR_EVER or written in FOR_EVER else _day(written, today))


def expires(item: Requirement, dossier: Dossier) -> bool:
    """Whether a last day is printed on the paper: the one chosen, or, while that is open, one of those that would do."""
    chosen = chosen_of(dossier, item)
    return chosen.expires if chosen else any(other.expires for other in item.alternatives)


def _issued(day: date, today: date, say: Callable[[date], str]) -> date:
    if day > today:
        raise Problem("paper.issued_in_future", 422, day=say(day))
    return day


def _day(text: str, today: date) -> date:
    """A day in the past or to come. ``28年`` is 2028 here: certificates end soon, births do not."""
    bare = BEHIND.sub("", BEFORE.sub("", text.strip()))
    for word, ahead in YEARS:
        bare = bare.replace(word, f"{today.year + ahead}年")
    try:
        return parse_date(bare, LATEST)
    except FactProblem as problem:
        shown = FactProblem("date_unclear") if problem.code in ("date_future", "date_not_age", "empty") else problem
        raise unreadable(shown, "", EXAMPLE) from None
