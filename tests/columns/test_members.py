"""The members of a household, in a cell or as rows of a second file, in the words offices use; unknown is never no."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from typer.testing import Result

from backend.columns.service import Policies
from backend.rules import Verdict, assess
from tests.people import CHEN_ZHIQIANG, WANG_XIUYING

Screen = Callable[..., Result]
HEADER = [
    *("姓名", "户号", "person.sex", "person.birth_date", "person.hukou_code", "work.status", "unemp.registered"),
    *("work.capacity", "work.willing", "pension.receiving", "household.urban"),
]
REST = ["F", "1995-05-01", "360502", "unemployed", "true", "full", "true", "false", "urban"]
BORN = "1994-01-01"
MEMBERS = ["户号", "关系", "性别", "出生日期", "退休类别", "工作情况", "劳动能力"]
COUNTED = ["登记失业", "没有工作", "失业", "unemployed", "待业"]
OUT = ["已退休", "正在服兵役", "正在服刑", "在校学生", "student", "当兵"]
AT_WORK = ["在单位上班", "灵活就业", "自己做生意", "在公益性岗位", "employed"]
OPEN = ["其他情况", "已移居境外", "", "不清楚"]
IN_WORDS = [
    *((word, "yes") for word in COUNTED),
    *((word, "confirm") for word in OUT),
    *((word, "no") for word in AT_WORK),
    *((word, "unknown") for word in OPEN),
]


def table(path: Path, header: Sequence[str], *rows: Sequence[Any]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def households(folder: Path, *keys: str) -> Path:
    return table(folder / "名册.csv", HEADER, *([f"人{key}", key, *REST] for key in keys))


def rows(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def test_xy_16_members_are_read_in_the_words_of_the_form_in_a_cell(bangban: Screen, tmp_path: Path) -> None:
    lists = [json.dumps([{"性别": "男", "birth": BORN, "status": word}], ensure_ascii=False) for word, _ in IN_WORDS]
    people = ([f"人{at}", at, *REST, cell] for at, cell in enumerate(lists))
    path = table(tmp_path / "名册.csv", [*HEADER, "household.members"], *people)
    done = bangban(path, "--out", tmp_path / "out.csv", "--strict")
    assert done.exit_code == 0, done.output
    assert list(zip((word for word, _ in IN_WORDS), rows(tmp_path / "out.csv")["X2"], strict=True)) == IN_WORDS


def test_xy_16_members_are_read_in_the_words_of_the_form_in_a_second_file(bangban: Screen, tmp_path: Path) -> None:
    path = households(tmp_path, *(f"{at}" for at, _ in enumerate(IN_WORDS)))
    told = ([at, "配偶", "1", "1994/1/1", "60", word, ""] for at, (word, _) in enumerate(IN_WORDS))
    members = table(tmp_path / "成员.csv", MEMBERS, *told)
    done = bangban(path, "--out", tmp_path / "out.csv", "--members", members, "--strict")
    assert done.exit_code == 0, done.output
    assert list(zip((word for word, _ in IN_WORDS), rows(tmp_path / "out.csv")["X2"], strict=True)) == IN_WORDS


@pytest.mark.parametrize("status", ["unemployd", "other", "abroad"])
def test_a_status_nobody_knows_is_unknown_for_one_person_as_well(xinyu: Policies, status: str) -> None:
    """王秀英's husband is told as something that is no work: her household is not judged by it."""
    birth = xinyu.today.replace(year=1994)
    answers = {
        "household.urban": "urban",
        "household.members": ({"sex": "M", "birth": birth, "status": status},),
        "person.sex": WANG_XIUYING.sex,
    }
    x2 = next(one for one in assess(xinyu.packs[0], answers, xinyu.today).categories if one.id == "X2")
    assert x2.verdict is Verdict.UNKNOWN


def test_a_member_that_cannot_be_read_is_the_problem_of_that_row_alone(bangban: Screen, tmp_path: Path) -> None:
    cells = [
        json.dumps([{"sex": "M", "birth": BORN, "status": "unemployed"}]),
        json.dumps([{"sexx": "M", "birth": BORN, "status": "unemployed"}]),
        json.dumps([{"sex": "M", "birth": BORN, "status": "unemployd"}]),
    ]
    path = table(
        tmp_path / "名册.csv",
        [*HEADER, "household.members"],
        *([f"人{at}", at, *REST, cell] for at, cell in enumerate(cells)),
    )
    done = bangban(path, "--out", tmp_path / "out.csv")
    found = rows(tmp_path / "out.csv")
    assert found["X2"].to_list() == ["yes", None, None]
    assert found["result"].to_list() == ["yes", "invalid", "invalid"]
    assert "household.members：第1个人的“sexx”认不出来" in found["problem"][1]
    assert "第1个人的工作情况：没有“unemployd”这个选项" in found["problem"][2]
    assert "第3行" in done.output
    bangban(path, "--out", tmp_path / "out.csv", "--language", "en")
    _, unknown_key, unknown_word = rows(tmp_path / "out.csv")["problem"]
    assert "Nobody knows what “sexx” says of person 1; possible are: sex (sex)" in unknown_key
    assert "work of person 1: There is no answer “unemployd”; possible are: " in unknown_word


