"""`bangban screen` on files as they come: good ones, bad rows, and what ends with one sentence."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import python_calamine
import xlsxwriter
from typer.testing import Result

import backend.columns.service as service
import backend.columns.sources as sources
from backend.columns.outputs import ParquetSink
from backend.core.settings import Settings
from backend.policies.catalogue import load_catalogue
from backend.rules import Pack
from backend.rules.catalogue import Divisions
from tests.people import WANG_XIUYING

Screen = Callable[..., Result]
HEADER = "姓名,person.id_number,person.hukou_code,work.capacity,work.willing,work.status,失业登记,pension.receiving"
GOOD = f"王秀英,{WANG_XIUYING.id_number},渝水区,full,是,失业,1,否"
NUMBER_OF_NOBODY = WANG_XIUYING.id_number[:-1] + ("1" if WANG_XIUYING.id_number[-1] != "1" else "2")


def register(folder: Path, *lines: str, encoding: str = "utf-8", name: str = "名册.csv") -> Path:
    path = folder / name
    path.write_bytes("\n".join([*lines, ""]).encode(encoding))
    return path


def result(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def one_sentence(done: Result, *words: str) -> None:
    assert done.exit_code == 1, done.output
    assert "Traceback" not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert [word for word in words if word not in done.output] == []


def _all_packs() -> tuple[tuple[Pack, ...], Divisions]:
    catalogue = load_catalogue(Settings().policies)
    return tuple(catalogue.packs.values()), catalogue.divisions


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_register_in_any_encoding(bangban: Screen, tmp_path: Path, encoding: str) -> None:
    done = bangban(register(tmp_path, HEADER, GOOD, encoding=encoding), "--out", tmp_path / "out.csv")
    assert done.exit_code == 0, done.output
    (row,) = result(tmp_path / "out.csv").rows(named=True)
    assert (row["姓名"], row["X1"], row["X3"], row["result"]) == ("王秀英", "yes", "unknown", "yes")
    assert row["person.id_number"] == f"{WANG_XIUYING.id_number[:6]}********{WANG_XIUYING.id_number[-4:]}"


def test_gz_43_every_line_of_a_result_says_that_the_documents_term_has_ended(bangban: Screen, tmp_path: Path) -> None:
    """The result goes from hand to hand, the screen's warning does not."""
    told = "穗人社发〔2014〕4号：按2014年文件，该文件有效期已于2019年1月届满。现行规定请拨打12333核实。"
    listed, out = register(tmp_path, HEADER, GOOD, GOOD), tmp_path / "out.csv"
    assert bangban(listed, "--out", out).exit_code == 0
    assert "validity_notice" not in result(out).columns
    assert bangban("--pack", "guangzhou-2014-4", listed, "--out", out).exit_code == 0
    assert result(out)["validity_notice"].to_list() == [told, told]


def test_whole_numbers_stand_in_the_result_only_when_wanted(bangban: Screen, tmp_path: Path) -> None:
    bangban(register(tmp_path, HEADER, GOOD), "--out", tmp_path / "out.csv", "--with-id-numbers")
    assert result(tmp_path / "out.csv")["person.id_number"].item() == WANG_XIUYING.id_number


def test_bad_rows_are_told_by_line_and_stop_nothing(bangban: Screen, tmp_path: Path) -> None:
    path = register(
        tmp_path,
        HEADER,
        GOOD,
        GOOD.replace(WANG_XIUYING.id_number, NUMBER_OF_NOBODY),
        GOOD.replace("失业", "大概"),
        GOOD + ",多一格",
        GOOD,
    )
    done = bangban(path, "--out", tmp_path / "out.csv")
    assert done.exit_code == 0
    for told in (
        "第3行，person.id_number",
        "校验码",
        "第4行，work.status，“大概”",
        "第5行，整行",
        "有误，没有结论3人",
    ):
        assert told in done.output
    assert NUMBER_OF_NOBODY not in done.output
    rows = result(tmp_path / "out.csv")
    assert rows["result"].to_list() == ["yes", "invalid", "invalid", "invalid", "yes"]
    assert rows["X1"].to_list() == ["yes", None, None, None, "yes"]
    assert "校验码" in rows["problem"][1]
    assert bangban(path, "--out", tmp_path / "out.csv", "--strict").exit_code == 2


