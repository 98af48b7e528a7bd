"""Times, amounts and ways as people type them; what is not clear is no answer."""

import pytest

from bot.typed import amount, farthest, least_pay, named_otherwise, part_of_day, quiet_hours
from tests.bot.conftest import Visit
from tests.bot.steps import ELIGIBLE, reaches_result
from tests.people import LI_JIANGUO

PAY = ("每月1500元以上", "每月2500元以上", "每月3500元以上", "没有要求")
WAYS = ("家门口（3公里内）", "10公里内", "30公里内", "多远都行")


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9点到21点", (9, 21)),
        ("22:00-7:00", (22, 7)),
        ("２２：００－７：００", (22, 7)),
        ("晚上十点到早上七点", (22, 7)),
        ("每天22点到第二天早上8点", (22, 8)),
        ("10pm to 7am", (22, 7)),
        ("晚上十二点到早上六点", (0, 6)),
        ("半夜1点到5点", (1, 5)),
        ("晚上10点半到早上7点半", (22, 8)),
    ],
)
def test_quiet_hours_are_read_as_people_write_them(text: str, hours: tuple[int, int]) -> None:
    assert quiet_hours(text) == hours


@pytest.mark.parametrize("text", ["十点到七点", "25点到3点", "9点到9点", "晚上", "10点以后", "我不知道", ""])
def test_hours_that_are_not_clear_are_asked_again(text: str) -> None:
    assert quiet_hours(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3000", 3000), ("3,000元", 3000), ("三千五", 3500), ("3千5", 3500), ("3k", 3000), ("1.5万", 15000),
        ("一万二", 12000), ("两千零五十", 2050), ("三千零五", 3005), ("十公里", 10), ("二十二", 22), ("没有", None),
    ],
)  # fmt: skip
def test_numbers_are_read_in_figures_and_in_words(text: str, number: float | None) -> None:
    assert amount(text) == number


@pytest.mark.parametrize(
    ("text", "place"), [("3000", 1), ("三千五", 2), ("800", 3), ("30", None), ("3千米", None), ("随便", None)]
)
def test_a_wage_becomes_the_choice_that_leaves_out_nothing_she_would_take(text: str, place: int | None) -> None:
    assert least_pay(text, PAY) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [("5公里", 1), ("500米", 0), ("3000m", 0), ("6里路", 0), ("5km", 1), ("50公里", 3), ("走路去", None)],
)
def test_a_way_becomes_the_choice_that_leaves_out_nothing_she_would_walk(text: str, place: int | None) -> None:
    assert farthest(text, WAYS) == place


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("早上9点到下午5点", "full"), ("上午", "half"), ("下午", "half"), ("上午下午都行", "full"), ("一整天", "full"),
        ("8点到12点", "half"), ("9点到5点", "full"), ("晚上十点到早上六点", "full"), ("上午不行", None), ("随便", None),
        ("25点到3点", None),
    ],
)  # fmt: skip
def test_hours_of_work_are_half_a_day_or_a_whole_one(text: str, part: str | None) -> None:
    assert part_of_day(text) == part


@pytest.mark.parametrize(("text", "place"), [("扫地的", 1), ("想做保姆", 0), ("不做保姆", None), ("保姆或者扫地", None)])
def test_another_name_of_a_kind_names_it_unless_it_says_not_or_two(text: str, place: int | None) -> None:
    assert named_otherwise(text, (("保姆", "月嫂"), ("扫地",), ())) == place


async def test_registered_and_of_the_town_are_answers_in_the_chat(visit: Visit) -> None:
    li = visit(LI_JIANGUO)
    await reaches_result(
        li,
        {
            **ELIGIBLE,
            "失业登记，": "登记过",
            "性别": "男",
            "出生日期": "1990.11.21",
            "其他家人": "都没有工作",
            "城镇居民家庭吗": "城里的",
        },
    )
    await li.sees("零就业家庭")
