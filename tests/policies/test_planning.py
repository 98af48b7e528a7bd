"""Questions planned ahead for a sample: fewer of them, the same verdicts, and no longer a turn."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from statistics import mean
from typing import Any

import pytest

from backend.rules import Pack, assess, next_question
from backend.rules.derivations import Day
from backend.rules.planning import plan
from backend.rules.priors import Priors
from bench.people import RESIDENTS, people
from tests.policies.test_interview import WOMAN_OF_46

TODAY = date(2026, 11, 21)
SAMPLE = 300


def with_sample(pack: Pack) -> Pack:
    """The pack as it asks the residents of a city, not planned yet."""
    sample = people(RESIDENTS, pack, TODAY, SAMPLE, seed=2)
    return replace(pack, priors=Priors.from_sample(sample, pack.priors))


@pytest.fixture(scope="module")
def planned(xinyu: Pack) -> Pack:
    pack = with_sample(xinyu)
    plan(pack.interview, Day(TODAY, pack.labour_age))
    return pack


def asked(pack: Pack, person: Mapping[str, Any], today: date = TODAY) -> dict[str, Any]:
    """What a person is asked, in order, with the answers."""
    answers: dict[str, Any] = {}
    while fact := next_question(pack, answers, today):
        answers[fact] = person.get(fact)
    return answers


def test_residents_nobody_planned_for_are_asked_fewer_questions(xinyu: Pack, planned: Pack) -> None:
    others = people(RESIDENTS, xinyu, TODAY, 200, seed=1)
    fewer, usual = (mean(len(asked(pack, one)) for one in others) for pack in (planned, with_sample(xinyu)))
    assert fewer < 0.99 * usual


def test_a_plan_changes_no_verdict(xinyu: Pack, planned: Pack) -> None:
    for person in (*people(RESIDENTS, xinyu, TODAY, 60, seed=3), WOMAN_OF_46):
        whole = assess(xinyu, person, TODAY)
        found = assess(planned, asked(planned, person), TODAY)
        assert [one.verdict for one in found.categories] == [one.verdict for one in whole.categories]


def test_a_plan_holds_for_its_day_alone(xinyu: Pack, planned: Pack) -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert list(asked(planned, WOMAN_OF_46, tomorrow)) == list(asked(with_sample(xinyu), WOMAN_OF_46, tomorrow))


def test_without_a_sample_there_is_nothing_to_plan(xinyu: Pack) -> None:
    fresh = replace(xinyu)
    plan(fresh.interview, Day(TODAY, xinyu.labour_age))
    assert asked(fresh, WOMAN_OF_46) == asked(xinyu, WOMAN_OF_46)


def test_the_next_question_of_a_plan_takes_no_longer_than_a_turn_may(planned: Pack) -> None:
    """50 ms are allowed; the least of many, so that a busy machine does not count."""
    answers = dict(list(WOMAN_OF_46.items())[:3])
    assert min(timed(planned, answers) for _ in range(20)) < 0.05


def timed(pack: Pack, answers: Mapping[str, Any]) -> float:
    start = time.perf_counter()
    next_question(pack, answers, TODAY)
    return time.perf_counter() - start