def test_rows_that_cannot_be_read_are_told_in_the_readers_language(bangban: Screen, tmp_path: Path) -> None:
    """王秀英's neighbours in the list, for somebody who reads English: on the screen and in the result."""
    path = register(
        tmp_path, HEADER, GOOD.replace(WANG_XIUYING.id_number, NUMBER_OF_NOBODY).replace("失业", "大概"), GOOD + ",多"
    )
    done = bangban(path, "--out", tmp_path / "out.csv", "--language", "en")
    assert "Line 2, work.status, “大概”: There is no answer “大概”; possible are: " in done.output
    assert "Line 3, whole row" in done.output
    assert NUMBER_OF_NOBODY not in done.output
    first, second = result(tmp_path / "out.csv")["problem"]
    assert "person.id_number: The last character does not fit the others" in first
    assert "; " in first
    assert "；" not in first
    assert second == "whole row: This row has 9 cells, the header has 8"
    assert bangban(path, "--out", tmp_path / "out.csv", "--language", "fr").exit_code == 2


def test_a_cell_too_many_is_told_although_a_column_is_not_needed(bangban: Screen, tmp_path: Path) -> None:
    """A comma in a name moves every cell behind it: nobody is judged by a neighbouring column."""
    header = "姓名,work.capacity,work.willing,family.single_parent"
    path = register(tmp_path, header, "王秀英,full,true,true", "阿卜杜拉,full,true,true,true")
    done = bangban(path, "--out", tmp_path / "out.csv")
    assert "第3行" in done.output
    assert result(tmp_path / "out.csv")["result"].to_list()[1] == "invalid"


