"""Activities, courses and vouchers in the chat: seen near home, signed up for, given back; a past one leads on."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.activities import fair_posts, letters, quiz
from backend.app import JOBS
from backend.core.jobs import run_waiting
from backend.core.work import Work
from bot.screens import training as screens
from contract.training import Voucher, VoucherCourse
from tests.backend.activities.planned import plan
from tests.backend.activities.test_quiz import AGAIN, DURING, OLD
from tests.backend.desk import Desk, open_desk
from tests.backend.outreach.readers import subscribes
from tests.backend.training.offers import in_xinyu
from tests.backend.vacancies.posts import enter_employer, opened
from tests.bot.conftest import Visit
from tests.conftest import StoppedClock
from tests.people import LI_JIANGUO, WANG_XIUYING, ZHOU_MIN


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


async def test_xy_47_a_fair_is_found_signed_up_for_and_given_back(visit: Visit, desk: Desk) -> None:
    plan(desk, seats=1)
    wang = visit(WANG_XIUYING)
    await wang.says("/start")
    await wang.taps("活动和培训")
    await wang.sees("近期活动", "城南街道专场招聘会", within=10)
    await wang.taps("城南街道专场招聘会")
    await wang.sees("参加单位：新余市城南超市、平安家政", "还有1个名额", within=10)
    await wang.taps("报名", times=2)
    await wang.sees("报名成功。前一天会提醒您。", "您已报名，报名号：1", within=10)
    li = visit(LI_JIANGUO)
    await li.says("招聘会")
    await li.taps("城南街道专场招聘会")
    await li.sees("名额已满，可以候补。", within=10)
    await li.taps("候补")
    await li.sees("已为您候补", within=10)
    await wang.says("我的报名")
    await wang.sees("我的报名", "（已报名，报名号1）", within=10)
    await wang.taps("取消：城南街道专场招聘会")
    await wang.sees("已取消报名。", within=10)
    news = await li.sees("有空位了，您的候补已转为报名成功。", within=10)
    assert [button.label for button in news.buttons] == ["看一看"]


async def test_a_button_of_a_fair_that_is_over_says_so_and_leads_on(
    visit: Visit, desk: Desk, clock: StoppedClock
) -> None:
    plan(desk)
    wang = visit(WANG_XIUYING)
    await wang.says("活动")
    await wang.taps("城南街道专场招聘会")
    page = await wang.sees("城南街道专场招聘会", within=10)
    clock.moment += timedelta(days=8)
    await wang.taps_old(page, "报名")
    after = await wang.sees("这个活动已经结束，不能再报名。", within=10)
    labels = [button.label for button in after.buttons]
    assert "报名" not in labels
    assert "看其他活动" in labels


async def test_the_reminder_opens_the_activity(visit: Visit, desk: Desk, clock: StoppedClock) -> None:
    plan(desk)
    wang = visit(WANG_XIUYING)
    await wang.says("活动")
    await wang.taps("城南街道专场招聘会")
    await wang.taps("报名")
    await wang.sees("报名成功", within=10)
    clock.moment += timedelta(days=6)
    desk.system(letters.remind)
    await wang.sees("明天有您报名的活动", within=10)
    await wang.taps("看一看")
    await wang.sees("您已报名，报名号：1", within=10)


async def test_xy_51_a_course_is_joined_in_the_chat(visit: Visit, desk: Desk) -> None:
    in_xinyu(desk)
    wang = visit(WANG_XIUYING)
    await wang.says("培训")
    await wang.taps("养老护理员")
    await wang.sees("机构：渝水区技工学校", within=10)
    await wang.taps("报名")
    await wang.sees("报名成功。请按时去上课。", within=10)
    await wang.says("培训券")
    await wang.sees("您还没有培训券。", within=10)


def test_a_voucher_shows_code_day_and_schools_while_it_can_be_used() -> None:
    where = VoucherCourse(title="护理", school="技校<b>", address="北京路100号", telephone="020-1", when="2026年12月7日")
    one = Voucher(
        id="0" * 32,
        code="7F3K-2M9Q-XT4B-0W5C",
        state="issued",
        state_label="未使用",
        valid_until="2027年5月31日",
        courses=(where,),
        used="",
        article="第九条",
        office="北京街道",
        telephone="12333",
    )
    screen = screens.vouchers(str, (one,))
    assert "<code>7F3K-2M9Q-XT4B-0W5C</code>" in screen.text
    assert "技校&lt;b&gt;，北京路100号，020-1" in screen.text
    assert screen.rows[0][0].data == f"vo:picture:{'0' * 32}"
    used = one.model_copy(update={"state": "redeemed", "state_label": "已使用", "used": "2026年12月1日 护理"})
    screen = screens.vouchers(str, (used,))
    assert "7F3K" not in screen.text
    assert "用于：2026年12月1日 护理" in screen.text


@pytest.mark.parametrize(("make", "title"), [(plan, "城南街道专场招聘会"), (in_xinyu, "养老护理员（初级）")])
async def test_xy_44_what_is_announced_arrives_with_a_button_to_sign_up_and_one_to_leave(
    visit: Visit, desk: Desk, make: Callable[[Desk], str], title: str
) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/start")
    subscribes(desk.work, WANG_XIUYING, "events", channel="telegram")
    make(desk)
    await asyncio.to_thread(run_waiting, desk.work, JOBS)
    news = await wang.sees("您关注的地方有新", title, within=10)
    assert [button.label for button in news.buttons] == ["看一看，可以报名", "不再收到“招聘会和培训”消息"]
    await wang.taps("看一看，可以报名")
    await wang.sees(title, within=10)
    await wang.taps("报名")
    await wang.sees("报名成功", within=10)


async def test_xy_47_the_posts_of_a_fair_come_three_at_a_time(visit: Visit, desk: Desk) -> None:
    employer, fair = enter_employer(desk), plan(desk)
    for number in range(4):
        opened(desk, employer, title=f"保洁员{number}号", about="有社保。")
    desk.do(ZHOU_MIN, fair_posts.add, fair, f"employer:{employer}")
    wang = visit(WANG_XIUYING)
    await wang.says("招聘会")
    await wang.taps("城南街道专场招聘会")
    await wang.sees("城南保洁有限公司", within=10)
    await wang.taps("看岗位（4个）")
    page = await wang.sees("1. 保洁员0号", "3. 保洁员2号", "还招2人，2026年12月31日截止", "有社保。", within=10)
    assert "4. " not in page.text
    await wang.taps("下一页")
    await wang.sees("4. 保洁员3号", within=10)
    await wang.taps("4 感兴趣")
    await wang.sees("单位联系人：胡经理 07901234567", within=10)
    await wang.says("招聘会")
    await wang.taps("城南街道专场招聘会")
    await wang.taps("看岗位（4个）")
    await wang.taps("回到这个活动，报名")
    await wang.sees("带身份证即可", within=10)
    await wang.taps("报名")
    await wang.sees("报名成功", within=10)


async def test_my_sign_ups_are_activities_and_courses_and_are_given_back_with_a_tap(visit: Visit, desk: Desk) -> None:
    """XY-47, XY-51."""
    plan(desk)
    in_xinyu(desk)
    wang = visit(WANG_XIUYING)
    await wang.says("我的报名")
    await wang.sees("您还没有报名活动或课程。", within=10)
    for word, title, shown in (("活动", "城南街道专场招聘会", "主办："), ("培训", "养老护理员", "机构：")):
        await wang.says(word)
        await wang.taps(title)
        await wang.sees(shown, within=10)
        await wang.taps("报名")
        await wang.sees("报名成功", within=10)
    await wang.says("我的报名")
    await wang.sees("城南街道专场招聘会（已报名，报名号1）：", "养老护理员（初级）（已报名）：", "渝水区技工学校", within=10)
    await wang.taps("取消：养老护理员（初级）")
    await wang.sees("已取消报名。", within=10)
    await wang.taps("撤销，还要参加")
    await wang.sees("报名成功", within=10)
    await wang.says("我的报名")
    await wang.taps("取消：城南街道专场招聘会")
    await wang.sees("已取消报名。", within=10)
    await wang.taps("我参加的")
    page = await wang.sees("养老护理员（初级）（已报名）：", within=10)
    assert "城南街道专场招聘会" not in page.text


async def test_xy_44_a_quiz_is_answered_in_the_chat_and_teaches_the_article(
    visit: Visit, desk: Desk, clock: StoppedClock
) -> None:
    planned = plan(desk, kind="quiz", title="政策有奖问答")
    for question in (AGAIN, OLD):
        desk.do(ZHOU_MIN, quiz.add, planned, question)
    wang = visit(WANG_XIUYING)
    await wang.says("活动")
    await wang.taps("政策有奖问答")
    page = await wang.sees("政策有奖问答", within=10)
    assert "答题（2道）" not in [button.label for button in page.buttons], "it has not begun"
    clock.moment = DURING
    await wang.says("活动")
    await wang.taps("政策有奖问答")
    await wang.taps("答题（2道）")
    await wang.sees("第1题，共2题：退出后满几个月可以再申请？", "C. 6个月", within=10)
    await wang.taps("A. 1个月", times=2)
    page = await wang.sees("没有答对。", "正确的是B. 3个月（第三条第（二）项）。", "第2题，共2题", within=10)
    await wang.says("ａ")
    await wang.sees("答对了。", "答完了，2道题答对1道。", "以主办机构现场公布的为准", within=10)
    clock.moment += timedelta(hours=2)
    await wang.taps_old(page, "B. 50岁")
    await wang.sees("现在不能答题", within=10)
