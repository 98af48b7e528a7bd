from __future__ import annotations

import os
import subprocess
import sys
from statistics import median
from typing import Any

import pytest

from backend.policies.catalogue import load_catalogue
from backend.rules import Verdict, assess, next_question
from tests.policies.golden import POLICIES, Case, cases

CASES = list(cases(load_catalogue(POLICIES)))
ROWS = {
    "XP": {1: "xy-07", 7: "xy-04", 17: "xy-03", 19: "xy-06", 22: "xy-05", 24: "xy-09", 28: "xy-08", 35: "xy-10", 37: "xy-11",
           39: "xy-04", 41: "xy-07"},
    "GP": {1: "gz-05", 7: "gz-06", 13: "gz-07", 21: "gz-08", 24: "gz-09", 28: "gz-10", 33: "gz-11", 36: "gz-12", 38: "gz-04",
           47: "gz-43"},
}  # fmt: skip
"""Which article an example person shows: {letters: {number of the first person: row}}."""


def row_of(case: Case) -> str:
    rows = ROWS.get(case.id[:2], {})
    return rows[max(first for first in rows if first <= int(case.id[2:]))] if rows else ""


@pytest.mark.parametrize("case", CASES, ids=[f"{row_of(case)} {case.id} {case.written.title}" for case in CASES])
def test_example_people_come_out_as_written(case: Case) -> None:
    assert list(case.complaints()) == []


@pytest.mark.parametrize(
    ("pack", "letter", "count"), [("xinyu-2023-82", "X", 44), ("guangzhou-2014-4", "G", 48)]
)
def test_all_profiles_are_there(pack: str, letter: str, count: int) -> None:
    assert [case.id for case in CASES if case.pack.id == pack] == [
        f"{letter}P{n:02}" for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Shanghai", "Pacific/Kiritimati"])
def test_verdicts_do_not_depend_on_the_time_zone_of_the_process(zone: str) -> None:
    program = [sys.executable, "-m", "tests.policies.golden"]
    checked = subprocess.run(
        program,
        env={**os.environ, "TZ": zone},
        cwd=POLICIES.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_the_readme_says_how_many_questions_people_answer_who_may_be_recognised() -> None:
    counted = [questions(case) for case in CASES if assess(case.pack, case.answers, case.as_of).verdict >= Verdict.CONFIRM]
    assert "answer about ten questions" in (POLICIES.parent / "README.md").read_text(encoding="utf-8")
    assert median(counted) == 10
    assert max(counted) <= 14


def questions(case: Case) -> int:
    """How many an example person is asked until no answer can change anything any more."""
    said: dict[str, Any] = {}
    while fact := next_question(case.pack, said, case.as_of):
        said[fact] = case.answers.get(fact)
    return len(said)
