"""要多久 in one's own words: from the rules' data, with the article, and what no document writes is said to be a promise."""

import pytest

from backend.core.work import Work
from backend.deadlines import service
from backend.deadlines.service import Wish
from backend.staff.service import office_of_area
from bot.routers.wording import asks_how_long
from tests.backend.desk import PACK, TODAY, open_desk
from tests.bot.conftest import Visit
from tests.people import WANG_XIUYING


@pytest.mark.parametrize(
    "said",
    [
        "要多久", "多久能办好", "要多久？", "几天能办下来", "交上去多久出结果", "要等多久才批", "初审要多久？", "审核要几天",
        "请问认定大概要多长时间", "多少个工作日", "什么时候有结果", "啥时候批下来", "办理时限", "补正要多久", "要好久呀",
        "How long does it take?",
    ],
)  # fmt: skip
def test_asking_how_long_is_understood(said: str) -> None:
    assert asks_how_long(said)


@pytest.mark.parametrize(
    "said",
    [
        "退出后多久能再申请", "补贴最多能享受多久", "零就业家庭多久解决工作", "失业多久了", "好久不见", "多少钱",
        "我多久没工作了", "工作时间", "几天前", "培训多久",
    ],
)  # fmt: skip
def test_other_lengths_of_time_are_left_to_the_document(said: str) -> None:
    assert not asks_how_long(said)


async def test_how_long_is_told_with_the_article_and_what_is_only_promised(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("要多久？")
    told = await wang.sees("审核合起来最多20个工作日", "初审：10个工作日", "申请人补正：30天", "第七条第（三）项")
    assert "退出以后，再申请：满3个月（第三条第（二）项）" in told.text
    assert "零就业家庭，从认定起解决就业：1个月内（第四条第（五）项）" in told.text
    assert "投诉举报的答复：5个工作日" in told.text
    assert "余人社字〔2023〕82号" in told.text


async def test_what_the_city_has_promised_since_is_told(visit: Visit, work: Work) -> None:
    desk = open_desk(work)
    city = desk.system(lambda unit: office_of_area(unit, "360500").id)
    desk.do("admin", service.set_limit, Wish(city, PACK, "final", 6, TODAY, "全市统一缩短审核时间"))
    wang = visit(WANG_XIUYING)
    await wang.says("审核要几天")
    await wang.sees("审核合起来最多16个工作日", "审核：6个工作日")


async def test_in_the_middle_of_a_question_it_is_answered_and_the_question_comes_again(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/start")
    await wang.taps("开始自测")
    await wang.sees("第1步")
    await wang.says("要多久")
    await wang.sees("要多久", "20个工作日")
    await wang.sees("第1步")
    await wang.taps("没有工作")
    await wang.sees("第2步")
