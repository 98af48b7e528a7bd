from __future__ import annotations

from datetime import date

import pytest

from backend.rules import IdNumberProblem, mask_id_number, parse_id_number
from backend.rules.id_number import check_character

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("number", "sex", "born"),
    [
        ("11010519491231002X", "F", "1949-12-31"),
        ("440524188001010014", "M", None),
        ("34052419800101001X", "M", "1980-01-01"),
        ("360502197611219911", "M", "1976-11-21"),
        ("360502198611219924", "F", "1986-11-21"),
        ("36050219761121992X", "F", "1976-11-21"),
        ("360521196606229917", "M", "1966-06-22"),
        ("440106199111219926", "F", "1991-11-21"),
        ("440113198611219913", "M", "1986-11-21"),
        ("440103199202299926", "F", "1992-02-29"),
    ],
)
def test_published_numbers(number: str, sex: str, born: str | None) -> None:
    assert check_character(number[:17]) == number[17]
    if born is None:
        assert _problem(number) == "too_old"
        return
    read = parse_id_number(number, TODAY)
    assert (read.number, read.sex, read.birth_date) == (number, sex, date.fromisoformat(born))


@pytest.mark.parametrize(
    "typed",
    [
        "36050219761121992x",
        " 360502 19761121 992X ",
        "３６０５０２１９７６１１２１９９２ｘ",
        "360502-19761121-992X",
        "36050219761121992Ｘ\n",
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str) -> None:
    assert parse_id_number(typed, TODAY).number == "36050219761121992X"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("360502761121991", "old_15_digits"),
        ("36050219761121991", "length"),
        ("3605021976112199110", "length"),
        ("36050219761121X911", "characters"),
        ("我的身份证", "characters"),
        ("3605021976112199Ⅷ", "characters"),
        ("360502197613219911", "birth_date"),
        ("360502197702299911", "birth_date"),
        ("360502202611229911", "future"),
        ("360502190611219911", "check_character"),
        ("360502190511219911", "too_old"),
        ("360502197611219912", "check_character"),
        ("36050219761121991\x00", "characters"),
        ("٣٦٠٥٠٢١٩٧٦١١٢١٩٩١١", "characters"),
    ],
)
def test_each_wrong_number_has_its_own_reason(typed: str, code: str) -> None:
    assert _problem(typed) == code


def test_the_length_is_told() -> None:
    with pytest.raises(IdNumberProblem) as caught:
        parse_id_number("36050219761121991", TODAY)
    assert caught.value.params == {"length": 17}


def test_someone_born_today_has_a_valid_number() -> None:
    first = "36050220261121991"
    assert parse_id_number(first + check_character(first), TODAY).birth_date == TODAY


def test_the_mask_keeps_the_first_six_and_the_last_four() -> None:
    assert mask_id_number("360502197611219911") == "360502********9911"
    assert mask_id_number("123") == "***"


def _problem(typed: str) -> str:
    with pytest.raises(IdNumberProblem) as caught:
        parse_id_number(typed, TODAY)
    return caught.value.code
