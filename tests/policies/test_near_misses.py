"""What would have to change, against the real policies: done, it turns the verdict; a day earlier it does not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.rules import Pack, Verdict, cured, earliest_days, near_misses
from backend.rules.derivations import Day
from backend.rules.interview import soon
from tests.policies.test_random_people import TODAY, every_pack, people, verdicts

WOMAN: Mapping[str, Any] = {
    "work.status": "unemployed",
    "unemp.registered": True,
    "unemp.registered_on": date(2026, 10, 1),
    "person.sex": "F",
    "pension.receiving": False,
    "work.willing": True,
    "work.accepts_assistance": True,
    "work.capacity": "full",
    "person.situation": "none",
    "household.others": "some_working",
}
HUKOU = {"xinyu-2023-82": "360502", "guangzhou-2014-4": "440104"}
AGE = {"xinyu-2023-82": 40, "guangzhou-2014-4": 35}


@every_pack
@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_suggestion_turns_the_verdict_and_a_day_earlier_it_does_not(pack: Pack, data: st.DataObject) -> None:
    person = data.draw(people(pack))
    today = verdicts(pack, person)
    for id, miss in near_misses(pack, person, TODAY).items():
        assert today[id] is Verdict.NO
        assert verdicts(pack, miss.answers, miss.since or TODAY)[id] is miss.verdict >= Verdict.CONFIRM
        if miss.since:
            assert verdicts(pack, miss.answers, miss.since - timedelta(days=1))[id] < Verdict.CONFIRM


@every_pack
@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_day_is_told_that_is_too_far_off_to_help(pack: Pack, data: st.DataObject) -> None:
    last = soon(Day(TODAY, pack.labour_age)).today
    misses = near_misses(pack, data.draw(people(pack)), TODAY).values()
    assert all(TODAY < miss.since <= last for miss in misses if miss.since)


@every_pack
def test_two_years_are_worth_waiting_for_and_not_a_day_more(pack: Pack) -> None:
    last = date(2028, 11, 21)
    for turning, told in ((last, last), (last + timedelta(days=1), None)):
        born = turning.replace(year=turning.year - AGE[pack.id])
        person = {**WOMAN, "person.hukou_code": HUKOU[pack.id], "person.birth_date": born}
        first, *_ = pack.rules
        miss = near_misses(pack, person, TODAY).get(first)
        assert (miss and miss.since) == told


@every_pack
@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_earliest_day_leaves_the_category_open_and_no_day_before_does(pack: Pack, data: st.DataObject) -> None:
    person = data.draw(people(pack))
    for name in data.draw(st.sets(st.sampled_from(sorted(pack.questions)))):
        person.pop(name, None)
    today = verdicts(pack, person)
    for id, turn in earliest_days(pack, person, TODAY).items():
        assert today[id] is Verdict.NO
        assert turn > TODAY
        assert verdicts(pack, person, turn)[id] > Verdict.NO
        assert verdicts(pack, person, turn - timedelta(days=1))[id] is Verdict.NO


@every_pack
def test_who_was_asked_little_because_the_day_is_far_off_is_told_it(pack: Pack) -> None:
    born = date(2026 - AGE[pack.id] + 4, 3, 5)
    person = {"person.hukou_code": HUKOU[pack.id], "person.birth_date": born, "work.status": "unemployed"}
    first, *_ = pack.rules
    assert first not in near_misses(pack, person, TODAY)
    assert earliest_days(pack, person, TODAY)[first] == date(2030, 3, 5)


def test_xy_09_a_certificate_whose_last_day_has_passed_is_renewed(xinyu: Pack) -> None:
    """The old last day does not stand against the new certificate."""
    person = {
        **WOMAN,
        "person.hukou_code": "360502",
        "person.birth_date": date(1996, 3, 5),
        "person.situation": "disability",
        "disab.status": "valid",
        "disab.valid_until": date(2026, 11, 20),
        "disab.grade": "4",
    }
    assert verdicts(xinyu, person)["X3"] is Verdict.NO
    miss = near_misses(xinyu, person, TODAY)["X3"]
    assert ([change.done for _, change in miss.changes], miss.since) == (["换好《残疾人证》"], None)
    assert verdicts(xinyu, cured(xinyu, person, TODAY))["X3"] is Verdict.YES


def test_a_certificate_of_low_income_is_renewed_by_its_last_day_too(guangzhou: Pack) -> None:
    person = {
        **WOMAN,
        "person.hukou_code": "440104",
        "person.birth_date": date(1996, 3, 5),
        "welfare.kind": "urban_dibao",
        "welfare.valid_until": date(2026, 11, 20),
    }
    miss = near_misses(guangzhou, person, TODAY)["G3.3"]
    assert ([change.done for _, change in miss.changes], miss.since) == (["续好低保证或低收入证"], None)


def test_who_registers_today_may_apply_after_half_a_year(guangzhou: Pack) -> None:
    person = {**WOMAN, "person.hukou_code": "440104", "person.birth_date": date(1980, 3, 5)}
    del person["unemp.registered_on"]
    miss = near_misses(guangzhou, {**person, "unemp.registered": False}, TODAY)["G3.1"]
    assert [change.done for _, change in miss.changes] == ["办好失业登记"]
    assert miss.since == date(2027, 5, 21)


def test_a_lapsed_certificate_of_low_income_is_renewed_first(guangzhou: Pack) -> None:
    person = {
        **WOMAN,
        "person.hukou_code": "440104",
        "person.birth_date": date(1996, 3, 5),
        "welfare.kind": "urban_dibao",
        "welfare.status": "expired",
    }
    miss = near_misses(guangzhou, person, TODAY)["G3.3"]
    assert ([change.done for _, change in miss.changes], miss.since) == (["续好低保证或低收入证"], None)


def test_a_lapsed_certificate_of_the_parents_is_renewed_first(guangzhou: Pack) -> None:
    person = {
        **WOMAN,
        "person.hukou_code": "440104",
        "person.birth_date": date(2003, 3, 5),
        "grad.is_graduate": True,
        "grad.parent_cert.kind": "low_income",
        "grad.parent_cert.status": "expired",
    }
    miss = near_misses(guangzhou, person, TODAY)["G4"]
    assert [change.done for _, change in miss.changes] == ["父母续好证件"]


@every_pack
def test_who_serves_is_abroad_or_in_prison_is_not_told_to_change_that(pack: Pack) -> None:
    person = {**WOMAN, "person.hukou_code": HUKOU[pack.id], "person.birth_date": date(1980, 3, 5)}
    for status in ("military", "abroad", "imprisoned"):
        assert set(verdicts(pack, {**person, "work.status": status}).values()) == {Verdict.NO}
        assert not near_misses(pack, {**person, "work.status": status}, TODAY)
