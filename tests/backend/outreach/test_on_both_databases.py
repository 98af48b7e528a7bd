"""What counts people, feeds the outbox and makes tasks, on SQLite and on PostgreSQL."""

import pytest
from sqlalchemy import select

from backend.app import JOBS
from backend.core import dispatch, endings
from backend.core.jobs import run_waiting
from backend.core.outbox import OutboxRow
from backend.core.problems import Problem
from backend.core.work import SYSTEM, Work
from backend.outreach import (
    audience,
    broadcast_drafts,
    broadcast_feed,
    broadcast_queries,
    broadcasts,
    emergencies,
    emergency_queries,
)
from backend.outreach.audience import Audience, Reached
from backend.outreach.broadcasts import Written
from backend.people.job_models import JobNews
from backend.vacancies import service
from contract.channel import ClaimDeliveries, CloseDelivery
from tests.backend.applications.test_review_races import at_once
from tests.backend.databases import settings as settings
from tests.backend.desk import PACK, Desk, open_desk
from tests.backend.outreach.readers import blocks, subscribes
from tests.backend.outreach.test_fitting_posts import wishes
from tests.backend.registry.leaving import on_the_register
from tests.backend.vacancies.posts import enter_employer, opened
from tests.console.test_emergencies import MILL
from tests.people import (
    CHEN_ZHIQIANG,
    LI_JIANGUO,
    LIU_XIAOFANG,
    PEOPLE,
    WANG_XIUYING,
    YUSHUI,
    ZHANG_GUIHUA,
    ZHENG_JIE,
    ZHOU_MIN,
)

pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture
def office(work: Work) -> Desk:
    return open_desk(work)


def test_an_audience_is_counted_written_to_and_told_by_area(office: Desk) -> None:
    work = office.work
    number = on_the_register(office, WANG_XIUYING)
    for person in (WANG_XIUYING, CHEN_ZHIQIANG, ZHANG_GUIHUA):
        subscribes(work, person, "policy")
    blocks(work, subscribes(work, LIU_XIAOFANG, "policy"))
    subscribes(work, LI_JIANGUO, "jobs")
    wish = Audience("policy", YUSHUI, include=(number,))
    reached = work.read_now(SYSTEM, audience.count, wish)
    assert reached == Reached(2, {"no_consent": 1, "outside_area": 1, "blocked": 1})
    recognised = Audience("policy", YUSHUI, category=f"{PACK}:X1", registered="yes", language="zh_Hans_CN")
    assert work.read_now(SYSTEM, audience.count, recognised).people == 1
    row = office.do(ZHENG_JIE, broadcasts.start, Written("公告", {"zh_Hans_CN": "{街道}的公告。"}, wish))
    office.do(ZHENG_JIE, broadcasts.send, row, 1)
    assert work.do_now(SYSTEM, broadcast_feed.feed) == 2
    view = office.read(ZHENG_JIE, broadcast_queries.broadcast, row)
    assert (view.progress, len(view.report)) == ({"left": 2}, 2)
    office.do(ZHENG_JIE, broadcasts.cancel, row, 2)
    assert office.read(ZHENG_JIE, broadcast_queries.broadcast, row).progress == {"cancelled": 2}


def test_f42_cancelled_at_two_fifths_nobody_further_hears_and_the_rest_is_cancelled(office: Desk) -> None:
    for person in PEOPLE[:5]:
        subscribes(office.work, person, "policy", area=YUSHUI)
    row = office.do(ZHENG_JIE, broadcasts.start, Written("公告", {"zh_Hans_CN": "公告。"}, Audience("policy", YUSHUI)))
    office.do(ZHENG_JIE, broadcasts.send, row, 1)
    office.work.do_now(SYSTEM, broadcast_feed.feed)
    wish = ClaimDeliveries(channel="web", worker="w", limit=2)
    for delivery in office.work.do_now(SYSTEM, dispatch.claim, wish):
        office.work.do_now(SYSTEM, endings.close, delivery.id, CloseDelivery(worker="w", outcome="sent"))
    office.do(ZHENG_JIE, broadcasts.cancel, row, 2)
    assert office.work.do_now(SYSTEM, dispatch.claim, wish) == ()
    assert office.work.do_now(SYSTEM, broadcast_feed.feed) == 0
    view = office.read(ZHENG_JIE, broadcast_queries.broadcast, row)
    assert (view.line.state, view.progress) == ("cancelled", {"sent": 2, "cancelled": 3})


def test_f41_two_who_press_send_at_the_same_moment_send_one_broadcast(office: Desk) -> None:
    for person in PEOPLE[:3]:
        subscribes(office.work, person, "policy", area=YUSHUI)
    office.employ("songping", "宋平", YUSHUI)
    told = Written("公告", {"zh_Hans_CN": "公告。"}, Audience("policy", YUSHUI))
    for turn in range(1, 4):
        row = office.do(ZHENG_JIE, broadcasts.start, told)
        ends = at_once(
            lambda row=row: office.do(ZHENG_JIE, broadcasts.send, row, 1),
            lambda row=row: office.do("songping", broadcasts.send, row, 1),
            lambda row=row: office.do(ZHENG_JIE, broadcasts.send, row, 1),
        )
        lost = [end.code for end in ends if isinstance(end, Problem)]
        assert (lost, ends.count(row)) == (["broadcast.changed_meanwhile"] * 2, 1)
        assert office.work.do_now(SYSTEM, broadcast_feed.feed) == 3
        assert office.count(OutboxRow) == 3 * turn


def test_an_event_makes_its_tasks_in_one_statement(office: Desk) -> None:
    for person in (WANG_XIUYING, CHEN_ZHIQIANG):
        on_the_register(office, person)
    opened = office.do(ZHENG_JIE, emergencies.open_emergency, MILL)
    assert opened.tasks == 2
    view = office.read(ZHOU_MIN, emergency_queries.emergency, opened.id)
    office.do(ZHOU_MIN, emergencies.act, view.tasks[0].id, "help", "电话联系，愿意参加招聘会。")
    assert office.read(ZHENG_JIE, emergency_queries.emergency, opened.id).counts == {"open": 1, "helped": 1}


def test_news_of_a_post_that_closes_is_taken_back_where_it_waits(office: Desk) -> None:
    work = office.work
    for person in (WANG_XIUYING, LI_JIANGUO):
        subscribes(work, person, "jobs")
        wishes(office, person)
    post = opened(office, enter_employer(office))
    run_waiting(work, JOBS)
    first = work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w", limit=1))
    office.do(ZHOU_MIN, service.close, post, "不招了")
    rows = work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(OutboxRow))))
    assert {row.id: row.state for row in rows if row.subject == "topic:jobs"} == {
        row.id: "leased" if row.id == first[0].id else "cancelled" for row in rows if row.subject == "topic:jobs"
    }
    left = work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(JobNews.account_id))))
    assert len(left) == 1, "who had it in hand has heard of the post"


def test_the_report_of_an_emergency_names_the_places_of_those_who_follow_none(office: Desk) -> None:
    on_the_register(office, WANG_XIUYING)
    row = office.do(ZHENG_JIE, broadcast_drafts.start_urgent, "停工", YUSHUI)
    office.do(ZHENG_JIE, broadcasts.send, row, 1)
    assert office.work.do_now(SYSTEM, broadcast_feed.feed) == 1
    (line,) = office.read(ZHENG_JIE, broadcast_queries.broadcast, row).report
    assert (line.area, line.total) == ("新余市渝水区城南街道", 1)
    assert [one.area for one in office.read(ZHENG_JIE, broadcast_queries.report, row)] == ["新余市渝水区城南街道"]
