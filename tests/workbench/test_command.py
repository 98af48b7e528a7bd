"""`bangban packs`: what an officer sees who edits a policy in a text editor."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from launch import cli
from tests.policies.golden import POLICIES

PACK = POLICIES / "xinyu-2023-82" / "pack.yaml"
COLUMNS = ("姓名", "性别", "出生日期", "户籍所在地", "工作情况")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A pack in a folder of its own: women from 45 instead of 40."""
    folder = tmp_path / "draft"
    folder.mkdir()
    text = PACK.read_text(encoding="utf-8").replace("age_at_least: 40", "age_at_least: 45")
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(
            [
                COLUMNS,
                ["王秀英", "女", "1984-03-05", "渝水区", "没有工作"],
                ["张志强", "男", "1970-03-05", "渝水区", "没有工作"],
            ]
        )
    return path


def packs(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, ["packs", *map(str, words)], env={"COLUMNS": "160"})


def test_lint_of_the_real_packs_is_clean_but_for_one_warning_that_quotes_the_article() -> None:
    done = packs("lint")
    assert done.exit_code == 0
    assert "0 个错误，1 个提醒。" in done.stdout
    assert "第三条第（一）项第4目" in done.stdout
    assert "以城镇最低生活保障资格、《残疾人证》认定为就业困难人员" in done.stdout


def test_lint_of_a_draft_ends_with_one_and_names_line_and_advice(draft: Path) -> None:
    done = packs("lint", draft)
    assert done.exit_code == 1
    assert "规则写45周岁，所引条文没有这个年龄" in done.stdout
    assert "请对照条文改正" in done.stdout
    (error,) = [
        one for one in json.loads(packs("lint", draft, "--json").stdout) if one["severity"] == "error"
    ]
    line = (draft / "pack.yaml").read_text(encoding="utf-8").splitlines()[error["line"] - 1]
    assert (error["name"], "age_at_least: 45" in line) == ("age_not_in_article", True)


def test_a_draft_is_checked_against_the_document_beside_it(draft: Path) -> None:
    (draft / "source.md").write_text("## 全文\n\n另一份文件。\n", encoding="utf-8")
    names = [one["name"] for one in json.loads(packs("lint", draft, "--json").stdout)]
    assert names.count("citation_not_in_source") > 20


def test_trials_print_their_counts() -> None:
    done = packs("test")
    assert done.exit_code == 0
    assert "示例人物 44 个" in done.stdout
    assert "0 个不对" in done.stdout
    counts = json.loads(packs("test", POLICIES / "guangzhou-2014-4", "--json").stdout)["guangzhou-2014-4"]
    assert counts["golden"] >= 48
    assert counts["boundary"] >= 40
    assert counts["failures"] == []


def test_trials_of_a_draft_name_the_people_and_what_changed(draft: Path) -> None:
    done = packs("test", draft, "--older", "xinyu-2023-82")
    assert done.exit_code == 1
    assert "XP01 今天满40周岁" in done.stdout
    assert "“4050”人员：不符合，应当是符合" in done.stdout
    assert "结论变化" in done.stdout


def test_a_time_limit_that_changed_is_told_with_both_days(tmp_path: Path) -> None:
    """Whoever only writes 4 months for 3 sees what that does: no person of the trials would show it."""
    text = PACK.read_text(encoding="utf-8").replace("waiting: {months: 3", "waiting: {months: 4")
    (tmp_path / "pack.yaml").write_text(text, encoding="utf-8")
    told = packs("test", tmp_path, "--older", "xinyu-2023-82").stdout
    assert "期限变化 3 处" in told
    assert "原来：2026年8月31日退出的，2026年11月30日起可以再申请。" in told
    assert "现在：2026年8月31日退出的，2026年12月31日起可以再申请。" in told
    (trials,) = json.loads(packs("test", tmp_path, "--older", "xinyu-2023-82", "--json").stdout).values()
    assert {one["limit"] for one in trials["window_changes"]} == {"再次申请的等待期"}


def test_a_difference_is_one_sentence(draft: Path) -> None:
    done = packs("diff", "xinyu-2023-82", draft)
    assert done.exit_code == 0
    assert "△ “4050”人员：女性年龄由满40周岁改为满45周岁（第一条第（一）项）" in done.stdout
    assert "共 1 处不同。" in done.stdout
    assert "两个版本没有不同。" in packs("diff", "xinyu-2023-82", "xinyu-2023-82").stdout
    (told,) = json.loads(packs("diff", "xinyu-2023-82", draft, "--json").stdout)
    assert (told["kind"], told["path"]) == ("rule", "categories.X1.conditions.age_4050.rule")


