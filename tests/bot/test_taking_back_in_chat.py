"""收回来改 in the chat: what is void says so, and too late says why and what can be done instead."""

import pytest
from sqlalchemy import select

from backend.applications import review
from backend.applications.models import Application
from backend.applications.views import DefectClaim
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from tests.backend.desk import Desk, open_desk
from tests.bot.conftest import Visit
from tests.bot.steps import submits
from tests.conftest import StoppedClock
from tests.people import WANG_XIUYING, ZHOU_MIN


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


def case_of(desk: Desk) -> str:
    def get(unit: Unit) -> str:
        return unit.session.scalars(select(Application.id)).one()

    return desk.work.read_now(SYSTEM, get)


async def test_the_receipt_of_a_number_taken_back_says_that_it_is_void_and_leads_to_the_draft(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await submits(wang)
    await wang.taps("收回来改")
    await wang.sees("已收回", "原来的编号作废")
    await wang.taps("受理回执")
    await wang.sees("这个编号已经作废", "草稿还在")
    await wang.sees_nothing_of("已经不在了")
    await wang.taps("继续填写")
    await wang.sees("请核对")


async def test_once_an_officer_has_begun_it_is_said_and_what_can_be_done(visit: Visit, desk: Desk) -> None:
    wang = visit(WANG_XIUYING)
    await submits(wang)
    desk.take_up(ZHOU_MIN, case_of(desk))
    await wang.taps("收回来改")
    told = await wang.sees("工作人员已经开始看您的申请", "退回来请您补正", "申请进度")
    assert "撤回申请" in [each.label for each in told.buttons]
    await wang.sees_nothing_of("不能这样办")


async def test_once_it_was_sent_back_the_list_of_corrections_follows(visit: Visit, desk: Desk) -> None:
    wang = visit(WANG_XIUYING)
    await submits(wang)
    case = case_of(desk)
    desk.take_up(ZHOU_MIN, case)
    wrong = (DefectClaim("field", "education", "请按毕业证填写"),)
    desk.do(ZHOU_MIN, review.return_for_correction, case, desk.version(case), wrong, "")
    await wang.taps("收回来改")
    await wang.sees("工作人员已经看过您的申请", "需要您补正", "请按毕业证填写")


async def test_after_ten_minutes_the_case_follows_with_the_way_to_withdraw(visit: Visit, clock: StoppedClock) -> None:
    wang = visit(WANG_XIUYING)
    await submits(wang)
    clock.advance(minutes=10, seconds=1)
    await wang.taps("收回来改")
    told = await wang.sees("10分钟已过", "申请进度")
    assert "撤回申请" in [each.label for each in told.buttons]
