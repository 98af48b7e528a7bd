"""限时办结 (第七条第三款): offices promise days for each step; a promise holds from its day on and for who came under it."""

from datetime import date

import pytest

from backend.applications import review, time_limit
from backend.applications.views import DefectClaim
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.deadlines import queries, service
from backend.deadlines.limits import CORRECTION
from backend.deadlines.models import TimeLimit
from backend.deadlines.service import Wish
from backend.staff import service as staff
from tests.backend.desk import PACK, TODAY, Desk, hand_in, refused
from tests.conftest import StoppedClock
from tests.people import CHENGNAN, LI_JIANGUO, WANG_XIUYING, YUSHUI, ZHENG_JIE, ZHOU_MIN


def office(desk: Desk, area: str) -> int:
    return desk.work.read_now(SYSTEM, lambda unit: staff.office_of_area(unit, area).id)


def wish(desk: Desk, area: str = YUSHUI, step: str = "preliminary", **other: object) -> Wish:
    told = {"days": 5, "effective_from": TODAY, "reason": "人手已增加，缩短时间。"} | other
    return Wish(office_id=office(desk, area), pack_id=PACK, step=step, **told)  # type: ignore[arg-type]


def due(desk: Desk, case: str) -> date:
    return desk.work.read_now(SYSTEM, lambda unit: time_limit.due_on(unit, desk.row(case)))


def test_xy_74_an_office_promises_the_policys_days_until_somebody_sets_others(desk: Desk, case: str) -> None:
    assert due(desk, case) == date(2026, 12, 4)
    desk.do("admin", service.set_limit, wish(desk))
    assert due(desk, case) == date(2026, 11, 27)
    assert desk.read(ZHOU_MIN, queries.limits).published == (
        "办理承诺：初审5个工作日，审核10个工作日。等您补正的时间不算在内。",
    )


def test_the_nearest_office_counts_then_the_last_that_has_begun(desk: Desk, case: str) -> None:
    desk.do("admin", service.set_limit, wish(desk, CHENGNAN, days=3))
    desk.do("admin", service.set_limit, wish(desk, YUSHUI, days=5))
    desk.do("admin", service.set_limit, wish(desk, CHENGNAN, days=7, effective_from=date(2026, 11, 23)))
    assert due(desk, case) == date(2026, 11, 25)
    desk.work.clock.advance(days=2)  # type: ignore[attr-defined]
    assert due(desk, case) == date(2026, 12, 2)


def test_a_case_keeps_the_promise_it_came_in_under(desk: Desk, case: str) -> None:
    before = desk.row(case).due_on
    desk.do("admin", service.set_limit, wish(desk, days=1))
    assert desk.row(case).due_on == before


def test_the_next_step_begins_under_the_promise_of_its_own_day(desk: Desk, case: str) -> None:
    desk.do("admin", service.set_limit, wish(desk, step="final", days=2))
    desk.pass_preliminary(ZHOU_MIN, case)
    assert desk.row(case).due_on == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("days", "last"),
    [
        (30, "2026-12-21"),
        (27, "2026-12-18"),
        (28, "2026-12-21"),  # 12-19 is a Saturday
        (29, "2026-12-21"),
        (41, "2027-01-01"),
    ],
)
def test_a_day_for_corrections_that_is_a_day_off_moves_on(desk: Desk, case: str, days: int, last: str) -> None:
    desk.do("admin", service.set_limit, wish(desk, step=CORRECTION, days=days))
    found = desk.work.read_now(SYSTEM, lambda unit: time_limit.correct_by(unit, desk.row(case)))
    assert found == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"days": 0}, "limits.days_out_of_range"),
        ({"days": 61}, "limits.days_out_of_range"),
        ({"step": CORRECTION, "days": 91}, "limits.days_out_of_range"),
        ({"effective_from": date(2026, 11, 20)}, "limits.day_past"),
        ({"reason": " 短 "}, "limits.reason_missing"),
        ({"reason": "长" * 301}, "limits.reason_missing"),
        ({"step": "third"}, "limits.unknown_step"),
    ],
)
def test_a_promise_is_checked_before_it_is_written(desk: Desk, change: dict[str, object], code: str) -> None:
    with refused(code, 422):
        desk.do("admin", service.set_limit, wish(desk, **change))  # type: ignore[arg-type]
    assert desk.count(TimeLimit) == 0


