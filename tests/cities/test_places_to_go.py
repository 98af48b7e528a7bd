"""人工 in a city of many districts: the one that concerns her is asked for, and a few lines are the answer."""

from collections.abc import Callable

import pytest

from tests.chat import Chat
from tests.people import LI_JIANGUO, WANG_XIUYING, Person
from tests.policies.folders import XINYU

GUANGZHOU = "guangzhou-2014-4"
LONGEST = 10
"""Lines of a page that can be read at a glance; what is folded counts as none."""


@pytest.fixture
def packs() -> tuple[str, ...]:
    return (XINYU, GUANGZHOU)


async def test_in_guangzhou_the_district_is_chosen_and_only_its_offices_are_shown(visit: Callable[[Person], Chat]) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("广州")
    await wang.says("人工")
    page = await wang.sees("12333", "请选您户籍所在的区", within=10)
    assert "公共就业服务机构" not in page.text
    assert {"越秀", "天河", "从化"} <= {button.label for button in page.buttons}
    await wang.taps("越秀")
    page = await wang.sees("户籍所在的街道", "越秀区公共就业服务机构", "北京街道", "12333确认", within=10)
    assert "天河" not in page.text
    await wang.taps("换一个区")
    await wang.sees("请选您户籍所在的区", within=10)
    await wang.taps("天河")
    await wang.sees("天河区公共就业服务机构", within=10)


async def test_in_a_city_of_few_districts_they_stand_at_once(visit: Callable[[Person], Chat]) -> None:
    li = visit(LI_JIANGUO)
    await li.says("新余")
    await li.says("人工")
    page = await li.sees("渝水区公共就业服务机构", "12333", within=10)
    assert len(page.text.splitlines()) <= 2 * LONGEST
