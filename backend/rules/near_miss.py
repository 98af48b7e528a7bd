"""What would have to be different for a rule to hold: the least that a person can change, and the day time brings it.

Only what is known to be enough is said: a rule that would then still hang on something nobody has answered is no near
miss. Nothing is suggested that a person cannot change; there only time helps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from backend.rules.conditions import Category, Condition
from backend.rules.derivations import Day, complete, put_right
from backend.rules.expression import Rule, facts_in
from backend.rules.interview import soon
from backend.rules.pack import Pack
from backend.rules.reasons import first_day, open_from, verdict_of
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Answers, Change, FactValue, Vocabulary

MOST_CHANGES = 3
"""A longer list helps nobody."""
Changes = Sequence[tuple[str, Change]]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The rule is NO today; with all `changes` it is `verdict`, at once or from the day `since`.

    `answers` are the person's as they would then be. Without changes it is time alone that does it.
    """

    changes: tuple[tuple[str, Change], ...]
    verdict: Verdict
    answers: Answers
    since: date | None = None


def near_misses(pack: Pack, answers: Answers, today: date) -> dict[str, NearMiss]:
    """For each category that is NO and not far from it: the least that would have to change, without waiting if possible.

    A day further off than is worth waiting for (`WORTH_WAITING`) helps nobody, and is no near miss.
    """
    day = Day(today, pack.labour_age)
    last = soon(day).today
    found = {
        id: near_miss(rule, pack.vocabulary, answers, day, pack.changes, last)
        for id, rule in pack.rules.items()
    }
    return {id: miss for id, miss in found.items() if miss}


def near_miss(
    rule: Rule, vocabulary: Vocabulary, answers: Answers, day: Day, changes: Changes, last: date = date.max
) -> NearMiss | None:
    """The smallest set of changes that makes a rule hold (CONFIRM or YES); those that need no waiting come first.

    `last` is the last day that counts.
    None where the rule is not NO, or where nothing a person can change and no time to come is known to be enough.
    """
    known = complete(vocabulary, answers, day)
    if verdict_of(rule, known, day) is not Verdict.NO:
        return None
    open_to = [(fact, change) for fact, change in changes if _possible(change, known.get(fact))]
    sets = list(_sets(open_to))
    for chosen in sets[1:]:  # without the empty one, which is how things stand
        after = _changed(vocabulary, answers, chosen, day.today)
        verdict = verdict_of(rule, complete(vocabulary, after, day), day)
        if verdict >= Verdict.CONFIRM:
            return NearMiss(chosen, verdict, after)
    for chosen in sets:
        after = _changed(vocabulary, answers, chosen, day.today)
        since = first_day(rule, vocabulary, after, day)
        if since is not None and since <= last:
            then = Day(since, day.labour_age)
            return NearMiss(chosen, verdict_of(rule, complete(vocabulary, after, then), then), after, since)
    return None


def earliest_days(pack: Pack, answers: Answers, today: date) -> dict[str, date]:
    """For each category that is NO: the first day on which time alone leaves it open again, whatever else is not known.

    Where that day is far off the other questions were never asked: it is no day on which the category surely holds.
    """
    day = Day(today, pack.labour_age)
    found = {id: open_from(rule, pack.vocabulary, answers, day) for id, rule in pack.rules.items()}
    return {id: turn for id, turn in found.items() if turn}


def in_the_way(
    pack: Pack, category: Category, miss: NearMiss, answers: Answers, today: date
) -> tuple[Condition, ...]:
    """The conditions that are NO today and that the changes are about: they say by which article."""
    day = Day(today, pack.labour_age)
    known = complete(pack.vocabulary, answers, day)
    facts = {fact for fact, _ in miss.changes}
    return tuple(
        condition
        for condition in (*pack.preconditions, *category.conditions)
        if verdict_of(condition.rule, known, day) is Verdict.NO
        and facts.intersection(facts_in(condition.rule))
    )


def _possible(change: Change, value: FactValue | None) -> bool:
    return value in change.before if change.before else value is not None and value != change.to


def _sets(changes: Changes) -> Iterator[tuple[tuple[str, Change], ...]]:
    """The smaller ones first; no fact twice."""
    for size in range(MOST_CHANGES + 1):
        for chosen in combinations(changes, size):
            if len({fact for fact, _ in chosen}) == size:
                yield chosen


def _changed(vocabulary: Vocabulary, answers: Answers, changes: Changes, today: date) -> Answers:
    """The answers once all is done, were it done today."""
    if not changes:
        return answers
    begun = {change.since: today for _, change in changes if change.since}
    return put_right(vocabulary, answers, {**{fact: change.to for fact, change in changes}, **begun})
