"""A double tap is one tap (F22); a second tap on a screen that has come meanwhile is a tap of its own."""

import time
from collections.abc import Callable

import pytest

from bot import turn
from tests.bot.conftest import Visit
from tests.chat import Chat
from tests.people import WANG_XIUYING

Wait = Callable[[float], None]
READ = 1.0
"""Seconds in which a person has read a question; far less than the two in which the same tap is one tap."""


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Wait:
    """The bot's clock goes on by so many seconds."""
    ahead = 0.0

    class Clock:
        monotonic = staticmethod(time.monotonic)

        @staticmethod
        def time() -> float:
            return time.time() + ahead

    def wait(seconds: float) -> None:
        nonlocal ahead
        ahead += seconds

    monkeypatch.setattr(turn, "time", Clock)
    return wait


async def at_the_third_question(wang: Chat) -> int:
    """Gives the message of the question."""
    await wang.says("自测")
    await wang.taps("没有工作")
    await wang.sees("第2步")
    await wang.taps("渝水区")
    return (await wang.sees("第3步")).number


async def test_two_steps_back_one_after_the_other_are_two_steps(visit: Visit, later: Wait) -> None:
    """返回 is the same button of the same message both times; the question above it is another."""
    wang = visit(WANG_XIUYING)
    await at_the_third_question(wang)
    await wang.taps("返回")
    await wang.sees("您上次的回答：渝水区")
    later(READ)
    await wang.taps("返回")
    await wang.sees("您上次的回答：没有工作")
    later(READ)
    await wang.taps("返回")
    await wang.sees("我可以帮您")


async def test_f22_a_double_tap_on_back_is_one_step(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    question = await at_the_third_question(wang)
    await wang.taps("返回", times=2)
    await wang.sees("您上次的回答：渝水区")
    await settled(wang)
    assert "第2步" in wang.messages[question].text


async def test_f22_the_second_half_of_a_double_tap_that_hits_the_new_screen_is_none(visit: Visit) -> None:
    """Slow fingers and a quick answer: nobody reads a question in a tenth of a second."""
    wang = visit(WANG_XIUYING)
    question = await at_the_third_question(wang)
    await wang.taps("返回")
    await wang.sees("您上次的回答：渝水区")
    await wang.taps("返回")
    await settled(wang)
    assert "第2步" in wang.messages[question].text


async def test_f22_the_same_screen_seen_too_long_is_tapped_once(visit: Visit, later: Wait) -> None:
    """Her button is gone already when the second tap arrives: the question was answered."""
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    question = await wang.sees("第1步")
    await wang.taps("没有工作")
    await wang.sees("第2步")
    later(READ)
    await wang.taps_old(question, "没有工作")
    await settled(wang)
    assert [each.text.count("第2步") for each in wang.messages.values()].count(1) == 1
    later(READ + 1)
    await wang.taps_old(question, "没有工作")
    await wang.sees("第2步")


async def settled(wang: Chat) -> None:
    """Whatever was sent before has been handled: the inbox keeps the order of a chat."""
    await wang.says("隐私")
    await wang.sees("我们保存什么")
