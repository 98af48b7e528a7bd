from __future__ import annotations

from datetime import date

import pytest

from backend.policies.catalogue import load_catalogue
from backend.rules import FactProblem, FactValue
from tests.policies.golden import POLICIES

TODAY = date(2026, 11, 21)
FACTS = load_catalogue(POLICIES).packs["xinyu-2023-82"].vocabulary


@pytest.mark.parametrize(
    "typed",
    [
        "1970年5月1日",
        "1970.5.1",
        "1970-05-01",
        "1970/5/1",
        "19700501",
        "１９７０．５．１",
        "１９７０年５月１日",
        " 1970 年 5 月 1 日 ",
        "1970年5月1号",
        "1970 5 1",
        "1970。5。1",
        "1970、5、1",
        "1970.05.01。",
    ],
)
def test_dates_are_read_as_people_write_them(typed: str) -> None:
    assert FACTS["person.birth_date"].parse(typed, TODAY) == date(1970, 5, 1)


@pytest.mark.parametrize(
    ("typed", "told"), [("3月1日", date(2026, 3, 1)), ("12月1号", date(2025, 12, 1)), ("去年5月6日", date(2025, 5, 6))]
)
def test_a_day_of_late_may_be_told_without_its_year(typed: str, told: date) -> None:
    assert FACTS["unemp.registered_on"].parse(typed, TODAY) == told
    assert FACTS["unemp.registered_on"].parse("不清楚", TODAY) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("  \u3000", "empty"),
        ("1970年5月", "date_month_only"),
        ("1970.5", "date_month_only"),
        ("197005", "date_month_only"),
        ("1970年", "date_month_only"),
        ("1970", "date_month_only"),
        ("1970年2月30日", "date_impossible"),
        ("1971-02-29", "date_impossible"),
        ("19701301", "date_impossible"),
        ("2026年11月22日", "date_future"),
        ("2070.5.1", "date_future"),
        ("0070.5.1", "date_too_early"),
        ("5月1日", "date_unclear"),
        ("昨天", "date_unclear"),
        ("1970.5.1.2", "date_unclear"),
        ("四十六岁", "date_not_age"),
        ("😀", "date_unclear"),
        ("<b>1970.5.1</b>", "date_unclear"),
        ("9" * 10_000, "too_long"),
    ],
)
def test_each_date_that_is_none_has_its_advice(typed: str, code: str) -> None:
    assert problem("person.birth_date", typed) == code


def test_today_is_a_possible_date() -> None:
    assert FACTS["person.birth_date"].parse("2026.11.21", TODAY) == TODAY


@pytest.mark.parametrize(
    ("fact", "typed", "value"),
    [
        ("person.sex", "女", "F"),
        ("person.sex", "1", "F"),
        ("person.sex", "２", "M"),
        ("person.sex", "男的。", "M"),
        ("person.sex", "f", "F"),
        ("unemp.registered", "已登记", True),
        ("unemp.registered", "没办过", False),
        ("unemp.registered", "是的", True),
        ("unemp.registered", "2", False),
        ("unemp.registered", "不清楚", None),
        ("unemp.registered", "3", None),
        ("unemp.registered", "不知道！", None),
        ("work.status", "下岗", "unemployed"),
        ("work.status", "打零工", "flexible"),
        ("person.hukou_code", "渝水", "360502"),
        ("person.hukou_code", "高新区", "3605A1"),
        ("person.hukou_code", "不在新余市", "elsewhere"),
        ("household.others", "有人上学", "some_excluded"),
        ("disab.grade", "三级", "3"),
        ("person.id_number", "36050219761121992x", "36050219761121992X"),
    ],
)
def test_choices_are_known_by_label_number_value_and_other_words(
    fact: str, typed: str, value: FactValue | None
) -> None:
    assert FACTS[fact].parse(typed, TODAY) == value


@pytest.mark.parametrize("fact", sorted(FACTS.facts))
def test_what_is_shown_can_be_read_back(fact: str) -> None:
    declared = FACTS[fact]
    for option in declared.options:
        assert declared.parse(declared.show(option.value), TODAY) == option.value
    for number, option in enumerate(declared.options, start=1):
        assert declared.parse(str(number), TODAY) == option.value


@pytest.mark.parametrize(
    ("fact", "typed", "code"),
    [
        ("person.sex", "", "empty"),
        ("person.sex", "5", "choice_unknown"),
        ("person.sex", "0", "choice_unknown"),
        ("person.sex", "3", "choice_unknown"),
        ("person.sex", "不清楚", "choice_unknown"),
        ("person.sex", "您好", "choice_unknown"),
        ("person.sex", "\x00", "empty"),
        ("person.sex", "好" * 10_000, "too_long"),
        ("person.id_number", "360502197611219912", "id_number_check_character"),
        ("person.id_number", "360502761121991", "id_number_old_15_digits"),
        ("person.age", "四十", "number_unclear"),
    ],
)
def test_other_answers_are_refused_with_a_code(fact: str, typed: str, code: str) -> None:
    assert problem(fact, typed) == code


def test_the_number_of_answers_on_offer_is_told() -> None:
    with pytest.raises(FactProblem) as caught:
        FACTS["unemp.registered"].parse("大概", TODAY)
    assert caught.value.params == {"count": 3}


def test_values_are_shown_as_people_read_them() -> None:
    assert FACTS["person.birth_date"].show(date(1986, 11, 21)) == "1986年11月21日"
    assert FACTS["person.hukou_code"].show("360502") == "渝水区"
    assert FACTS["person.hukou_code"].show("360502001") == "城南街道"
    assert FACTS["person.hukou_code"].show("360102") == "360102"
    assert FACTS["unemp.registered"].show(False) == "没有登记"
    assert FACTS["unemp.registered"].show(None) == "不清楚"
    assert FACTS["person.age"].show(46) == "46周岁"
    assert FACTS["person.id_number"].show("360502197611219911") == "360502********9911"


def test_names_keep_rare_characters_and_lose_controls() -> None:
    certificate = FACTS["unemp.certificate_no"]
    assert certificate.parse(" 𠮷永强\x00\u202e · 买买提 ", TODAY) == "𠮷永强 · 买买提"
    assert problem("unemp.certificate_no", "\u200b") == "empty"


def problem(fact: str, typed: str) -> str:
    with pytest.raises(FactProblem) as caught:
        FACTS[fact].parse(typed, TODAY)
    return caught.value.code
