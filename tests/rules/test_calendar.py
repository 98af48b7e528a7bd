from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.rules import add_months, age_on, birthday


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-08-21", 3, "2026-11-21"),
        ("2026-08-31", 3, "2026-11-30"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-05-21", 6, "2026-11-21"),
        ("2026-05-20", 6, "2026-11-20"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-11-21", 1, "2026-12-21"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-10-21", 1, "2026-11-21"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_one(start: str, months: int, end: str) -> None:
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


def test_a_leap_day_child_has_its_birthday_on_28_february_in_common_years() -> None:
    born = date(1976, 2, 29)
    assert birthday(born, 50) == date(2026, 2, 28)
    assert age_on(born, date(2026, 2, 27)) == 49
    assert age_on(born, date(2026, 2, 28)) == 50
    assert birthday(born, 52) == date(2028, 2, 29)


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.integers(0, 100))
def test_the_age_changes_on_the_birthday_and_not_before(born: date, age: int) -> None:
    day = birthday(born, age)
    assert age_on(born, day) == age
    assert age_on(born, day - timedelta(days=1)) == age - 1
