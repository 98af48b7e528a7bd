"""`bangban packs plan`: the order of questions made from a register, of which nobody's answers are kept."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from backend.policies.catalogue import PackError, load_catalogue
from backend.rules import Pack, next_question
from backend.rules.planning import FEW
from launch import cli
from tests.people import WANG_XIUYING
from tests.policies.folders import XINYU, policies_of
from tests.policies.golden import POLICIES
from tests.policies.test_interview import TODAY, WOMAN_OF_46

CHILD_BORN = "2012-01-01"


@pytest.fixture
def xinyu() -> Pack:
    return load_catalogue(POLICIES).packs[XINYU]


@pytest.fixture
def policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = policies_of(tmp_path / "policies", XINYU)
    monkeypatch.setenv("BANGBAN_POLICIES", str(folder))
    return folder


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A hundred people out of work, half of them children; one row cannot be read."""
    adult = {**WOMAN_OF_46, "姓名": WANG_XIUYING.name}
    rows = [adult if n % 2 else {**adult, "person.birth_date": CHILD_BORN} for n in range(100)]
    return written(tmp_path / "register.csv", [*rows, {**adult, "person.birth_date": "2023-02-29"}])


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def packs(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, ["packs", *map(str, words)], env={"COLUMNS": "160"})


def asked(pack: Pack, person: Mapping[str, Any]) -> Iterator[str]:
    answers: dict[str, Any] = {}
    while fact := next_question(pack, answers, TODAY):
        answers[fact] = person.get(fact)
        yield fact


def test_the_self_check_asks_by_the_plan_of_a_register(policies: Path, register: Path, xinyu: Pack) -> None:
    """Where all are out of work and half are children, one asks for the birth date before the work."""
    assert next(asked(xinyu, WOMAN_OF_46)) == "work.status"
    done = packs("plan", XINYU, register)
    assert done.exit_code == 0, done.output
    assert "读得懂的有100人，看了100人" in done.stdout
    planned = load_catalogue(policies).packs[XINYU]
    order = list(asked(planned, WOMAN_OF_46))
    assert order[0] == "person.birth_date"
    assert sorted(order) == sorted(asked(xinyu, WOMAN_OF_46))
    assert planned.version == xinyu.version


def test_nothing_of_a_person_is_in_the_file(policies: Path, register: Path) -> None:
    packs("plan", XINYU, register)
    text = (policies / XINYU / "questions.json").read_text(encoding="utf-8")
    assert WANG_XIUYING.name not in text
    assert CHILD_BORN not in text
    assert json.loads(text).keys() == {"made_for", "made_on", "people", "fewest", "answers", "steps"}


def test_a_register_of_fewer_than_may_be_told_makes_no_plan(policies: Path, tmp_path: Path) -> None:
    few = written(tmp_path / "few.csv", [dict(WOMAN_OF_46)] * (FEW - 1))
    done = packs("plan", XINYU, few)
    assert done.exit_code == 1
    assert f"只有{FEW - 1}人，至少要{FEW}人" in done.stderr
    assert not list((policies / XINYU).glob("questions*"))


def test_a_plan_for_other_facts_is_named_by_lint_and_not_used(policies: Path, register: Path) -> None:
    packs("plan", XINYU, register)
    assert "plan_stale" not in packs("lint").stdout
    facts = policies / "facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("您办过失业登记，", "失业登记您办过吗，"), encoding="utf-8")
    pack = load_catalogue(policies).packs[XINYU]
    assert pack.plan is None
    assert next(asked(pack, WOMAN_OF_46)) == "work.status"
    done = packs("lint")
    assert done.exit_code == 0
    assert "现在没有使用" in done.stdout
    assert "（plan_stale）" in done.stdout


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"made_for": 1}'])
def test_a_file_that_is_no_plan_is_refused_with_its_name(policies: Path, text: str) -> None:
    (policies / XINYU / "questions.json").write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match=r"questions\.json:1：不是提问次序的文件"):
        load_catalogue(policies)


def test_a_plan_that_names_answers_it_does_not_hold_is_refused(policies: Path, register: Path) -> None:
    packs("plan", XINYU, register)
    file = policies / XINYU / "questions.json"
    plan = json.loads(file.read_text(encoding="utf-8"))
    plan["steps"].append({"known": {"work.status": 999}, "next": ["work.willing"]})
    file.write_text(json.dumps(plan), encoding="utf-8")
    with pytest.raises(PackError, match="不是提问次序的文件"):
        load_catalogue(policies)


def test_what_is_no_policy_or_no_register_is_told_in_a_sentence(policies: Path, tmp_path: Path) -> None:
    assert "找不到政策“nowhere”" in packs("plan", "nowhere", tmp_path / "none.csv").stderr
    assert "找不到文件" in packs("plan", XINYU, tmp_path / "none.csv").stderr


def test_who_is_left_out_of_a_plan_is_counted_aloud_with_the_reason(policies: Path, register: Path) -> None:
    """A day no calendar has, and a row with a cell too many: neither person has a part in the order."""
    with register.open("a", encoding="utf-8", newline="") as file:
        file.write(register.read_text(encoding="utf-8").splitlines()[1] + ",多一格\n")
    done = packs("plan", XINYU, register)
    assert done.exit_code == 0, done.output
    assert "没有计入的有2人" in done.stderr
    assert "第102行，person.birth_date，“2023-02-29”：没有2023年2月29日这一天" in done.stderr
    assert "第103行，整行" in done.stderr
    assert json.loads((policies / XINYU / "questions.json").read_text(encoding="utf-8"))["people"] == 100
    english = packs("plan", XINYU, register, "--language", "en")
    assert "Left out, because something in their rows cannot be read: 2." in english.stderr
    assert "Line 102, person.birth_date, “2023-02-29”: There is no such day as" in english.stderr


def test_nobody_left_out_is_not_spoken_of(policies: Path, tmp_path: Path) -> None:
    done = packs("plan", XINYU, written(tmp_path / "sound.csv", [dict(WOMAN_OF_46)] * FEW))
    assert (done.exit_code, done.stderr) == (0, "")


def test_too_few_who_can_be_read_are_told_with_the_first_reason(policies: Path, tmp_path: Path) -> None:
    wrong = {**WOMAN_OF_46, "person.birth_date": "2023-02-29"}
    done = packs("plan", XINYU, written(tmp_path / "wrong.csv", [dict(WOMAN_OF_46), *[wrong] * FEW]))
    assert done.exit_code == 1
    assert "能读的只有1人" in done.stderr
    assert f"没有计入的有{FEW}人，例如第3行，person.birth_date" in done.stderr


def test_when_the_disk_is_full_the_old_order_stays(policies: Path, register: Path) -> None:
    """A real write that the system refuses half-way: no file may be larger than a kilobyte."""
    assert packs("plan", XINYU, register).exit_code == 0
    file = policies / XINYU / "questions.json"
    before = file.read_bytes()
    assert len(before) > 1024
    command = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024)); import launch; launch.main()"
    done = subprocess.run(
        [sys.executable, "-B", "-c", command, "packs", "plan", XINYU, str(register), "--language", "en"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "BANGBAN_POLICIES": str(policies)},
    )
    assert done.returncode == 1
    assert "cannot be written (the file is larger than the system allows); the old order is as it was" in done.stderr
    assert "Traceback" not in done.stderr
    assert file.read_bytes() == before
    assert [one.name for one in file.parent.glob("questions*")] == ["questions.json"]