def test_only_an_administrator_of_a_county_or_city_promises_for_the_own_area(desk: Desk) -> None:
    def more(unit: Unit) -> None:
        staff.add_officer(unit, "stationadmin", "站长", "admin", CHENGNAN)
        staff.add_officer(unit, "fenyiadmin", "分宜管理员", "admin", "360521")

    desk.system(more)
    desk.officers |= {
        one: desk.work.read_now(SYSTEM, lambda unit, one=one: _actor(unit, one))
        for one in ("stationadmin", "fenyiadmin")
    }
    for who, code, status in (
        (ZHOU_MIN, "staff.admins_only", 403),
        ("inspector", "staff.admins_only", 403),
        ("stationadmin", "limits.county_or_city", 403),
        ("fenyiadmin", "office.not_found", 404),
    ):
        with refused(code, status):
            desk.do(who, service.set_limit, wish(desk))
    assert desk.count(TimeLimit) == 0


def _actor(unit: Unit, login: str) -> object:
    from sqlalchemy import select

    from backend.staff.models import OfficerRow

    return staff.as_actor(unit, unit.session.scalars(select(OfficerRow.id).where(OfficerRow.login == login)).one())


def test_a_change_stays_on_record_with_who_why_and_from_when(desk: Desk) -> None:
    desk.do("admin", service.set_limit, wish(desk, days=8, effective_from=date(2026, 12, 1)))
    found = desk.read(ZHENG_JIE, queries.limits)
    (change,) = found.changes
    assert (change.who, change.days, change.effective_from) == ("马超", 8, date(2026, 12, 1))
    first = found.promises[0]
    assert (first.days, first.next_days, first.next_from) == (10, 8, date(2026, 12, 1))


def test_both_sides_see_why_the_clock_stands_since_when_and_what_is_left(work: Work, clock: StoppedClock) -> None:
    from tests.backend.desk import open_desk

    desk = open_desk(work)
    case = hand_in(work, LI_JIANGUO, station=CHENGNAN)
    desk.system(lambda unit: setattr(unit.session.get(type(desk.row(case)), case), "due_on", date(2026, 12, 4)))
    desk.take_up(ZHOU_MIN, case)
    clock.advance(days=3)
    claims = (DefectClaim("field", "phone", "号码打不通"),)
    desk.do(ZHOU_MIN, review.return_for_correction, case, desk.version(case), claims)
    clock.advance(days=5)
    view = desk.case(ZHOU_MIN, case)
    assert (view.stopped_since, view.days_kept, view.correct_by) == (date(2026, 11, 24), 8, date(2026, 12, 24))


def test_a_year_nobody_has_announced_is_told_from_november_on(desk: Desk, clock: StoppedClock) -> None:
    assert desk.read(ZHOU_MIN, queries.years_to_publish) == (2027,)
    clock.advance(days=-30)
    assert desk.read(ZHOU_MIN, queries.years_to_publish) == ()
    clock.advance(days=100)
    assert desk.read(ZHOU_MIN, queries.years_to_publish) == (2027,)


def test_the_calendar_page_counts_248_working_days_of_2026(desk: Desk) -> None:
    found = desk.read(ZHOU_MIN, queries.year, 2026)
    assert (found.worked, found.known, found.missing) == (248, True, (2027,))
    marks = {cell.day: cell.mark for one in found.months for week in one.weeks for cell in week if cell}
    assert marks[date(2026, 10, 10)] == "worked"
    assert marks[date(2026, 10, 7)] == "off"
    assert marks[date(2026, 2, 15)] == "rest"
    assert desk.read(ZHOU_MIN, queries.year, 1999).year == 2026


def test_the_letter_of_receipt_tells_the_promise(desk: Desk) -> None:
    case = hand_in(desk.work, WANG_XIUYING)
    assert "办理承诺：初审10个工作日，审核10个工作日。" in desk.letters(case)[0].text
