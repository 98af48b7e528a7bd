"""Sex and birth date beside an ID number that says otherwise: nobody guesses which of them is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from typer.testing import Result

from backend.automatic.reading import WrongCell, answers_from
from backend.columns.service import Policies, screen
from backend.rules.derivations import Day, contradicted
from tests.people import CHEN_ZHIQIANG, WANG_XIUYING

FEMALE, MALE = WANG_XIUYING, CHEN_ZHIQIANG
ROWS = [
    (FEMALE.id_number, "女", FEMALE.birth_date.isoformat(), []),
    (FEMALE.id_number, "", "", []),
    ("", "男", "1980-01-01", []),
    (FEMALE.id_number, "男", "", ["person.sex"]),
    (MALE.id_number, "F", MALE.birth_date.isoformat(), ["person.sex"]),
    (MALE.id_number.lower(), "1", "1990年5月1日", ["person.birth_date"]),
    (FEMALE.id_number, "M", "1980-01-01", ["person.sex", "person.birth_date"]),
]
HEADER = ["person.id_number", "person.sex", "person.birth_date"]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_cell_that_contradicts_the_id_number_is_a_problem_of_its_row(
    bangban: Callable[..., Result], tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"名册.{suffix}"
    frame = pl.DataFrame([row[:3] for row in ROWS], schema=HEADER, orient="row").with_columns(
        pl.lit("true").alias("unemp.registered")
    )
    frame.write_csv(path) if suffix == "csv" else frame.write_parquet(path)
    done = bangban(path, "--out", tmp_path / "out.csv", "--language", "zh_Hans_CN")
    assert done.exit_code == 0, done.output
    told = pl.read_csv(tmp_path / "out.csv", infer_schema=False)["problem"].to_list()
    assert told == ["；".join(f"{column}：与身份证号码不一致" for column in row[3]) or None for row in ROWS]
    assert FEMALE.id_number not in done.output
    english = bangban(path, "--out", tmp_path / "out.csv", "--language", "en")
    assert "This differs from what the ID number says" in english.output


@pytest.mark.parametrize("sex", ["F", "M"])
def test_canonical_rows_that_flow_through_are_checked_as_well(xinyu: Policies, sex: str) -> None:
    frame = pl.DataFrame({"person.id_number": [FEMALE.id_number] * 3, "person.sex": ["F", sex, "F"]})
    (part,) = screen(xinyu, frame)
    lines = [] if sex == "F" else [3]
    assert [one.line for one in part.problems] == lines
    assert (part.frame["result"] == "invalid").to_list() == [False, sex == "M", False]


@pytest.mark.parametrize("row", ROWS)
def test_one_registration_is_refused_for_the_same_cells(xinyu: Policies, row: tuple[str, str, str, list[str]]) -> None:
    """What another system tells of one person, and what an engine reading of one person finds."""
    columns = xinyu.columns(HEADER)
    cells = dict(zip(HEADER, row[:3], strict=True))
    if row[3]:
        with pytest.raises(WrongCell, match="与身份证号码不一致") as wrong:
            answers_from(columns, cells, xinyu)
        assert wrong.value.column in row[3]
        return
    pack = xinyu.packs[0]
    answers = answers_from(columns, cells, xinyu)
    assert contradicted(pack.vocabulary, answers, Day(xinyu.today, pack.labour_age)) == ()
