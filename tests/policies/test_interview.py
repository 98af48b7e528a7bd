"""The self-check of Xinyu, question by question."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from backend.rules import Assessment, Pack, Verdict, assess, cured, next_question

TODAY = date(2026, 11, 21)
WOMAN_OF_46: Mapping[str, Any] = {
    "person.hukou_code": "360502",
    "work.status": "unemployed",
    "unemp.registered": True,
    "person.sex": "F",
    "person.birth_date": date(1980, 3, 5),
    "pension.receiving": False,
    "work.willing": True,
    "work.capacity": "full",
    "person.situation": "none",
    "household.others": "some_working",
}


def interview(pack: Pack, person: Mapping[str, Any], known: Mapping[str, Any] | None = None) -> list[str]:
    """The questions put to a person; facts the person has no answer to are 不清楚."""
    answers = dict(known or {})
    asked = []
    while fact := next_question(pack, answers, TODAY):
        asked.append(fact)
        answers[fact] = person.get(fact)
        assert len(asked) < 30
    return asked


def test_a_woman_of_46_is_asked_ten_questions(xinyu: Pack) -> None:
    assert sorted(interview(xinyu, WOMAN_OF_46)) == sorted(WOMAN_OF_46)


def test_whoever_is_registered_elsewhere_or_has_work_is_soon_told(xinyu: Pack) -> None:
    for answer in ({"person.hukou_code": "elsewhere"}, {"work.status": "employed"}):
        asked = interview(xinyu, {**WOMAN_OF_46, **answer})
        assert asked[-1] in answer
        assert len(asked) <= 2


def test_the_first_questions_are_about_nothing_delicate(xinyu: Pack) -> None:
    first, second, *_ = interview(xinyu, WOMAN_OF_46)
    assert {xinyu.vocabulary[fact].sensitivity for fact in (first, second)} == {"low"}


def test_the_questions_come_in_the_same_order_every_time(xinyu: Pack) -> None:
    fresh = replace(xinyu)
    assert interview(fresh, WOMAN_OF_46) == interview(xinyu, WOMAN_OF_46)


def test_whoever_is_not_registered_as_unemployed_is_asked_like_everybody(xinyu: Pack) -> None:
    person = {**WOMAN_OF_46, "unemp.registered": False}
    assert interview(xinyu, person) == interview(xinyu, WOMAN_OF_46)
    now, then = (assess(xinyu, known, TODAY) for known in (person, cured(xinyu, person, TODAY)))
    assert {category.verdict for category in now.categories} == {Verdict.NO}
    assert then == assess(xinyu, WOMAN_OF_46, TODAY)


def test_who_has_nothing_to_cure_stays_as_is(xinyu: Pack) -> None:
    for person in (WOMAN_OF_46, {**WOMAN_OF_46, "unemp.registered": None}):
        assert cured(xinyu, person, TODAY) is person


def test_sex_and_birth_date_are_not_asked_when_the_id_number_is_known(xinyu: Pack) -> None:
    asked = interview(xinyu, WOMAN_OF_46, {"person.id_number": "360502198611219924"})
    assert not {"person.sex", "person.birth_date"}.intersection(asked)
    found = assess(xinyu, {**WOMAN_OF_46, "person.id_number": "360502198611219924"}, TODAY)
    assert "1986年11月21日" in found.categories[0].findings[0].answer
    assert "360502198611219924" not in str(found.to_json())


@pytest.mark.parametrize(
    ("born", "asked"),
    [
        (date(1986, 1, 1), False),
        (date(1976, 3, 22), False),
        (date(1976, 3, 21), True),
        (date(1971, 11, 1), True),
        (date(1965, 1, 1), False),
    ],
)
def test_the_retirement_type_is_asked_only_where_it_matters(xinyu: Pack, born: date, asked: bool) -> None:
    assert ("retire.base" in interview(xinyu, {**WOMAN_OF_46, "person.birth_date": born})) is asked


def test_the_pension_is_not_asked_of_the_young(xinyu: Pack) -> None:
    young = {**WOMAN_OF_46, "person.birth_date": date(1990, 1, 1)}
    assert "pension.receiving" not in interview(xinyu, young)


def test_a_special_situation_leads_to_its_own_questions_only(xinyu: Pack) -> None:
    disabled = {**WOMAN_OF_46, "person.situation": "disability", "disab.status": "valid", "disab.grade": "2"}
    asked = interview(xinyu, disabled)
    assert {"disab.status", "disab.grade"} <= set(asked)
    assert not {"poverty.alleviated", "land.lost"} & set(asked)
    found = assess(xinyu, disabled, TODAY)
    assert [c.verdict.word for c in found.categories] == ["yes", "no", "confirm", "no", "no"]
    assert found.categories[2].confirm_reasons == ("一级、二级残疾，由工作人员核实适合做的工作。",)


def test_not_sure_about_everything_ends_in_unknown_and_never_in_no(xinyu: Pack) -> None:
    unsure = dict.fromkeys(xinyu.vocabulary)
    assert {category.verdict for category in assess(xinyu, unsure, TODAY).categories} == {Verdict.UNKNOWN}
    assert next_question(xinyu, unsure, TODAY) is None


def test_where_only_time_is_missing_the_day_is_told(xinyu: Pack) -> None:
    found = assess(xinyu, {**WOMAN_OF_46, "person.birth_date": date(1987, 3, 5)}, TODAY)
    assert found.categories[0].verdict is Verdict.NO
    assert found.categories[0].first_day == date(2027, 3, 5)
    assert found.categories[0].findings[0].first_day == date(2027, 3, 5)
    assert found.categories[1].first_day is None


def test_no_day_is_promised_where_something_else_is_missing_too(xinyu: Pack) -> None:
    answers = {**WOMAN_OF_46, "person.birth_date": date(1987, 3, 5), "unemp.registered": False}
    category = assess(xinyu, answers, TODAY).categories[0]
    assert (category.first_day, category.findings[0].first_day) == (None, date(2027, 3, 5))


def test_the_reasons_name_answer_requirement_and_article(xinyu: Pack) -> None:
    (age,) = assess(xinyu, WOMAN_OF_46, TODAY).categories[0].findings
    assert age.answer == "女，1980年3月5日，46周岁"
    assert age.required == "女性年满40周岁，男性年满50周岁"
    assert xinyu.citations[age.citation_id].text == "“4050”人员：女性年满40周岁、男性年满50周岁的失业人员"


def test_an_assessment_survives_storage_and_can_be_replayed(xinyu: Pack) -> None:
    members = ({"relation": "spouse", "sex": "M", "birth": date(1979, 1, 1), "status": "unemployed"},)
    answers = {**WOMAN_OF_46, "household.members": members, "household.urban": "urban"}
    found = assess(xinyu, answers, TODAY)
    stored = Assessment.from_json(found.to_json())
    assert stored == found
    assert assess(xinyu, stored.answers, stored.as_of).verdict is found.verdict


def test_the_detailed_household_goes_before_the_summary(xinyu: Pack) -> None:
    working = ({"relation": "spouse", "sex": "M", "birth": date(1979, 1, 1), "status": "employed"},)
    answers = {**WOMAN_OF_46, "household.others": "all_unemployed", "household.urban": "urban"}
    assert assess(xinyu, answers, TODAY).categories[1].verdict is Verdict.YES
    assert assess(xinyu, {**answers, "household.members": working}, TODAY).categories[1].verdict is Verdict.NO


def test_a_turn_takes_about_a_millisecond(xinyu: Pack) -> None:
    answers = dict(list(WOMAN_OF_46.items())[:5])
    turn(xinyu, answers)
    took = min(timed(xinyu, answers) for _ in range(20))
    assert took < 0.02  # seconds; ten times what it takes on a slow machine


def timed(pack: Pack, answers: Mapping[str, Any]) -> float:
    start = time.perf_counter()
    turn(pack, answers)
    return time.perf_counter() - start


def turn(pack: Pack, answers: Mapping[str, Any]) -> None:
    next_question(pack, answers, TODAY)
    assess(pack, answers, TODAY)
