"""急难就业援助 at the desk: opening an event lists whom it touches and gives each a task; signs come early."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from backend.applications.models import Application
from backend.core import audit
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.outreach import broadcast_feed, emergencies, emergency_queries, warnings
from backend.outreach.emergencies import NewEmergency
from backend.outreach.emergency_lifecycle import MOVES, STATES, target_of
from backend.outreach.emergency_models import EmergencyTask
from backend.registry.models import ContactAttempt
from tests.backend.desk import TODAY, Desk, hand_in, refused
from tests.backend.outreach.readers import account
from tests.backend.registry.leaving import on_the_register
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.people import (
    ABDULLA,
    CHEN_ZHIQIANG,
    CHENGNAN,
    FENYI,
    HE_WEI,
    LI_JIANGUO,
    PEOPLE,
    WANG_XIUYING,
    YUSHUI,
    ZHENG_JIE,
    ZHOU_MIN,
)

ROOM = "/staff/emergencies"
MILL = NewEmergency("closure", "城南街道纺织厂停产", CHENGNAN, TODAY, TODAY + timedelta(days=30))

REPORT = "联系了2人，都已经帮助。"


def tasks(desk: Desk) -> list[EmergencyTask]:
    return desk.work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(EmergencyTask))))


async def test_xy_68_opening_an_event_lists_affected_entries_and_creates_tasks(sign_in: SignIn, desk: Desk) -> None:
    numbers = [on_the_register(desk, person) for person in (WANG_XIUYING, CHEN_ZHIQIANG)]
    county = await sign_in(ZHENG_JIE.login)
    page = await county.get(ROOM)
    opened = await county.send(
        page.form(ROOM), kind="closure", title=MILL.title, area=YUSHUI, starts_on="2026-11-21", ends_on="2026-12-31"
    )
    assert all(number in opened.text for number in numbers)
    assert WANG_XIUYING.name not in opened.text
    assert [(one.state, one.officer_id) for one in tasks(desk)] == [("open", desk.officers[ZHOU_MIN.login].id)] * 2

    street = await sign_in(ZHOU_MIN.login)
    listed = await street.get(ROOM)
    assert MILL.title in listed.text
    event = await street.get(next(link for link in listed.links if link.startswith(ROOM + "/")))
    form = event.form(f"/tasks/{tasks(desk)[0].id}")
    silent = await street.send(form, action="help", note="")
    assert (silent.status, "请写联系情况" in silent.text) == (422, True)
    await street.send(silent.form(f"/tasks/{tasks(desk)[0].id}"), action="help", note="电话联系，愿意参加招聘会。")
    assert [one.state for one in tasks(desk)] == ["helped", "open"]
    reached = desk.work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(ContactAttempt.reached)).all())
    assert reached == [True]


def test_xy_68_who_is_recognised_while_an_event_goes_on_gets_a_task_too(desk: Desk) -> None:
    on_the_register(desk, WANG_XIUYING)
    desk.do(ZHENG_JIE, emergencies.open_emergency, MILL)
    tomorrow = replace(MILL, title="明天才开始的", area=YUSHUI, starts_on=TODAY + timedelta(days=1))
    desk.do(ZHENG_JIE, emergencies.open_emergency, tomorrow)
    over = desk.do(ZHENG_JIE, emergencies.open_emergency, replace(MILL, title="已经结束的")).id
    desk.do(ZHENG_JIE, emergencies.close, over, REPORT)
    before = len(tasks(desk))
    on_the_register(desk, CHEN_ZHIQIANG)
    [added] = tasks(desk)[before:]
    zhou = desk.officers[ZHOU_MIN.login].id
    assert (added.emergency_id, added.state, added.officer_id) == (tasks(desk)[0].emergency_id, "open", zhou)
    told = desk.read(ZHENG_JIE, lambda unit: audit.history(unit.session, emergencies.subject_of(added.emergency_id)))
    assert [each.action for each in told] == ["emergency.opened", "emergency.joined"]


async def test_xy_68_each_officer_is_told_of_the_own_tasks_until_none_waits(sign_in: SignIn, desk: Desk) -> None:
    for person in (WANG_XIUYING, CHEN_ZHIQIANG):
        on_the_register(desk, person)
    street = await sign_in(ZHOU_MIN.login)
    assert "急难任务" not in (await street.get("/staff/")).text
    mill = desk.do(ZHENG_JIE, emergencies.open_emergency, MILL).id
    home = await street.get("/staff/")
    assert "急难任务 2 件" in home.text
    assert f"{ROOM}/{mill}#tasks" in home.links
    county = await sign_in(ZHENG_JIE.login)
    for stranger in (county, await sign_in("inspector")):
        assert "急难任务" not in (await stranger.get("/staff/")).text
    first, second = (one.id for one in tasks(desk))
    desk.do(ZHOU_MIN, emergencies.act, first, "not_reached", "没有人接。")
    desk.do(ZHOU_MIN, emergencies.act, second, "no_need", "已经找到新工作。")
    assert "急难任务 1 件" in (await street.get("/staff/")).text, "whoever was not reached still waits"
    flood = desk.do(ZHENG_JIE, emergencies.open_emergency, replace(MILL, title="城南街道洪水", kind="disaster")).id
    assert ROOM in (await street.get("/staff/")).links, "of two events it leads to their list"
    desk.do(ZHENG_JIE, emergencies.close, mill, REPORT)
    assert f"{ROOM}/{flood}#tasks" in (await street.get("/staff/")).links
    desk.do(ZHENG_JIE, emergencies.close, flood, REPORT)
    assert "急难任务" not in (await street.get("/staff/")).text


async def test_what_an_event_needs_is_asked_for_and_nothing_typed_is_lost(sign_in: SignIn, desk: Desk) -> None:
    county = await sign_in(ZHENG_JIE.login)
    page = await county.get(ROOM)
    for told, words in (
        ({"kind": "", "ends_on": "2026-12-31"}, "请选择是什么事"),
        ({"kind": "closure", "ends_on": "2026-11-01"}, "请检查日期"),
        ({"kind": "closure", "ends_on": ""}, "请填写结束日期"),
        ({"kind": "closure", "ends_on": "soon"}, "请填写结束日期"),
        ({"kind": "closure", "starts_on": "", "ends_on": "2026-12-31"}, "请填写开始日期"),
        ({"kind": "closure", "ends_on": "2026-12-31", "area": FENYI}, "不能选这个地区"),
    ):
        typed = {"title": "纺织厂停产", "area": CHENGNAN, "starts_on": "2026-11-21"} | told
        again = await county.send(page.form(ROOM), **typed)
        assert (again.status, words in again.text) == (422, True), told
        assert ("title", "纺织厂停产") in again.form(ROOM).fields
    assert tasks(desk) == []


async def test_everything_that_is_wrong_with_an_event_is_said_at_once(sign_in: SignIn, desk: Desk) -> None:
    county = await sign_in(ZHENG_JIE.login)
    page = await county.get(ROOM)
    again = await county.send(page.form(ROOM), kind="", title=" ", area=FENYI, starts_on="", ends_on="")
    assert again.status == 422
    for field, words in (
        ("kind", "请选择是什么事"),
        ("title", "请写名称"),
        ("area", "不能选这个地区"),
        ("starts_on", "请填写开始日期"),
        ("ends_on", "请填写结束日期"),
    ):
        assert f"#{field}" in again.links
        assert again.text.count(words) >= 2, "in the summary and beside the field"
    assert tasks(desk) == []


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ((0, 366), ""),
        ((0, 367), "emergency.days_wrong"),
        ((1, 0), "emergency.days_wrong"),
        ((-9, 0), ""),
        ((-9, -1), "emergency.over"),
    ],
)
def test_an_event_ends_today_at_the_earliest_and_within_a_year(desk: Desk, days: tuple[int, int], code: str) -> None:
    first, last = (TODAY + timedelta(days=number) for number in days)
    found = desk.read(ZHENG_JIE, emergencies.wrong, "closure", MILL.title, CHENGNAN, first, last)
    assert [one.code for one in found] == ([code] if code else [])


async def test_a_station_sees_the_events_of_its_county_but_opens_none(sign_in: SignIn, desk: Desk) -> None:
    on_the_register(desk, WANG_XIUYING)
    desk.do(ZHENG_JIE, emergencies.open_emergency, MILL)
    street = await sign_in(ZHOU_MIN.login)
    assert "启动事件" not in (await street.get(ROOM)).text
    with refused("emergency.not_here", 403):
        desk.do(ZHOU_MIN, emergencies.open_emergency, MILL)


async def test_xy_68_a_priority_message_is_drafted_to_the_register_of_the_area(sign_in: SignIn, desk: Desk) -> None:
    on_the_register(desk, WANG_XIUYING)
    account(desk.work, LI_JIANGUO)
    opened = desk.do(ZHENG_JIE, emergencies.open_emergency, MILL)
    county = await sign_in(ZHENG_JIE.login)
    draft = await county.send((await county.get(f"{ROOM}/{opened.id}")).form("/message"))
    assert "会发给1人" in draft.text
    assert "需要帮助的，请打12333" in draft.text
    assert "正在发送" in (await county.send(draft.form("/send"))).text
    assert desk.work.do_now(SYSTEM, broadcast_feed.feed) == 1
    report = await county.get(draft.response.url.path)
    assert "新余市渝水区城南街道" in report.text, "who follows no place is of the office that looks after her"
    assert "不清楚" not in report.text


def test_a_task_ends_once_and_a_closed_event_changes_no_more(desk: Desk) -> None:
    on_the_register(desk, WANG_XIUYING)
    opened = desk.do(ZHENG_JIE, emergencies.open_emergency, MILL)
    task = tasks(desk)[0].id
    desk.do(ZHOU_MIN, emergencies.act, task, "not_reached", "没有人接。")
    desk.do(ZHOU_MIN, emergencies.act, task, "no_need", "已经找到新工作。")
    with refused("emergency.illegal_move", 409):
        desk.do(ZHOU_MIN, emergencies.act, task, "help", "再联系一次。")
    desk.do(ZHENG_JIE, emergencies.close, opened.id, REPORT)
    with refused("emergency.closed", 409):
        desk.do(ZHOU_MIN, emergencies.act, task, "help", "再联系一次。")
    view = desk.read(ZHENG_JIE, emergency_queries.emergency, opened.id)
    assert (view.counts, view.line.left, view.may_close) == ({"no_need": 1}, 0, False)


async def test_xy_68_past_its_last_day_an_event_is_to_be_closed_with_a_report(
    sign_in: SignIn, desk: Desk, clock: StoppedClock
) -> None:
    on_the_register(desk, WANG_XIUYING)
    mill = desk.do(ZHENG_JIE, emergencies.open_emergency, replace(MILL, ends_on=TODAY + timedelta(days=1))).id
    clock.moment += timedelta(days=1)
    assert desk.read(ZHENG_JIE, emergency_queries.todo_close) is None, "its last day is one of its days"
    clock.moment += timedelta(days=1)
    on_the_register(desk, CHEN_ZHIQIANG)
    assert len(tasks(desk)) == 1, "no more tasks come of it"
    for stranger in (ZHOU_MIN, HE_WEI, "inspector"):
        assert desk.read(stranger, emergency_queries.todo_close) is None
    county = await sign_in(ZHENG_JIE.login)
    home = await county.get("/staff/")
    assert "急难事件已到期 1 件" in home.text
    page = await county.get(next(link for link in home.links if link.startswith(f"{ROOM}/{mill}")))
    assert "不再有新的任务" in page.text
    silent = await county.send(page.form("/close"), report=" ")
    assert (silent.status, "请写总结" in silent.text) == (422, True)
    closed = await county.send(silent.form("/close"), report=REPORT)
    assert REPORT in closed.text
    assert "已结束" in closed.text
    assert "急难事件已到期" not in (await county.get("/staff/")).text


def test_of_several_events_past_their_last_day_it_leads_to_the_list(desk: Desk, clock: StoppedClock) -> None:
    for title in ("停产", "洪水"):
        desk.do(ZHENG_JIE, emergencies.open_emergency, replace(MILL, title=title, ends_on=TODAY))
    clock.moment += timedelta(days=1)
    [found] = [one for one in [desk.read(ZHENG_JIE, emergency_queries.todo_close)] if one]
    assert (found.count, found.address) == (2, ROOM)
    assert [line.overdue for line in desk.read(ZHENG_JIE, emergency_queries.overview).lines] == [True, True]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", ["not_reached", "help", "no_need"])
def test_every_step_that_is_not_in_the_table_is_refused(state: str, action: str) -> None:
    legal = {(move.source, move.action): move.target for move in MOVES}
    if (state, action) in legal:
        assert target_of(state, action) == legal[state, action]  # type: ignore[index]
    else:
        with refused("emergency.illegal_move", 409):
            target_of(state, action)


def test_xy_68_many_applications_in_a_week_are_a_sign_and_few_are_none(desk: Desk) -> None:
    for person in PEOPLE[:5]:
        hand_in(desk.work, person, station=CHENGNAN)
    sign = desk.read(ZHENG_JIE, warnings.signs)[0]
    assert (sign.area, sign.lately, sign.before, sign.raised) == (CHENGNAN, 5, 0, True)

    def weeks_ago(unit: Unit) -> None:
        for weeks, person in enumerate((ABDULLA, LI_JIANGUO), 2):
            moved = update(Application).where(Application.receipt.endswith(f"{person.chat_id}"))
            unit.session.execute(moved.values(submitted_at=unit.now - timedelta(weeks=weeks)))

    desk.system(weeks_ago)
    sign = desk.read(ZHENG_JIE, warnings.signs)[0]
    assert (sign.lately, sign.before, sign.raised) == (3, 0.5, False)
