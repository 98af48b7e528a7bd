"""Who hears of an activity or a course that was announced: whoever wants such news and lives near, once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from backend.activities import places, planning
from backend.activities.events import ActivityAnnounced
from backend.app import JOBS
from backend.applications.models import Application
from backend.applications.sealed import read_form, write_form
from backend.core.actors import Citizen
from backend.core.jobs import run_waiting
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller
from backend.outreach import walk
from backend.people import topics
from backend.training import courses
from contract.topics import ChooseTopic
from tests.backend.activities.planned import FAIR, as_citizen, plan
from tests.backend.desk import Desk
from tests.backend.outreach.readers import blocks, subscribes
from tests.backend.training.offers import in_xinyu
from tests.conftest import StoppedClock
from tests.people import CHEN_ZHIQIANG, CHENGBEI, FENYI, LI_JIANGUO, WANG_XIUYING, YUSHUI, ZHENG_JIE, ZHOU_MIN

NIGHT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
"""Eleven at night in China."""


def news(desk: Desk) -> dict[int, OutboxRow]:
    """What has been written of what was announced, by chat; nobody has two letters of the same."""
    run_waiting(desk.work, JOBS)
    wanted = select(OutboxRow).where(OutboxRow.subject.startswith("announced:"))
    rows = desk.work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(wanted)))
    assert len({(row.chat_id, row.subject) for row in rows}) == len(rows)
    return {row.chat_id: row for row in rows}


def test_xy_44_an_activity_is_told_once_to_whom_it_is_near_and_who_wants_such_news(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    subscribes(desk.work, LI_JIANGUO, "jobs", "policy")
    subscribes(desk.work, CHEN_ZHIQIANG, "events", area=FENYI)
    fair = plan(desk)
    found = news(desk)
    assert list(found) == [WANG_XIUYING.chat_id]
    row = found[WANG_XIUYING.chat_id]
    assert row.kind == "news"
    assert row.text.split("\n")[1:4] == [
        "专场招聘会：城南街道专场招聘会",
        "时间：2026年11月28日 09:00–11:30",
        "地点：城南街道 平安广场",
    ]
    assert "主办：" in row.text
    assert [(one["action"], one["argument"]) for one in row.buttons] == [("activity", fair), ("leave", "events")]
    desk.work.do_now(SYSTEM, lambda unit: unit.emit(ActivityAnnounced(fair, FAIR.area)))
    assert list(news(desk)) == [WANG_XIUYING.chat_id]


def test_an_activity_of_a_county_is_told_in_its_streets_and_one_of_a_street_to_who_follows_the_county(
    desk: Desk,
) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    subscribes(desk.work, LI_JIANGUO, "events", area=YUSHUI)
    subscribes(desk.work, CHEN_ZHIQIANG, "events", area=CHENGBEI)
    plan(desk)
    assert news(desk).keys() == {WANG_XIUYING.chat_id, LI_JIANGUO.chat_id}
    plan(desk, ZHENG_JIE, area=YUSHUI, title="渝水区政策宣讲会")
    county = {chat for chat, row in news(desk).items() if "渝水区政策宣讲会" in row.text}
    assert county == {WANG_XIUYING.chat_id, LI_JIANGUO.chat_id, CHEN_ZHIQIANG.chat_id}


def test_who_has_a_place_or_has_blocked_us_is_not_told(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    blocks(desk.work, subscribes(desk.work, LI_JIANGUO, "events", area=FAIR.area))
    fair = plan(desk)
    as_citizen(desk, WANG_XIUYING, places.take, fair)
    assert news(desk) == {}


def test_what_is_over_or_called_off_before_its_turn_tells_nobody(desk: Desk, clock: StoppedClock) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    fair = plan(desk)
    desk.do(ZHOU_MIN, planning.move, fair, "call_off")
    assert news(desk) == {}
    plan(desk, title="明天的活动")
    in_xinyu(desk)
    clock.advance(days=20)
    assert news(desk) == {}


def test_at_night_it_waits_for_her_morning_unless_it_is_over_by_then(desk: Desk, clock: StoppedClock) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    clock.moment = NIGHT
    plan(desk, title="早市招聘", starts_at=NIGHT + timedelta(hours=8), ends_at=NIGHT + timedelta(hours=9))
    plan(desk)
    row = news(desk)[WANG_XIUYING.chat_id]
    assert "城南街道专场招聘会" in row.text
    assert row.not_before == datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def test_news_that_waits_is_taken_back_with_the_activity(desk: Desk, clock: StoppedClock) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    clock.moment = NIGHT
    fair = plan(desk)
    assert news(desk)[WANG_XIUYING.chat_id].state == "queued"
    desk.do(ZHOU_MIN, planning.move, fair, "call_off")
    assert news(desk)[WANG_XIUYING.chat_id].state == "cancelled"


def test_news_that_waits_goes_nowhere_when_its_topic_is_left(desk: Desk, clock: StoppedClock) -> None:
    clock.moment = NIGHT
    subscribes(desk.work, WANG_XIUYING, "events")
    plan(desk)
    assert news(desk)[WANG_XIUYING.chat_id].state == "queued"
    leave = ChooseTopic(topic="events", chosen=False, source="message")
    desk.work.do_now(Caller(Citizen("web", WANG_XIUYING.chat_id)), topics.choose, leave)
    assert news(desk)[WANG_XIUYING.chat_id].state == "cancelled"


def test_news_that_waits_says_where_it_takes_place_now(desk: Desk, clock: StoppedClock) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    clock.moment = NIGHT
    fair = plan(desk)
    news(desk)
    desk.do(ZHOU_MIN, planning.change, fair, replace(FAIR, place="城南文化宫"))
    row = news(desk)[WANG_XIUYING.chat_id]
    assert (row.state, "城南文化宫" in row.text, "平安广场" in row.text) == ("queued", True, False)
    tonight = replace(FAIR, starts_at=NIGHT + timedelta(hours=1), ends_at=NIGHT + timedelta(hours=2))
    desk.do(ZHOU_MIN, planning.change, fair, tonight)
    assert news(desk)[WANG_XIUYING.chat_id].state == "cancelled"


def test_xy_51_a_course_is_told_to_whose_form_wishes_for_it_or_for_no_course(desk: Desk, case: str) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    subscribes(desk.work, LI_JIANGUO, "events", area=FAIR.area)
    desk.system(_wishes, case, ["startup"])
    in_xinyu(desk, title="电工")
    found = news(desk)
    assert list(found) == [LI_JIANGUO.chat_id]
    assert "符合您表上写的意愿" not in found[LI_JIANGUO.chat_id].text
    startup = in_xinyu(desk, title="创办你的企业", wish="startup", starts_on=date(2026, 12, 10))
    row = news(desk)[WANG_XIUYING.chat_id]
    assert "创办你的企业" in row.text
    assert "符合您表上写的意愿：创业培训" in row.text
    assert [(one["action"], one["argument"]) for one in row.buttons] == [("course", startup), ("leave", "events")]


def test_a_full_course_tells_nobody(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    full = in_xinyu(desk, seats=1)
    as_citizen(desk, LI_JIANGUO, courses.enrol, full)
    assert news(desk) == {}


def test_who_is_enrolled_in_a_course_that_does_not_take_place_is_told(desk: Desk, clock: StoppedClock) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    clock.moment = NIGHT
    course = in_xinyu(desk, title="电工")
    as_citizen(desk, LI_JIANGUO, courses.enrol, course)
    news(desk)
    desk.do(ZHOU_MIN, courses.call_off, course)
    wanted = select(OutboxRow).where(OutboxRow.subject == f"course:{course}")
    (row,) = desk.work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(wanted)))
    assert (row.chat_id, row.kind, row.state) == (LI_JIANGUO.chat_id, "request", "queued")
    assert row.text.startswith("很抱歉，您报名的课程取消了。\n电工")
    assert news(desk)[WANG_XIUYING.chat_id].state == "cancelled"


def test_the_news_goes_in_portions(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for person in (WANG_XIUYING, LI_JIANGUO, CHEN_ZHIQIANG):
        subscribes(desk.work, person, "events", area=FAIR.area)
    monkeypatch.setattr(walk, "A_STEP", 2)
    plan(desk)
    assert len(news(desk)) == 3


def _wishes(unit: Unit, case: str, wishes: list[str]) -> None:
    row = unit.session.get_one(Application, case)
    write_form(unit, row, read_form(unit, row) | {"wishes": wishes})
