"""People nobody thought of, against the real policy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.policies.catalogue import load_catalogue
from backend.rules import Pack, Verdict, assess, cured, next_question, to_cure
from backend.rules.derivations import Day, complete
from backend.rules.reasons import verdict_of
from tests.policies.golden import POLICIES

TODAY = date(2026, 11, 21)
PACK: Pack = load_catalogue(POLICIES).packs["xinyu-2023-82"]
SPECIAL = {
    "none": {"disab.status": "none", "poverty.alleviated": False, "land.lost": "none"},
    "disability": {"poverty.alleviated": False, "land.lost": "none"},
    "poverty": {"disab.status": "none", "poverty.alleviated": True, "land.lost": "none"},
    "land": {"disab.status": "none", "poverty.alleviated": False},
    "several": {},
    "dibao": {"disab.status": "none", "poverty.alleviated": False, "land.lost": "none"},
}


@st.composite
def people(draw: st.DrawFn) -> dict[str, Any]:
    """A person with an answer to everything, 不清楚 where that is allowed, and no contradiction."""
    person: dict[str, Any] = {}
    born = TODAY - timedelta(days=draw(st.integers(5_000, 26_000)))
    for fact in PACK.questions:
        declared = PACK.vocabulary[fact]
        values: list[Any] = [option.value for option in declared.options] or [born]
        likely = values[:1] * 4  # most people pass the first conditions
        person[fact] = draw(st.sampled_from([*likely, *values, *([None] if declared.unsure else [])]))
    return {**person, **SPECIAL.get(person["person.situation"] or "", {})}


@settings(max_examples=200, deadline=None)
@given(people())
def test_what_is_not_asked_would_have_changed_nothing(person: dict[str, Any]) -> None:
    asked: dict[str, Any] = {}
    while fact := next_question(PACK, asked, TODAY):
        asked[fact] = person[fact]
    assert verdicts(asked) == verdicts(person)
    assert verdicts(cured(PACK, asked, TODAY)) == verdicts(cured(PACK, person, TODAY))


@settings(max_examples=50, deadline=None)
@given(people(), st.sampled_from([*PACK.questions]))
def test_who_can_cure_something_is_asked_what_anybody_is(person: dict[str, Any], fact: str) -> None:
    """Each question matters now or after the cure: the cured are asked the same."""
    known = {name: person[name] for name in PACK.questions[: PACK.questions.index(fact)]}
    assert next_question(PACK, known, TODAY) == next_question(PACK, cured(PACK, known, TODAY), TODAY)
    if to_cure(PACK, known, TODAY):
        assert set(verdicts(known).values()) == {Verdict.NO}


@settings(max_examples=200, deadline=None)
@given(people())
def test_the_verdict_is_the_fold_of_the_whole_rule(person: dict[str, Any]) -> None:
    day = Day(TODAY, PACK.labour_age)
    known = complete(PACK.vocabulary, person, day)
    assert verdicts(person) == {id: verdict_of(rule, known, day) for id, rule in PACK.rules.items()}


@settings(max_examples=200, deadline=None)
@given(people())
def test_the_day_that_is_told_is_the_day_on_which_it_turns(person: dict[str, Any]) -> None:
    for category in assess(PACK, person, TODAY).categories:
        if category.first_day:
            assert category.verdict is Verdict.NO
            assert verdicts(person, category.first_day)[category.id] >= Verdict.CONFIRM
            assert verdicts(person, category.first_day - timedelta(days=1))[category.id] < Verdict.CONFIRM


@settings(max_examples=100, deadline=None)
@given(people())
def test_every_refusal_names_a_condition_with_its_article(person: dict[str, Any]) -> None:
    found = assess(PACK, person, TODAY)
    for category in found.categories:
        weakest = min(f.verdict for f in (*found.preconditions, *category.findings))
        assert weakest is category.verdict
        assert all(f.citation_id in PACK.citations for f in (*found.preconditions, *category.findings))


def verdicts(answers: Mapping[str, Any], day: date = TODAY) -> dict[str, Verdict]:
    return {category.id: category.verdict for category in assess(PACK, answers, day).categories}
