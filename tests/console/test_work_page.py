"""后台工作 of the administrators: what waits, runs and failed, in words, and nobody's data."""

from datetime import timedelta

from backend.app import JOBS
from backend.core import dispatch, endings, jobs
from backend.core.jobs import service
from backend.core.jobs.models import JobRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.outreach import broadcast_feed, broadcasts
from backend.outreach.audience import Audience
from backend.outreach.broadcasts import Written
from backend.staff.work_pages import LONG, NAMES
from contract.channel import ClaimDeliveries, CloseDelivery
from tests.backend.desk import Desk
from tests.backend.outreach.readers import subscribes
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.people import LI_JIANGUO, WANG_XIUYING, YUSHUI, ZHENG_JIE, ZHOU_MIN


def test_every_kind_of_background_work_has_a_name() -> None:
    assert set(NAMES) == set(JOBS)


async def test_what_waits_runs_and_failed_is_told_to_administrators(sign_in: SignIn, desk: Desk) -> None:
    running = desk.do(ZHOU_MIN, jobs.start, "finding.screen", {}, subject="list:1")
    failed = desk.do(ZHENG_JIE, jobs.start, "vacancies.import", {}, subject="file:1")
    desk.work.do_now(SYSTEM, jobs.start, "policy.news", {}, subject="policy:1")

    def moves(unit: Unit) -> None:
        row = unit.session.get_one(JobRow, running)
        row.state, row.done, row.of = "running", 300, 1200
        service.fail(unit, unit.session.get_one(JobRow, failed), "list.empty", {})

    desk.work.do_now(SYSTEM, moves)
    page = await (await sign_in("admin")).get("/staff/work")
    assert "主动发现：筛查名单 正在进行 已完成 300，共 1200 周敏" in page.text
    assert "政策：新版本要告诉谁 等待开始 还没有进度 系统" in page.text
    assert "岗位：读入表格 没有做完" in page.text
    assert "还没开始" not in page.text
    assert "后台工作" not in (await (await sign_in(ZHOU_MIN.login)).get("/staff/")).text


async def test_work_nobody_begins_is_told_apart(sign_in: SignIn, desk: Desk, clock: StoppedClock) -> None:
    admin = await sign_in("admin")
    assert "现在没有后台工作" in (await admin.get("/staff/work")).text
    desk.do(ZHOU_MIN, jobs.start, "export", {}, subject="export:1")
    clock.moment += LONG + timedelta(seconds=1)
    assert "有1件等了超过5分钟还没开始" in (await admin.get("/staff/work")).text


async def test_what_is_being_sent_to_many_stands_there_without_its_words(sign_in: SignIn, desk: Desk) -> None:
    for person in (WANG_XIUYING, LI_JIANGUO):
        subscribes(desk.work, person, "events")
    told = Written("12月招聘会", {"zh_Hans_CN": "{称呼}，您好。"}, Audience("events", YUSHUI))
    number = desk.do(ZHENG_JIE, broadcasts.start, told)
    admin = await sign_in("admin")
    assert "群发消息" not in (await admin.get("/staff/work")).text, "a draft is no work"
    desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    for one in desk.work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w", limit=1)):
        desk.work.do_now(SYSTEM, endings.close, one.id, CloseDelivery(worker="w", outcome="sent"))
    page = await admin.get("/staff/work")
    assert "群发消息：一批一批地发送 正在进行 已完成 1，共 2 郑洁" in page.text
    assert "12月招聘会" not in page.text
    desk.do(ZHENG_JIE, broadcasts.pause, number, 2)
    assert "群发消息：一批一批地发送 已暂停" in (await admin.get("/staff/work")).text
    desk.do(ZHENG_JIE, broadcasts.cancel, number, 3)
    assert "群发消息" not in (await admin.get("/staff/work")).text