def test_a_bad_row_of_the_second_file_stops_only_its_household(bangban: Screen, tmp_path: Path) -> None:
    path = households(tmp_path, "A1", "A2", "A2", "A3", "A4")
    members = table(
        tmp_path / "成员.csv",
        MEMBERS,
        ["A1", "", "男", BORN, "", "失业", ""],
        ["A2", "", "男", "1994-13-01", "", "失业", ""],
        ["A3", "", "男", BORN, "", "大概", ""],
        ["A9", "", "男", BORN, "", "失业", ""],
        ["", "", "男", BORN, "", "失业", ""],
        ["A4", "", "男", BORN, "", "失业", "", "多一格"],
    )
    done = bangban(path, "--out", tmp_path / "out.csv", "--members", members)
    assert done.exit_code == 0, done.output
    found = rows(tmp_path / "out.csv")
    assert found["X2"].to_list() == ["yes", None, None, None, None]
    assert found["result"].to_list()[1:] == ["invalid"] * 4
    assert found["problem"][1] == found["problem"][2] == "成员表第3行的“出生日期”：没有1994年13月1日这一天"
    assert "成员表第4行的“工作情况”：没有“大概”这个选项" in found["problem"][3]
    assert "成员表第7行的“整行”：这一行有8格，表头有7格" in found["problem"][4]
    for told in (
        "第3行，成员表第3行的“出生日期”，“1994-13-01”",
        "成员表第5行，户号：名册里没有这一户，这一行没有用上",
        "成员表第6行，户号：没有写是哪一户，这一行没有用上",
        "共5人",
    ):
        assert told in done.output
    assert bangban(path, "--out", tmp_path / "out.csv", "--members", members, "--strict").exit_code == 2
    english = bangban(path, "--out", tmp_path / "out.csv", "--members", members, "--language", "en")
    assert "Line 5 of the table of members, 户号: The register has no such household" in english.output


def test_a_household_nobody_is_of_is_told_whatever_the_result_is_written_as(bangban: Screen, tmp_path: Path) -> None:
    path = households(tmp_path, "A1")
    members = table(tmp_path / "成员.csv", MEMBERS, ["A2", "", "男", BORN, "", "失业", ""])
    for suffix in ("csv", "parquet", "xlsx"):
        done = bangban(path, "--out", tmp_path / f"out.{suffix}", "--members", members, "--explain")
        assert (done.exit_code, "名册里没有这一户" in done.output, "共1人" in done.output) == (0, True, True), done.output


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (["户号", "sexx"], "成员表里认不出“sexx”这一列，可以写：sex（性别）"),
        (["户号", "性别", "person.sex"], "成员表里有两列都是“sex”"),
        (["编号", "性别"], "成员表的第一列“编号”"),
    ],
)
def test_a_second_file_with_a_wrong_header_is_one_sentence(
    bangban: Screen, tmp_path: Path, header: list[str], said: str
) -> None:
    members = table(tmp_path / "成员.csv", header, ["A1", *["M"] * (len(header) - 1)])
    done = bangban(households(tmp_path, "A1"), "--out", tmp_path / "out.csv", "--members", members)
    assert (done.exit_code, said in done.output, "Traceback" in done.output) == (1, True, False), done.output


def test_households_are_not_mixed_up_by_keys_that_lost_their_last_digits(bangban: Screen, tmp_path: Path) -> None:
    """Two ID numbers that Excel rounded look alike: 陈志强's wife is nobody's relative by that."""
    path = tmp_path / "成员.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["户号", "性别", "出生日期", "工作情况"])
        sheet.write_row(1, 0, [float(CHEN_ZHIQIANG.id_number[:15] + "000"), "女", BORN, "失业"])
    key = f"{float(CHEN_ZHIQIANG.id_number[:15] + '000'):.14E}"
    done = bangban(households(tmp_path, key), "--out", tmp_path / "out.csv", "--members", path)
    assert done.exit_code == 0, done.output
    (told,) = rows(tmp_path / "out.csv")["problem"]
    assert told == "成员表第2行的“户号”：Excel 丢了最后几位，请把这一列设为文本后重新填写"
