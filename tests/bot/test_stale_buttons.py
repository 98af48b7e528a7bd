"""Buttons outlive the world (F24): one that says nothing any more has no effect, says so, and leads on."""

import logging
from collections.abc import Mapping

import pytest
from sqlalchemy import select

from backend.applications.models import Application
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.policies.models import Screening
from tests.bot.conftest import Visit
from tests.bot.steps import reaches_check, submits
from tests.chat import Chat
from tests.fakes.botapi import FakeBotApi
from tests.people import LI_JIANGUO, WANG_XIUYING

EXPIRED = "此按钮已过期，请从这里继续。"
LONGEST_TOAST = 200
NOBODYS = "e" * 32
OLD = (
    "quiz:3", "s:back", f"s:back:{NOBODYS}:7", "a", "a:work.status", "go", "go:nowhere_any_more", "", "!", "::", "f:name",
    f"c:archive:{NOBODYS}", "page:street:x", "send:1", "📎",
)  # fmt: skip
"""Data of buttons of another release: words nobody knows now, parts too few and too many, a place that is gone."""


@pytest.fixture
async def wang(visit: Visit) -> Chat:
    return visit(WANG_XIUYING)


async def at_the_second_question(wang: Chat) -> None:
    await wang.says("自测")
    await wang.taps("没有工作")
    await wang.sees("第2步")


def answers(work: Work) -> list[tuple[bytes, str]]:
    def read(unit: Unit) -> list[tuple[bytes, str]]:
        return [(row.answers, row.reopened) for row in unit.session.scalars(select(Screening))]

    return work.read_now(SYSTEM, read)


def cases(work: Work) -> Mapping[str, tuple[str, int]]:
    def read(unit: Unit) -> dict[str, tuple[str, int]]:
        return {row.id: (row.state, row.version) for row in unit.session.scalars(select(Application))}

    return work.read_now(SYSTEM, read)


async def test_f24_a_button_of_another_release_leads_on_from_the_step_that_waits(
    wang: Chat, telegram: FakeBotApi, work: Work
) -> None:
    await at_the_second_question(wang)
    before = answers(work)
    for data in OLD:
        await wang._before_act()
        await telegram.control.tap(WANG_XIUYING.chat_id, wang.screen.number, data)
        await wang.is_asked("第2步", "我可以帮您")
        assert answers(work) == before, data
    assert EXPIRED in wang.toasts
    assert all(len(toast) <= LONGEST_TOAST for toast in wang.toasts)


async def test_f24_a_button_of_an_earlier_step_changes_no_answer(wang: Chat, work: Work) -> None:
    await wang.says("自测")
    first = await wang.sees("第1步")
    await wang.taps("没有工作")
    await wang.sees("第2步")
    await wang.taps("渝水区")
    await wang.sees("第3步")
    before = answers(work)
    await wang.taps_old(first, "在单位上班")
    await wang.sees(EXPIRED, "第3步")
    assert wang.toasts[-1] == EXPIRED
    assert answers(work) == before


async def test_f24_a_button_on_a_message_out_of_reach_leads_on_below(wang: Chat, telegram: FakeBotApi, work: Work) -> None:
    """Telegram tells of such a message its number alone, and the date 0: nothing can be painted on it."""
    await at_the_second_question(wang)
    before = answers(work)
    await wang._before_act()
    await telegram.control.tap(WANG_XIUYING.chat_id, 1_000_000, "a:work.status:employed")
    await wang.sees(EXPIRED, "第2步")
    assert wang.toasts[-1] == EXPIRED
    assert answers(work) == before


async def test_f24_a_button_of_a_closed_case_does_nothing_and_says_where_it_stands(wang: Chat, work: Work) -> None:
    await reaches_check(wang)
    check = wang.screen
    await wang.taps("确认并提交")
    await wang.sees("申请已提交")
    await wang.taps("查看进度")
    await wang.sees("申请进度")
    await wang.taps("撤回申请")
    asked = await wang.sees("要撤回申请")
    await wang.taps("确认撤回")
    await wang.sees("已撤回")
    before = cases(work)
    for label in [each.label for each in check.buttons]:
        await wang.taps_old(check, label)
        await settles(wang)
    await wang.taps_old(asked, "确认撤回")
    await settles(wang)
    assert cases(work) == before
    assert [state for state, _ in cases(work).values()].count("withdrawn") == 1
    assert "出了点问题" not in wang.transcript


async def test_f24_another_persons_button_is_refused_and_logged(
    visit: Visit, wang: Chat, telegram: FakeBotApi, work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    """A message of 王秀英 was forwarded to 李建国 with its buttons."""
    await submits(wang)
    ((case, stands),) = cases(work).items()
    li = visit(LI_JIANGUO)
    await li.says("/start")
    page = await li.sees("帮办")
    foreign = [f"c:{act}:{case}" for act in ("open", "withdraw", "ask_withdraw", "form", "take_back", "go_on", "lines")]
    for data in (*foreign, f"send:1:{case}"):
        caplog.clear()
        with caplog.at_level(logging.INFO, logger="bot.routers.dispatch"):
            await telegram.control.tap(LI_JIANGUO.chat_id, page.number, data)
            await settles(li)
        assert "refused: application.not_found" in caplog.text, data
        assert WANG_XIUYING.name not in caplog.text
    assert cases(work) == {case: stands}
    assert WANG_XIUYING.name not in li.transcript
    assert "我可以帮您" in li.transcript


async def settles(chat: Chat) -> None:
    """Whatever was sent before has been handled: the inbox keeps the order of a chat."""
    await chat.says("隐私")
    await chat.sees("我们保存什么", within=10)
