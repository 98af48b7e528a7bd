"""People nobody thought of, against the real policies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.policies.catalogue import load_catalogue
from backend.rules import Fact, Pack, Verdict, assess, cured, next_question, to_cure
from backend.rules.derivations import Day, complete
from backend.rules.planning import plan_questions
from backend.rules.reasons import verdict_of
from tests.policies.golden import POLICIES

TODAY = date(2026, 11, 21)
PACKS = tuple(load_catalogue(POLICIES).packs.values())
every_pack = pytest.mark.parametrize("pack", PACKS, ids=[pack.id for pack in PACKS])
SITUATION = "person.situation"


def days(fact: Fact) -> st.SearchStrategy[date]:
    """Births of people of 13 to 71, or days of the last two years."""
    least, most = (5_000, 26_000) if fact.id == "person.birth_date" else (0, 730)
    return st.integers(least, most).map(lambda ago: TODAY - timedelta(days=ago))


@st.composite
def people(draw: st.DrawFn, pack: Pack) -> dict[str, Any]:
    """A person with an answer to everything, 不清楚 where that is allowed, and no contradiction."""
    person: dict[str, Any] = {}
    for name in pack.questions:
        fact = pack.vocabulary[name]
        values: list[Any] = [option.value for option in fact.options] or [draw(days(fact))]
        likely = values[:1] * 4  # most people pass the first conditions
        person[name] = draw(st.sampled_from([*likely, *values, *([None] if fact.unsure else [])]))
    return person | follows_from(pack, person[SITUATION])


def follows_from(pack: Pack, situation: str | None) -> dict[str, Any]:
    """What the answer about special situations says of other questions."""
    return {
        fact: implied.then
        for fact, implied in pack.vocabulary.implications
        if (implied.fact, implied.value) == (SITUATION, situation) and fact in pack.questions
    }


@every_pack
@settings(max_examples=200, deadline=None)
@given(st.data())
def test_what_is_not_asked_would_have_changed_nothing(pack: Pack, data: st.DataObject) -> None:
    person = data.draw(people(pack))
    asked: dict[str, Any] = {}
    while fact := next_question(pack, asked, TODAY):
        asked[fact] = person[fact]
    assert verdicts(pack, asked) == verdicts(pack, person)
    assert verdicts(pack, cured(pack, asked, TODAY)) == verdicts(pack, cured(pack, person, TODAY))


@every_pack
@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_plan_of_the_questions_changes_no_verdict(pack: Pack, data: st.DataObject) -> None:
    """Whoever is asked by a plan, one of those it was made for or not, comes out as by all answers at once."""
    person, planned = data.draw(people(pack)), planned_for_many(pack.id)
    asked: dict[str, Any] = {}
    while fact := next_question(planned, asked, TODAY):
        asked[fact] = person[fact]
    assert verdicts(pack, asked) == verdicts(planned, asked) == verdicts(pack, person)
    assert verdicts(pack, cured(pack, asked, TODAY)) == verdicts(pack, cured(pack, person, TODAY))


@every_pack
def test_there_is_a_plan_whose_verdicts_are_compared(pack: Pack) -> None:
    planned = planned_for_many(pack.id)
    assert planned.plan is not None
    assert (planned.plan.made_for, len(planned.plan.steps) >= 3) == (pack.version, True)
    assert next_question(planned, {}, TODAY) != next_question(pack, {}, TODAY)


@cache
def planned_for_many(pack_id: str) -> Pack:
    """The pack with a plan for 200 people of whom most give the first answer, and one in five another."""
    (pack,) = (one for one in PACKS if one.id == pack_id)
    chance = Random(0)
    return replace(pack, plan=plan_questions(pack, [somebody(pack, chance) for _ in range(200)], TODAY))


def somebody(pack: Pack, chance: Random) -> dict[str, Any]:
    person: dict[str, Any] = {}
    for name in pack.questions:
        values = [option.value for option in pack.vocabulary[name].options]
        born = TODAY - timedelta(days=chance.randrange(5_000, 26_000))
        person[name] = (chance.choice(values) if chance.random() < 0.2 else values[0]) if values else born
    return person | follows_from(pack, person[SITUATION])


@every_pack
@settings(max_examples=100, deadline=None)
@given(st.data())
def test_the_verdict_never_depends_on_the_order_of_the_questions(pack: Pack, data: st.DataObject) -> None:
    person = data.draw(people(pack))
    day = Day(TODAY, pack.labour_age)
    asked: dict[str, Any] = {}
    while open_facts := pack.open_facts(asked, day):
        fact = data.draw(st.sampled_from(open_facts))
        asked[fact] = person[fact]
    assert verdicts(pack, asked) == verdicts(pack, person)
    assert verdicts(pack, cured(pack, asked, TODAY)) == verdicts(pack, cured(pack, person, TODAY))


@every_pack
@settings(max_examples=50, deadline=None)
@given(st.data())
def test_who_can_cure_something_is_asked_what_anybody_is(pack: Pack, data: st.DataObject) -> None:
    """Each question matters now or after the cure: the cured are asked the same."""
    person, fact = data.draw(people(pack)), data.draw(st.sampled_from(pack.questions))
    known = {name: person[name] for name in pack.questions[: pack.questions.index(fact)]}
    assert next_question(pack, known, TODAY) == next_question(pack, cured(pack, known, TODAY), TODAY)
    if to_cure(pack, known, TODAY):
        assert set(verdicts(pack, known).values()) == {Verdict.NO}


@every_pack
@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_verdict_is_the_fold_of_the_whole_rule(pack: Pack, data: st.DataObject) -> None:
    person = data.draw(people(pack))
    day = Day(TODAY, pack.labour_age)
    known = complete(pack.vocabulary, person, day)
    assert verdicts(pack, person) == {id: verdict_of(rule, known, day) for id, rule in pack.rules.items()}


@every_pack
@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_day_that_is_told_is_the_day_on_which_it_turns(pack: Pack, data: st.DataObject) -> None:
    person = data.draw(people(pack))
    for category in assess(pack, person, TODAY).categories:
        if category.first_day:
            assert category.verdict is Verdict.NO
            assert verdicts(pack, person, category.first_day)[category.id] >= Verdict.CONFIRM
            assert verdicts(pack, person, category.first_day - timedelta(days=1))[category.id] < Verdict.CONFIRM


@every_pack
@settings(max_examples=100, deadline=None)
@given(st.data())
def test_every_refusal_names_a_condition_with_its_article(pack: Pack, data: st.DataObject) -> None:
    person = data.draw(people(pack))
    found = assess(pack, person, TODAY)
    for category in found.categories:
        weakest = min(f.verdict for f in (*found.preconditions, *category.findings))
        assert weakest is category.verdict
        assert all(f.citation_id in pack.citations for f in (*found.preconditions, *category.findings))


def verdicts(pack: Pack, answers: Mapping[str, Any], day: date = TODAY) -> dict[str, Verdict]:
    return {category.id: category.verdict for category in assess(pack, answers, day).categories}
