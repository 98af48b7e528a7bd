"""限时办结、失职追究 (第七条第三款): what is late is told to the office above the next day, once, and stays on record."""

from datetime import UTC, date, datetime, timedelta

import pytest

from backend.app import until_next_day
from backend.applications import lapses, lateness, queries, review
from backend.applications.models import Application, Lapse
from backend.applications.views import DefectClaim, QueueFilters
from backend.core import audit
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from tests.backend.desk import Desk, hand_in, refused
from tests.conftest import StoppedClock
from tests.people import CHENGBEI, LI_JIANGUO, WU_GANG, ZHENG_JIE, ZHOU_MIN

FRIDAY = date(2026, 12, 4)


def put_due(desk: Desk, case: str, day: date) -> None:
    desk.system(lambda unit: setattr(unit.session.get_one(Application, case), "due_on", day))


def on(desk: Desk, day: date) -> None:
    clock = desk.work.clock
    clock.moment = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)  # type: ignore[attr-defined]


def records(desk: Desk) -> list[Lapse]:
    return desk.work.read_now(SYSTEM, lambda unit: list(unit.session.query(Lapse).order_by(Lapse.id)))


@pytest.fixture
def due(desk: Desk, case: str) -> str:
    """王秀英's case in 周敏's hands, due on Friday, 4 December 2026."""
    desk.take_up(ZHOU_MIN, case)
    put_due(desk, case, FRIDAY)
    return case


def test_xy_74_an_overdue_first_review_shows_red_and_notifies_the_supervisor(desk: Desk, due: str) -> None:
    on(desk, FRIDAY)
    assert desk.system(lateness.find_overdue) == 0
    on(desk, FRIDAY + timedelta(days=1))
    assert desk.system(lateness.find_overdue) == 1

    line = desk.read(ZHOU_MIN, queries.queue, QueueFilters(due="overdue")).lines[0]
    assert (line.id, line.urgency, line.days_left) == (due, "overdue", -1)
    assert desk.read(ZHENG_JIE, queries.todo).escalated == 1
    (told,) = desk.read(ZHENG_JIE, lapses.overview, waiting=True).lines
    assert (told.case_id, told.stage, told.officer, told.due_on, told.mine) == (due, "初审", "周敏", FRIDAY, True)
    assert "已提醒渝水区公共就业服务机构" in desk.case(ZHOU_MIN, due).timeline[-1].sentence


def test_xy_74_one_call_a_case_and_stage_however_often_it_is_looked(desk: Desk, due: str) -> None:
    for day in range(1, 5):
        on(desk, FRIDAY + timedelta(days=day))
        desk.system(lateness.find_overdue)
    assert len(records(desk)) == 1


def test_xy_74_the_record_keeps_step_office_officer_and_days_when_somebody_else_finishes(
    desk: Desk, due: str
) -> None:
    on(desk, FRIDAY + timedelta(days=1))
    desk.system(lateness.find_overdue)
    desk.do(ZHOU_MIN, review.release, due, desk.version(due), "明天起休假")
    on(desk, FRIDAY + timedelta(days=5))  # Wednesday: three working days late
    desk.pass_preliminary(WU_GANG, due)
    (record,) = records(desk)
    assert (record.stage, record.days_late, record.ended_on) == (0, 3, FRIDAY + timedelta(days=5))
    assert record.officer_id == desk.officers["zhoumin"].id
    on(desk, FRIDAY + timedelta(days=20))
    assert desk.read(ZHENG_JIE, lapses.overview).lines[0].days_late == 3


def test_late_again_in_the_same_stage_adds_days_and_calls_nobody_again(desk: Desk, due: str) -> None:
    on(desk, FRIDAY + timedelta(days=3))  # Monday: one working day late
    desk.system(lateness.find_overdue)
    claims = (DefectClaim("field", "phone", "号码打不通"),)
    desk.do(ZHOU_MIN, review.return_for_correction, due, desk.version(due), claims)
    assert records(desk)[0].days_late == 1

    def mended(unit: Unit) -> None:
        row = unit.session.get_one(Application, due)
        row.state, row.due_on = "in_review", FRIDAY + timedelta(days=10)  # Monday, 14 December

    desk.system(mended)
    on(desk, FRIDAY + timedelta(days=12))
    assert desk.system(lateness.find_overdue) == 1
    (line,) = desk.read(ZHENG_JIE, lapses.overview).lines
    assert (line.days_late, line.running) == (3, True)
    overdue = [
        one
        for one in desk.work.read_now(SYSTEM, lambda unit: audit.history(unit.session, f"application:{due}"))
        if one.action == "application.overdue"
    ]
    assert len(overdue) == 1


