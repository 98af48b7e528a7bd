"""代办 at the console: a list of residents comes in at once, and what is wrong with it is told by line."""


import pytest
from sqlalchemy import select

from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.people.mandate_models import Mandate
from tests.backend.desk import Desk
from tests.console.console import Browser
from tests.console.helping import deng as deng
from tests.console.helping import imports
from tests.console.helping import village as village
from tests.people import (
    LI_JIANGUO,
    WANG_XIUYING,
    ZHANG_GUIHUA,
)  # fmt: skip


async def test_a_village_list_comes_in_at_once_and_its_mistakes_are_told_by_line(deng: Browser, village: Desk) -> None:
    rows = [
        "姓名,身份证号,手机,备注",
        f"{WANG_XIUYING.name},{WANG_XIUYING.id_number},{WANG_XIUYING.phone},",
        f"{LI_JIANGUO.name},360502197611219919,{LI_JIANGUO.phone},末位不对",
        f"{ZHANG_GUIHUA.name},{ZHANG_GUIHUA.id_number},{ZHANG_GUIHUA.phone},",
        f"{WANG_XIUYING.name},{WANG_XIUYING.id_number},{WANG_XIUYING.phone},又来一次",
    ]
    page = await imports(deng, "\n".join(rows))
    assert "导入了2人" in page.text
    assert "第3行：身份证号码不对" in page.text
    assert "第5行：您已经在为这个人办理" in page.text
    assert "张桂花" in page.text
    assert ZHANG_GUIHUA.id_number not in page.response.text  # covered on the list

    def places(unit: Unit) -> list[str]:
        return list(unit.session.scalars(select(Mandate.relation)))

    assert village.work.read_now(SYSTEM, places) == ["visit", "visit"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("姓名,电话\n王秀英,1\n", "名单里没有“身份证号码”一列"),
        ("姓名,身份证号码,电话\n", "这份名单没有读懂"),
        ("姓名,身份证号码,电话\n" + "王,1,2\n" * 501, "名单太长"),
    ],
)
async def test_a_list_that_is_none_is_refused_with_words(deng: Browser, content: str, said: str) -> None:
    text = (await imports(deng, content)).text
    assert said in text, text[:900]


async def test_a_list_is_named_as_the_officer_named_it(deng: Browser) -> None:
    text = (await imports(deng, "姓名,身份证号码,电话\n", "平安社区.csv")).text
    assert "“平安社区.csv”只有表头" in text


async def test_empty_lines_of_a_list_are_nobody(deng: Browser) -> None:
    line = f"{WANG_XIUYING.name},{WANG_XIUYING.id_number},{WANG_XIUYING.phone}"
    text = (await imports(deng, "\n".join(["姓名,身份证号码,电话", line, ",,", " , ,", ",,"]))).text
    assert "导入了1人" in text
    assert "没有导入" not in text
