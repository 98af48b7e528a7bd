"""A day for corrections: reminded of twice, and when it passes a person decides; nothing is refused by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest

from backend.applications import corrections, queries, review
from backend.applications.models import Application
from backend.applications.views import DefectClaim
from tests.backend.desk import Desk, refused
from tests.people import SUN_LI, WU_GANG, ZHOU_MIN

LAST = date(2026, 12, 21)


def on(desk: Desk, day: date) -> None:
    clock = desk.work.clock
    clock.moment = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)  # type: ignore[attr-defined]


@pytest.fixture
def waiting(desk: Desk, case: str) -> str:
    """王秀英's case, returned on 21 November; to be corrected by 21 December 2026."""
    desk.take_up(ZHOU_MIN, case)
    claims = (DefectClaim("field", "phone", "号码打不通"),)
    desk.do(ZHOU_MIN, review.return_for_correction, case, desk.version(case), claims)
    assert desk.row(case).correct_by == LAST
    return case


def test_she_is_reminded_a_week_and_a_day_before_and_no_oftener(desk: Desk, waiting: str) -> None:
    written = []
    for day in range(1, 40):
        on(desk, date(2026, 11, 21) + timedelta(days=day))
        if desk.system(corrections.remind):
            written.append(date(2026, 11, 21) + timedelta(days=day))
    assert written == [LAST - timedelta(days=7), LAST - timedelta(days=1)]
    texts = [letter.text for letter in desk.letters(waiting)][-2:]
    assert all("请记得补正" in text and "2026年12月21日" in text for text in texts)


def test_a_house_that_was_closed_for_a_week_reminds_once_not_twice(desk: Desk, waiting: str) -> None:
    on(desk, LAST)
    assert [desk.system(corrections.remind), desk.system(corrections.remind)] == [1, 0]


def test_xy_74_a_day_that_passes_closes_nothing_and_becomes_a_todo(desk: Desk, waiting: str) -> None:
    on(desk, LAST)
    assert {one.id: one.count for one in desk.read(ZHOU_MIN, queries.todo).todos}["uncorrected"] == 0
    on(desk, LAST + timedelta(days=1))
    desk.system(corrections.remind)
    assert {one.id: one.count for one in desk.read(ZHOU_MIN, queries.todo).todos}["uncorrected"] == 1
    assert desk.row(waiting).state == "awaiting_correction"


def test_more_time_is_told_and_begins_the_reminders_anew(desk: Desk, waiting: str) -> None:
    on(desk, LAST + timedelta(days=1))
    desk.do(WU_GANG, corrections.extend, waiting, desk.version(waiting), "本人住院，月底补交。")
    row = desk.row(waiting)
    assert (row.state, row.correct_by) == ("awaiting_correction", LAST + timedelta(days=31))
    assert "补正时间延长了" in desk.letters(waiting)[-1].text
    on(desk, LAST + timedelta(days=30))
    assert desk.system(corrections.remind) == 1


def test_waiting_ends_only_after_the_day_and_the_office_gets_its_days_back(desk: Desk, waiting: str) -> None:
    on(desk, LAST)
    with refused("review.still_time", 409):
        desk.do(ZHOU_MIN, corrections.resume, waiting, desk.version(waiting), "联系不上。")
    on(desk, LAST + timedelta(days=1))
    desk.do(ZHOU_MIN, corrections.resume, waiting, desk.version(waiting), "三次电话都没有接通。")
    row = desk.row(waiting)
    assert (row.state, row.correct_by) == ("in_review", None)
    assert row.due_on is not None
    assert row.due_on > LAST
    assert "这不是决定" in desk.letters(waiting)[-1].text


def test_both_need_a_reason_the_right_office_and_the_newest_version(desk: Desk, waiting: str) -> None:
    on(desk, LAST + timedelta(days=1))
    for act in (corrections.extend, corrections.resume):
        with refused("review.reason_missing", 422):
            desk.do(ZHOU_MIN, act, waiting, desk.version(waiting), " ")
        with refused("application.changed_meanwhile", 409):
            desk.do(ZHOU_MIN, act, waiting, desk.version(waiting) - 1, "联系不上。")
        with refused("application.not_found", 404):
            desk.do(SUN_LI, act, waiting, desk.version(waiting), "联系不上。")
        with refused("review.read_only", 403):
            desk.do("inspector", act, waiting, desk.version(waiting), "联系不上。")


def test_nobody_is_reminded_of_what_was_handed_in(desk: Desk, waiting: str) -> None:
    desk.system(lambda unit: setattr(unit.session.get_one(Application, waiting), "state", "in_review"))
    on(desk, LAST - timedelta(days=7))
    assert desk.system(corrections.remind) == 0
