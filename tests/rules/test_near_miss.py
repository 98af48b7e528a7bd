"""The least that would have to change: it flips the verdict, nothing smaller does, and no day is named too early."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given, settings

from backend.rules import Verdict
from backend.rules.derivations import Day, complete
from backend.rules.expression import AllOf, AnyOf, Rule, Test
from backend.rules.near_miss import Changes, near_miss
from backend.rules.reasons import verdict_of
from backend.rules.vocabulary import Answers, Change
from backend.rules.words import Text
from tests.rules.packs import ANSWERS, DAY, LAW, NEAR_DAYS, RULES, TODAY, VOCABULARY

CHANGES: Changes = (
    ("flag", Change((False,), True, Text("办好登记"))),
    ("colour", Change(("red", "blue"), "green", Text("换成绿色"))),
    ("colour", Change(("green",), "red", Text("换成红色"))),
    ("size", Change(("small",), "large", Text("变大"))),
)


def on(rule: Rule, answers: Answers, day: date) -> Verdict:
    circumstances = Day(day, LAW)
    return verdict_of(rule, complete(VOCABULARY, answers, circumstances), circumstances)


def smaller(answers: Answers, size: int) -> Iterator[Answers]:
    """The person after every set of fewer changes that are possible for her."""
    known = complete(VOCABULARY, answers, DAY)
    possible = [(fact, change) for fact, change in CHANGES if known.get(fact) in change.before]
    for count in range(size):
        for chosen in combinations(possible, count):
            yield {**answers, **{fact: change.to for fact, change in chosen}}


@settings(max_examples=300, deadline=None)
@given(RULES, ANSWERS)
def test_what_is_suggested_is_enough_and_nothing_less_is(rule: Rule, answers: Answers) -> None:
    miss = near_miss(rule, VOCABULARY, answers, DAY, CHANGES)
    if miss is None or miss.since is not None:
        return
    after = {**answers, **{fact: change.to for fact, change in miss.changes}}
    assert on(rule, answers, TODAY) is Verdict.NO
    assert on(rule, after, TODAY) is miss.verdict >= Verdict.CONFIRM
    assert all(on(rule, less, TODAY) < Verdict.CONFIRM for less in smaller(answers, len(miss.changes)))


@settings(max_examples=300, deadline=None)
@given(RULES, ANSWERS)
def test_nothing_suggested_means_that_nothing_possible_is_enough_today(rule: Rule, answers: Answers) -> None:
    miss = near_miss(rule, VOCABULARY, answers, DAY, CHANGES)
    if on(rule, answers, TODAY) is Verdict.NO and (miss is None or miss.since is not None):
        possible = smaller(answers, len(CHANGES) + 1)
        assert all(on(rule, after, TODAY) < Verdict.CONFIRM for after in possible)


@settings(max_examples=300, deadline=None)
@given(RULES, ANSWERS, NEAR_DAYS)
def test_the_day_is_the_first_one(rule: Rule, answers: Answers, born: date) -> None:
    miss = near_miss(rule, VOCABULARY, {**answers, "born": born}, DAY, CHANGES)
    if miss is None or miss.since is None:
        return
    assert on(rule, miss.answers, miss.since) is miss.verdict >= Verdict.CONFIRM
    assert on(rule, miss.answers, miss.since - timedelta(days=1)) < Verdict.CONFIRM


def all_of(*parts: Rule) -> Rule:
    return AllOf(parts)


BORN_1987 = Test("born", "age_at_least", 40)
LARGE, FLAG = Test("size", "is", "large"), Test("flag", "is", True)


def done(rule: Rule, answers: Answers) -> tuple[Sequence[str], date | None]:
    miss = near_miss(rule, VOCABULARY, answers, DAY, CHANGES)
    assert miss is not None
    return [change.done for _, change in miss.changes], miss.since


def test_two_things_may_have_to_be_done() -> None:
    assert done(all_of(FLAG, LARGE), {"flag": False, "size": "small"}) == (["办好登记", "变大"], None)


def test_something_may_have_to_be_done_and_a_birthday_to_come() -> None:
    answers = {"flag": False, "born": date(1987, 3, 5)}
    assert done(all_of(FLAG, BORN_1987), answers) == (["办好登记"], date(2027, 3, 5))


def test_what_needs_no_waiting_is_said_before_a_day() -> None:
    rule = AnyOf((BORN_1987, FLAG))
    assert done(rule, {"flag": False, "born": date(1987, 3, 5)}) == (["办好登记"], None)


def test_nothing_is_said_where_an_answer_is_missing() -> None:
    assert near_miss(all_of(FLAG, LARGE), VOCABULARY, {"flag": False}, DAY, CHANGES) is None
