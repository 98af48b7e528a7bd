"""The community in the chat (XY-12): tapped from pages, found by a few letters, or written down as it is typed."""

import pytest

from backend.core.work import SYSTEM, Work
from backend.staff import branches
from tests.bot.conftest import Visit
from tests.bot.steps import answers_all, form_of, reaches_form
from tests.chat import Chat
from tests.people import CHENGNAN, WANG_XIUYING

NAMES = [f"{sign}{end}" for sign in "东西南北中前后" for end in ("湖社区", "山社区")]


@pytest.fixture
def communities(work: Work) -> None:
    for number, name in enumerate(NAMES, 1):
        work.do_now(SYSTEM, branches.open_community, CHENGNAN, f"{number:03d}", f"城南街道{name}")


async def asked(visit: Visit) -> Chat:
    wang = visit(WANG_XIUYING)
    await reaches_form(wang)
    await answers_all(wang, form_of(wang.person), until="哪个社区")
    return wang


@pytest.mark.usefixtures("communities")
async def test_xy_12_a_long_list_has_pages_and_the_way_out_below_each(visit: Visit) -> None:
    wang = await asked(visit)
    labels = [button.label for button in wang.screen.buttons]
    assert labels[:2] == ["东湖社区", "东山社区"]
    assert {"下一页", "不知道，或不在名单里"} <= set(labels)
    await wang.taps("下一页")
    await wang.sees_button("后山社区")
    await wang.sees_button("不知道，或不在名单里")
    await wang.taps("后山社区")
    await wang.sees("✔ 社区（村）：后山社区")


@pytest.mark.usefixtures("communities")
async def test_xy_12_part_of_a_name_looks_on_every_page(visit: Visit) -> None:
    wang = await asked(visit)
    await wang.says("后")
    await wang.sees("相近的有2个")
    assert [button.label for button in wang.screen.buttons][:2] == ["后湖社区", "后山社区"]
    await wang.says("看全部名单")
    await wang.sees_button("东湖社区")
    await wang.says("zs")
    await wang.sees("✔ 社区（村）：中山社区")


@pytest.mark.usefixtures("communities")
async def test_xy_12_what_is_not_found_is_said_and_written_down(visit: Visit) -> None:
    wang = await asked(visit)
    await wang.says("月亮湾新村")
    await wang.sees("名单里没有“月亮湾新村”", "由站所来找")
    await wang.taps("不在名单里")
    await wang.sees("✔ 社区（村）：月亮湾新村")
