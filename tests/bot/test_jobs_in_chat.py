"""找工作 in the chat: six taps, posts three at a time, three answers, and buttons that outlive their posts."""

import pytest

from backend.core import outbox
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from contract.channel import NoticeButton
from tests.backend.desk import Desk, open_desk
from tests.backend.matching.test_jobs import ticks_on_the_form
from tests.backend.vacancies.posts import enter_employer, opened
from tests.bot.conftest import Visit
from tests.bot.test_register_in_chat import on_telegram
from tests.conftest import StoppedClock
from tests.people import WANG_XIUYING

WISHES = ("保洁、绿化、物业", "都可以", "没有要求", "多远都行", "都没有", "同意 · 没有限制")


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


async def test_xy_79_six_taps_lead_to_posts_and_interest_to_the_employer(visit: Visit, desk: Desk) -> None:
    employer = enter_employer(desk)
    for number in range(4):
        opened(desk, employer, title=f"保洁员{number}号")
    wang = visit(WANG_XIUYING)
    await wang.says("找岗位")
    await wang.sees("1/6 您想做哪一类工作", within=10)
    for number, wish in enumerate(WISHES, 1):
        await wang.taps(wish)
        await wang.sees(f"{number + 1}/6" if number < 6 else "合您意愿的岗位", within=10)
    page = await wang.sees("1. 保洁员", "3. 保洁员", "您想做的：保洁、绿化、物业", within=10)
    assert "4. " not in page.text
    assert [one.label for one in page.buttons][:3] == ["1 感兴趣", "1 不合适", "1 以后再说"]
    await wang.taps("1 感兴趣")
    await wang.sees("单位联系人：胡经理 07901234567", "录用不录用，由单位决定", within=10)
    await wang.taps("看别的岗位")
    await wang.sees("合您意愿的岗位", within=10)
    await wang.taps("1 不合适")
    await wang.sees("不合适不算拒绝服务", "为什么不合适", within=10)
    await wang.taps("要照顾家人")
    page = await wang.sees("不再给您看这个岗位", within=10)
    assert "为什么不合适" not in page.text


async def test_what_was_ticked_on_the_form_is_shown_and_takes_two_taps(visit: Visit, desk: Desk) -> None:
    number = on_telegram(desk)
    desk.system(ticks_on_the_form, number, ["flexible", "training"])
    opened(desk, enter_employer(desk), title="半天保洁员", hours_week="20", shift="half", wage="1400-1500")
    opened(desk, enter_employer(desk, 2), title="全天保洁员")
    wang = visit(WANG_XIUYING)
    await wang.says("找岗位")
    await wang.sees("您在申请表上选了：灵活就业", "1/6", within=10)
    await wang.taps("按申请表这样找")
    await wang.sees("您在申请表上选了：灵活就业", "时间半天，其他不限", "6/6", "保存求职意愿，请您同意", within=10)
    await wang.taps("同意 · 没有限制")
    page = await wang.sees("1. 半天保洁员", within=10)
    assert "全天保洁员" not in page.text


async def test_the_button_of_a_post_that_is_over_says_so_and_leads_on(
    visit: Visit, desk: Desk, clock: StoppedClock
) -> None:
    opened(desk, enter_employer(desk), expires_on="2026-11-22")
    wang = visit(WANG_XIUYING)
    await wang.says("找岗位")
    for wish in WISHES:
        await wang.sees("/6", within=10)
        await wang.taps(wish)
    await wang.sees("1. 社区保洁员", within=10)
    clock.advance(days=2)
    await wang.taps("1 感兴趣")
    await wang.sees("“社区保洁员”已经招满或过期", "眼下没有别的合适岗位", within=10)


