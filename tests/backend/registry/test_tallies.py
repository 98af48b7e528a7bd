"""What is counted, on the days where it turns (B.6), and held against a second way of counting."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.registry.tallies import Attempt, enough_within, silence
from backend.rules import ExitCheck, add_months

MONTH_OF_SILENCE = ExitCheck("silence", months=1, count=3, channels=2)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(
    ("refused", "enough"),
    [
        (("2026-05-21", "2026-08-01", "2026-11-21"), True),
        (("2026-05-20", "2026-08-01", "2026-11-21"), False),
        (("2026-01-10", "2026-08-01", "2026-09-01", "2026-11-21"), True),
        (("2025-08-31", "2026-01-01", "2026-02-28"), True),
        (("2025-08-31", "2026-01-01", "2026-03-01"), False),
        (("2026-08-01", "2026-11-21"), False),
        (("2026-01-10", "2026-02-10", "2026-03-10", "2026-11-21"), True),
        (("2026-01-10", "2026-02-10", "2026-09-10", "2026-11-21"), False),
    ],
)
def test_xy_35_three_refusals_within_half_a_year(refused: tuple[str, ...], enough: bool) -> None:
    assert enough_within(days(*refused), 3, 6) is enough


@given(st.lists(DAYS, min_size=3, max_size=3))
def test_half_a_year_is_the_same_counted_from_either_end(three: list[date]) -> None:
    """The last lies within six months of the first: asked day by day instead of by one comparison."""
    first, _, last = sorted(three)
    day = first
    while day < last and day < add_months(first, 6):
        day += timedelta(days=1)
    assert enough_within(three, 3, 6) is (day == last)


def attempts(*told: tuple[str, str, bool]) -> list[Attempt]:
    return [Attempt(date.fromisoformat(day), channel, reached) for day, channel, reached in told]


FAILED = attempts(("2026-10-21", "phone", False), ("2026-10-28", "visit", False), ("2026-11-05", "phone", False))


def test_gz_22_a_month_without_contact_is_full_on_its_day() -> None:
    found = silence(FAILED, MONTH_OF_SILENCE)
    assert found
    assert (found.since, found.full) == (date(2026, 10, 21), date(2026, 11, 21))


def test_gz_22_a_call_on_the_tenth_resets_and_the_next_failure_begins_anew() -> None:
    called = [*FAILED, *attempts(("2026-11-10", "phone", True))]
    assert silence(called, MONTH_OF_SILENCE) is None
    later = silence([*called, *attempts(("2026-11-15", "phone", False))], MONTH_OF_SILENCE)
    assert later
    assert (later.since, later.full) == (date(2026, 11, 15), None)


def test_a_word_in_the_chat_is_a_contact_like_a_call() -> None:
    assert silence(FAILED, MONTH_OF_SILENCE, heard=date(2026, 11, 5)) is None
    left = silence(FAILED, MONTH_OF_SILENCE, heard=date(2026, 10, 30))
    assert left
    assert left.since == date(2026, 11, 5)


@pytest.mark.parametrize(
    "tried",
    [
        attempts(("2026-10-21", "phone", False), ("2026-10-28", "visit", False)),
        attempts(("2026-10-21", "phone", False), ("2026-10-28", "phone", False), ("2026-11-05", "phone", False)),
        attempts(("2026-10-21", "phone", False), ("2026-10-21", "visit", False), ("2026-10-21", "letter", False)),
    ],
    ids=["two attempts", "one way", "one day"],
)
def test_g11_too_few_attempts_ways_or_days_are_no_silence(tried: list[Attempt]) -> None:
    found = silence(tried, MONTH_OF_SILENCE)
    assert found
    assert found.full is None


def test_contact_on_the_day_of_a_failed_attempt_counts_as_contact() -> None:
    both = attempts(("2026-10-21", "phone", True), ("2026-10-21", "visit", False))
    assert silence(both, MONTH_OF_SILENCE) is None
