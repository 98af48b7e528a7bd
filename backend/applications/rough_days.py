"""A day somebody remembers only roughly: its month, its year, or nothing. The office finds out the rest."""

from datetime import date
from typing import Final

from backend.rules.parsing import UNSURE as SAYS_UNSURE
from backend.rules.parsing import parse_month, plain
from locales import Translate

UNSURE: Final = "unsure"
FORGOTTEN: Final = (*SAYS_UNSURE, UNSURE, "记不清", "记不得", "不记得", "忘了", "忘记了", "记不清了", "不记得了", "想不起来")


def read_rough(text: str, today: date) -> str:
    """``unsure``, ``2026-08`` or ``2015``; empty where the text is none of them."""
    return UNSURE if plain(text) in FORGOTTEN else parse_month(text, today)


def exact_day(value: object) -> date | None:
    """The day a value of the form tells, None where it is rough or empty."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def rough_words(value: str, _: Translate) -> str:
    """A rough day as it is read and printed; the office confirms it."""
    if value == UNSURE:
        return _("记不清，请经办机构核实")
    year, _dash, month = value.partition("-")
    if month:
        return _("约{year}年{month}月，请经办机构核实").format(year=year, month=int(month))
    return _("约{year}年，请经办机构核实").format(year=year)
