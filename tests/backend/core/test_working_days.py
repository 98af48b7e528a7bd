"""Working days: holidays, weekend days that are worked, and years nobody has announced yet."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from backend.core import working_days
from backend.core.working_days import Corrections, WorkingDays, add_working_days, read_corrections

POLICIES = Path("policies")


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-09-30", 5, "2026-10-13"),
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-09-18", 3, "2026-09-22"),
        ("2026-11-21", 10, "2026-12-04"),
        ("2026-11-20", 10, "2026-12-04"),
        ("2026-01-01", 2, "2026-01-05"),
    ],
)
def test_the_check_values_of_2026(start: str, count: int, due: str) -> None:
    end = add_working_days(date.fromisoformat(start), count, POLICIES)
    assert end == date.fromisoformat(due)
    assert WorkingDays().between(date.fromisoformat(start), end) == count


def test_nothing_lies_between_a_day_and_one_before_it() -> None:
    assert WorkingDays().between(date(2026, 11, 21), date(2026, 11, 20)) == 0


def test_a_year_without_a_notice_has_weekends_only_and_says_so_once() -> None:
    working_days._warn_of_missing.cache_clear()
    with capture_logs() as logs:
        assert WorkingDays().add(date(2026, 12, 31), 2) == date(2027, 1, 4)
    assert [(entry["event"], entry["year"]) for entry in logs] == [("calendar.year_missing", 2027)]


def test_a_table_corrects_and_completes_the_library(tmp_path: Path) -> None:
    table = tmp_path / "calendar.yaml"
    table.write_text("years:\n  2027:\n    holidays: [2027-01-01]\n    worked: [2027-01-02]\n")
    days = WorkingDays(read_corrections(table))
    with capture_logs() as logs:
        assert days.add(date(2026, 12, 31), 1) == date(2027, 1, 2)
    assert logs == []


def test_without_a_table_nothing_is_corrected(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "absent.yaml") == Corrections()


def test_the_table_of_2026_agrees_with_the_library_on_every_day() -> None:
    table = WorkingDays(read_corrections(POLICIES / "calendar.yaml"))
    days = [date(2026, 1, 1) + timedelta(days=step) for step in range(365)]
    assert [day for day in days if table.is_worked(day) != WorkingDays().is_worked(day)] == []
    assert sum(map(table.is_worked, days)) == 248
    assert 2026 in table.corrections.sources


def test_what_is_missing_of_this_year_and_the_next_is_known() -> None:
    assert WorkingDays().missing(date(2026, 11, 21)) == (2027,)
    assert WorkingDays().missing(date(2025, 11, 21)) == ()
    assert WorkingDays(Corrections(years=frozenset({2027}))).missing(date(2026, 11, 21)) == ()


def test_a_day_off_moves_to_the_next_day_of_work() -> None:
    assert WorkingDays().worked_from(date(2026, 10, 1)) == date(2026, 10, 8)
    assert WorkingDays().worked_from(date(2026, 10, 10)) == date(2026, 10, 10)
