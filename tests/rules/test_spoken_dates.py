"""Days as people say them, read; what is no day, told apart."""

from datetime import date

import pytest

from backend.rules.parsing import FactProblem, parse_date

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "said",
    [
        "80年3月5号",
        "一九八零年三月五号",
        "一九八〇年三月五日",
        "八零年三月五号",
        "19800305啊",
        "1980年3月5日出生",
        "我是1980年3月5号的",
        "生日是1980.3.5",
    ],
)
def test_a_birthday_is_read_as_it_is_said(said: str) -> None:
    assert parse_date(said, TODAY) == date(1980, 3, 5)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("今年9月1日", date(2026, 9, 1)),
        ("去年十二月三十一号", date(2025, 12, 31)),
        ("26年9月1日", date(2026, 9, 1)),
        ("05年1月1日", date(2005, 1, 1)),
        ("1980年十二月廿五日", date(1980, 12, 25)),
        ("二〇二六年十月十号", date(2026, 10, 10)),
    ],
)
def test_years_and_numbers_are_read_as_they_are_said(said: str, day: date) -> None:
    assert parse_date(said, TODAY) == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("9月1日", date(2026, 9, 1)),
        ("三月五号", date(2026, 3, 5)),
        ("11月21日", date(2026, 11, 21)),
        ("12月31日", date(2025, 12, 31)),
    ],
)
def test_a_recent_day_needs_no_year_and_is_the_last_one_that_has_been(said: str, day: date) -> None:
    assert parse_date(said, TODAY, recent=True) == day


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("9月1日", "date_unclear"),
        ("四十六", "date_not_age"),
        ("46岁", "date_not_age"),
        ("我今年46", "date_not_age"),
        ("8月份", "date_month_only"),
        ("今年8月", "date_month_only"),
        ("农历80年3月5日", "date_unclear"),
        ("八零年三月初五", "date_unclear"),
        ("今年12月1日", "date_future"),
        ("80年2月30号", "date_impossible"),
    ],
)
def test_what_is_no_day_is_told_apart(said: str, code: str) -> None:
    with pytest.raises(FactProblem) as refused:
        parse_date(said, TODAY)
    assert refused.value.code == code
