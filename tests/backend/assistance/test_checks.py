"""What is known of people's work: four channels and the survey, spot checks that can be drawn again, lists."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.assistance import acts, care, checks, entries, ledger, samples
from backend.assistance.acts import NewAct
from backend.assistance.checks import NewCheck
from backend.registry.models import Entry
from backend.staff import service as staff
from tests.backend.assistance.recognised import RECOGNISED, Recognise
from tests.backend.desk import TODAY, Desk, refused
from tests.conftest import StoppedClock
from tests.people import (
    ABDULLA,
    CHEN_ZHIQIANG,
    LI_JIANGUO,
    LIU_XIAOFANG,
    SUN_LI,
    WANG_XIUYING,
    WU_GANG,
    ZHANG_GUIHUA,
    ZHENG_JIE,
    ZHOU_MIN,
)

VISIT = NewCheck("visit", TODAY, True, "unemployed", "yes", "城南街道平安路1号", ("周敏",))


def listed(desk: Desk, which: care.List, who: str = "zhoumin", mine: bool = True) -> list[str]:
    return [line.number for line in desk.read(who, care.care, which, mine=mine).lines]


@pytest.mark.parametrize(
    ("check", "service"),
    [
        (VISIT, "走访"),
        (NewCheck("spot_check", TODAY, True, "employed", "no", "平安路1号", ("周敏",)), "走访"),
        (NewCheck("helper", TODAY, True, "flexible"), "电话回访"),
        (NewCheck("survey", TODAY, True, "unemployed", "yes"), "电话回访"),
        (NewCheck("comparison", TODAY, True, "employed", source="社会保险", findings="十月起参保。"), ""),
    ],
)
def test_xy_28_every_channel_has_its_record_and_a_meeting_is_a_service(
    desk: Desk, number: str, check: NewCheck, service: str
) -> None:
    desk.do(ZHOU_MIN, checks.record, number, check)
    view = desk.read(ZHOU_MIN, lambda unit: checks.checks(unit, entries.seen(unit, number)))[0]
    assert (view.channel, view.done_on, view.officer) == (checks.CHANNELS[check.channel], TODAY, "周敏")
    assert [line.kind for line in desk.read(ZHOU_MIN, ledger.ledger).lines] == ([service] if service else [])


@pytest.mark.parametrize(
    ("check", "code"),
    [
        (NewCheck("rumour", TODAY, True, "employed"), "check.channel_missing"),  # type: ignore[arg-type]
        (NewCheck("helper", TODAY, True, ""), "check.work_missing"),
        (NewCheck("comparison", TODAY, True, "employed", findings="在岗"), "check.source_missing"),
        (NewCheck("comparison", TODAY, True, "employed", source="社会保险"), "check.findings_missing"),
        (NewCheck("helper", TODAY, False, ""), "check.findings_missing"),
        (NewCheck("visit", TODAY, True, "unemployed"), "assistance.place_missing"),
        (NewCheck("helper", TODAY + timedelta(days=1), True, "employed"), "assistance.day_in_future"),
    ],
)
def test_a_check_that_lacks_something_is_refused(desk: Desk, number: str, check: NewCheck, code: str) -> None:
    with refused(code, 422):
        desk.do(ZHOU_MIN, checks.record, number, check)


def test_xy_65_who_gave_no_answer_for_ninety_days_is_listed(
    desk: Desk, recognise: Recognise, clock: StoppedClock
) -> None:
    number = recognise(on=TODAY - timedelta(days=100))
    assert listed(desk, "survey") == [number]
    desk.do(ZHOU_MIN, checks.record, number, NewCheck("survey", TODAY, True, "unemployed", "yes"))
    assert listed(desk, "survey") == []
    clock.advance(days=89)
    assert listed(desk, "survey") == []
    clock.advance(days=1)
    assert listed(desk, "survey") == [number]


def test_xy_65_neither_silence_nor_a_comparison_is_an_answer(desk: Desk, recognise: Recognise) -> None:
    number = recognise(on=TODAY - timedelta(days=100))
    desk.do(ZHOU_MIN, checks.record, number, NewCheck("survey", TODAY, False, "", findings="三次无人接听"))
    seen = NewCheck("comparison", TODAY, True, "employed", source="社会保险", findings="十月起参保。")
    desk.do(ZHOU_MIN, checks.record, number, seen)
    assert listed(desk, "survey") == [number]


def test_xy_69_sixty_days_without_an_act_are_silence(
    desk: Desk, recognise: Recognise, clock: StoppedClock
) -> None:
    number = recognise(on=TODAY - timedelta(days=59))
    assert listed(desk, "silent") == []
    clock.advance(days=1)
    assert listed(desk, "silent") == [number]
    desk.do(ZHOU_MIN, acts.record, number, NewAct("follow_up", TODAY, "not_met"))
    assert listed(desk, "silent") == [number]
    desk.do(ZHOU_MIN, acts.record, number, NewAct("follow_up", TODAY, "done"))
    assert listed(desk, "silent") == []
    clock.advance(days=58)
    assert listed(desk, "silent") == []
    clock.advance(days=1)
    assert listed(desk, "silent") == [number]


def test_xy_69_visits_come_round_at_the_person_s_own_interval(
    desk: Desk, recognise: Recognise, clock: StoppedClock
) -> None:
    number, other = recognise(), recognise(LI_JIANGUO)
    with refused("care.interval_missing", 422):
        desk.do(ZHOU_MIN, care.set_interval, number, 3)
    desk.do(ZHOU_MIN, care.set_interval, number, 30)
    desk.do(ZHOU_MIN, checks.record, number, VISIT)
    clock.advance(days=29)
    assert listed(desk, "visit") == []
    clock.advance(days=1)
    line = desk.read(ZHOU_MIN, care.care, "visit", mine=True).lines[0]
    assert (line.number, line.last_on, line.due_on, line.overdue) == (number, TODAY, date(2026, 12, 21), False)
    clock.advance(days=41)
    assert listed(desk, "visit") == [number, other]


def test_xy_57_nobody_is_without_an_owner_and_each_has_a_first_contact_to_make(
    desk: Desk, recognise: Recognise, clock: StoppedClock
) -> None:
    number = recognise(on=TODAY)
    line = desk.read(ZHOU_MIN, care.care, "first", mine=True).lines[0]
    assert (line.number, line.owner, line.due_on, line.overdue) == (number, "周敏", date(2026, 11, 25), False)
    clock.advance(days=5)
    assert desk.read(ZHOU_MIN, care.care, "first", mine=True).lines[0].overdue
    desk.do(ZHOU_MIN, acts.record, number, NewAct("guidance", TODAY, "done"))
    assert listed(desk, "first") == []


def test_xy_57_when_an_owner_leaves_a_colleague_takes_over(desk: Desk, number: str) -> None:
    with refused("care.owner_present", 409):
        desk.do(WU_GANG, care.take_over, number)
    # Today a successor follows at once; this is an owner who left before that was so.
    leaving = desk.officers["zhoumin"].id
    desk.system(lambda unit: setattr(unit.session.get_one(staff.OfficerRow, leaving), "active", False))
    assert listed(desk, "unowned", "wugang", mine=False) == [number]
    desk.do(WU_GANG, care.take_over, number)
    assert listed(desk, "unowned", "wugang", mine=False) == []
    assert listed(desk, "first", "wugang") == [number]


def test_lists_are_those_of_the_own_area(desk: Desk, recognise: Recognise) -> None:
    number = recognise()
    theirs = recognise(ZHANG_GUIHUA, owner="sunli", categories=("X5",))
    assert listed(desk, "first", "zhengjie", mine=False) == [number]
    assert listed(desk, "first", "sunli", mine=False) == [theirs]
    assert listed(desk, "first", "inspector", mine=False) == [number, theirs]
    assert listed(desk, "first", "wugang") == []


@given(numbers=st.sets(st.text(min_size=1, max_size=8), max_size=40), n=st.integers(1, 50), seed=st.text(max_size=9))
def test_xy_28_a_sample_follows_from_its_seed_alone(numbers: set[str], n: int, seed: str) -> None:
    drawn = samples.draw(sorted(numbers), n, seed)
    assert drawn == samples.draw(sorted(numbers, reverse=True), n, seed)
    assert len(set(drawn)) == len(drawn) == min(n, len(numbers))
    assert drawn[:1] == samples.draw(numbers, 1, seed)


def test_xy_28_another_seed_draws_others() -> None:
    numbers = [f"RD360502-2026-{number:08d}" for number in range(200)]
    assert samples.draw(numbers, 10, "春") != samples.draw(numbers, 10, "秋")


def test_xy_28_a_spot_check_is_kept_with_seed_number_moment_and_results(
    desk: Desk, recognise: Recognise, clock: StoppedClock
) -> None:
    people = (WANG_XIUYING, LI_JIANGUO, CHEN_ZHIQIANG, ABDULLA, LIU_XIAOFANG)
    for one in people:
        recognise(one)
    recognise(ZHANG_GUIHUA, owner="sunli", categories=("X5",))
    sample = desk.do(ZHENG_JIE, samples.open_sample, 3, "2026年冬")
    clock.advance(days=1)
    newcomer = replace(WANG_XIUYING, chat_id=7991, birth_date=date(1979, 1, 2))
    later = recognise(newcomer, on=TODAY + timedelta(days=1))
    view = desk.read(ZHENG_JIE, samples.sample, sample)
    assert (view.seed, view.n, view.population, view.again, view.officer) == ("2026年冬", 3, 5, True, "郑洁")
    numbers = [line.number for line in view.lines]
    assert later not in numbers
    found = NewCheck("spot_check", TODAY, True, "employed", "no", "平安路1号", ("周敏",), sample_id=sample)
    desk.do(ZHENG_JIE, checks.record, numbers[0], found)
    view = desk.read(ZHENG_JIE, samples.sample, sample)
    assert (view.done, view.lines[0].found) == (1, "已在单位就业")
    other = next(number for number in [later] if number not in numbers)
    with refused("sample.not_found", 404):
        desk.do(ZHENG_JIE, checks.record, other, replace(found, done_on=TODAY + timedelta(days=1)))


def test_the_station_sees_its_own_people_of_a_county_s_sample_and_no_others(
    desk: Desk, recognise: Recognise
) -> None:
    number = recognise()
    recognise(CHEN_ZHIQIANG)
    sample = desk.do(ZHENG_JIE, samples.open_sample, 2, "x")
    waiting = desk.read(ZHOU_MIN, samples.to_check)
    assert [one.id for one in waiting] == [sample]
    assert [line.number for line in desk.read(ZHOU_MIN, samples.sample, sample).lines] == [number]
    with refused("sample.not_found", 404):
        desk.read(SUN_LI, samples.sample, sample)
    with refused("sample.not_found", 404):
        desk.read(ZHENG_JIE, samples.sample, 99)
    desk.do(ZHOU_MIN, checks.record, number, NewCheck("helper", RECOGNISED, True, "employed", sample_id=sample))
    assert desk.read(ZHOU_MIN, samples.to_check) == ()
    assert desk.count(Entry) == 2


@pytest.mark.parametrize(
    ("n", "seed", "code"),
    [
        (0, "", "sample.size_missing"),
        (201, "", "sample.size_missing"),
        (1, "x" * 41, "sample.seed_too_long"),
    ],
)
def test_a_sample_nobody_could_draw_is_refused(desk: Desk, number: str, n: int, seed: str, code: str) -> None:
    with refused(code, 422):
        desk.do(ZHENG_JIE, samples.open_sample, n, seed)


def test_nobody_is_drawn_from_an_empty_register(desk: Desk) -> None:
    with refused("sample.nobody", 409):
        desk.do(ZHENG_JIE, samples.open_sample, 1)
