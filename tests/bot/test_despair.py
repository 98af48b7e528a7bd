"""Somebody does not want to live: a person's answer before any other, and everything stays where it was."""

import pytest

from bot.routers.despair import heard
from tests.bot.conftest import Visit
from tests.bot.steps import reaches_form
from tests.people import LI_JIANGUO, WANG_XIUYING


@pytest.mark.parametrize(
    "said",
    [
        "我想死", "我 想 死。", "不想活了", "我真的不想再活了", "没工作，活不下去了", "活不下去了",
        "想自杀", "自杀", "我想过自杀", "我想轻生", "想跳楼", "我要跳楼", "不如死了算了", "死了算了",
        "活着没意思", "活着真没意思", "没有活下去的勇气", "生不如死", "我有点想不开", "让我死吧",
        "想一死了之", "我想去死", "補貼不批，唔係，活不下去了", "我想自殺", "I want to die",
        "I don't want to live", "I am going to kill myself",
    ],
)  # fmt: skip
def test_the_words_of_despair_are_heard(said: str) -> None:
    assert heard(said)


@pytest.mark.parametrize(
    "said",
    [
        "累死了", "想死你们了", "想死我妈了", "死亡证明", "我想死亡证明怎么开", "家人去世",
        "家人去世了怎么办", "热死了", "烦死了", "饿死了", "忙死了，算了不办了", "丈夫死了有补贴吗",
        "我想死后抚恤金怎么领", "不想活动了", "不想活动", "公司活不下去了，把我裁了", "店都活不下去了",
        "我想不开证明行不行", "跳楼价", "去死吧", "死心了", "我想找工作", "生活困难", "干活", "找活干",
        "让我死心吧", "农药厂上班", "王想", "die Arbeit", "I lost my job",
    ],
)  # fmt: skip
def test_other_words_are_not_taken_for_them(said: str) -> None:
    assert not heard(said)


async def test_on_the_first_page_nothing_but_people_who_listen(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/start")
    await wang.sees("帮办")
    await wang.says("我想死")
    told = await wang.sees("请不要一个人扛着", "12356", "110", "120", "12333")
    assert not told.buttons
    assert "没有看懂" not in told.text
    assert "填过的" not in told.text, "nothing waits"


async def test_in_the_middle_of_a_question_it_stays_open_and_its_buttons_work(visit: Visit) -> None:
    li = visit(LI_JIANGUO)
    await li.says("/start")
    await li.taps("开始自测")
    await li.sees("第1步")
    await li.says("没工作，活不下去了")
    told = await li.sees("12356", "您填过的都留着")
    assert not told.buttons
    await li.taps("没有工作")
    await li.sees("第2步")
    await li.sees_nothing_of("过期")


async def test_a_field_of_the_form_never_takes_it_for_its_answer(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_form(wang)
    await wang.says("不想活了")
    await wang.sees("12356")
    await wang.sees_nothing_of("不像姓名")
    await wang.says(wang.person.name)
    await wang.sees("身份证号码")


async def test_it_is_answered_in_english_too(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("english")
    await wang.sees("English")
    await wang.says("I want to die")
    await wang.sees("Please do not carry it alone", "12356")
