"""Workbooks: numbers that lost digits, and sheets too large for memory."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from typer.testing import Result

from backend.columns import sheets
from backend.columns.cells import number_text
from backend.columns.register import RegisterProblem
from backend.columns.sources import opened
from tests.people import CHEN_ZHIQIANG, WANG_XIUYING

Screen = Callable[..., Result]
HEADER = ["姓名", "person.id_number", "work.status", "unemp.registered"]


def workbook(path: Path, *rows: list[object], second: int = 0) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        if second:
            book.add_worksheet().write(second, 0, "x")
    return path


def test_an_id_number_stored_as_a_number_is_told_to_have_lost_its_last_digits(bangban: Screen, tmp_path: Path) -> None:
    """Excel keeps 15 digits: what is left may even be somebody else's number, so nobody is judged by it."""
    path = workbook(
        tmp_path / "名册.xlsx",
        HEADER,
        ["陈志强", float(CHEN_ZHIQIANG.id_number[:17] + "0"), "失业", "是"],
        ["王秀英", WANG_XIUYING.id_number, "失业", "是"],
    )
    done = bangban(path, "--out", tmp_path / "out.csv")
    assert done.exit_code == 0, done.output
    found = pl.read_csv(tmp_path / "out.csv", infer_schema=False)
    assert found["result"].to_list()[0] == "invalid"
    assert found["problem"].to_list() == ["person.id_number：Excel 丢了最后几位，请把这一列设为文本后重新填写", None]
    assert CHEN_ZHIQIANG.id_number[:14] not in done.output
    bangban(path, "--out", tmp_path / "out.csv", "--language", "en")
    assert "Excel has lost the last digits" in pl.read_csv(tmp_path / "out.csv", infer_schema=False)["problem"][0]


@pytest.mark.parametrize(
    ("number", "text"),
    [(7.0, "7"), (7, "7"), (2.5, "2.5"), (999_999_999_999_999.0, "999999999999999"), (1e15, "1.00000000000000E+15")],
)
def test_a_number_is_written_with_all_its_digits_or_so_that_nobody_takes_zeros_for_them(number: float, text: str) -> None:
    assert number_text(number) == text


def test_a_sheet_too_large_is_refused_with_the_way_out(
    bangban: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_CELLS", 12)
    path = workbook(tmp_path / "名册.xlsx", HEADER, *([["人", "", "失业", "是"]] * 3))
    for language, said in (("zh", "“名册.xlsx”有4行、4列，太大了：表格文件最多读12格"), ("en", "has 4 rows and 4 columns")):
        words = ["--language", language] if language == "en" else []
        done = bangban(path, "--out", tmp_path / "out.csv", *words)
        assert (done.exit_code, said in done.output, "CSV UTF-8" in done.output) == (1, True, True), done.output
    assert not (tmp_path / "out.csv").exists()
    monkeypatch.setattr(sheets, "MOST_CELLS", 16)
    assert bangban(path, "--out", tmp_path / "out.csv").exit_code == 0


def test_one_cell_far_away_is_refused_before_the_sheet_is_read(tmp_path: Path) -> None:
    """All between is read as well: a cell in the last corner would take gigabytes."""
    path = tmp_path / "名册.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(RegisterProblem, match="有1048576行、16384列"):
        opened(path)


def test_only_the_first_sheet_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_CELLS", 12)
    assert opened(workbook(tmp_path / "名册.xlsx", HEADER, ["人", "", "失业", "是"], second=1000)).rows == 1


def test_a_package_without_a_workbook_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("a.txt", "x")
    with pytest.raises(RegisterProblem, match="打不开"):
        opened(path)