def test_impact_shows_figures_and_writes_the_list(draft: Path, register: Path, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    done = packs("impact", "xinyu-2023-82", draft, register, "--on", "2026-11-21", "--out", listed)
    assert done.exit_code == 0, done.output
    assert "共 2 人" in done.stdout
    assert "新余市渝水区" in done.stdout
    with listed.open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert (row["姓名"], row["X1 原来"], row["X1 现在"]) == ("王秀英", "还不能确定", "不符合")
    figures = json.loads(packs("impact", "xinyu-2023-82", draft, register, "--json").stdout)
    assert figures["categories"]["any"]["360502"] == {"gain": 0, "lose": 0, "uncertain": 0, "same": 2}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("lint", "nowhere"), "“nowhere”里没有政策包"),
        (("test", "nowhere"), "“nowhere”里没有政策包"),
        (("diff", "xinyu-2023-82", "nowhere"), "已安装的编号：guangzhou-2014-4、xinyu-2023-82"),
        (("impact", "xinyu-2023-82", "xinyu-2023-82", "nobody.csv"), "找不到文件“nobody.csv”"),
        (
            ("impact", "xinyu-2023-82", "xinyu-2023-82", "people.doc"),
            "名册应当是 .csv、.parquet 或 .xlsx 文件",
        ),
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(words: tuple[str, ...], says: str) -> None:
    done = packs(*words)
    assert done.exit_code == 1
    assert says in done.stderr
    assert "Traceback" not in done.output


def test_a_broken_draft_is_named_by_every_command(draft: Path, register: Path) -> None:
    (draft / "pack.yaml").write_text("id: xinyu-2023-82\nid: again\n", encoding="utf-8")
    assert "id 写了两次" in packs("lint", draft).stdout
    for words in (
        ("test", draft),
        ("diff", "xinyu-2023-82", draft),
        ("impact", "xinyu-2023-82", draft, register),
    ):
        done = packs(*words)
        assert (done.exit_code, "id 写了两次" in done.stderr) == (1, True)


def test_the_list_is_never_written_over_the_register(draft: Path, register: Path) -> None:
    before = register.read_bytes()
    done = packs("impact", "xinyu-2023-82", draft, register, "--out", register)
    assert (done.exit_code, register.read_bytes()) == (1, before)
    assert "请换一个 --out" in done.stderr


@pytest.mark.parametrize("name", ["pack.yaml", "cases.yaml", "source.md"])
def test_a_file_in_another_encoding_is_named_in_both_languages(draft: Path, name: str) -> None:
    (draft / name).write_bytes("政策: 甲\n".encode("gb18030"))
    for language, says in (("zh_Hans_CN", "不是 UTF-8 编码，请另存为 UTF-8。"), ("en", "is not UTF-8; please save it")):
        done = packs("lint", draft, "--language", language)
        assert (done.exit_code, says in done.stderr, name in done.stderr) == (1, True, True), done.output
        assert "Traceback" not in done.output


def test_every_command_answers_in_english(draft: Path, register: Path, tmp_path: Path) -> None:
    english = ("--language", "en")
    lint = packs("lint", draft, *english).stdout
    assert "Line " in lint
    assert "the quoted article does not name this age" in lint
    assert "Errors: 1. Warnings: 1." in lint
    tried = packs("test", draft, "--older", "xinyu-2023-82", *english).stdout
    assert "Golden cases: 44." in tried
    assert "not met, it should be met" in tried
    assert "Verdicts that change: " in tried
    assert "age changed from at least 40 to at least 45" in packs("diff", "xinyu-2023-82", draft, *english).stdout
    listed = tmp_path / "list.csv"
    words = ("impact", "xinyu-2023-82", draft, register, "--on", "2026-11-21", "--out", listed, *english)
    impact = packs(*words).stdout
    assert "reckoned for 2026-11-21. People: 2." in impact
    assert "no longer met" in impact
    with listed.open(encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file)
    assert (row["X1 before"], row["X1 now"]) == ("not yet known", "not met")
    (told,) = json.loads(packs("diff", "xinyu-2023-82", draft, "--json", *english).stdout)
    assert "age changed" in told["sentence"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("lint", "nowhere"), "There is no policy pack in “nowhere”."),
        (("diff", "xinyu-2023-82", "nowhere"), "the id of one that is installed: guangzhou-2014-4, xinyu-2023-82."),
        (("impact", "xinyu-2023-82", "xinyu-2023-82", "nobody.csv"), "There is no file “nobody.csv”."),
        (("plan", "xinyu-2023-82", "people.doc"), "a register has to be a .csv, .parquet or .xlsx file."),
        (("plan", "nowhere", "nobody.csv"), "There is no policy “nowhere”."),
    ],
)
def test_what_is_not_there_is_said_in_english(words: tuple[str, ...], says: str) -> None:
    done = packs(*words, "--language", "en")
    assert (done.exit_code, says in done.stderr) == (1, True), done.output


def test_a_list_that_cannot_be_written_is_told_with_the_reason(draft: Path, register: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    words = ("impact", "xinyu-2023-82", draft, register, "--out", tmp_path / "folder.csv")
    assert "（这是文件夹，不是文件）。没有写出名单" in packs(*words).stderr
    assert "(this is a folder, not a file)" in packs(*words, "--language", "en").stderr
