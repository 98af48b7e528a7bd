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
_MONTH_ONLY = re.compile(r"(\d{4})\D{1,3}?(\d{1,2})\s?月?|(\d{4})(\d{2})|(\d{4})年?")
_SPACES = re.compile(r"\s+")
_PUNCTUATION = " \t\r\n。.，,、!！?？“”\"'()（）"


class FactProblem(ValueError):
    """Why a text is no answer. `params` fill the sentence that belongs to the `code`.

    Codes: `empty`, `too_long`, `choice_unknown` (count), `date_unclear`, `date_month_only`, `date_impossible`
    (year, month, day), `date_future`, `date_too_early`, `number_unclear`, and `id_number_…` of IdNumberProblem.
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


def parse_date(text: str, today: date) -> date:
    """A day that has been: 1970.5.1, 1970年5月1日, 19700501, １９７０－５－１."""
    written = _given(text)
    found = _FULL_DATE.fullmatch(written) or _COMPACT_DATE.fullmatch(written)
    if found is None:
        raise FactProblem("date_month_only" if _MONTH_ONLY.fullmatch(written) else "date_unclear")
    year, month, day = (int(part) for part in found.groups())
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
