"""限时办结 at the beginnings (XY-74): who takes a new case up, and who speaks first to somebody newly recognised."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.applications import bulk, lapses, lateness, matters, ownership, promises
from backend.applications.models import Lapse
from backend.assistance import care
from backend.core import audit
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.deadlines import service
from backend.deadlines.service import Wish
from backend.registry import contacts
from backend.registry.contacts import Contact
from backend.registry.models import Entry
from backend.staff import service as staff
from tests.backend.desk import PACK, Desk, hand_in
from tests.backend.registry.leaving import on_the_register
from tests.people import LI_JIANGUO, WANG_XIUYING, WU_GANG, YUSHUI, ZHENG_JIE, ZHOU_MIN


def on(desk: Desk, day: date) -> None:
    desk.work.clock.moment = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)  # type: ignore[attr-defined]


def night(desk: Desk, day: date) -> int:
    on(desk, day)
    return int(desk.system(promises.find_late))


def records(desk: Desk) -> list[Lapse]:
    return desk.work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(Lapse).order_by(Lapse.id))))


def acts(desk: Desk, subject: str) -> list[str]:
    def found(unit: Unit) -> list[str]:
        return [one.action for one in audit.history(unit.session, subject)]

    return desk.work.read_now(SYSTEM, found)


def spoken(desk: Desk, number: str, day: date, who: Any = ZHOU_MIN, *, reached: bool = True) -> None:
    desk.do(who, contacts.record, number, Contact("phone", day, reached, "问了近况。"))


@pytest.mark.parametrize(
    ("came", "last"),
    [
        ("2026-11-23", "2026-11-24"),
        ("2026-11-20", "2026-11-23"),  # a Friday
        ("2026-09-30", "2026-10-08"),  # before the holiday week
        ("2026-09-18", "2026-09-20"),  # Sunday, 20 September is worked
        ("2026-02-14", "2026-02-24"),
    ],
)
def test_xy_74_a_new_case_nobody_took_up_is_late_on_the_day_after_its_last(desk: Desk, came: str, last: str) -> None:
    day = date.fromisoformat(last)
    on(desk, date.fromisoformat(came))
    case = hand_in(desk.work, WANG_XIUYING)
    assert desk.read(ZHOU_MIN, promises.soon).matters == (), "on its first day it only waits"
    assert night(desk, day) == 0, "the last day is still in time"
    (warned,) = desk.read(ZHOU_MIN, promises.soon).matters
    assert (warned.step, warned.days_left) == ("受理检查", 0)
    assert night(desk, day + timedelta(days=1)) == 1
    assert night(desk, day + timedelta(days=2)) == 0, "told once"
    (record,) = records(desk)
    assert (record.kind, record.subject_id, record.due_on, record.ended_on) == ("intake", case, day, None)


def test_xy_74_the_office_above_is_told_of_a_case_nobody_took_up_and_answers_for_it(desk: Desk) -> None:
    on(desk, date(2026, 11, 20))
    case = hand_in(desk.work, WANG_XIUYING)
    receipt = desk.row(case).receipt
    night(desk, date(2026, 11, 24))
    (line,) = desk.read(ZHENG_JIE, lapses.overview, waiting=True).lines
    assert (line.receipt, line.address, line.stage) == (receipt, f"/staff/cases/{case}", "受理检查")
    assert (line.days_late, line.running) == (1, True)
    assert "promise.overdue" in acts(desk, f"application:{case}")
    on(desk, date(2026, 11, 25))
    desk.take_up(ZHOU_MIN, case)
    assert desk.read(ZHOU_MIN, promises.todo) is None
    assert night(desk, date(2026, 12, 1)) == 0
    (line,) = desk.read(ZHENG_JIE, lapses.overview).lines
    assert (line.running, line.days_late) == (False, 2), "the days until it was taken up, not until the night"
    desk.do(ZHENG_JIE, lateness.answer, line.id, "已提醒窗口当天接办。")
    assert acts(desk, f"application:{case}")[-1] == "application.lapse_answered"


def test_xy_74_what_was_taken_up_in_time_or_given_back_later_is_no_intake_any_more(desk: Desk) -> None:
    on(desk, date(2026, 11, 23))
    own, given = hand_in(desk.work, WANG_XIUYING), hand_in(desk.work, LI_JIANGUO)
    desk.take_up(ZHOU_MIN, own)
    desk.take_up(WU_GANG, given)
    desk.do(WU_GANG, ownership.release, given, desk.version(given), "明天休假")
    assert night(desk, date(2026, 11, 26)) == 0
    assert records(desk) == []


def test_xy_74_a_case_assigned_by_a_colleague_has_begun(desk: Desk) -> None:
    on(desk, date(2026, 11, 23))
    case = hand_in(desk.work, WANG_XIUYING)
    desk.do(ZHOU_MIN, bulk.assign, (case,), desk.officers["wugang"].id)
    assert night(desk, date(2026, 11, 26)) == 0


def test_xy_74_an_office_may_promise_more_days_for_the_intake_check(desk: Desk) -> None:
    county = desk.work.read_now(SYSTEM, lambda unit: staff.office_of_area(unit, YUSHUI).id)
    on(desk, date(2026, 11, 23))
    desk.do("admin", service.set_limit, Wish(county, PACK, "intake", 3, date(2026, 11, 23), "窗口人手少，先定三天。"))
    hand_in(desk.work, WANG_XIUYING)
    assert night(desk, date(2026, 11, 26)) == 0
    assert night(desk, date(2026, 11, 27)) == 1


def test_xy_74_the_first_contact_is_late_on_the_day_after_three_working_days(desk: Desk) -> None:
    on(desk, date(2026, 11, 20))  # a Friday: the last day is Wednesday
    number = on_the_register(desk, WANG_XIUYING)
    assert night(desk, date(2026, 11, 23)) == 0
    assert desk.read(ZHOU_MIN, promises.soon).matters == ()
    assert night(desk, date(2026, 11, 24)) == 0
    assert [one.step for one in desk.read(ZHOU_MIN, promises.soon).matters] == ["认定后首次联系"], "one day before"
    assert night(desk, date(2026, 11, 25)) == 0, "the last day is still in time"
    spoken(desk, number, date(2026, 11, 25), reached=False)
    assert night(desk, date(2026, 11, 26)) == 1, "an attempt is no contact"
    assert night(desk, date(2026, 11, 27)) == 0, "told once"
    (line,) = desk.read(ZHENG_JIE, lapses.overview, waiting=True).lines
    assert (line.receipt, line.address) == (number, f"/staff/register/{number}")
    assert (line.stage, line.running, line.days_late) == ("认定后首次联系", True, 2)
    spoken(desk, number, date(2026, 11, 27))
    assert night(desk, date(2026, 12, 7)) == 0
    (line,) = desk.read(ZHENG_JIE, lapses.overview).lines
    assert (line.running, line.days_late) == (False, 2)
    assert desk.read(ZHOU_MIN, promises.todo) is None


def imported(desk: Desk, number: str, day: date) -> None:
    """Of an older register: the recognition lies years back, the house knows of it from today on."""

    def take_over(unit: Unit) -> None:
        unit.session.scalars(select(Entry).where(Entry.number == number)).one().recognised_on = day

    desk.system(take_over)


@pytest.mark.parametrize(("came", "last"), [("2026-11-20", "2027-02-18"), ("2026-11-22", "2027-02-22")])
def test_xy_74_the_first_contact_with_an_older_register_is_counted_from_its_import(
    desk: Desk, came: str, last: str
) -> None:
    day = date.fromisoformat(last)
    on(desk, date.fromisoformat(came))
    number = on_the_register(desk, WANG_XIUYING)
    imported(desk, number, date(2021, 3, 1))
    assert desk.read(ZHOU_MIN, promises.soon).matters == ()
    assert night(desk, date.fromisoformat(came) + timedelta(days=1)) == 0, "the first night"
    assert night(desk, day) == 0, "the last day is still in time"
    assert [one.due_on for one in desk.read(ZHOU_MIN, promises.soon).matters] == [day]
    assert night(desk, day + timedelta(days=1)) == 1
    (record,) = records(desk)
    assert (record.kind, record.due_on) == ("contact", day)


def test_xy_74_a_whole_older_register_does_not_stand_before_the_newly_recognised(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matters, "MOST", 1)
    on(desk, date(2026, 11, 20))
    imported(desk, on_the_register(desk, LI_JIANGUO), date(2021, 3, 1))
    new = on_the_register(desk, WANG_XIUYING)
    assert night(desk, date(2026, 11, 26)) == 1
    assert [line.receipt for line in desk.read(ZHENG_JIE, lapses.overview, waiting=True).lines] == [new]


def test_xy_74_an_older_register_fills_no_list_of_what_is_overdue_on_its_first_morning(desk: Desk) -> None:
    on(desk, date(2026, 11, 20))
    imported(desk, on_the_register(desk, WANG_XIUYING), date(2021, 3, 1))
    counts = desk.read(ZHOU_MIN, care.care, "first", mine=False).counts
    assert counts == {name: int(name == "first") for name in care.LISTS}
    (line,) = desk.read(ZHOU_MIN, care.care, "first", mine=False).lines
    assert not line.overdue
    on(desk, date(2027, 2, 18))
    assert desk.read(ZHOU_MIN, care.care, "visit", mine=False).counts["visit"] == 1, "ninety days later"


def test_xy_74_who_was_spoken_to_in_time_is_told_of_to_nobody(desk: Desk) -> None:
    on(desk, date(2026, 11, 20))
    number = on_the_register(desk, WANG_XIUYING)
    spoken(desk, number, date(2026, 11, 20))
    assert night(desk, date(2026, 12, 18)) == 0
    assert records(desk) == []


def test_xy_74_a_contact_in_time_that_was_written_down_late_leaves_no_days(desk: Desk) -> None:
    on(desk, date(2026, 11, 20))
    number = on_the_register(desk, WANG_XIUYING)
    assert night(desk, date(2026, 11, 26)) == 1
    spoken(desk, number, date(2026, 11, 24))
    night(desk, date(2026, 11, 27))
    (record,) = records(desk)
    assert (record.days_late, record.ended_on) == (0, date(2026, 11, 24))
