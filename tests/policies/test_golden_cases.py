from __future__ import annotations

import os
import subprocess
import sys

import pytest

from backend.policies.catalogue import load_catalogue
from tests.policies.golden import POLICIES, Case, cases

CASES = list(cases(load_catalogue(POLICIES)))


@pytest.mark.parametrize("case", CASES, ids=[f"{case.id} {case.written['title']}" for case in CASES])
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