def test_a_sheet_with_real_days_and_numbers_as_text(bangban: Screen, tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(
            0, 0, ["户号", "性别", "出生日期", "person.hukou_code", "work.willing", "disab.grade"]
        )
        sheet.write_row(1, 0, [7, "女", None, 360502, True, 3])
        sheet.write_datetime(1, 2, date(1986, 11, 22), day)
        sheet.write_string(2, 0, "=1+1")
        sheet.write_row(2, 1, [1, "1976年11月22日", "360502", "是", "3"])
    done = bangban(path, "--out", tmp_path / "out.csv", "--explain")
    assert done.exit_code == 0, done.output
    rows = result(tmp_path / "out.csv")
    assert rows["problem"].to_list() == [None, None]
    assert rows["户号"].to_list() == ["7", "'=1+1"]
    assert rows["X1.condition"].to_list() == ["年龄（第一条第（一）项）"] * 2


def test_parquet_goes_in_and_sheets_come_out_without_formulas(bangban: Screen, tmp_path: Path) -> None:
    path = tmp_path / "名册.parquet"
    pl.DataFrame(
        {"备注": ["=HYPERLINK(1)"], "person.sex": [2], "person.birth_date": [date(1980, 3, 5)]}
    ).write_parquet(path)
    assert bangban(path, "--out", tmp_path / "out.xlsx").exit_code == 0
    sheet = python_calamine.load_workbook(tmp_path / "out.xlsx").get_sheet_by_index(0)
    assert [row[0] for row in sheet.to_python()] == ["备注", "=HYPERLINK(1)"]
    assert bangban(path, "--out", tmp_path / "out.parquet").exit_code == 0
    assert pl.read_parquet(tmp_path / "out.parquet")["X1"].cast(pl.String).to_list() == ["unknown"]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_the_template_can_be_screened_as_it_is(bangban: Screen, tmp_path: Path, suffix: str) -> None:
    template = tmp_path / f"模板.{suffix}"
    assert bangban("--template", template).exit_code == 0
    done = bangban(template, "--out", tmp_path / "out.csv", "--strict")
    assert done.exit_code == 0, done.output
    assert "共2人" in done.output


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_an_english_template_explains_itself_and_can_be_screened(bangban: Screen, tmp_path: Path, suffix: str) -> None:
    """Only the names of documents and places stay Chinese: they have no other."""
    template = tmp_path / f"template.{suffix}"
    assert bangban("--template", template, "--language", "en").exit_code == 0
    if suffix == "xlsx":
        sheets = python_calamine.load_workbook(template)
        assert sheets.sheet_names == ["register", "explanation"]
        told = [[str(cell) for cell in row] for row in sheets.get_sheet_by_name("explanation").to_python()]
    else:
        with (tmp_path / "template-explanation.csv").open(encoding="utf-8-sig", newline="") as file:
            told = list(csv.reader(file))
    assert told[0] == ["column", "meaning", "what to write", "used for", "explanation"]
    assert [row[:3] for row in told if row[0] == "person.sex"] == [["person.sex", "Sex", "Female (F), Male (M)"]]
    places = ("person.hukou_code",)
    words = [cell for row in told if row[0] not in places for at, cell in enumerate(row) if at != 3]
    assert [cell for cell in words if re.search("[\u4e00-\u9fff]", cell)] == []
    done = bangban(template, "--out", tmp_path / "out.csv", "--strict", "--language", "en")
    assert done.exit_code == 0, done.output


def test_what_explains_a_result_is_told_in_the_readers_language(bangban: Screen, tmp_path: Path) -> None:
    """王秀英 fits; of her neighbour, who does not want to work, and of 刘伟, whose wish nobody knows, it says why."""
    path = register(tmp_path, HEADER, GOOD, GOOD.replace(",是,", ",否,"), GOOD.replace(",是,", ",,"))
    for language, condition, needed in (
        ("zh_Hans_CN", "就业愿望（第一条）", "就业愿望"),
        ("en", "Wish to work (Article 1)", "Wish to work"),
    ):
        done = bangban(path, "--out", tmp_path / "out.csv", "--explain", "--language", language)
        assert done.exit_code == 0, done.output
        rows = result(tmp_path / "out.csv")
        assert rows["X1.condition"].to_list() == [None, condition, condition]
        assert rows["X1.needed"].to_list() == [None, None, needed]


def test_members_of_households_come_from_a_second_file(bangban: Screen, tmp_path: Path) -> None:
    path = register(
        tmp_path, "户号," + HEADER + ",household.urban", f"1,{GOOD},城镇", f"2,{GOOD},城镇", f"3,{GOOD},城镇"
    )
    members = register(
        tmp_path,
        "户号,性别,出生日期,退休类别,工作情况",
        "1,男,1979-05-01,60,失业",
        "2,男,1979年5月1日,60,上班",
        name="成员.csv",
    )
    bangban(path, "--out", tmp_path / "out.csv", "--members", members)
    assert result(tmp_path / "out.csv")["X2"].to_list() == ["yes", "no", "unknown"]


def test_many_batches_keep_their_order_and_their_lines(
    bangban: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "TEXT_ROWS_A_BATCH", 10)
    lines = [GOOD.replace("王秀英", f"第{n}人") for n in range(2, 60)]
    lines[40] = lines[40].replace("失业", "大概")
    done = bangban(register(tmp_path, HEADER, *lines), "--out", tmp_path / "out.parquet")
    rows = pl.read_parquet(tmp_path / "out.parquet")
    assert rows["姓名"].to_list() == [f"第{n}人" for n in range(2, 60)]
    assert "第42行" in done.output


CANONICAL = "person.sex,person.birth_date,work.willing,work.status,unemp.registered"


@pytest.mark.parametrize(
    ("cell", "reads"),
    [("FALSE", "no"), ("否", "no"), (" false", "no"), ("", "unknown"), ("大概", None), ('"true"', "unknown")],
)
def test_a_cell_that_is_not_canonical_changes_no_other_line(
    bangban: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str, reads: str | None
) -> None:
    """A file of canonical cells is read as values at once; from such a cell on it is read as text."""
    monkeypatch.setattr(sources, "ROWS_A_BATCH", 10)
    monkeypatch.setattr(service, "ROWS_A_BATCH", 10)
    monkeypatch.setattr(sources, "TEXT_ROWS_A_BATCH", 7)
    lines = ["F,1985-05-01,true,unemployed,true", "M,1990-05-01,false,employed,"] * 20
    lines[24] = f"F,1985-05-01,{cell},unemployed,true"
    path = register(tmp_path, f"姓名,{CANONICAL}", *(f"第{n}人,{line}" for n, line in enumerate(lines)))
    done = bangban(path, "--out", tmp_path / "out.csv")
    rows = result(tmp_path / "out.csv")
    assert rows["姓名"].to_list() == [f"第{n}人" for n in range(40)]
    others = [("unknown" if n % 2 == 0 else "no") for n in range(40)]
    others[24] = reads or "invalid"
    assert rows["result"].to_list() == others
    assert ("第26行" in done.output) is (reads is None)


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
@pytest.mark.parametrize("wrong", [None, 0, 17, 39])
def test_rows_that_flow_through_and_rows_that_are_mended_are_told_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, wrong: int | None
) -> None:
    """A file flows through until the first batch with a cell that is not canonical; no row is told twice or left out."""
    monkeypatch.setattr(service, "ROWS_A_BATCH", 10)
    monkeypatch.setattr(sources, "ROWS_A_BATCH", 10)
    frame = pl.DataFrame(
        {
            "姓名": [f"第{n}人" for n in range(40)],
            "person.birth_date": ["1985-05-01", "1990-05-01"] * 20,
            "person.sex": ["F", "M"] * 20,
            "work.status": ["unemployed", "employed"] * 20,
        }
    )
    if wrong is not None:
        frame[wrong, "person.birth_date"] = "1985年5月1日"
    path = tmp_path / f"名册.{suffix}"
    frame.write_csv(path) if suffix == "csv" else frame.write_parquet(path)
    policies = service.Policies(*_all_packs(), date(2026, 11, 21))
    flowed = pl.concat(part.frame for part in service.screen(policies, path))
    mended = pl.concat(
        part.frame.select(flowed.columns) for part in service.screen(policies, path, explain=True)
    )
    assert flowed["姓名"].to_list() == frame["姓名"].to_list()
    assert flowed.equals(mended)


