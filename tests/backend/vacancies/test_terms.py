"""The term of a placement comes to its end: the office hears of it in time, and ends it itself (XY-48)."""

from datetime import date

import pytest

from backend.vacancies import placements, terms
from tests.backend.desk import TODAY, Desk
from tests.backend.vacancies.posts import row
from tests.backend.vacancies.test_placements import reviewed
from tests.conftest import StoppedClock
from tests.people import SUN_LI, ZHOU_MIN

LAST_DAY = date(2026, 12, 20)
"""Of a term of one month that begins on the tests' day."""


@pytest.fixture
def placed(desk: Desk, employer: int, number: str) -> str:
    vacancy_id = reviewed(desk, employer, term_months="1", expires_on="2027-06-30")
    desk.do(ZHOU_MIN, placements.place, vacancy_id, number, TODAY)
    return vacancy_id


def day(clock: StoppedClock, of: date) -> None:
    clock.advance(days=(of - TODAY).days)


@pytest.mark.parametrize(
    ("today", "left", "tone"),
    [
        (date(2026, 11, 21), 29, "warn"),
        (date(2026, 12, 19), 1, "warn"),
        (date(2026, 12, 20), 0, "bad"),
        (date(2026, 12, 21), -1, "bad"),
    ],
)
def test_xy_48_the_office_is_told_before_the_last_day_and_on_it(
    desk: Desk, placed: str, number: str, clock: StoppedClock, today: date, left: int, tone: str
) -> None:
    day(clock, today)
    (line,) = desk.read(ZHOU_MIN, terms.ending)
    assert (line.vacancy_id, line.number, line.until, line.left) == (placed, number, LAST_DAY, left)
    todo = desk.read(ZHOU_MIN, terms.todo)
    assert (todo.count, todo.tone, todo.address) == (1, tone, "/staff/vacancies/terms")
    assert row(desk, placed).filled == 1, "nothing ends by itself"


@pytest.mark.parametrize(("today", "told"), [(date(2027, 1, 20), False), (date(2027, 1, 21), True)])
def test_xy_48_a_term_is_told_of_thirty_days_before_and_not_thirty_one(
    desk: Desk, employer: int, number: str, clock: StoppedClock, today: date, told: bool
) -> None:
    """Three months from 21 November end on 20 February, 30 days after 21 January."""
    vacancy_id = reviewed(desk, employer, term_months="3")
    desk.do(ZHOU_MIN, placements.place, vacancy_id, number, TODAY)
    day(clock, today)
    assert [one.left for one in desk.read(ZHOU_MIN, terms.ending)] == ([30] if told else [])
    assert (desk.read(ZHOU_MIN, terms.todo) is not None) is told


def test_xy_48_who_has_left_is_no_to_do_any_more(desk: Desk, placed: str) -> None:
    line = desk.read(ZHOU_MIN, placements.placements, placed)[0]
    desk.do(ZHOU_MIN, placements.end, line.id, "期满")
    assert desk.read(ZHOU_MIN, terms.ending) == ()
    assert desk.read(ZHOU_MIN, terms.todo) is None


def test_xy_48_another_street_has_no_to_do_of_it(desk: Desk, placed: str) -> None:
    assert desk.read(SUN_LI, terms.todo) is None
    assert desk.read(SUN_LI, terms.ending) == ()
