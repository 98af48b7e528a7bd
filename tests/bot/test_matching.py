"""What people type where buttons are: which of them they mean, and where nobody should guess."""

import pytest

from bot.matching import chosen, plain, reading
from contract.policy import Choice

WORK = ["没有工作", "在单位上班", "灵活就业"]
PENSION = ["已领养老金", "没有领养老金"]
PLACES = ["渝水区", "分宜县"]


@pytest.mark.parametrize(
    ("said", "labels", "meant"),
    [
        ("2", PLACES, "分宜县"),
        ("渝水", PLACES, "渝水区"),
        ("渝水 城南", PLACES, "渝水区"),
        ("我没有工作了呀。", WORK, "没有工作"),
        ("我是灵活就业的", WORK, "灵活就业"),
        ("还没有领养老金呢", PENSION, "没有领养老金"),
        ("不在新余", ["渝水区", "分宜县", "不在新余市"], "不在新余市"),
        ("别的人", ["性别不对", "别的人"], "别的人"),
        ("选7.学校", ["6. 文化程度", "7. 学校"], "7. 学校"),
    ],
)
def test_a_text_that_names_one_label_is_that_label(said: str, labels: list[str], meant: str) -> None:
    place = chosen(said, labels)
    assert place is not None
    assert labels[place] == meant


@pytest.mark.parametrize(
    ("said", "labels"),
    [
        ("没", WORK),
        ("养老金", PENSION),
        ("没有已领养老金", PENSION),
        ("不是灵活就业", WORK),
        ("渝水区还是分宜县", PLACES),
        ("I am not registered", ["Registered", "Unknown"]),
        ("", PLACES),
        ("随便", []),
        ("能工作", ["能正常工作", "完全不能工作"]),
        ("新余", ["渝水区", "分宜县", "不在新余市"]),
        ("在新余市", ["渝水区", "分宜县", "不在新余市"]),
        ("有工作", WORK),
        ("有人工作", ["都没有人工作"]),
        ("清楚", ["已登记", "不清楚"]),
    ],
)
def test_where_nothing_or_several_could_be_meant_nobody_guesses(said: str, labels: list[str]) -> None:
    assert chosen(said, labels) is None


ABLE = [
    Choice(value="full", label="能正常工作", also=("能工作",)),
    Choice(value="none", label="完全不能工作", also=("丧失劳动能力",)),
]
STATUS = [
    Choice(value="unemployed", label="没有工作", also=("失业", "没工作", "没上班", "下岗")),
    Choice(value="employed", label="在单位上班", also=("上班", "有工作")),
    Choice(value="flexible", label="灵活就业", also=("打零工",)),
]
REGISTERED = [
    Choice(value="true", label="已登记", also=("登记过", "登记了")),
    Choice(value="false", label="没有登记", also=("没登记过", "没去登记")),
]


@pytest.mark.parametrize(
    ("said", "choices", "meant"),
    [
        ("没工作了，厂里倒闭", STATUS, "unemployed"),
        ("能工作", ABLE, "full"),
        ("去年厂里裁人，我就下岗了", STATUS, "unemployed"),
        ("这几天没上班", STATUS, "unemployed"),
        ("就是在工地打零工", STATUS, "flexible"),
        ("这个我没登记过", REGISTERED, "false"),
        ("上个月登记过了的", REGISTERED, "true"),
    ],
)
def test_a_sentence_around_another_name_of_one_choice_is_that_choice(
    said: str, choices: list[Choice], meant: str
) -> None:
    assert reading(said, choices) == meant


@pytest.mark.parametrize(
    ("said", "choices"),
    [
        ("老公失业了", STATUS),
        ("我女儿没工作，我上班", STATUS),
        ("以前打零工，后来下岗", STATUS),
        ("不想上班", STATUS),
        ("我没有不上班", STATUS),
        ("不知道登记过没有", REGISTERED),
    ],
)
def test_a_sentence_about_somebody_else_or_about_two_things_is_no_answer(said: str, choices: list[Choice]) -> None:
    assert reading(said, choices) not in {each.value for each in choices}


def test_the_words_around_an_answer_are_taken_away() -> None:
    assert plain("我没工作了呀。") == "没工作"
    assert plain("办过了") == "办过"