def test_a_column_of_days_that_begin_with_the_day_is_told_by_line(bangban: Screen, tmp_path: Path) -> None:
    """03-04-2026 may be March or April: nobody guesses, however many such cells there are."""
    lines = ["F,03-04-1970,true,unemployed,true"] * 3
    done = bangban(register(tmp_path, CANONICAL, *lines), "--out", tmp_path / "out.csv")
    assert [words for words in ("第2行", "第3行", "第4行") if words not in done.output] == []
    assert result(tmp_path / "out.csv")["result"].to_list() == ["invalid"] * 3


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["姓名,电话", "王秀英,1"], "没有一列是政策要用的事实"),
        (["person.brith_date", "1980-01-01"], "最接近的是 person.birth_date。"),
        (["person.sex,性别", "F,F"], "出现了两次"),
        (["person.sex,备注,备注", "F,1,2"], "有两列都叫“备注”"),
        (["person.sex,,姓名", "F,1,2"], "第2列没有列名"),
        (["person.sex"], "没有一个人"),
    ],
)
def test_a_wrong_header_is_one_sentence(bangban: Screen, tmp_path: Path, lines: list[str], said: str) -> None:
    one_sentence(bangban(register(tmp_path, *lines), "--out", tmp_path / "out.csv"), said)
    assert not (tmp_path / "out.csv").exists()


def test_files_that_cannot_be_read_are_one_sentence(bangban: Screen, tmp_path: Path) -> None:
    (tmp_path / "空.csv").touch()
    mixed = tmp_path / "混.csv"
    mixed.write_bytes(f"{HEADER}\n{GOOD}\n".encode() + f"{GOOD}\n".encode("gb18030"))
    (tmp_path / "坏.xlsx").write_text("x")
    (tmp_path / "坏.parquet").write_text("x")
    out = ("--out", tmp_path / "out.csv")
    one_sentence(bangban(tmp_path / "空.csv", *out), "空文件")
    one_sentence(bangban(mixed, *out), "混有两种文字编码", "第3行是 GB18030")
    one_sentence(bangban(tmp_path / "坏.xlsx", *out), "打不开")
    one_sentence(bangban(tmp_path / "坏.parquet", *out), "Parquet")
    one_sentence(bangban(tmp_path / "无.csv", *out), "找不到")
    one_sentence(bangban(register(tmp_path, HEADER, GOOD), *out, "--pack", "nowhere"), "没有政策“nowhere”")
    one_sentence(bangban(register(tmp_path, HEADER, GOOD), "--out", tmp_path / "out.doc"), "结果应当是")


def test_sexes_days_and_id_numbers_as_offices_write_them(bangban: Screen, tmp_path: Path) -> None:
    """男/女 and 1/2 side by side, an x in small letters, and a day no calendar has: told by its line, others untouched."""
    born = "11010519491231002x"
    path = register(
        tmp_path,
        "姓名,性别,出生日期,身份证号码,就业愿望,失业登记",
        "甲,女,1986-11-20,,是,是",
        "乙,2,1986年11月20日,,是,是",
        "丙,男,1986-11-20,,是,是",
        "丁,1,19861120,,是,是",
        f"戊,,,{born},是,是",
        f"己,,,{born.upper()},是,是",
        "庚,女,2023-02-29,,是,是",
        "辛,3,1986-11-20,,是,是",
        name="写法.csv",
    )
    done = bangban(path, "--out", tmp_path / "out.csv")
    assert done.exit_code == 0, done.output
    rows = result(tmp_path / "out.csv")
    columns = [*_all_packs()[0][0].rules]
    alike = [tuple(row) for row in rows.select(one for one in rows.columns if one in columns or one == "X1").iter_rows()]
    assert (alike[0], alike[2], alike[4]) == (alike[1], alike[3], alike[5])
    assert alike[0] != alike[2]
    assert [place for place, why in enumerate(rows["problem"]) if why] == [6, 7]
    for told in ("第8行", "没有2023年2月29日这一天", "第9行", "没有“3”这个选项"):
        assert told in done.output
    assert born not in done.output


