"""代办 in the chat: a daughter begins for her mother, the mother says yes in her own chat, or no."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.people.mandate_models import Mandate
from bot.routers.mandates import three_things
from tests.bot.conftest import Visit
from tests.chat import Chat
from tests.journeys.citizen import Citizen, about_herself
from tests.people import WANG_XIAOYAN, WANG_XIUYING, ZHAO_MIN


def mandates(work: Work) -> list[Mandate]:
    def all_of_them(unit: Unit) -> list[Mandate]:
        return list(unit.session.scalars(select(Mandate)))

    return work.read_now(SYSTEM, all_of_them)


@pytest.fixture
def daughter(visit: Visit) -> Chat:
    return visit(WANG_XIAOYAN)


async def begins(daughter: Chat) -> str:
    """She says for whom; gives the code for her mother."""
    await daughter.says("代办")
    await daughter.sees("撤回、退出这些决定，要由本人来做")
    await daughter.taps("为另一个人代办")
    await daughter.taps("子女")
    await daughter.says(f"王秀英，王小燕，{WANG_XIAOYAN.phone}")
    page = await daughter.sees("您为王秀英代办", "本人同意再填")
    code = re.search(r"委托码 ([0-9A-Z-]{14})", page.text)
    assert code is not None
    return code[1]


async def test_every_question_says_for_whom(daughter: Chat, work: Work) -> None:
    await begins(daughter)
    await daughter.taps("为王秀英自测")
    await daughter.sees("您现在在为王秀英办理")
    assert mandates(work)[0].pack


async def test_a_line_without_all_three_is_asked_for_again(daughter: Chat, work: Work) -> None:
    await daughter.says("代办")
    await daughter.taps("为另一个人代办")
    await daughter.taps("子女")
    await daughter.says("王秀英")
    await daughter.sees("请写三样")
    await daughter.says("王秀英 王小燕 123")
    await daughter.sees("电话号码的位数不对")
    assert mandates(work) == []
    await daughter.says(f"王秀英 王小燕 {WANG_XIAOYAN.phone}")
    await daughter.sees("您为王秀英代办")


@pytest.mark.parametrize(
    "line",
    [
        "王秀英 王小燕 199 0000 0021",
        "本人姓名：王秀英，您的姓名：王小燕，您的电话：199-0000-0021",
        "王秀英、王小燕，19900000021。",
    ],
)
def test_the_three_things_are_found_however_they_are_written(line: str) -> None:
    found = three_things(line)
    assert found is not None
    assert found[:2] == ("王秀英", "王小燕")
    assert "".join(filter(str.isdigit, found[2])) == "19900000021"


@pytest.mark.parametrize("line", ["王秀英", "王秀英 王小燕", "王秀英 王小燕 19900000021 谢谢您", "360502198003059920"])
def test_what_is_not_just_these_three_is_not_guessed_at(line: str) -> None:
    assert three_things(line) is None


async def test_a_code_is_known_by_itself_and_a_mistyped_one_is_told(daughter: Chat, visit: Visit) -> None:
    code = await begins(daughter)
    mother = visit(WANG_XIUYING)
    await mother.says(code.lower())
    await mother.sees("王小燕说受您委托")
    await mother.says("委托码 ABC")
    await mother.sees("没有找到这份委托，可能已经结束，或者委托码写错了")


async def test_words_instead_of_the_relation_ask_for_it_again(daughter: Chat, work: Work) -> None:
    await daughter.says("代办")
    await daughter.taps("为另一个人代办")
    await daughter.says("嗯嗯")
    await daughter.sees("我没有看懂", "您是本人的什么人")
    await daughter.says("子女")
    await daughter.sees("请用一行写")


async def test_the_mother_agrees_in_her_own_chat_and_may_end_it(
    daughter: Chat, visit: Visit, work: Work
) -> None:
    code = await begins(daughter)
    mother = visit(WANG_XIUYING)
    await mother.says(f"委托码 {code}")
    await mother.sees("王小燕说受您委托", "不能替您撤回或退出")
    assert mandates(work)[0].state == "requested"
    await mother.taps("同意，是我委托的")
    await mother.sees("由王小燕为您代办")
    assert (mandates(work)[0].state, mandates(work)[0].how) == ("given", "chat")
    await mother.says("代办")
    await mother.taps("不再让王小燕代办")
    await mother.sees("代办人不能再看、再办")
    assert mandates(work)[0].state == "ended"


async def test_somebody_who_asked_for_nothing_says_no(daughter: Chat, visit: Visit, work: Work) -> None:
    code = await begins(daughter)
    mother = visit(WANG_XIUYING)
    await mother.says(f"委托码：{code}")
    await mother.taps("没有这回事")
    await mother.sees("代办已经结束")
    assert mandates(work)[0].state == "refused"
    other = visit(ZHAO_MIN)
    await other.says(f"委托码 {code}")
    await other.sees("只能由本人使用")


async def test_the_helper_cannot_agree_for_her(daughter: Chat, work: Work) -> None:
    code = await begins(daughter)
    await daughter.says(f"委托码 {code}")
    await daughter.sees("委托码要由本人在自己的聊天里发送")
    assert mandates(work)[0].state == "requested"


async def test_the_helper_is_asked_before_she_ends_it(daughter: Chat, work: Work) -> None:
    await begins(daughter)
    await daughter.says("代办")
    await daughter.taps("结束代办")
    await daughter.sees("要结束为王秀英代办吗", "没交的草稿也接不上了")
    assert mandates(work)[0].state == "requested"
    await daughter.taps("不结束")
    await daughter.sees("您为王秀英代办")
    await daughter.taps("结束代办")
    await daughter.taps("确定结束")
    await daughter.sees("代办已经结束")
    assert mandates(work)[0].state == "ended"


async def test_a_result_of_the_mother_is_never_the_daughters_own(daughter: Chat) -> None:
    """自测 begins her own; 进度 and 继续 say whose form it is."""
    await begins(daughter)
    await daughter.taps("为王秀英自测")
    mother = replace(WANG_XIUYING, chat_id=WANG_XIAOYAN.chat_id)
    await Citizen(daughter).replies(about_herself(mother), "自测结果")
    await daughter.taps("现在申请")
    await daughter.sees("您现在在为王秀英办理", "开始申请前")
    await daughter.taps("同意，开始申请")
    await daughter.sees("请告诉我您的身份证号码")
    await daughter.says("进度")
    await daughter.sees("为王秀英代办", "填写中")
    await daughter.sees_button("继续填写（王秀英）")
    await daughter.says("继续")
    await daughter.sees("您现在在为王秀英办理", "请告诉我您的身份证号码")
    await daughter.says("自测")
    page = await daughter.sees("第1步")
    assert "王秀英" not in page.text
