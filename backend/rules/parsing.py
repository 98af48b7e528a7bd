"""Reading answers as people type them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from backend.rules.id_number import IdNumberProblem, parse_id_number

UNSURE = ("不清楚", "不知道", "不确定", "不晓得", "说不清", "not sure", "don't know")
_YES = ("是", "是的", "对", "有", "yes", "y", "true")
_NO = ("否", "不是", "不", "没有", "no", "n", "false")
_LONGEST = 200
_EARLIEST = 1900
_FULL_DATE = re.compile(r"(\d{4})\D{1,3}?(\d{1,2})\D{1,3}?(\d{1,2})\s?[日号]?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_ONLY = re.compile(r"(\d{4})\D{1,3}?(\d{1,2})\s?月?份?|(\d{4})(\d{2})|(\d{4})年?|\d{1,2}\s?月份?")
_YEAR_AND_MONTH = re.compile(r"(\d{4})(?:\s?[年./-]\s?(?:(\d{1,2})\s?月?份?)?)?")
_NO_YEAR_NO_DAY = re.compile(r"(\d{1,2})\s?月份?")
_MONTHS = 12
_NO_YEAR = re.compile(r"(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]?")
_SHORT_YEAR = re.compile(r"^(\d{2})(?=\s?年)")
_AGE = re.compile(r"(?:我?今年)?\s?\d{2,3}\s?周?岁?")
_AROUND_DATE = re.compile(
    r"^(?:我的?|生日|出生日期|是|大概|大约|在|,|:|\s)+|(?:出生|失业|下岗|生|的|啊|呀|吧|哦|呢|了|\s)+$"
)
_SPOKEN_NUMBER = re.compile(r"[〇零○一二两三四五六七八九十廿]+")
_DIGITS = {
    **dict.fromkeys("〇零○", "0"),
    "两": "2",
    **{sign: str(n) for n, sign in enumerate("一二三四五六七八九", 1)},
}
_LUNAR = ("农历", "阴历", "初", "正月", "腊月")
_SPACES = re.compile(r"\s+")
_PUNCTUATION = " \t\r\n。.，,、!！?？“”\"'()（）"


class FactProblem(ValueError):
    """Why a text is no answer. `params` fill the sentence that belongs to the `code`.

    Codes: `empty`, `too_long`, `choice_unknown` (count), `date_unclear`, `date_month_only`, `date_not_age`,
    `date_impossible` (year, month, day), `date_future`, `date_too_early`, `number_unclear`,
    and `id_number_…` of IdNumberProblem.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Choice(Protocol):
    """What the reading of an option needs to know of it."""

    @property
    def value(self) -> str | bool: ...

    @property
    def label(self) -> str: ...

    @property
    def also(self) -> Sequence[str]: ...


def plain(text: str) -> str:
    """The text without differences that do not matter: width, case, spaces, punctuation at the ends."""
    folded = unicodedata.normalize("NFKC", text).replace("\x00", "").casefold()
    return _SPACES.sub(" ", folded).strip(_PUNCTUATION)


def parse_option(text: str, options: Sequence[Choice], offered: int) -> str | bool:
    """An option by its value, its label, another word for it, or its number in the list."""
    wanted = _given(text)
    if wanted.isdecimal() and 1 <= int(wanted) <= len(options):
        return options[int(wanted) - 1].value
    for option in options:
        if wanted in {
            plain(str(option.value)),
            plain(option.label),
            *map(plain, option.also),
            *_said(option.value),
        }:
            return option.value
    raise FactProblem("choice_unknown", count=offered)


def _said(value: str | bool) -> tuple[str, ...]:
    if isinstance(value, bool):
        return _YES if value else _NO
    return ()


def parse_date(text: str, today: date, *, recent: bool = False) -> date:
    """A day that has been: 1970.5.1, 1970年5月1日, 19700501, １９７０－５－１, 七〇年五月一号.

    A `recent` day may be told without its year: the last one that has been. 今年 and 去年 are read anywhere.
    """
    written = _spoken_date(_given(text), today)
    if recent and (without := _NO_YEAR.fullmatch(written)):
        month, day = (int(part) for part in without.groups())
        to_come = (month, day) > (today.month, today.day)
        return _day(today.year - to_come, month, day, today)
    found = _FULL_DATE.fullmatch(written) or _COMPACT_DATE.fullmatch(written)
    if found is None:
        raise FactProblem(_why_no_date(written, recent))
    year, month, day = (int(part) for part in found.groups())
    return _day(year, month, day, today)