def test_a_sheet_without_people_or_with_a_day_that_is_none_is_told(bangban: Screen, tmp_path: Path) -> None:
    header = ["性别", "出生日期", "work.willing"]
    for name, lines, exit_code, said in (
        ("空.xlsx", [], 1, "空"),
        ("无人.xlsx", [header], 1, "没有一个人"),
        ("日.xlsx", [header, ["2", "2023-02-29", "是"]], 0, "没有2023年2月29日这一天"),
        ("数.xlsx", [header, ["女", 31736, "是"], [2, "31736", 1]], 0, "共2人"),
    ):
        with xlsxwriter.Workbook(str(tmp_path / name)) as book:
            sheet = book.add_worksheet()
            for at, line in enumerate(lines):
                sheet.write_row(at, 0, line)
        done = bangban(tmp_path / name, "--out", tmp_path / "out.csv")
        assert (done.exit_code, said in done.output, "Traceback" in done.output) == (exit_code, True, False), done.output
    rows = result(tmp_path / "out.csv")
    assert rows["problem"].to_list() == [None, None]
    assert rows["X1"].n_unique() == 1


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
def test_when_the_disk_is_full_the_old_result_stays(tmp_path: Path, suffix: str) -> None:
    """A real write that the system refuses half-way: no file may be larger than a few kilobytes."""
    path = register(tmp_path, HEADER, *(GOOD.replace("王秀英", f"第{n}人{n * 7919}") for n in range(4000)))
    out = tmp_path / f"out.{suffix}"
    out.write_text("the old result")
    command = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192)); import launch; launch.main()"
    done = subprocess.run(
        [sys.executable, "-c", command, "screen", str(path), "--out", str(out)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "原来的文件没有变" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert out.read_text() == "the old result"
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([out.name, "名册.csv"])


@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_when_writing_fails_the_old_result_stays(
    bangban: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise trouble

    out = tmp_path / "out.parquet"
    out.write_text("the old result")
    monkeypatch.setattr(ParquetSink, "write", fail)
    done = bangban(register(tmp_path, HEADER, GOOD), "--out", out)
    assert done.exit_code in (1, 130)
    assert "原来的文件没有变" in done.output
    assert out.read_text() == "the old result"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.parquet", "名册.csv"]


def test_a_whole_file_that_cannot_be_used_is_told_in_the_readers_language(bangban: Screen, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "out.csv", "--language", "en")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "folder.csv").mkdir()
    mixed = tmp_path / "mixed.csv"
    mixed.write_bytes(f"{HEADER}\n{GOOD}\n".encode() + f"{GOOD}\n".encode("gb18030"))
    one_sentence(bangban(tmp_path / "empty.csv", *out), "“empty.csv” is an empty file.")
    one_sentence(bangban(mixed, *out), "line 3 is GB18030")
    one_sentence(bangban(tmp_path / "none.csv", *out), "There is no file")
    one_sentence(bangban(register(tmp_path, "姓名,电话", "王秀英,1"), *out), "No column of the header is a fact")
    good = register(tmp_path, HEADER, GOOD)
    one_sentence(bangban(good, *out, "--pack", "nowhere"), "There is no policy “nowhere”. There are: guangzhou-2014-4")
    one_sentence(bangban(good, *out[2:], "--out", tmp_path / "folder.csv"), "this is a folder, not a file")
    one_sentence(bangban("--language", "en"), "bangban screen register.csv --out result.csv")
    done = bangban(good, *out)
    assert "1 in all: met 1." in done.output
    assert "the office decides on recognition" in done.output


def test_a_column_that_holds_lists_is_refused_by_its_name(bangban: Screen, tmp_path: Path) -> None:
    path = tmp_path / "名册.parquet"
    pl.DataFrame({"person.sex": ["F"], "person.birth_date": [[1980, 3, 5]]}).write_parquet(path)
    one_sentence(bangban(path, "--out", tmp_path / "out.csv"), "“person.birth_date”这一列不是文字、数字或日期")
    assert not (tmp_path / "out.csv").exists()


def test_why_the_disk_refused_is_told_in_chinese(bangban: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ParquetSink, "write", full)
    done = bangban(register(tmp_path, HEADER, GOOD), "--out", tmp_path / "out.parquet")
    one_sentence(done, "（磁盘已满）。没有写出结果，原来的文件没有变。")
