"""A register through the rules of a city that is only a folder."""

from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

import launch
from tests.policies.folders import WUYOU, XINYU, policies_of

REGISTER = """工号,person.hukou_code,person.sex,person.birth_date,work.status,unemp.registered,work.willing,household.others
1,云中区,女,1981-11-21,失业,是,是,some_working
2,云中区,女,1981-11-22,失业,是,是,some_working
3,雾里区,男,1990-01-01,失业,是,是,all_unemployed
4,渝水区,女,1981-11-21,失业,是,是,some_working
5,云中区,男,1990-01-01,失业,是,,nobody_else
"""


def test_a_third_city_screens_a_register_without_touching_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Yes on the very birthday, no the day before it, another city's hukou no, and nothing told stays unknown."""
    monkeypatch.setenv("BANGBAN_POLICIES", str(policies_of(tmp_path / "policies", XINYU, WUYOU)))
    register, out = tmp_path / "名册.csv", tmp_path / "结果.csv"
    register.write_text(REGISTER, encoding="utf-8")
    words = ["screen", str(register), "--pack", WUYOU, "--on", "2026-11-21", "--out", str(out)]
    done = CliRunner().invoke(launch.cli, words)
    assert done.exit_code == 0, done.output
    rows = pl.read_csv(out, infer_schema=False).select("工号", "W1", "W2").rows()
    assert rows == [
        ("1", "yes", "no"), ("2", "no", "no"), ("3", "no", "yes"), ("4", "no", "no"), ("5", "no", "unknown"),
    ]  # fmt: skip
