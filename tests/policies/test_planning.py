"""Questions planned ahead for a sample: fewer of them, the same verdicts, and no longer a turn."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from statistics import mean
from typing import Any

import pytest

from backend.policies.catalogue import load_policies
from backend.rules import Pack, assess, next_question
from backend.rules.carried_plan import carried_plan
from backend.rules.derivations import Day
from backend.rules.planning import FEW, plan_questions
from bench.people import RESIDENTS, WALK_INS, people
from tests.policies.folders import XINYU
from tests.policies.golden import POLICIES
from tests.policies.test_interview import WOMAN_OF_46

TODAY = date(2026, 11, 21)
SAMPLE = 300


@pytest.fixture(scope="module")
def planned(xinyu: Pack) -> Pack:
    """The pack as it asks the residents of a city."""
    return replace(xinyu, plan=plan_questions(xinyu, people(RESIDENTS, xinyu, TODAY, SAMPLE, seed=2), TODAY))


@pytest.fixture(scope="module")
def for_walk_ins(xinyu: Pack) -> Pack:
    return replace(xinyu, plan=plan_questions(xinyu, people(WALK_INS, xinyu, TODAY, SAMPLE, seed=2), TODAY))


def asked(pack: Pack, person: Mapping[str, Any], today: date = TODAY) -> dict[str, Any]:
    """What a person is asked, in order, with the answers."""
    answers: dict[str, Any] = {}
    while fact := next_question(pack, answers, today):
        answers[fact] = person.get(fact)
    return answers


def test_residents_nobody_planned_for_are_asked_fewer_questions(xinyu: Pack, planned: Pack) -> None:
    others = people(RESIDENTS, xinyu, TODAY, 200, seed=1)
    fewer, usual = (mean(len(asked(pack, one)) for one in others) for pack in (planned, xinyu))
    assert fewer < 0.99 * usual


def test_a_plan_changes_no_verdict(xinyu: Pack, planned: Pack, for_walk_ins: Pack) -> None:
    for person in (*people(RESIDENTS, xinyu, TODAY, 60, seed=3), WOMAN_OF_46):
        whole = assess(xinyu, person, TODAY)
        for pack in (planned, for_walk_ins):
            found = assess(pack, asked(pack, person), TODAY)
            assert [one.verdict for one in found.categories] == [one.verdict for one in whole.categories]


def test_a_plan_holds_on_later_days_by_what_an_answer_says_then(for_walk_ins: Pack) -> None:
    """Everybody as old next year as this woman is today is asked like her, and no plan made on that day says otherwise."""
    later = date(2027, 11, 21)
    born_later = {**WOMAN_OF_46, "person.birth_date": date(1981, 3, 5)}
    assert list(asked(for_walk_ins, born_later, later)) == list(asked(for_walk_ins, WOMAN_OF_46))
    expected = for_walk_ins.interview.expected(Day(later, for_walk_ins.labour_age))
    assert for_walk_ins.plan is not None
    assert len(for_walk_ins.plan.on(expected.marked)) >= 0.9 * len(for_walk_ins.plan.steps)


def test_a_plan_tells_of_nobody(xinyu: Pack, for_walk_ins: Pack) -> None:
    """Wherever it says something, at least so many of the sample answered like that."""
    assert for_walk_ins.plan is not None
    expected = for_walk_ins.interview.expected(Day(TODAY, for_walk_ins.labour_age))
    sample = expected.people(people(WALK_INS, xinyu, TODAY, SAMPLE, seed=2))
    states = for_walk_ins.plan.on(expected.marked)
    assert len(states) == len(for_walk_ins.plan.steps) > 3
    assert min(sample.alike(dict(state)).bit_count() for state in states) >= for_walk_ins.plan.fewest == FEW


def test_of_fewer_people_than_may_be_told_nothing_is_planned(xinyu: Pack) -> None:
    assert plan_questions(xinyu, [WOMAN_OF_46] * (FEW - 1), TODAY).steps == ()
    assert plan_questions(xinyu, [WOMAN_OF_46] * FEW, TODAY).steps


def test_where_half_of_a_register_are_children_the_birth_date_comes_first(xinyu: Pack) -> None:
    born = (date(1980, 1, 1), date(2012, 1, 1))
    sample = [{**WOMAN_OF_46, "person.birth_date": born[n % 2]} for n in range(200)]
    pack = replace(xinyu, plan=plan_questions(xinyu, sample, TODAY))
    assert next_question(pack, {}, TODAY) == "person.birth_date"
    assert next_question(xinyu, {}, TODAY) == "work.status"


def test_whoever_says_none_of_it_stands_with_all_who_say_so_whatever_a_list_holds(xinyu: Pack) -> None:
    """A list may hold a grade of disability for somebody in no special situation; nobody is ever asked for it then."""
    odd = {**WOMAN_OF_46, "poverty.alleviated": True, "land.lost": "all", "disab.status": "valid"}
    expected = xinyu.interview.expected(Day(TODAY, xinyu.labour_age))
    both = expected.people([WOMAN_OF_46, odd])
    assert both.alike(expected.told({"person.situation": "none"})) == both.everyone


def test_since_when_somebody_is_registered_is_asked_after_whether(guangzhou: Pack) -> None:
    both = ["unemp.registered", "unemp.registered_on"]
    assert guangzhou.interview.general(both) == both[:1]
    assert guangzhou.interview.general(both[1:]) == both[1:]


def test_the_next_question_of_a_plan_takes_no_longer_than_a_turn_may(planned: Pack) -> None:
    """50 ms are allowed; the least of many, so that a busy machine does not count."""
    answers = dict(list(WOMAN_OF_46.items())[:3])
    assert min(timed(planned, answers) for _ in range(20)) < 0.05


def timed(pack: Pack, answers: Mapping[str, Any]) -> float:
    start = time.perf_counter()
    next_question(pack, answers, TODAY)
    return time.perf_counter() - start


def changed(*edits: tuple[str, str]) -> Pack:
    """The policy with other words, as its next version."""
    text = (POLICIES / XINYU / "pack.yaml").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return load_policies(POLICIES).read(XINYU, text)


def test_a_version_with_other_words_is_asked_by_the_whole_plan(planned: Pack) -> None:
    assert planned.plan is not None
    reworded = changed(("required: 想找工作", "required: 您想找工作"))
    carried = carried_plan(planned, reworded)
    assert carried is not None
    assert (carried.made_for, carried.steps, carried.people) == (reworded.version, planned.plan.steps, SAMPLE)
    assert list(asked(replace(reworded, plan=carried), WOMAN_OF_46)) == list(asked(planned, WOMAN_OF_46))


def test_a_version_with_another_age_keeps_the_plan_where_no_age_is_known(for_walk_ins: Pack) -> None:
    """Whose birth date is known stands elsewhere now; before that, all are asked as planned. Nobody's verdict changes."""
    assert for_walk_ins.plan is not None
    stricter = changed(("{fact: person.birth_date, age_at_least: 40}", "{fact: person.birth_date, age_at_least: 41}"))
    carried = carried_plan(for_walk_ins, stricter)
    assert carried is not None
    assert 0 < len(carried.steps) < len(for_walk_ins.plan.steps)
    expected = stricter.interview.expected(Day(TODAY, stricter.labour_age))
    assert len(carried.on(expected.marked)) == len(carried.steps)
    assert not any("person.birth_date" in step.known for step in carried.steps)
    for person in (*people(WALK_INS, stricter, TODAY, 30, seed=3), WOMAN_OF_46):
        whole = assess(stricter, person, TODAY)
        found = assess(stricter, asked(replace(stricter, plan=carried), person), TODAY)
        assert [one.verdict for one in found.categories] == [one.verdict for one in whole.categories]


def test_conditions_that_moved_are_found_again(planned: Pack) -> None:
    """The wish to work is asked about first now: its leaf has another number, and says the same."""
    text = (POLICIES / XINYU / "pack.yaml").read_text(encoding="utf-8")
    conditions = text[text.index("preconditions:\n") : text.index("\ncategories:\n")]
    head, *each = conditions.split("\n  - ")
    moved = changed((conditions, "\n  - ".join([head, *reversed(each)])))
    assert [one.fact for one in moved.interview.leaves] != [one.fact for one in planned.interview.leaves]
    carried = carried_plan(planned, moved)
    assert planned.plan is not None
    assert carried is not None
    assert len(carried.steps) == len(planned.plan.steps)
    told = {"work.status": "unemployed"}
    before, after = (
        plan.on(expected.marked)[frozenset(expected.told(told).items())]
        for plan, expected in (
            (planned.plan, planned.interview.expected(Day(TODAY, planned.labour_age))),
            (carried, moved.interview.expected(Day(TODAY, moved.labour_age))),
        )
    )
    assert before == after


def test_a_policy_without_a_plan_hands_none_on(xinyu: Pack) -> None:
    assert carried_plan(xinyu, changed(("required: 想找工作", "required: 您想找工作"))) is None
