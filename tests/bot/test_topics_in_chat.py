"""消息设置 in the chat: nothing is sent unasked, one tap leaves a topic, and the own case cannot be lost."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from backend.core import outbox
from backend.core.outbox import ChatClosed, OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.outreach import broadcast_queries, broadcasts
from backend.outreach.audience import Audience
from backend.outreach.broadcasts import Written
from backend.people.models import Account, Consent
from backend.people.topic_models import NewsWish, TopicChoice, TopicDeed
from contract.channel import NoticeButton
from tests.backend.desk import PACK, open_desk
from tests.bot.conftest import Visit
from tests.chat import Chat
from tests.conftest import StoppedClock
from tests.fakes.botapi import FakeBotApi
from tests.people import WANG_XIUYING, YUSHUI, ZHENG_JIE


def rows(work: Work, table: type[Any]) -> list[Any]:
    return work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(table))))


async def subscribes(chat: Chat, label: str = "政策") -> None:
    await chat.says("消息设置")
    await chat.taps(f"想收“{label}”")
    await chat.sees("要给您发消息，先请您同意", "不用姓名，也不用身份证号")
    await chat.taps("同意，给我发")
    await chat.sees(f"以后会给您发“{label}”消息")


@pytest.fixture
async def wang(visit: Visit) -> Chat:
    return visit(WANG_XIUYING)


async def test_xy_45_a_topic_is_chosen_with_consent_and_both_are_kept(wang: Chat, work: Work) -> None:
    await wang.says("/start")
    await wang.taps("消息设置")
    page = await wang.sees("您选的，我们才发", "○ 政策（没有收）", "✔ 我的申请（在收）", "不能关")
    assert [each.label for each in page.buttons if "我的申请" in each.label] == []
    await subscribes(wang)
    consent, deed = rows(work, Consent)[0], rows(work, TopicDeed)[0]
    assert (consent.purpose, consent.version) == ("topics", deed.version)
    assert (deed.topic, deed.chosen, deed.channel, deed.source) == ("policy", True, "telegram", "settings")
    assert [(one.topic, one.chosen) for one in rows(work, TopicChoice)] == [("policy", True)]


async def test_who_does_not_agree_is_sent_nothing(wang: Chat, work: Work) -> None:
    await wang.says("订阅")
    await wang.taps("想收“岗位”")
    await wang.taps("先不要")
    await wang.sees("○ 岗位（没有收）")
    assert (rows(work, TopicChoice), rows(work, Consent)) == ([], [])


async def test_one_tap_below_a_message_leaves_its_topic_and_one_more_takes_it_back(wang: Chat, work: Work) -> None:
    await subscribes(wang)
    work.do_now(SYSTEM, _news)
    await wang.sees("新规定的消息", within=10)
    await wang.taps("不再收到政策消息")
    await wang.sees("不再给您发“政策”消息", "您自己申请的进度和决定照常通知")
    assert [(one.chosen, one.source) for one in rows(work, TopicDeed)] == [(True, "settings"), (False, "message")]
    assert rows(work, TopicChoice)[0].chosen is False
    await wang.taps("撤销，继续收")
    await wang.sees("✔ 政策（在收）")
    assert rows(work, TopicChoice)[0].chosen is True


async def test_a_place_and_quiet_hours_are_told_with_taps(wang: Chat, work: Work) -> None:
    await subscribes(wang)
    await wang.taps("选地区")
    await wang.taps("新余市")
    await wang.taps("渝水区")
    await wang.taps("城南街道")
    await wang.sees("记下了", "渝水区城南街道")
    await wang.taps("免打扰时间")
    await wang.taps("晚上10点到早上7点")
    await wang.sees("免打扰：晚上10点到早上7点")
    wish = rows(work, NewsWish)[0]
    assert (wish.area, wish.quiet_from, wish.quiet_until) == (WANG_XIUYING.street_code, 22, 7)


async def test_the_page_says_whose_news_comes_with_a_place_and_without_one(wang: Chat) -> None:
    await wang.says("消息设置")
    await wang.sees("地区：没有选", "已经认定的，发办理机构当地的消息；还没有认定的，请选地区，不选收不到当地的消息。")
    await wang.taps("选地区")
    await wang.taps("新余市")
    await wang.taps("渝水区")
    await wang.taps("城南街道")
    await wang.says("消息设置")
    await wang.sees("渝水区城南街道", "已经认定的，办理机构当地的消息也发给您。")


async def test_the_own_case_cannot_be_left_even_by_an_old_or_forged_button(wang: Chat, work: Work) -> None:
    await wang.says("/start")
    await wang.sees("帮办")
    work.do_now(SYSTEM, _news, "own")
    await wang.taps("不再收到政策消息")
    await wang.sees("错过会影响您")
    assert rows(work, TopicDeed) == []


async def test_what_is_wished_is_shown_and_erased_with_the_rest(wang: Chat, work: Work) -> None:
    await subscribes(wang)
    await wang.says("注销")
    await wang.sees("消息设置")
    await wang.taps("全部删除")
    await wang.taps("确认删除")
    await wang.sees("已删除")
    assert (rows(work, TopicChoice), rows(work, NewsWish)) == ([], [])
    assert [(one.chosen, one.source) for one in rows(work, TopicDeed)] == [(True, "settings"), (False, "erased")]


def _news(unit: Unit, topic: str = "policy", number: str = "XX-1") -> None:
    """A message as it goes out, with the way to leave its topic below it."""
    outbox.post(
        unit,
        channel="telegram",
        chat_id=WANG_XIUYING.chat_id,
        number=number,
        kind="news",
        subject="news",
        text="新规定的消息",
        buttons=(NoticeButton(label="不再收到政策消息", action="leave", argument=topic),),
        language="zh_Hans_CN",
    )


async def test_xy_45_an_officer_tries_a_message_on_herself_and_nobody_else_gets_it(
    visit: Visit, work: Work
) -> None:
    desk = open_desk(work)
    told = Written("招聘会", {"zh_Hans_CN": "{称呼}，您好。下周有招聘会。"}, Audience("events", YUSHUI))
    number = desk.do(ZHENG_JIE, broadcasts.start, told)
    word = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number).trial
    wang = visit(WANG_XIUYING)
    await wang.says(f"/start t_{word}")
    await wang.sees("试发，只有您收到", "居民朋友，您好。下周有招聘会。", within=10)
    desk.do(ZHENG_JIE, broadcasts.write, number, 1, told)
    await wang.says(f"/start t_{word}")
    await wang.sees("没有这条试发的消息")


async def test_f33_who_blocked_us_is_skipped_until_she_speaks_again(wang: Chat, work: Work) -> None:
    await subscribes(wang)

    def ends_blocked(unit: Unit) -> None:
        unit.emit(ChatClosed("telegram", WANG_XIUYING.chat_id))

    def reachable() -> list[bool]:
        return work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(Account.reachable))))

    work.do_now(SYSTEM, ends_blocked)
    assert reachable() == [False]
    await wang.says("/start")
    await wang.sees("帮办")
    await wang.says("消息设置")
    await wang.sees("您选的，我们才发")
    assert reachable() == [True]
    await wang.sees("欢迎回来", "您选的主题还在", within=10)
    await wang.taps("继续收消息")
    await wang.sees("以后照您选的给您发消息", "✔ 政策（在收）")
    await wang.says("消息设置")
    assert "继续收消息" not in [each.label for each in (await wang.sees("您选的，我们才发")).buttons]


async def test_f33_who_blocked_the_bot_and_comes_back_is_asked_and_hears_again(
    wang: Chat, work: Work, telegram: FakeBotApi, clock: StoppedClock
) -> None:
    """As it happens: a real 403, then my_chat_member, then /start; what was for her case meanwhile is not lost."""

    def state(number: str) -> str:
        asked = select(OutboxRow.state).where(OutboxRow.number == number)
        return work.read_now(SYSTEM, lambda unit: unit.session.scalars(asked).one())

    def reachable() -> bool:
        asked = select(Account.reachable).where(Account.chat_id == WANG_XIUYING.chat_id)
        return work.read_now(SYSTEM, lambda unit: unit.session.scalars(asked).one())

    await subscribes(wang)
    await telegram.control.do("block", chat_id=WANG_XIUYING.chat_id)
    work.do_now(SYSTEM, _news)
    async with asyncio.timeout(15):
        while state("XX-1") in ("queued", "leased"):
            await asyncio.sleep(0.05)
    assert (state("XX-1"), reachable()) == ("blocked", False)
    refused = [request[3] for request in telegram.account.requests if request[3].startswith("403")]
    assert len(refused) == 1, "tried once"
    clock.advance(minutes=1)  # A chat is written to once a second.
    await telegram.control.do("unblock", chat_id=WANG_XIUYING.chat_id)
    await wang.says("/start")
    await wang.sees("欢迎回来", "您选的主题还在", within=15)
    assert reachable()
    await wang.taps("继续收消息")
    await wang.sees("以后照您选的给您发消息", "✔ 政策（在收）")
    clock.advance(minutes=1)
    work.do_now(SYSTEM, _news, number="XX-2")
    await wang.sees("新规定的消息", within=15)


async def test_f33_a_block_is_known_before_any_letter_is_refused(wang: Chat, work: Work, telegram: FakeBotApi) -> None:
    await subscribes(wang)
    await telegram.control.do("block", chat_id=WANG_XIUYING.chat_id)
    async with asyncio.timeout(15):
        while rows(work, Account)[0].reachable:
            await asyncio.sleep(0.05)
    assert [request for request in telegram.account.requests if request[3].startswith("403")] == []
    await telegram.control.do("unblock", chat_id=WANG_XIUYING.chat_id)
    await wang.sees("欢迎回来", "您选的主题还在", within=15)


async def test_a_link_to_an_article_opens_it_in_the_chat(wang: Chat, work: Work) -> None:
    await wang.says("/start")
    await wang.sees("帮办")
    work.do_now(SYSTEM, _with_article)
    await wang.sees("看看这一条", within=10)
    await wang.taps("看原文")
    await wang.sees("第三条")


def _with_article(unit: Unit) -> None:
    articles = unit.services.catalogue.texts[PACK].articles
    number = next(n for n, one in enumerate(articles, 1) if one.place == "第三条")
    outbox.post(
        unit,
        channel="telegram",
        chat_id=WANG_XIUYING.chat_id,
        number="XX-2",
        kind="news",
        subject="news",
        text="看看这一条",
        buttons=(NoticeButton(label="看原文", action="article", argument=f"{PACK}:{number}"),),
        language="zh_Hans_CN",
    )


async def test_quiet_hours_are_typed_and_what_is_not_clear_is_asked_again(wang: Chat, work: Work) -> None:
    await subscribes(wang)
    await wang.taps("免打扰时间")
    await wang.sees("什么时候别打扰您")
    await wang.says("十点到七点")
    await wang.sees("请写从几点到几点", "什么时候别打扰您")
    await wang.says("晚上十点到早上七点")
    await wang.sees("免打扰：晚上10点到早上7点")
    wish = rows(work, NewsWish)[0]
    assert (wish.quiet_from, wish.quiet_until) == (22, 7)


async def test_who_has_left_the_question_of_hours_is_not_asked_for_them(wang: Chat) -> None:
    await wang.says("免打扰")
    await wang.sees("什么时候别打扰您")
    await wang.taps("消息设置")
    await wang.sees("您选的，我们才发")
    await wang.says("随便写一句")
    after = await wang.sees("我没有看懂")
    assert "几点" not in after.text


async def test_what_is_typed_on_a_page_is_its_button_or_keeps_the_page(wang: Chat, work: Work) -> None:
    await subscribes(wang)
    await wang.taps("选地区")
    await wang.sees("您想收哪里的消息")
    await wang.says("新余")
    await wang.sees("现在看的是", "新余市")
    await wang.says("嗯嗯啊啊")
    page = await wang.sees("我没有看懂")
    assert "渝水区" in [each.label for each in page.buttons]
    assert "全程免费" not in page.text
