"""A slip of the finger is offered its word, and what means something else is left alone."""

import pytest

from bot.nearest import nearest
from bot.routers.suggesting import PLACES_BY_WORD
from tests.bot.conftest import Visit
from tests.bot.steps import ELIGIBLE, answers_one
from tests.people import LI_JIANGUO, WANG_XIUYING

KNOWN = (*PLACES_BY_WORD, "新余", "广州", "渝水", "分宜", "一级", "二级", "三级", "四级")

SLIPS = {
    "新于": "新余", "失夜": "失业", "我失叶了": "失业", "审请": "申请", "人公": "人工", "近度": "进度",
    "查近度": "查进度", "材了": "材料", "陪训": "培训", "带办": "代办", "自策": "自测", "补帖": "补贴",
    "残急": "残疾", "正策": "政策",
    "材料单": "", "材斗清单": "材料清单", "培训课": "", "求职意": "求职意愿", "我的进都": "我的进度",
    "光州": "广州", "于水": "渝水", "分一": "分宜", "注消": "注销", "创叶": "创业", "活懂": "活动", "四及": "四级",
}  # fmt: skip
"""What was typed, and what is offered; nothing where it sounds like none of ours."""

ORDINARY = (
    "我的事业", "搞实业", "做了个预言", "推出了新的", "因私出国", "待办事项", "贴不贴", "一季度", "第三集",
    "下雨了", "今天好热", "吃了吗", "早上好", "谢谢你", "我姓王", "不知道啊", "孩子发烧", "老家在农村",
    "我想回家", "没人管我", "真麻烦", "等一下", "我在上班", "身体不好", "腰疼", "睡不着", "手机坏了", "没钱了",
    "房租涨了", "好的好的", "嗯嗯", "随便", "算了吧", "再说吧", "儿子不孝", "老公走了", "离婚了", "欠了债",
    "打麻将", "跳广场舞", "带孙子", "卖菜的", "开店亏了", "厂子倒了", "老板跑了", "工资没发", "天冷了", "水费",
    "物业", "社区团购", "高铁票", "公交卡", "四十六岁", "明天再来", "没有文化", "不认字", "眼睛花了",
)  # fmt: skip


@pytest.mark.parametrize("said", SLIPS)
def test_a_slip_sounds_like_the_word_that_was_meant(said: str) -> None:
    assert nearest(said, KNOWN) == SLIPS[said]


@pytest.mark.parametrize("said", ORDINARY)
def test_ordinary_words_are_no_slips(said: str) -> None:
    assert nearest(said, KNOWN) == ""


@pytest.mark.parametrize("said", ["失业", "我失业了", "新余人", "三级", "人工服务"])
def test_what_was_typed_rightly_needs_no_offer(said: str) -> None:
    assert nearest(said, KNOWN) == ""


def test_beside_a_word_that_is_right_the_wrong_one_is_found_among_the_choices() -> None:
    assert nearest("三极残疾", ("一级", "二级", "三级", "四级")) == "三级"


def test_two_words_that_may_be_meant_are_offered_neither() -> None:
    assert nearest("三集", ("三级", "三极")) == ""


async def test_a_mistyped_beginning_is_offered_its_word_and_nothing_is_assumed(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("失夜")
    await wang.sees("我没有看懂")
    await wang.taps("您是不是要“失业”？")
    await wang.sees("第1步")


async def test_a_mistyped_choice_is_offered_below_its_question(visit: Visit) -> None:
    li = visit(LI_JIANGUO)
    await li.says("自测")
    await li.sees("第1步")
    await li.taps("没有工作")
    await li.sees("第2步")
    await li.says("于水")
    await li.sees("第2步")
    await li.taps("您是不是要“渝水”？")
    await li.sees("✔ 户籍所在地：渝水区")


async def test_a_grade_typed_wrongly_is_offered_the_grade(visit: Visit) -> None:
    li = visit(LI_JIANGUO)
    answers = ELIGIBLE | {"性别": "男", "哪一项符合": "有残疾人证", "残疾人证": "有效"}
    await li.says("自测")
    await li.sees("第1步")
    while "几级" not in li.screen.text:
        await answers_one(li, answers)
    await li.says("三极残疾")
    await li.taps("您是不是要“三级”？")
    await li.sees("三级")


async def test_ordinary_words_are_offered_nothing(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("我的事业")
    page = await wang.sees("我没有看懂")
    assert "您是不是要" not in " ".join(each.label for each in page.buttons)
