"""代办 in the chat: a daughter begins for her mother, the mother says yes in her own chat, or no."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.people.mandate_models import Mandate
from bot.routers.mandates import in_one_line, relation_in
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


@pytest.mark.parametrize(
    "line",
    [
        "王秀英 王小燕 199 0000 0021",
        "本人姓名：王秀英，您的姓名：王小燕，您的电话：199-0000-0021",
        "王秀英、王小燕，19900000021。",
        "19900000021，王秀英，王小燕",
        "王秀英 １９９００００００２１ 王小燕",
        "王秀英　王小燕１９９ ００００ ００２１",
        "本人：王秀英；我叫王小燕；+86 199 0000 0021",
        "王秀英/王小燕/19900000021",
    ],
)
def test_the_three_things_are_found_however_they_are_written(line: str) -> None:
    names, phones = in_one_line(line)
    assert names == ("王秀英", "王小燕")
    assert ["".join(filter(str.isdigit, phone)).removeprefix("86") for phone in phones] == ["19900000021"]


@pytest.mark.parametrize(
    "line", ["张桂兰 13800001111", "13800001111，张桂兰", "张桂兰１３８００００１１１１", " 138 0000 1111　张桂兰 "]
)
def test_a_name_and_a_phone_are_told_apart_in_either_order(line: str) -> None:
    names, phones = in_one_line(line)
    assert names == ("张桂兰",)
    assert [re.sub(" ", "", phone) for phone in phones] == ["13800001111"]


@pytest.mark.parametrize(
    ("written", "lack"),
    [
        ("13800001111，张桂兰", "还差一个姓名：要帮的人写在前面"),
        ("王秀英 王小燕", "还差您的电话"),
        ("王秀英", "还差您自己的姓名和电话"),
        ("19900000021", "还差两个姓名"),
        ("我妈 王小燕 19900000021", "还差一个姓名：要帮的人写在前面"),
        ("王秀英 王小燕 19900000021 19900000022", "电话只写一个"),
        ("王秀英 王小燕 19900000021 谢谢您", "请只写三样"),
        ("王秀英 王小燕 123", "电话号码的位数不对"),
        ("王秀英 王秀英 19900000021", "王秀英"),
    ],
)
async def test_an_unclear_line_gets_one_sentence_and_comes_back_as_it_was_typed(
    daughter: Chat, work: Work, written: str, lack: str
) -> None:
    await daughter.says("代办")
    await daughter.taps("为另一个人代办")
    await daughter.taps("子女")
    await daughter.says(written)
    await daughter.sees(lack, f"您写的是：{written}")
    assert mandates(work) == []
    await daughter.says("19900000021 王秀英 王小燕")
    await daughter.sees("您为王秀英代办")


async def test_a_self_check_for_somebody_goes_on_where_it_stopped_and_says_so(daughter: Chat) -> None:
    await begins(daughter)
    await daughter.taps("为王秀英自测")
    await daughter.taps("没有工作")
    await daughter.sees("第2步")
    await daughter.says("代办")
    await daughter.taps("为王秀英自测")
    page = await daughter.sees("接着上次：王秀英的1个回答都还在", "第2步")
    assert "您现在的工作情况是" not in page.text


async def test_a_form_begun_for_somebody_is_opened_instead_of_a_new_self_check(daughter: Chat) -> None:
    await begins(daughter)
    await daughter.taps("为王秀英自测")
    mother = replace(WANG_XIUYING, chat_id=WANG_XIAOYAN.chat_id)
    await Citizen(daughter).replies(about_herself(mother), "自测结果")
    await daughter.taps("现在申请")
    await daughter.taps("同意，开始申请")
    await daughter.sees("请告诉我您的身份证号码")
    await daughter.says("代办")
    await daughter.taps("为王秀英自测")
    await daughter.sees("接着上次：王秀英的申请表已经开始填了", "您现在在为王秀英办理", "请告诉我您的身份证号码")


async def test_a_code_is_known_by_itself_and_a_mistyped_one_is_told(daughter: Chat, visit: Visit) -> None:
    code = await begins(daughter)
    mother = visit(WANG_XIUYING)
    await mother.says(code.lower())
    await mother.sees("您（王秀英）授权王小燕代您办理")
    await mother.says("委托码 ABC")
    await mother.sees("没有找到这份委托，可能已经结束，或者委托码写错了")


async def test_words_instead_of_the_relation_ask_for_it_again(daughter: Chat, work: Work) -> None:
    await daughter.says("代办")
    await daughter.taps("为另一个人代办")
    await daughter.says("嗯嗯")
    await daughter.sees("我没有看懂", "还差一样：您是本人的什么人", "例如帮妈妈办")
    await daughter.says("子女")
    await daughter.sees("请用一行写")


async def test_the_mother_agrees_in_her_own_chat_and_may_end_it(
    daughter: Chat, visit: Visit, work: Work
) -> None:
    code = await begins(daughter)
    mother = visit(WANG_XIUYING)
    await mother.says(f"委托码 {code}")
    asked = await mother.sees("您（王秀英）授权王小燕代您办理", "就业困难人员认定申请（新余市），到")
    assert "王小燕说自己是您的子女" in asked.text
    assert "不能替您撤回或退出" in asked.text
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
    await mother.says(f"/start m_{code}")  # The way of a link, or of a code that was scanned.
    await mother.sees("您（王秀英）授权王小燕代您办理")
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


@pytest.mark.parametrize(
    ("said", "relation"),
    [
        ("我妈", "child"), ("帮我妈妈", "child"), ("我是她女儿", "child"), ("女儿", "child"), ("我女儿", "parent"),
        ("我老公", "spouse"), ("我奶奶", "relative"), ("妈妈", ""), ("嗯嗯", ""), ("帮我爸", "child"), ("老婆", "spouse"),
        ("帮邻居", "other"), ("我邻居王大妈", "other"), ("邻居", "other"),
        ("我是社区的网格员", "community"), ("村干部", "village"), ("我是村里的村支书", "village"), ("王秀英", ""),
    ],
)  # fmt: skip
def test_how_somebody_speaks_of_a_person_says_what_she_is_to_her(said: str, relation: str) -> None:
    assert relation_in(said) == relation


async def test_my_mother_is_understood_as_the_relation(daughter: Chat) -> None:
    await daughter.says("代办")
    await daughter.taps("为另一个人代办")
    await daughter.says("我妈")
    await daughter.sees("请用一行写")
    await daughter.says("王秀英 王小燕 19900000021")
    await daughter.sees("您为王秀英代办")


@pytest.mark.parametrize("said", ["我妈", "帮我爸", "我老公", "邻居", "帮我妈办", "村干部"])
async def test_for_whom_is_understood_on_the_first_page_before_anything_is_tapped(daughter: Chat, said: str) -> None:
    await daughter.says("代办")
    await daughter.sees("撤回、退出这些决定，要由本人来做")
    await daughter.says(said)
    await daughter.sees("请用一行写")


async def test_a_person_named_without_the_tie_is_asked_for_it(daughter: Chat) -> None:
    await daughter.says("代办")
    await daughter.sees("撤回、退出这些决定，要由本人来做")
    await daughter.says("妈妈")
    await daughter.sees("您是本人的什么人")


async def test_help_for_the_mother_is_begun_from_the_start_but_a_word_of_her_is_not(daughter: Chat) -> None:
    await daughter.says("/start")
    await daughter.sees("帮办")
    await daughter.says("我妈身体不好")
    await daughter.sees("我没有看懂")
    await daughter.says("我妈")
    await daughter.sees("我没有看懂")
    await daughter.says("想帮我妈办一下")
    await daughter.sees("请用一行写")


async def test_who_acts_for_somebody_already_is_asked_which_of_both_she_means(daughter: Chat, work: Work) -> None:
    await begins(daughter)
    await daughter.says("代办")
    await daughter.sees("您为王秀英代办")
    await daughter.says("我妈")
    page = await daughter.sees("接着为王秀英办", "要帮另一个人")
    assert {"为王秀英自测", "为另一个人代办"} <= {each.label for each in page.buttons}
    assert len(mandates(work)) == 1


@pytest.mark.parametrize("said", [
    "我是村干部 帮村里人办", "我是社区的，帮居民办一下", "帮村里的老人申请", "我是村干部 帮村里老王办就业困难认定",
    "我是网格员，想给我们社区的李大姐申请认定", "帮我妈办就业困难人员认定",
])  # fmt: skip
async def test_an_officer_of_a_village_begins_in_her_own_words(daughter: Chat, said: str) -> None:
    await daughter.says(said)
    await daughter.is_asked("您是本人的什么人", "请用一行写")
