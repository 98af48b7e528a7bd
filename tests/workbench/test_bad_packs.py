"""Small edits of the real packs, each one a mistake: lint names it, with its file, its line and what to do."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from backend.policies.catalogue import load_policies
from backend.workbench.lint import WARNING, Finding, lint, lint_text
from backend.workbench.places import Place
from backend.workbench.trials import BOUNDARY, GOLDEN, run
from tests.policies.english import only_quotes_are_chinese
from tests.policies.folders import WUYOU, policies_of
from tests.policies.golden import POLICIES
from tests.workbench.bad_packs import BAD, CASES, GUANGZHOU, POOR, XINYU, Bad, poor_and

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.about)
def test_lint_names_the_mistake_with_its_line(bad: Bad, tmp_path: Path) -> None:
    copied(tmp_path, bad.file, bad.old, bad.new)
    findings = lint(tmp_path, TODAY)
    found = next((one for one in findings if one.name == bad.name and bad.says in one.message), None)
    assert found, [f"{one.name} {one}" for one in findings if one.name != "untranslated"]
    assert found.severity == bad.severity
    assert found.file == bad.file
    assert bad.advice in found.advice
    assert (bad.marker or bad.new.strip()) in line_of(found, tmp_path)
    if bad.article:
        assert found.article == bad.article
    texts = [path.read_text(encoding="utf-8") for path in (POLICIES / "facts.yaml", *tmp_path.glob("*/*.*"))]
    for one in (found, *(one for one in findings if one.name != "untranslated")):
        only_quotes_are_chinese(one.sentence, *texts)


def test_nothing_else_is_found_beside_one_mistake(tmp_path: Path) -> None:
    copied(tmp_path, XINYU, "age_at_least: 50}", "age_at_least: 52}")
    assert [one.name for one in findings_of(tmp_path)] == ["age_not_in_article", "exit_names_no_category"]


def test_the_real_packs_are_clean_but_for_the_exit_ground_of_the_document(tmp_path: Path) -> None:
    (only,) = findings_of(POLICIES)
    assert (only.name, only.severity, only.article) == (
        "exit_names_no_category",
        WARNING,
        "第三条第（一）项第4目",
    )
    assert "以城镇最低生活保障资格、《残疾人证》认定为就业困难人员" in only.message


def test_a_third_city_is_linted_and_tried_without_touching_code(tmp_path: Path) -> None:
    folder = policies_of(tmp_path / "policies", WUYOU)
    assert {one.name for one in lint(folder, TODAY)} == {"exits_missing", "untranslated"}
    ((pack, cases),) = Place(folder).packs()
    trials = run(pack, cases, TODAY)
    assert (trials.count(GOLDEN), trials.failures) == (len(cases), ())
    assert trials.count(BOUNDARY) > 0


def test_a_pack_whose_document_is_not_there_is_named(tmp_path: Path) -> None:
    copied(tmp_path, XINYU, "id: xinyu-2023-82", "id: xinyu-2023-82")
    (tmp_path / "xinyu-2023-82" / "source.md").unlink()
    assert {one.name for one in findings_of(tmp_path)} == {"no_source", "exit_names_no_category"}


def test_a_pack_without_exit_grounds_is_named(tmp_path: Path) -> None:
    text = (POLICIES / XINYU).read_text(encoding="utf-8")
    copied(tmp_path, XINYU, text[text.index("exits:\n") : text.index("\nnotices:\n")], "")
    assert [one.name for one in findings_of(tmp_path)] == ["exits_missing"]


def test_a_difference_of_the_sexes_that_is_meant_is_no_finding(tmp_path: Path) -> None:
    gap = "{any: [{fact: person.birth_date, age_at_least: 30}, {fact: person.sex, is: F}]}"
    copied(tmp_path, XINYU, POOR, poor_and(gap))
    assert "sexes_differ_unsaid" in [one.name for one in findings_of(tmp_path)]
    copied(tmp_path, XINYU, POOR, f"sexes_differ: true\n        {poor_and(gap)}")
    assert "sexes_differ_unsaid" not in [one.name for one in findings_of(tmp_path)]


def test_days_without_a_version_are_named(tmp_path: Path) -> None:
    """A newer document of the same city that begins later than the older one ended."""
    copied(tmp_path, GUANGZHOU, "nothing", "nothing")
    shutil.copytree(tmp_path / "guangzhou-2014-4", tmp_path / "guangzhou-2020")
    path = tmp_path / "guangzhou-2020" / "pack.yaml"
    text = path.read_text(encoding="utf-8").replace("id: guangzhou-2014-4", "id: guangzhou-2020")
    text = text.replace("valid_from: 2014年1月20日", "valid_from: 2020年3月1日").replace(
        "2019-01-20", "2025-03-01", 1
    )
    path.write_text(text, encoding="utf-8")
    gap = next(one for one in findings_of(tmp_path) if one.name == "validity_gap")
    assert (gap.file, gap.severity) == ("guangzhou-2020/pack.yaml", WARNING)
    assert gap.message == "2019年1月21日至2020年2月29日没有生效的版本"
    assert "valid_from" in line_of(gap, tmp_path)


def test_a_version_in_no_file_is_checked_like_one_in_a_file() -> None:
    policies = load_policies(POLICIES)
    content, cases = ((POLICIES / name).read_text(encoding="utf-8") for name in (XINYU, CASES))
    broken = content.replace("age_at_least: 50}", "age_at_least: 52}")
    names = {one.name for one in lint_text(policies, "xinyu-2023-82", broken, cases, TODAY)}
    assert names - {"untranslated"} == {"age_not_in_article", "exit_names_no_category"}
    assert {one.name for one in lint_text(policies, "xinyu-2023-82", "a: 1", cases, TODAY)} == {"unusable"}
    assert "cases_unusable" in {one.name for one in lint_text(policies, "xinyu-2023-82", content, "", TODAY)}


def test_a_version_that_leaves_days_open_after_the_last_is_named() -> None:
    policies = load_policies(POLICIES)
    older = policies.catalogue.packs["guangzhou-2014-4"]
    content, cases = (
        (POLICIES / name).read_text(encoding="utf-8")
        for name in (GUANGZHOU, GUANGZHOU.replace("pack", "cases"))
    )
    content = content.replace("2019-01-20", "2027-01-01", 1)

    def names(starts: date) -> set[str]:
        found = lint_text(policies, older.id, content, cases, TODAY, starts, ((None, older),))
        return {one.name for one in found} - {"untranslated"}

    assert names(date(2019, 1, 21)) == set()
    assert names(date(2019, 1, 22)) == {"validity_gap"}
    assert names(date(2027, 1, 2)) == {"validity_gap", "ends_before_it_begins"}


def copied(folder: Path, file: str, old: str, new: str) -> None:
    """All policies below the folder, with one edit."""
    shutil.copytree(POLICIES, folder, dirs_exist_ok=True)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def findings_of(folder: Path) -> list[Finding]:
    """All findings but missing English, which every new sentence has until somebody writes it."""
    return [one for one in lint(folder, TODAY) if one.name != "untranslated"]


def line_of(found: Finding, folder: Path) -> str:
    return (folder / found.file).read_text(encoding="utf-8").split("\n")[found.line - 1]