def parse_month(text: str, today: date) -> str:
    """A month or a year that has been: 2026年8月 is 2026-08, 去年 and 2015年 are 2025 and 2015, 8月 the last August.

    Empty for anything else.
    """
    try:
        written = _spoken_date(_given(text), today)
    except FactProblem:
        return ""
    if without := _NO_YEAR_NO_DAY.fullmatch(written):
        month = int(without.group(1))
        written = f"{today.year - (month > today.month)}年{month}月"
    found = _YEAR_AND_MONTH.fullmatch(written)
    if found is None:
        return ""
    year, month = int(found.group(1)), int(found.group(2) or 0)
    fits = year >= _EARLIEST and month <= _MONTHS and (year, month) <= (today.year, today.month)
    return (f"{year}-{month:02}" if month else str(year)) if fits else ""


def _why_no_date(written: str, recent: bool) -> str:
    if _MONTH_ONLY.fullmatch(written):
        return "date_month_only"
    return "date_not_age" if _AGE.fullmatch(written) and not recent else "date_unclear"


def _spoken_date(written: str, today: date) -> str:
    """Spoken words as digits: 今年, 八零年, 三月五号, and what people say around a date. Lunar days stay as they are."""
    if any(word in written for word in _LUNAR):
        return written
    bare = _AROUND_DATE.sub("", written) or written
    bare = _SPOKEN_NUMBER.sub(lambda spoken: _spoken_number(spoken.group()), bare)
    if not _AGE.fullmatch(bare):
        for word, year in (("今年", today.year), ("去年", today.year - 1), ("前年", today.year - 2)):
            bare = re.sub(rf"^{word}的?\s?", f"{year}年", bare)
    return _SHORT_YEAR.sub(lambda short: _whole_year(short.group(), today), bare)


def _whole_year(short: str, today: date) -> str:
    """80年 is 1980, 05年 is 2005: the last year that ends so."""
    century = today.year // 100
    return f"{century - (int(short) > today.year % 100)}{short}"


def _spoken_number(spoken: str) -> str:
    """一九八零 digit by digit, 二十五 by its tens."""
    spoken = spoken.replace("廿", "二十")
    if "十" not in spoken:
        return "".join(_DIGITS[sign] for sign in spoken)
    tens, _, ones = spoken.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return spoken
    return str(int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0")))


def _day(year: int, month: int, day: int, today: date) -> date:
    try:
        value = date(year, month, day)
    except ValueError:
        raise FactProblem("date_impossible", year=year, month=month, day=day) from None
    if value > today:
        raise FactProblem("date_future")
    if year < _EARLIEST:
        raise FactProblem("date_too_early")
    return value


def _parse_bool(text: str, _: date) -> bool:
    wanted = _given(text)
    if wanted in (*_YES, "1"):
        return True
    if wanted in (*_NO, "2"):
        return False
    raise FactProblem("choice_unknown", count=2)


def _parse_number(text: str, _: date) -> int:
    wanted = _given(text)
    if not re.fullmatch(r"\d{1,9}", wanted):
        raise FactProblem("number_unclear")
    return int(wanted)


def _parse_text(text: str, _: date) -> str:
    kept = "".join(
        character for character in text if unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
    )
    kept = _SPACES.sub(" ", kept).strip()
    if not kept:
        raise FactProblem("empty")
    if len(kept) > _LONGEST:
        raise FactProblem("too_long", most=_LONGEST)
    return kept


def _parse_id_number(text: str, today: date) -> str:
    try:
        return parse_id_number(text, today).number
    except IdNumberProblem as problem:
        raise FactProblem(f"id_number_{problem.code}", **problem.params) from None


def _given(text: str) -> str:
    wanted = plain(text)
    if not wanted:
        raise FactProblem("empty")
    if len(wanted) > _LONGEST:
        raise FactProblem("too_long", most=_LONGEST)
    return wanted


PARSERS: dict[str, Callable[[str, date], str | bool | int | date]] = {
    "bool": _parse_bool,
    "choice": _parse_text,
    "date": parse_date,
    "division": _parse_text,
    "id_number": _parse_id_number,
    "number": _parse_number,
    "text": _parse_text,
}
