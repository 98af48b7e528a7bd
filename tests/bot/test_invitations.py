"""An invitation in the chat: its words promise nothing, a self-check is one tap away, and so is a no."""

from pathlib import Path

import pytest

from backend.core.work import Work
from backend.finding.codes import code_of
from backend.finding.models import Candidate
from tests.backend.desk import Desk, open_desk
from tests.backend.finding.listing import candidates, csv_of, invited, row, screened
from tests.bot.conftest import Visit
from tests.people import LI_JIANGUO, WANG_XIUYING, ZHENG_JIE


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


@pytest.fixture
def found(desk: Desk, tmp_path: Path) -> Candidate:
    """王秀英, found in a list and invited by the county."""
    invited(desk, ZHENG_JIE, screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING)]), tmp_path))
    return candidates(desk)[0]


async def test_xy_70_a_link_opens_the_invitation_and_leads_to_the_self_check(
    visit: Visit, desk: Desk, found: Candidate
) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says(f"/start i_{code_of(desk.work.services.vault, found.id)}")
    await wang.sees("您可能符合", "不是认定", "以经办机构审核为准")
    await wang.taps("开始自测")
    await wang.sees("工作情况")
    assert candidates(desk)[0].state == "opened"


async def test_xy_70_a_no_is_one_tap_and_another_chat_gets_nothing(
    visit: Visit, desk: Desk, found: Candidate
) -> None:
    wang, li = visit(WANG_XIUYING), visit(LI_JIANGUO)
    link = f"/start i_{code_of(desk.work.services.vault, found.id)}"
    await wang.says(link)
    await wang.taps("不需要")
    await wang.sees("不再为这份邀请打扰您")
    assert candidates(desk)[0].state == "not_interested"
    await li.says(link)
    await li.sees("只能由本人使用")
    await li.says("/start i_0000")
    await li.sees("没有这个邀请码")