async def test_news_of_a_post_opens_that_post_and_one_that_is_over_says_so(
    visit: Visit, desk: Desk, work: Work, clock: StoppedClock
) -> None:
    employer = enter_employer(desk)
    post = opened(desk, employer, title="理货员", expires_on="2026-11-22")
    opened(desk, employer, title="保洁员")
    wang = visit(WANG_XIUYING)
    await wang.says("找岗位")
    for wish in WISHES:
        await wang.sees("/6", within=10)
        await wang.taps(wish)
    await wang.sees("1. ", within=10)
    work.do_now(SYSTEM, _news_of, post)
    await wang.sees("有一个岗位", within=10)
    await wang.taps("看岗位")
    page = await wang.sees("1. 理货员", within=10)
    assert "保洁员" not in page.text
    assert [one.label for one in page.buttons][:3] == ["1 感兴趣", "1 不合适", "1 以后再说"]
    clock.advance(days=2)
    work.do_now(SYSTEM, _news_of, post, "GW-2")
    await wang.sees("有一个岗位", within=10)
    await wang.taps("看岗位")
    await wang.sees("“理货员”已经招满或过期", within=10)


def _news_of(unit: Unit, post: str, number: str = "GW-1") -> None:
    outbox.post(
        unit,
        channel="telegram",
        chat_id=WANG_XIUYING.chat_id,
        number=number,
        kind="news",
        subject="topic:jobs",
        text=f"有一个岗位，可能适合您。{number}",
        buttons=(NoticeButton(label="看岗位", action="job", argument=post),),
        language="zh_Hans_CN",
    )


async def test_wage_and_way_are_typed_and_what_is_no_answer_keeps_the_question(visit: Visit, desk: Desk) -> None:
    opened(desk, enter_employer(desk))
    wang = visit(WANG_XIUYING)
    await wang.says("找岗位")
    await wang.sees("1/6", within=10)
    await wang.says("随便啦")
    await wang.sees("没有看懂。请点下面的一个", "例如：家政、照护。", "1/6", within=10)
    await wang.says("保洁")
    await wang.sees("2/6", within=10)
    await wang.says("3")
    await wang.sees("3/6", within=10)
    await wang.says("不少于吧")
    await wang.sees("编号，例如：3000。", "3/6", within=10)
    await wang.says("三千")
    await wang.sees("您说的是“三千”，按“每月2500元以上”找。", "4/6", within=10)
    await wang.says("5公里")
    await wang.sees("按“10公里内”找", "5/6", within=10)


@pytest.mark.parametrize("unagreed", ["没有限制", "7", "不同意，没有限制", "同意"])
async def test_a_typed_answer_agrees_to_nothing_without_the_word_and_keeps_the_question(
    visit: Visit, desk: Desk, unagreed: str
) -> None:
    opened(desk, enter_employer(desk))
    wang = visit(WANG_XIUYING)
    await wang.says("找岗位")
    for number, wish in enumerate(WISHES[:5], 1):
        await wang.sees(f"{number}/6", within=10)
        await wang.taps(wish)
    await wang.sees("6/6", within=10)
    await wang.says(unagreed)
    await wang.sees("要您同意才能保存", "例如：同意 没有限制", "6/6", within=10)
    await wang.says("同意，没有限制")
    await wang.sees("合您意愿的岗位", within=10)


@pytest.mark.parametrize(
    ("kind", "read", "hours", "part"),
    [
        ("保姆", "家政、照护", "早上9点到下午5点", "全天"),
        ("扫地", "保洁、绿化、物业", "上午", "半天"),
        ("扫地的", "保洁、绿化、物业", "9点到5点", "全天"),
    ],
)
async def test_work_and_hours_are_understood_as_people_call_them(
    visit: Visit, desk: Desk, kind: str, read: str, hours: str, part: str
) -> None:
    opened(desk, enter_employer(desk))
    wang = visit(WANG_XIUYING)
    await wang.says("找岗位")
    await wang.sees("1/6", within=10)
    await wang.says(kind)
    await wang.sees(f"您说的是“{kind}”，按“{read}”找。", "2/6", within=10)
    await wang.says(hours)
    await wang.sees(f"您说的是“{hours}”，按“{part}”找。", "3/6", within=10)
