"""Cells as people and spreadsheet programs write them; an empty one is unknown, never no."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings

from backend.columns import id_number as columns
from backend.columns.cells import CellProblem
from backend.columns.service import Policies
from backend.rules import IdNumberProblem, parse_id_number
from tests.columns.rows import births
from tests.people import CHEN_ZHIQIANG, WANG_XIUYING, id_number

TODAY = date(2026, 11, 21)
A_BIRTHDAY = [
    "1980-03-05",
    "1980.3.5",
    "1980/03/05",
    "1980年3月5日",
    "19800305",
    "1980-03-05 00:00:00",
    "29285",
]


def read(around: Policies, fact: str, text: str) -> str | None:
    return around.cells(around.packs[0].vocabulary[fact]).read(text)


@pytest.mark.parametrize("written", [*A_BIRTHDAY, " １９８０－０３－０５ ", "29285.0"])
def test_a_day_in_any_spelling(xinyu: Policies, written: str) -> None:
    assert read(xinyu, "person.birth_date", written) == "1980-03-05"


@pytest.mark.parametrize(
    ("fact", "written", "meant"),
    [
        ("person.sex", "男", "M"),
        ("person.sex", "1", "M"),
        ("person.sex", "m", "M"),
        ("person.sex", "女", "F"),
        ("person.sex", "2.0", "F"),
        ("unemp.registered", "是", "true"),
        ("unemp.registered", "TRUE", "true"),
        ("unemp.registered", "1", "true"),
        ("unemp.registered", "0", "false"),
        ("unemp.registered", "没办过", "false"),
        ("work.status", "没有工作", "unemployed"),
        ("work.status", "失业", "unemployed"),
        ("retire.base", "50", "50"),
        ("retire.base", "60", "60"),
        ("disab.grade", "3.0", "3"),
        ("disab.grade", "一级", "1"),
        ("household.urban", "不清楚", "unclear"),
        ("person.hukou_code", "360502.0", "360502"),
        ("person.hukou_code", "3605a1", "3605A1"),
        ("person.hukou_code", "渝水区", "360502"),
        ("disab.valid_until", "2030-01-01", "2030-01-01"),
        ("person.id_number", "11010519491231002x", "11010519491231002X"),
        ("person.id_number", "１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
    ],
)
def test_a_cell_is_read_as_it_is_meant(xinyu: Policies, fact: str, written: str, meant: str) -> None:
    assert read(xinyu, fact, written) == meant


@pytest.mark.parametrize(
    "fact", ["unemp.registered", "work.capacity", "person.birth_date", "person.hukou_code"]
)
@pytest.mark.parametrize("written", ["", "  ", "不清楚", "不知道", "unknown", "NULL"])
def test_what_is_not_known_is_unknown(xinyu: Policies, fact: str, written: str) -> None:
    assert read(xinyu, fact, written) is None


@pytest.mark.parametrize(
    ("fact", "written", "said"),
    [
        ("person.birth_date", "2023-02-29", "没有2023年2月29日这一天"),
        ("person.birth_date", "2027-01-01", "还没有到"),
        ("person.birth_date", "1880-01-01", "早于1900年"),
        ("person.birth_date", "46", "不是年龄"),
        ("person.birth_date", "03/04/1986", "看不出是哪一天"),
        ("person.sex", "3", "没有“3”这个选项，可以写：女、男"),
        ("work.status", "有事", "没有“有事”这个选项"),
        ("household.urban", "1", "没有“1”这个选项"),
        ("person.id_number", "110105194912310021", "校验码"),
        ("person.id_number", "110105491231002", "15位"),
        ("person.hukou_code", "某地", "不是6位的地区代码"),
        ("household.members", "[1]", "JSON"),
        ("household.members", '[{"birth": "2023-02-29"}]', "第1个人的出生日期：没有2023年2月29日这一天"),
        ("household.members", '[{}, {"sexx": "M"}]', "第2个人的“sexx”认不出来，可以写：sex（性别）"),
        ("household.members", '[{"status": "unemployd"}]', "第1个人的工作情况：没有“unemployd”这个选项"),
        ("household.members", '[{"sex": "M", "性别": "男"}]', "第1个人的“性别”写了两次"),
        ("person.id_number", "3.60502198005020E+17", "Excel 丢了最后几位，请把这一列设为文本后重新填写"),
        ("person.id_number", "3.60502E+17", "Excel 丢了最后几位"),
    ],
)
def test_what_cannot_be_read_says_why(xinyu: Policies, fact: str, written: str, said: str) -> None:
    with pytest.raises(CellProblem, match=said):
        read(xinyu, fact, written)


@settings(max_examples=50, deadline=None)
@given(births(TODAY))
def test_id_numbers_in_columns_are_those_of_the_engine(born: date) -> None:
    right = [id_number("360502", born, sex) for sex in "MF"]
    wrong = [right[0][:-1] + sign for sign in "0123456789X"] + [
        right[0][:-1],
        "+" + right[0][1:],
        "",
        right[0] + "1",
    ]
    cell = pl.col("number")
    told = pl.DataFrame({"number": [*right, *wrong]}).select(
        columns.sex(cell, TODAY).alias("sex"), columns.birth_date(cell, TODAY).alias("born")
    )
    assert told.rows() == [by_the_engine(number) for number in (*right, *wrong)]


def by_the_engine(number: str) -> tuple[str | None, date | None]:
    try:
        found = parse_id_number(number, TODAY)
    except IdNumberProblem:
        return None, None
    return found.sex, found.birth_date


def test_the_people_of_the_tests_have_numbers_that_read() -> None:
    numbers = pl.DataFrame({"number": [WANG_XIUYING.id_number, CHEN_ZHIQIANG.id_number, None]})
    assert numbers.select(columns.is_valid(pl.col("number"), TODAY))["number"].to_list() == [True, True, None]
