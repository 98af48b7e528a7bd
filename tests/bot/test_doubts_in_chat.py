"""Not agreeing, not trusting, and an article by its number: said in one's own words, from anywhere."""

import pytest

from backend.applications import review
from backend.core.work import Work
from bot.routers.wording import asks_if_valid, command_of
from tests.backend.desk import open_desk
from tests.bot.conftest import Visit
from tests.bot.steps import submits
from tests.bot.test_taking_back_in_chat import case_of
from tests.people import WANG_XIUYING, ZHOU_MIN


@pytest.mark.parametrize(
    "said",
    [
        "我不服", "不服", "复核", "我要复核", "申请复核", "申诉", "怎么申诉", "不同意这个结果",
        "我不服，我没有上班，我要申诉", "这不对。我要申请复核！", "复核怎么申请", "不服怎么办",
        "不服这个决定", "对结果有异议", "异议", "我要行政复议", "I want to appeal",
    ],
)  # fmt: skip
def test_not_agreeing_is_understood(said: str) -> None:
    assert command_of(said) == ("disagree", "")


@pytest.mark.parametrize(
    "said",
    [
        "要不要交钱", "收费吗？", "要钱吗", "你是不是骗子", "你们是骗子吧", "这是真的吗", "免费吗",
        "办这个要多少钱",
    ],
)  # fmt: skip
def test_not_trusting_is_understood(said: str) -> None:
    assert command_of(said) == ("trust", "")


@pytest.mark.parametrize(
    "said",
    [
        "不同意", "不接受", "不同意，换一个", "复核是什么意思，谁来做", "服务", "培训多少钱", "申请", "认定",
        "补贴多少钱", "是真的",
        "不收费的培训",
    ],
)  # fmt: skip
def test_other_words_are_left_to_who_asked(said: str) -> None:
    assert command_of(said)[0] not in ("disagree", "trust")


async def test_without_a_decision_she_learns_what_there_will_be(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("申诉")
    await wang.sees("收到决定以后", "向作出决定的机构申请复核", "12333")


async def test_on_a_decision_the_review_is_named_with_number_and_office(visit: Visit, work: Work) -> None:
    desk = open_desk(work)
    wang = visit(WANG_XIUYING)
    number = await submits(wang)
    case = case_of(desk)
    desk.take_up(ZHOU_MIN, case)
    desk.do(ZHOU_MIN, review.decline, case, desk.version(case), "art-1", "不在本市户籍。")
    await wang.says("我不服，我户口就在新余！")
    told = await wang.sees(number, "申请复核", "60日内", "12333")
    await wang.taps(f"详情：{number[-4:]}")
    told = await wang.sees("原因：不在本市户籍。", "依据：余人社字〔2023〕82号 第一条", "审核：不再进行")
    assert "决定机构：渝水区城南街道" in told.text
    assert "县（区）审核：未开始" not in told.text
    await wang.taps("不服怎么办")
    await wang.sees("对结果有异议，您可以提出来", number)
    await wang.taps(f"详情：{number[-4:]}")
    await wang.sees("原因：不在本市户籍。")
    await wang.taps("重新自测")
    await wang.sees("第1步")


async def test_what_it_costs_and_who_runs_it_is_told_in_the_middle_of_a_question_too(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/start")
    await wang.taps("开始自测")
    await wang.sees("第1步")
    await wang.says("你是不是骗子")
    await wang.sees("不收任何费用", "新余市就业创业服务中心", "12333", "第1步")
    await wang.taps("没有工作")
    await wang.sees("第2步")


@pytest.mark.parametrize(
    "said",
    [
        "第三条", "第3条", "第三条怎么说？",
    ],
)  # fmt: skip
async def test_an_article_is_shown_by_its_number(visit: Visit, said: str) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says(said)
    await wang.sees("动态管理", "实行退出制度")


@pytest.mark.parametrize(
    "said",
    ["第三条第二项", "第三条第2款", "第三条(二)", "三条二项", "第3条第（二）项", "第三条第二项是什么？", "3条2项"],
)
async def test_an_item_is_shown_by_its_number_without_the_rest_of_its_article(visit: Visit, said: str) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says(said)
    told = await wang.sees("第三条第（二）项", "实行二次认定", "余人社字〔2023〕82号", "核对于")
    assert "实行退出制度" not in told.text
    await wang.taps("第三条全文")
    await wang.sees("实行退出制度")


async def test_an_item_with_sub_items_shows_them_and_a_sub_item_itself_alone(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("第三条第一项")
    await wang.sees("实行退出制度", "被查实确认存在骗取")
    await wang.says("第三条第一项第6目")
    told = await wang.sees("第三条第（一）项第6目", "被查实确认存在骗取")
    assert "实行退出制度" not in told.text


async def test_an_item_the_article_does_not_have_is_said_to_be_missing(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("第三条第九项")
    await wang.sees("第三条没有这一项，下面是全文", "实行退出制度")


@pytest.mark.parametrize(
    "said",
    ["这个文件现在还管用吗", "还有效吗", "过期了吗？", "你们这个办法失效了没有", "新余的政策过期了吗", "文件有效期是多久"],
)
async def test_whether_the_document_still_applies_is_answered_from_its_data(visit: Visit, said: str) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says(said)
    await wang.sees("文件还有效吗", "余人社字〔2023〕82号", "实施时间：2023年", "核对于2026年11月21日", "12333")


async def test_in_a_self_check_a_paper_may_have_expired_and_the_document_is_named(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/start check_xinyu-2023-82")
    await wang.sees("第1步")
    await wang.says("这个文件还有效吗")
    await wang.sees("文件还有效吗", "实施时间", "第1步")


@pytest.mark.parametrize("said", ["残疾证过期了怎么办", "我的证过期了吗", "证书过期了"])
def test_a_paper_that_has_expired_is_another_question(said: str) -> None:
    assert not asks_if_valid(said)


async def test_an_article_that_is_not_there_says_which_is_the_last(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("第九十九条")
    told = await wang.sees("没有这一条")
    assert "看条文目录" in [each.label for each in told.buttons]
