from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.rules import Verdict
from backend.rules.derivations import Day, complete
from backend.rules.expression import AllOf, Rule, Test
from backend.rules.inquiry import Inquiry
from backend.rules.operators import leaf_verdict
from backend.rules.reasons import confirm_reasons, first_day, verdict_of
from backend.rules.vocabulary import Answers, FactValue
from tests.rules.packs import ANSWERS, DAY, DOMAINS, LAW, NEAR_DAYS, RULES, TODAY, VOCABULARY

_ABSENT = object()


def truth_table(rule: Rule, known: Answers) -> Verdict:
    """The verdict written down by hand: search for the weakest part of ALL, for the strongest of ANY."""
    if isinstance(rule, Test):
        return leaf_verdict(rule, known.get(rule.fact), DAY)
    parts = [truth_table(part, known) for part in rule.parts]
    order = sorted(Verdict) if isinstance(rule, AllOf) else sorted(Verdict, reverse=True)
    return next(verdict for verdict in order if verdict in parts)


@given(RULES, ANSWERS)
def test_the_fold_is_the_truth_table(rule: Rule, answers: Answers) -> None:
    known = complete(VOCABULARY, answers, DAY)
    assert verdict_of(rule, known, DAY) is truth_table(rule, known)


@given(RULES, ANSWERS)
def test_reasons_to_confirm_stand_exactly_beside_that_verdict(rule: Rule, answers: Answers) -> None:
    known = complete(VOCABULARY, answers, DAY)
    assert bool(confirm_reasons(rule, known, DAY)) is (verdict_of(rule, known, DAY) is Verdict.CONFIRM)


@given(RULES, ANSWERS)
def test_no_answer_is_never_a_no(rule: Rule, answers: Answers) -> None:
    """Whatever is NO or YES with open facts stays so, however they are answered."""
    known = complete(VOCABULARY, answers, DAY)
    verdict = verdict_of(rule, known, DAY)
    if verdict in (Verdict.NO, Verdict.YES):
        assert {verdict_of(rule, complete(VOCABULARY, full, DAY), DAY) for full in completions(known)} == {
            verdict
        }


@settings(max_examples=150, deadline=None)
@given(st.lists(RULES, min_size=1, max_size=2), ANSWERS)
def test_only_questions_that_matter_are_asked_and_all_of_them(rules: list[Rule], answers: Answers) -> None:
    inquiry = Inquiry(VOCABULARY, rules, tuple(DOMAINS))
    known = complete(VOCABULARY, answers, DAY)
    expected = [
        fact for fact in DOMAINS if fact not in known and any(matters(rule, answers, fact) for rule in rules)
    ]
    assert list(inquiry.open_facts(answers, DAY)) == expected


def matters(rule: Rule, answers: Answers, fact: str) -> bool:
    """By trying everything: two answers to the fact, all else equal, and two verdicts."""
    known = complete(VOCABULARY, answers, DAY)
    others = [name for name in DOMAINS if name != fact and name not in known]
    for values in product(*((*DOMAINS[name], _ABSENT) for name in others)):
        rest = {name: value for name, value in zip(others, values, strict=True) if value is not _ABSENT}
        verdicts = {
            verdict_of(rule, complete(VOCABULARY, {**answers, **rest, fact: value}, DAY), DAY)  # type: ignore[dict-item]
            for value in (*DOMAINS[fact], None)
        }
        if len(verdicts) > 1:
            return True
    return False


def completions(known: Answers) -> Iterator[Answers]:
    open_facts = [name for name in DOMAINS if name not in known]
    for values in product(*(DOMAINS[name] for name in open_facts)):
        yield {**known, **dict(zip(open_facts, values, strict=True))}


@given(RULES, ANSWERS, NEAR_DAYS)
def test_on_the_first_day_the_verdict_flips_and_not_the_day_before(
    rule: Rule, answers: Answers, born: date
) -> None:
    answers = {**answers, "born": born}
    found = first_day(rule, VOCABULARY, answers, DAY)
    if found is None:
        return
    assert found > TODAY
    assert on(rule, answers, TODAY) is Verdict.NO
    assert on(rule, answers, found) >= Verdict.CONFIRM
    assert on(rule, answers, found - timedelta(days=1)) < Verdict.CONFIRM


@settings(max_examples=40, deadline=None)
@given(RULES, ANSWERS, NEAR_DAYS)
def test_no_first_day_means_that_no_day_to_come_will_do(rule: Rule, answers: Answers, born: date) -> None:
    answers = {**answers, "born": born}
    if on(rule, answers, TODAY) is Verdict.NO and first_day(rule, VOCABULARY, answers, DAY) is None:
        days = (TODAY + timedelta(days=n) for n in range(0, 36_500, 89))
        assert max(on(rule, answers, day) for day in days) < Verdict.CONFIRM


def on(rule: Rule, answers: Answers, day: date) -> Verdict:
    circumstances = Day(day, LAW)
    known: dict[str, FactValue | None] = complete(VOCABULARY, answers, circumstances)
    return verdict_of(rule, known, circumstances)
