"""Wages as people write them: 4000, 3000-5000元/月, 3-5千, 18元/小时. 面议 is no wage."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from backend.core.problems import Problem

Per = Literal["month", "hour"]
NEGOTIABLE = ("面议", "面谈", "协商", "电议", "negotiable")
HOURLY = re.compile(r"[/每]?(?:小时|时薪|时|hour|h$)")
MONTHLY = re.compile(r"(?:[/每]月|月薪|个月|/month|/m$)")
DRESSING = re.compile(r"人民币|rmb|cny|元|块|¥|￥|,|，|\s|每|左右|约")
RANGE = re.compile(r"(\d+(?:\.\d+)?)([千k万w]?)(?:(?:-|~|—|–|－|至|到)+(\d+(?:\.\d+)?)([千k万w]?))?")
TIMES = {"": 1, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000}
PLAUSIBLE: dict[Per, tuple[int, int]] = {"month": (50_000, 20_000_000), "hour": (500, 100_000)}
"""Fen: 500 to 200,000 yuan a month, 5 to 1,000 yuan an hour; outside somebody has mistyped."""


@dataclass(frozen=True)
class Wage:
    """Fen a month or an hour. ``guessed``: short hand was read, so somebody should look at it."""

    lowest: int
    highest: int
    per: Per
    guessed: bool = False


def read_wage(text: str, per: str = "") -> Wage:
    """Reads a wage; ``per`` counts where the text does not say it itself, and a month where neither does.

    Raises 422 ``vacancy.wage_missing``, ``vacancy.wage_negotiable``, ``vacancy.wage_unclear`` (text),
    ``vacancy.wage_order``, ``vacancy.wage_implausible`` (lowest, highest).
    """
    said = unicodedata.normalize("NFKC", text).strip().lower()
    if not said:
        raise Problem("vacancy.wage_missing", 422)
    if any(word in said for word in NEGOTIABLE):
        raise Problem("vacancy.wage_negotiable", 422)
    told: Per | None = "hour" if HOURLY.search(said) else "month" if MONTHLY.search(said) else None
    bare = DRESSING.sub("", MONTHLY.sub("", HOURLY.sub("", said)))
    found = RANGE.fullmatch(bare)
    if found is None:
        raise Problem("vacancy.wage_unclear", 422, text=text.strip()[:40])
    asked: Per = "hour" if per == "hour" else "month"
    return _plausible(found, told or asked, guessed=bool(found[2] or found[4]))


def _plausible(found: re.Match[str], per: Per, guessed: bool) -> Wage:
    first, unit, last, last_unit = found.groups(default="")
    # "3-5千": the unit at the end counts for both, unless the first number is too large for it.
    spread = last_unit if last and not unit and Decimal(first) <= Decimal(last) else unit
    lowest = _fen(first, spread)
    highest = _fen(last, last_unit) if last else lowest
    if lowest > highest:
        raise Problem("vacancy.wage_order", 422)
    least, most = PLAUSIBLE[per]
    if lowest < least or highest > most:
        raise Problem("vacancy.wage_implausible", 422, lowest=yuan(lowest), highest=yuan(highest))
    return Wage(lowest, highest, per, guessed)


def yuan(fen: int) -> str:
    """1800 fen are 18 yuan, 1850 are 18.5."""
    return f"{Decimal(fen) / 100:f}"


def _fen(number: str, unit: str) -> int:
    # A longer number than any wage is cut before it becomes one.
    return int(Decimal(number[:12]) * TIMES[unit] * 100)