def test_the_next_stage_has_a_lapse_of_its_own_for_the_city(desk: Desk, due: str) -> None:
    desk.record_steps(ZHOU_MIN, due)
    desk.endorse(ZHOU_MIN, due)
    put_due(desk, due, FRIDAY)
    on(desk, FRIDAY + timedelta(days=1))
    desk.system(lateness.find_overdue)
    (told,) = desk.read("inspector", lapses.overview, waiting=True).lines
    assert (told.stage, told.office, told.officer) == ("审核", "渝水区公共就业服务机构", "")
    assert desk.read(ZHENG_JIE, lapses.overview, waiting=True).lines == ()


def test_while_the_citizen_corrects_nothing_is_late(desk: Desk, due: str) -> None:
    claims = (DefectClaim("field", "phone", "号码打不通"),)
    desk.do(ZHOU_MIN, review.return_for_correction, due, desk.version(due), claims)
    on(desk, FRIDAY + timedelta(days=30))
    assert desk.system(lateness.find_overdue) == 0


def test_the_supervisor_says_what_was_done_and_the_record_stays(desk: Desk, due: str) -> None:
    on(desk, FRIDAY + timedelta(days=1))
    desk.system(lateness.find_overdue)
    number = records(desk)[0].id
    with refused("lapse.not_supervisor", 403):
        desk.do(ZHOU_MIN, lateness.answer, number, "已经在办了。")
    with refused("lapse.answer_missing", 422):
        desk.do(ZHENG_JIE, lateness.answer, number, " 好 ")
    desk.do(ZHENG_JIE, lateness.answer, number, "已约谈承办人，今天内办结。")
    with refused("lapse.answered", 409):
        desk.do(ZHENG_JIE, lateness.answer, number, "已约谈承办人，今天内办结。")
    assert desk.read(ZHENG_JIE, lapses.overview, waiting=True).lines == ()
    (line,) = desk.read(ZHOU_MIN, lapses.overview).lines
    assert (line.answer, line.answered_by) == ("已约谈承办人，今天内办结。", "郑洁")


def test_a_lapse_of_another_area_is_like_one_that_is_not(desk: Desk, due: str) -> None:
    on(desk, FRIDAY + timedelta(days=1))
    desk.system(lateness.find_overdue)
    assert desk.read("sunli", lapses.overview).lines == ()
    for number in (records(desk)[0].id, 999):
        with refused("lapse.not_found", 404):
            desk.do("sunli", lateness.answer, number, "已约谈承办人，今天内办结。")


def test_older_lapses_come_page_by_page(desk: Desk, due: str) -> None:
    other = hand_in(desk.work, LI_JIANGUO, station=CHENGBEI)
    put_due(desk, other, FRIDAY)
    on(desk, FRIDAY + timedelta(days=1))
    desk.system(lateness.find_overdue)
    newest = desk.read(ZHENG_JIE, lapses.overview).lines
    older = desk.read(ZHENG_JIE, lapses.overview, before=newest[0].id).lines
    assert [line.id for line in older] == [newest[1].id]


def test_the_day_is_looked_at_right_after_midnight_in_china(clock: StoppedClock) -> None:
    for moment in (datetime(2026, 12, 4, 15, 59, tzinfo=UTC), datetime(2026, 12, 4, 16, 0, tzinfo=UTC)):
        woken = moment + timedelta(seconds=until_next_day(moment))
        assert (woken.hour, woken.minute) == (16, 1)
        assert timedelta(0) < woken - moment <= timedelta(days=1, minutes=1)
