"""典型案例 in the chat: found, read, and ended by whoever one is about (XY-76)."""

import pytest
from sqlalchemy import update

from backend.core.unit import Unit
from backend.core.work import Work
from backend.people.models import Account
from backend.stories import service
from tests.backend.desk import Desk, open_desk
from tests.backend.registry.leaving import on_the_register
from tests.backend.stories.told import QIN, TEXT, TITLE, published
from tests.bot.conftest import Visit
from tests.people import LI_JIANGUO, WANG_XIUYING


@pytest.fixture
def desk(work: Work) -> Desk:
    found = open_desk(work)
    found.employ(QIN, "秦芳", "360500")
    return found


@pytest.fixture
def story(desk: Desk) -> int:
    """About 王秀英, who writes in Telegram."""
    number = on_the_register(desk, WANG_XIUYING)

    def move(unit: Unit) -> None:
        unit.session.execute(update(Account).values(channel="telegram", chat_id=WANG_XIUYING.chat_id))

    desk.system(move)
    return published(desk, number)


async def test_xy_76_others_read_a_story_and_she_ends_it(visit: Visit, desk: Desk, story: int) -> None:
    li, wang = visit(LI_JIANGUO), visit(WANG_XIUYING)
    await li.says("活动")
    await li.taps("典型案例")
    await li.sees("每一篇都经本人同意才发布", TITLE, within=10)
    await li.taps(TITLE)
    read = await li.sees(TEXT, "渝水区", within=10)
    assert "撤回同意" not in [each.label for each in read.buttons]
    await wang.says("案例")
    await wang.taps(TITLE)
    await wang.sees("这一篇讲的是您", within=10)
    await wang.taps("撤回同意")
    await wang.sees("要撤回对", "不影响您的任何待遇", within=10)
    await wang.taps("撤回，马上删除", times=2)
    await wang.sees("现在还没有案例", within=10)
    await li.taps_old(read, "看其他案例")
    await li.sees("现在还没有案例", within=10)


async def test_an_old_button_of_a_story_that_is_gone_says_so(visit: Visit, desk: Desk, story: int) -> None:
    li = visit(LI_JIANGUO)
    await li.says("典型案例")
    page = await li.sees(TITLE, within=10)
    desk.do(QIN, service.revoke, story)
    await li.taps_old(page, TITLE)
    await li.sees("这一篇已经撤下。", "现在还没有案例", within=10)
