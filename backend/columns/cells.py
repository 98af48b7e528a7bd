"""One cell of a register as people and programs write it, read into its canonical text, or a reason why not."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from backend.columns.members import Reading, canonical
from backend.rules import Fact, FactProblem
from backend.rules.parsing import PARSERS, UNSURE, parse_date, plain
from backend.rules.said import N_, Said, listed

_UNKNOWN = frozenset((*map(plain, UNSURE), "", "unknown", "null", "none", "nan", "n/a", "#n/a"))
_TRUE = ("true", "1", "yes", "y", "是")
_FALSE = ("false", "0", "no", "n", "否", "不是")
_SEXES = {"1": "M", "2": "F"}  # GB/T 2261.1
_IN_TABLES = {"work.status": {"登记失业": "unemployed"}, "work.capacity": {"无": "none"}}
"""Words that tables of offices have for an answer, and nobody says."""
_WHOLE = re.compile(r"(-?\d+)\.0+")
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_SERIAL = re.compile(r"[1-9]\d{4}")
_SERIAL_ZERO = date(1899, 12, 30)
_LOST_DIGITS = 10**15
"""From here on a number has 16 digits and more: a spreadsheet keeps 15 of them and puts zeros in the place of the rest."""
_LOST = re.compile(r"\d(\.\d+)?[eE]\+?\d{2}")
_CODE = re.compile(r"\d{4}[0-9A-Z]{2}(\d{3}(\d{3})?)?")

REASONS = {
    "choice_unknown": N_("没有“{value}”这个选项，可以写：{allowed}"),
    "date_unclear": N_("看不出是哪一天，请写成 2026-11-21"),
    "date_month_only": N_("缺少月份或日子，请写成 2026-11-21"),
    "date_not_age": N_("这里要日期，不是年龄，请写成 2026-11-21"),
    "date_impossible": N_("没有{year}年{month}月{day}日这一天"),
    "date_future": N_("这一天还没有到"),
    "date_too_early": N_("早于1900年，请核对年份"),
    "number_unclear": N_("这里要整数"),
    "too_long": N_("太长了，最多{most}个字"),
    "division_unknown": N_("不是6位的地区代码，也不是认识的地名"),
    "members": N_("不是家庭成员名单，请按模板写成 JSON"),
    "member_key": N_("第{number}个人的“{key}”认不出来，可以写：{allowed}"),
    "member_twice": N_("第{number}个人的“{key}”写了两次"),
    "member_value": N_("第{number}个人的{key}：{reason}"),
    "id_number_rounded": N_("Excel 丢了最后几位，请把这一列设为文本后重新填写"),
    "id_number_old_15_digits": N_("是15位旧号码，请写18位"),
    "id_number_length": N_("应当是18位，现在是{length}位"),
    "id_number_characters": N_("有不该出现的字符，只能是数字，最后一位可以是X"),
    "id_number_birth_date": N_("里面的出生日期不存在"),
    "id_number_future": N_("里面的出生日期还没有到"),
    "id_number_too_old": N_("里面的出生日期超过120年"),
    "id_number_check_character": N_("最后一位校验码不对，请核对每一位"),
    "cells": N_("这一行有{found}格，表头有{wanted}格"),
}


class CellProblem(ValueError):
    """Why a cell cannot be read, as a sentence for people."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class CellReader:
    """How the cells of one fact are read on a day.

    `values` are the answers of a choice, `places` the codes by the names people use; a fact that `may_lie_ahead` is a
    day like “valid until”. A list of people is read by `members`: what is said of each is read as its own fact is.
    """

    fact: Fact
    today: date
    values: Collection[str] = ()
    places: dict[str, str] | None = None
    may_lie_ahead: bool = False
    members: Mapping[str, Reading] = field(default_factory=dict)

    def read(self, text: str) -> str | None:
        """The canonical text: `true`, `2026-11-21`, an option's value; None is unknown. Raises CellProblem."""
        text = _WHOLE.sub(r"\1", text.strip())
        try:
            return self._reading(text)
        except FactProblem as problem:
            raise CellProblem(self._sentence(problem, text)) from None

    def _reading(self, text: str) -> str | None:
        match self.fact.kind:
            case "bool" | "choice":
                return self._option(plain(text))
            case _ if plain(text) in _UNKNOWN:
                return None
            case "date":
                return self._day(text).isoformat()
            case "division":
                return self._place(text)
            case "members":
                return canonical(text, self.members)
            case "id_number" if has_lost_digits(text):
                raise FactProblem("id_number_rounded")
            case "number":
                return str(PARSERS["number"](text.removesuffix(self.fact.unit), self.today))
            case kind:
                return str(PARSERS[kind](text, self.today))

    def _option(self, wanted: str) -> str | None:
        said = self._words.get(wanted)
        if said is None and wanted not in _UNKNOWN:
            raise FactProblem("choice_unknown")
        return said

    @cached_property
    def _words(self) -> dict[str, str]:
        words: dict[str, str] = {}
        for option in self.fact.options:
            value = str(option.value).lower() if isinstance(option.value, bool) else option.value
            words |= dict.fromkeys(map(plain, (value, option.label, *option.also)), value)
        words |= {plain(value): value for value in self.values}
        words |= {word: value for word, value in _IN_TABLES.get(self.fact.id, {}).items() if value in self.values}
        if self.fact.kind == "bool":
            return words | dict.fromkeys(_TRUE, "true") | dict.fromkeys(_FALSE, "false")
        if set(_SEXES.values()) <= set(self.values):
            return words | _SEXES
        yes, no = words.get("是"), words.get("不是")
        return {word: value for word, value in (("true", yes), ("false", no)) if value} | words

    def _day(self, text: str) -> date:
        text = _CLOCK.sub("", text)
        if _SERIAL.fullmatch(text):
            day = _SERIAL_ZERO + timedelta(days=int(text))
        else:
            day = parse_date(text, date.max)
        if day > self.today and not self.may_lie_ahead:
            raise FactProblem("date_future")
        return day

    def _place(self, text: str) -> str:
        code = text.upper()
        if _CODE.fullmatch(code):
            return code
        found = (self.places or {}).get(plain(text))
        if found is None:
            raise FactProblem("division_unknown")
        return found

    def _sentence(self, problem: FactProblem, text: str) -> Said:
        options: list[str] = [option.label for option in self.fact.options]
        labels = options or [N_("是"), N_("否")]
        told = {"value": text, "allowed": listed(labels), **problem.params}
        reason = REASONS[problem.code]  # what is not told is not kept with it either: an ID number, say
        return N_(reason, **{name: value for name, value in told.items() if f"{{{name}}}" in reason})


def number_text(number: float) -> str:
    """A number as text; one that has lost its last digits is written so that nobody takes the zeros for digits."""
    if abs(number) >= _LOST_DIGITS:
        return f"{number:.14E}"
    return str(int(number)) if float(number).is_integer() else str(number)


def has_lost_digits(text: str) -> bool:
    """Whether it is a number whose last digits are lost, as here or as a spreadsheet writes it into a CSV: 3.60502E+17."""
    return _LOST.fullmatch(text) is not None
