from __future__ import annotations

from datetime import date, timedelta

import pytest

from backend.policies.documents import read_document
from backend.rules.node import Mistakes
from backend.rules.reading_facts import read_labour_age
from tests.policies.golden import POLICIES

LAW = read_labour_age(read_document(POLICIES / "retirement.yaml").data, Mistakes())

CHECKED = """
man       1964-12-31  0 2024-12-31
man       1965-01-01  1 2025-02-01
man       1965-04-15  1 2025-05-15
man       1965-05-15  2 2025-07-15
man       1965-12-31  3 2026-03-31
man       1966-04-10  4 2026-08-10
man       1966-06-21  5 2026-11-21
man       1966-10-31  6 2027-04-30
man       1967-05-12  8 2028-01-12
man       1968-02-29 10 2028-12-29
man       1970-01-01 16 2031-05-01
man       1976-08-15 35 2039-07-15
man       1976-09-01 36 2039-09-01
man       1983-02-25 36 2046-02-25
woman_55  1969-12-31  0 2024-12-31
woman_55  1970-01-15  1 2025-02-15
woman_55  1971-04-15  4 2026-08-15
woman_55  1974-10-08 15 2031-01-08
woman_55  1976-03-21 19 2032-10-21
woman_55  1981-08-01 35 2039-07-01
woman_55  1981-09-01 36 2039-09-01
woman_50  1974-12-31  0 2024-12-31
woman_50  1975-01-15  1 2025-02-15
woman_50  1975-02-15  1 2025-03-15
woman_50  1975-03-15  2 2025-05-15
woman_50  1976-03-21  8 2026-11-21
woman_50  1980-06-30 33 2033-03-30
woman_50  1984-10-01 59 2039-09-01
woman_50  1984-11-01 60 2039-11-01
woman_50  1995-12-01 60 2050-12-01
"""


@pytest.mark.parametrize("line", CHECKED.strip().splitlines())
def test_statutory_retirement_date(line: str) -> None:
    name, born, delay, retires = line.split()
    track = LAW.tracks[name]
    assert (track.delay(date.fromisoformat(born)), track.date_for(date.fromisoformat(born))) == (
        int(delay),
        date.fromisoformat(retires),
    )


@pytest.mark.parametrize("name", ["man", "woman_55", "woman_50"])
def test_nobody_born_later_retires_earlier(name: str) -> None:
    births = [date(1950, 1, 1) + timedelta(days=n) for n in range(0, 20_000, 3)]
    retirements = [LAW.tracks[name].date_for(born) for born in births]
    assert retirements == sorted(retirements)


@pytest.mark.parametrize(
    ("born", "sex", "base", "covered"),
    [
        (date(1976, 3, 21), "F", "50", False),
        (date(1976, 3, 22), "F", "50", True),
        (date(1976, 3, 21), "F", "55", True),
        (date(1976, 3, 21), "F", None, None),
        (date(1986, 1, 1), "F", None, True),
        (date(1965, 1, 1), "F", None, False),
        (date(1966, 6, 21), "M", None, False),
        (date(1966, 6, 22), "M", None, True),
        (date(1976, 3, 21), None, None, None),
        (date(1986, 1, 1), None, None, True),
        (date(2010, 11, 21), "M", None, True),
        (date(2010, 11, 22), "M", None, False),
    ],
)
def test_labour_age_says_unknown_only_where_it_depends(
    born: date, sex: str | None, base: str | None, covered: bool | None
) -> None:
    assert LAW.covers(born, sex, base, date(2026, 11, 21)) is covered
