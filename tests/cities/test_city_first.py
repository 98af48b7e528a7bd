"""With several cities the city comes first, is remembered, and can be changed; with one nobody is asked."""

from collections.abc import Callable

import pytest

from tests.bot.steps import answers_all
from tests.chat import Chat
from tests.cities.test_third_city import about
from tests.cities.third_city import FENG_QING
from tests.people import WANG_XIUYING, Person
from tests.policies.folders import WUYOU, XINYU

Visit = Callable[[Person], Chat]
GUANGZHOU = "guangzhou-2014-4"
WHICH = "您在哪个城市办事"


def labels(chat: Chat) -> list[str]:
    return [button.label for button in chat.screen.buttons]


async def test_the_start_page_says_which_cities_there_are_and_which_one_is_in(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/start")
    await wang.sees("可以办的城市：乌有市、新余市。")
    assert "选城市" in labels(wang)
    await wang.taps("选城市")
    await wang.sees(WHICH)
    await wang.taps("新余市")
    await wang.sees("城市：新余市（余人社字〔2023〕82号）")
    assert "换城市" in labels(wang)
    await wang.taps("换城市")
    await wang.taps("乌有市")
    await wang.sees("城市：乌有市（乌人社〔2026〕1号）")


@pytest.mark.parametrize("said", ["新余", "新余市", "我在新余", "2"])
async def test_the_city_may_be_typed(visit: Visit, said: str) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.sees(WHICH)
    await wang.says(said)
    await wang.sees("您现在的工作情况是")


async def test_what_is_no_city_is_asked_again_and_a_person_is_in_reach(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.sees(WHICH)
    for said in ("火星", "🤷"):
        await wang.says(said)
        await wang.sees("没有看懂是哪个城市", WHICH)
    await wang.sees_button("找工作人员帮忙")
    await wang.says("乌有")
    await wang.sees("您的户口在乌有市哪里")


async def test_the_question_becomes_its_answer_and_the_first_step_comes_below(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    asked = await wang.sees(WHICH)
    await wang.taps("新余市")
    first = await wang.sees("第1步")
    assert wang.messages[asked.number].text == "✔ 城市：新余市"
    assert not wang.messages[asked.number].buttons
    assert first.number > asked.number


async def test_it_is_remembered_from_then_on(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.taps("新余市")
    await wang.sees("第1步")
    await wang.taps("取消")
    await wang.sees("城市：新余市")
    await wang.says("人工")
    await wang.sees("新余市公共就业服务机构")
    await wang.says("材料")
    await wang.sees("要准备哪些材料，因人而异")
    assert WHICH not in wang.transcript.split("第1步")[1]


async def test_the_telephone_is_told_before_the_city_is_asked(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("人工")
    await wang.sees("咨询电话：12333", "请选城市")
    await wang.says("乌有")
    page = await wang.sees("乌有市公共就业服务机构")
    assert "新余" not in page.text


async def test_the_papers_of_a_city(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("要什么材料")
    await wang.sees(WHICH)
    await wang.taps("乌有市")
    await wang.sees("先做自测")
    await wang.taps("开始自测")
    await wang.sees("您的户口在乌有市哪里")


async def test_a_link_that_names_a_policy_skips_the_question(visit: Visit) -> None:
    feng = visit(FENG_QING)
    await feng.says(f"/start check_{WUYOU}")
    await feng.sees("您的户口在乌有市哪里")
    await feng.taps("取消")
    await feng.sees("城市：乌有市")


async def test_each_city_says_who_serves_and_who_collects(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/start")
    await wang.sees("本服务由乌有市人力资源和社会保障局、新余市就业创业服务中心提供")
    await wang.says("乌有")
    await wang.sees("本服务由乌有市人力资源和社会保障局提供")
    await wang.taps("开始自测")
    await wang.sees("您的户口在乌有市哪里")
    await answers_all(wang, about(WANG_XIUYING))
    await wang.taps("现在申请")
    await wang.sees("谁在收集：乌有市人力资源和社会保障局。")


async def test_a_city_said_out_of_the_blue_is_heard(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("我是新余的")
    await wang.sees("好的，下面是新余市的政策。", "城市：新余市")
    feng = visit(FENG_QING)
    await feng.says("在乌有失业了怎么办")
    await feng.sees("城市：乌有市")
    await feng.taps("开始自测")
    await feng.sees("您的户口在乌有市哪里")


async def test_another_city_begins_anew_and_the_first_self_check_is_kept(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.taps("新余市")
    await wang.taps("没有工作")
    await wang.sees("第2步")
    await wang.says("换城市")
    await wang.sees(WHICH)
    await wang.taps("乌有市")
    await wang.sees("城市：乌有市")
    assert "继续新余市的自测" in labels(wang)
    assert "开始自测" in labels(wang)
    await wang.says("自测")
    await wang.sees("接着做新余市的，还是重新做乌有市的？")
    await wang.taps("重新做乌有市的")
    await wang.sees("您的户口在乌有市哪里", "乌有市 · 第1步")
    await wang.says("换城市")
    await wang.sees(WHICH)
    await wang.taps("新余市")
    await wang.sees("城市：新余市")


async def test_the_self_check_of_the_first_city_may_be_gone_on_with(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.taps("新余市")
    await wang.taps("没有工作")
    await wang.sees("新余市 · 第2步")
    await wang.says("换城市")
    await wang.sees(WHICH)
    await wang.says("乌有")
    await wang.sees("城市：乌有市")
    await wang.says("渝水区")
    await wang.sees_nothing_of("第3步")
    await wang.says("自测")
    await wang.sees("接着做新余市的，还是重新做乌有市的？")
    await wang.says("接着做新余市的")
    await wang.sees("新余市 · 第2步")


async def test_a_button_of_a_city_that_is_gone_leads_on(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/start check_atlantis-1")
    await wang.sees("这个链接里的政策不在了", "可以办的城市")


async def test_in_english_too(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("English")
    await wang.sees("Cities served")
    await wang.taps("Start self-check")
    await wang.sees("Which city are you in?")
    await wang.says("xinyu")
    await wang.sees("Step 1")


class TestADocumentWhoseTermHasEnded:
    """广州 beside 新余: that its document has ended is said as soon as the city is told."""

    @pytest.fixture
    def packs(self) -> tuple[str, ...]:
        return (XINYU, GUANGZHOU)

    async def test_it_is_said_where_the_city_is_tapped(self, visit: Visit) -> None:
        wang = visit(WANG_XIUYING)
        await wang.says("自测")
        await wang.sees(WHICH)
        await wang.taps("广州市")
        await wang.sees("✔ 城市：广州市\n按2014年文件，该文件有效期已于2019年1月届满", "广州市 · 第1步")

    async def test_it_is_said_where_the_city_is_typed(self, visit: Visit) -> None:
        wang = visit(WANG_XIUYING)
        await wang.says("自测")
        await wang.sees(WHICH)
        await wang.says("广州")
        await wang.sees("该文件有效期已于2019年1月届满", "广州市 · 第1步")

    async def test_the_document_of_her_city_comes_first(self, visit: Visit) -> None:
        wang = visit(WANG_XIUYING)
        for city, first, second in (("广州", "广州市", "新余市"), ("新余", "新余市", "广州市")):
            await wang.says(city)
            await wang.sees(f"城市：{first}")
            await wang.says("查政策")
            await wang.sees("可以按条看原文")
            assert labels(wang)[:2] == [f"看条文：{first}", f"看条文：{second}"]


class TestOneCity:
    """With one city nothing is asked, and nothing is said of it."""

    @pytest.fixture
    def packs(self) -> tuple[str, ...]:
        return (XINYU,)

    async def test_nobody_is_asked(self, visit: Visit) -> None:
        wang = visit(WANG_XIUYING)
        await wang.says("/start")
        await wang.sees("我可以帮您")
        assert "选城市" not in labels(wang)
        assert "城市" not in wang.screen.text
        await wang.taps("开始自测")
        await wang.sees("您现在的工作情况是")

    async def test_there_is_nothing_to_change(self, visit: Visit) -> None:
        wang = visit(WANG_XIUYING)
        await wang.says("换城市")
        await wang.sees("我可以帮您")
        await wang.says("人工")
        await wang.sees("新余市公共就业服务机构")


@pytest.mark.parametrize("packs", [(XINYU, GUANGZHOU)])
async def test_gz_04_a_notice_on_paper_is_asked_for_where_people_are_recognised_without_applying(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    for said, shown in (("", True), ("新余", False), ("广州", True)):
        if said:
            await wang.says(said)
            await wang.sees(f"城市：{said}")
        for page, words in (("我的认定", "您还没有认定记录"), ("进度", "您还没有申请")):
            await wang.says(page)
            await wang.sees(words)
            assert ("我收到了认定通知" in labels(wang)) is shown, said
    await wang.taps("我收到了认定通知")
    await wang.taps("不，先不看")
    await wang.sees("好的")
