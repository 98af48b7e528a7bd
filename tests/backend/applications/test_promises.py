"""限时办结 beside the reviews (XY-74): calls, exits and objections are warned of, told once, and stay on record."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from backend.applications import lapses, lateness, promises, queries, telling
from backend.applications.models import Lapse
from backend.assistance import tickets
from backend.assistance.tickets import NewTicket
from backend.core import audit
from backend.core.clock import day_in_china
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.deadlines import queries as limits
from backend.deadlines import service
from backend.deadlines.service import Wish
from backend.registry import contacts, objections
from backend.registry.contacts import Contact
from backend.registry.exit_notices import Told
from backend.registry.models import Entry, ExitProposal, Objection
from backend.staff import service as staff
from tests.backend.desk import PACK, Desk, refused
from tests.backend.registry.leaving import (
    Register,
    officers_of_guangzhou,
    on_guangzhous_register,
    on_the_register,
    pension,
)
from tests.conftest import StoppedClock
from tests.people import CHENGNAN, LI_JIANGUO, WANG_XIUYING, WU_GANG, YUSHUI, ZHENG_JIE, ZHOU_MIN

CALL = NewTicket("feedback", CHENGNAN, "王秀英", "13800001234", "窗口排队太久。")
ONE, THREE, FIVE = "consult", "guidance", "feedback"


def on(desk: Desk, day: date) -> None:
    desk.work.clock.moment = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)  # type: ignore[attr-defined]


def night(desk: Desk, day: date) -> int:
    on(desk, day)
    return int(desk.system(promises.find_late))


def records(desk: Desk) -> list[Lapse]:
    return desk.work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(Lapse).order_by(Lapse.id))))


def call(desk: Desk, kind: str, day: date, who: Any = ZHENG_JIE) -> str:
    on(desk, day)
    return str(desk.do(who, tickets.open_ticket, NewTicket(kind, CHENGNAN, "王秀英", "13800001234", "问政策。")))


@pytest.mark.parametrize(
    ("kind", "came", "last"),
    [
        (FIVE, "2026-09-30", "2026-10-13"),  # the holiday week, and Saturday, 10 October is worked
        (THREE, "2026-02-13", "2026-02-25"),  # Saturday, 14 February is worked, 15 to 23 are off
        (ONE, "2026-02-14", "2026-02-24"),
        (FIVE, "2026-04-30", "2026-05-11"),  # Saturday, 9 May is worked
        (THREE, "2026-09-18", "2026-09-22"),  # Sunday, 20 September is worked
        (ONE, "2026-11-20", "2026-11-23"),  # a Friday
    ],
)
def test_xy_74_a_call_is_late_on_the_day_after_its_last_working_day(
    desk: Desk, kind: str, came: str, last: str
) -> None:
    number, day = call(desk, kind, date.fromisoformat(came)), date.fromisoformat(last)
    assert desk.read(ZHENG_JIE, tickets.ticket, number).due_on == day
    assert night(desk, day) == 0, "the last day is still in time"
    assert [one.number for one in desk.read(ZHOU_MIN, promises.soon).matters] == [number], "but it is warned of"
    assert night(desk, day + timedelta(days=1)) == 1
    assert night(desk, day + timedelta(days=2)) == 0, "told once"
    (record,) = records(desk)
    assert (record.kind, record.due_on, record.ended_on) == ("ticket", day, None)


def test_xy_74_the_office_above_is_told_of_a_late_call_and_answers_for_it(desk: Desk) -> None:
    number = call(desk, ONE, date(2026, 11, 20))
    desk.do(ZHOU_MIN, tickets.act, number, "take")
    assert night(desk, date(2026, 11, 24)) == 1
    assert desk.read(ZHENG_JIE, queries.todo).escalated == 1
    (line,) = desk.read(ZHENG_JIE, lapses.overview, waiting=True).lines
    assert (line.receipt, line.address, line.stage) == (number, f"/staff/tickets/{number}", "热线政策咨询的答复")
    assert (line.officer, line.days_late, line.running) == ("周敏", 1, True)
    told = desk.read(ZHOU_MIN, promises.todo)
    assert (told.label, told.count, told.hint, told.tone) == ("承诺将到期", 1, "有的已过期", "bad")

    on(desk, date(2026, 11, 25))
    desk.do(ZHOU_MIN, tickets.act, number, "close", "已答复。")
    assert desk.read(ZHOU_MIN, promises.todo) is None
    assert night(desk, date(2026, 12, 1)) == 0
    (line,) = desk.read(ZHENG_JIE, lapses.overview).lines
    assert (line.running, line.days_late) == (False, 2), "the days until it was done, not until the night"
    with refused("lapse.not_supervisor", 403):
        desk.do(ZHOU_MIN, lateness.answer, line.id, "已经谈话提醒。")
    desk.do(ZHENG_JIE, lateness.answer, line.id, "已经谈话提醒。")
    assert desk.read(ZHENG_JIE, queries.todo).escalated == 0

    def said(unit: Unit) -> list[str]:
        subject = f"ticket:{records(desk)[0].subject_id}"
        return [one.action for one in audit.history(unit.session, subject)]

    assert said_of(desk, said)[-2:] == ["ticket.close", "application.lapse_answered"]
    assert "promise.overdue" in said_of(desk, said)


def said_of(desk: Desk, said: Any) -> list[str]:
    found: list[str] = desk.work.read_now(SYSTEM, said)
    return found


def test_xy_74_a_call_that_is_opened_again_goes_on_in_its_old_record(desk: Desk) -> None:
    number = call(desk, ONE, date(2026, 11, 20))
    desk.do(ZHOU_MIN, tickets.act, number, "take")
    night(desk, date(2026, 11, 24))
    desk.do(ZHOU_MIN, tickets.act, number, "close", "已答复。")
    night(desk, date(2026, 11, 25))
    desk.do(WU_GANG, tickets.act, number, "reopen", "又来电了。")
    assert night(desk, date(2026, 11, 27)) == 0, "the office above was told already"
    (line,) = desk.read(ZHENG_JIE, lapses.overview).lines
    assert (line.running, line.days_late) == (True, 4), "one day until it was closed, three since"


def test_xy_74_an_office_promises_other_days_for_a_call_from_a_day_on(desk: Desk) -> None:
    def office(unit: Unit) -> int:
        return staff.office_of_area(unit, YUSHUI).id

    on(desk, date(2026, 11, 21))
    county = desk.work.read_now(SYSTEM, office)
    wish = Wish(county, PACK, "ticket_feedback", 2, date(2026, 11, 23), "人手已增加，缩短时间。")
    desk.do("admin", service.set_limit, wish)
    before, after = call(desk, FIVE, date(2026, 11, 22)), call(desk, FIVE, date(2026, 11, 23))
    due = [desk.read(ZHENG_JIE, tickets.ticket, one).due_on for one in (before, after)]
    assert due == [date(2026, 11, 27), date(2026, 11, 25)]
    steps = {one.step: (one.label, one.days, one.calendar) for one in desk.read(ZHOU_MIN, limits.limits).promises}
    assert steps["ticket_feedback"] == ("热线意见反馈的答复", 2, False)
    assert steps["exit_reply"] == ("退出前本人说明", 7, True)
    assert steps["exit_notice"][1] == steps["first_contact"][1] == 3


def spoken_to(desk: Desk, number: str, who: Any = ZHOU_MIN) -> None:
    """The first contact, so that only the matter at hand can be late."""
    desk.do(who, contacts.record, number, Contact("phone", day_in_china(desk.work.clock()), True, "问了近况。"))


@pytest.fixture
def register(desk: Desk, clock: StoppedClock) -> Register:
    return Register(desk, clock)


def test_xy_74_a_proposed_exit_is_decided_three_working_days_after_the_time_to_answer(register: Register) -> None:
    desk = register.desk
    number = on_the_register(desk, LI_JIANGUO)
    spoken_to(desk, number)
    register.propose(number, pension())
    (proposal,) = register.proposals(number)
    assert proposal.reply_by == date(2026, 11, 30)  # a Monday: seven days end on a Saturday
    assert night(desk, date(2026, 12, 3)) == 0
    assert [one.number for one in desk.read(ZHENG_JIE, promises.soon).matters] == [number]
    assert desk.read(ZHOU_MIN, promises.soon).matters == (), "the county decides"
    assert night(desk, date(2026, 12, 4)) == 1
    (line,) = desk.read("inspector", lapses.overview).lines
    assert (line.receipt, line.stage, line.office) == (number, "退出的审定和通知", "渝水区公共就业服务机构")
    register.confirm(number)
    night(desk, date(2026, 12, 5))
    (record,) = records(desk)
    assert (record.days_late, record.ended_on) == (1, date(2026, 12, 4))


def test_xy_30_as_long_as_she_was_not_told_the_promise_is_the_office_that_has_to_tell_her(register: Register) -> None:
    desk = register.desk
    number = on_the_register(desk, LI_JIANGUO)
    spoken_to(desk, number)
    desk.system(lambda unit: setattr(unit.session.scalars(select(Entry)).one(), "account_id", None))
    letter = register.propose(number, pension()).letter
    night(desk, date(2026, 12, 3))
    assert [one.number for one in desk.read(ZHOU_MIN, promises.soon).matters] == [number]
    desk.do(ZHOU_MIN, telling.tell, letter, Told("phone", "本人", date(2026, 11, 23)))
    assert [one.number for one in desk.read(ZHENG_JIE, promises.soon).matters] == [number]


def test_xy_74_who_answers_early_has_the_exit_decided_early(register: Register) -> None:
    desk = register.desk
    number = on_the_register(desk, WANG_XIUYING)
    spoken_to(desk, number)
    register.propose(number, pension())

    def answered(unit: Unit) -> None:
        unit.session.scalars(select(ExitProposal)).one().replied_at = unit.now

    on(desk, date(2026, 11, 23))
    desk.system(answered)
    assert night(desk, date(2026, 11, 26)) == 0
    assert night(desk, date(2026, 11, 27)) == 1


def test_xy_74_an_objection_nobody_answers_is_told_to_the_district(desk: Desk) -> None:
    officers_of_guangzhou(desk)
    number = on_guangzhous_register(desk, WANG_XIUYING)
    spoken_to(desk, number, "linfang")
    desk.system(lambda unit: setattr(unit.session.scalars(select(Entry)).one(), "mode", "auto"))
    desk.do("linfang", objections.take_down, number, "我已经找到工作了。")
    due = desk.system(lambda unit: unit.session.scalars(select(Objection)).one().due_on)
    assert due == date(2026, 12, 4)
    assert night(desk, due) == 0
    assert [one.step for one in desk.read("linfang", promises.soon).matters] == ["异议答复"]
    assert night(desk, due + timedelta(days=1)) == 1
    (line,) = desk.read("huangjing", lapses.overview, waiting=True).lines
    assert (line.receipt, line.officer) == (number, "林芳")
    assert desk.read(ZHENG_JIE, lapses.overview).lines == ()
