"""Calendar arithmetic of the civil code: days and whole months, never hours."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

MONTHS_A_YEAR = 12
ONE_DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the month's last day if it has no such day (民法典 第二百零二条)."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def birthday(born: date, age: int) -> date:
    """The first day on which the person has reached the age; 29 February becomes 28 February."""
    return add_months(born, age * MONTHS_A_YEAR)


def age_on(born: date, day: date) -> int:
    """Completed years on a day; the birthday itself counts."""
    years = day.year - born.year
    return years if birthday(born, years) <= day else years - 1
