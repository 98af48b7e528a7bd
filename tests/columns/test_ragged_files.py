"""Rows of a CSV with a cell too many or too few: told by line, at whatever speed the file is read."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import Result

from backend.columns.cells import REASONS
from backend.columns.encodings import encoding_of
from backend.columns.shapes import Shape
from backend.columns.sources import opened
from backend.rules.said import N_

Told = tuple[int, tuple[str | None, ...], str | None]
"""A line with the cells that are needed, and what is wrong with it."""
NAMES = ("姓名", "work.status", "c")
CELLS = st.sampled_from(
    ["", "王秀英", "x", "true", "b" * 70, '"x"', '""', '"a,b"', '"a""b"', '"""a"', 'a"b', '"a"b', '"a\nb"', "a\rb"]
)
MARK = b"\xef\xbb\xbf"


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Small files as people and programs save them, ragged here and there."""
    width = draw(st.integers(1, len(NAMES)))
    plain = draw(st.booleans())  # without quotes and breaks in a cell
    cells = CELLS.filter(lambda cell: not set(cell) & set('"\r')) if plain else CELLS
    rows = [draw(st.sampled_from([list(NAMES[:width]), [f'"{name}"' for name in NAMES[:width]]]))]
    for _ in range(draw(st.integers(1, 8))):
        length = draw(st.sampled_from([width] * 12 + [width + 1, width + 2, max(0, width - 1)]))
        rows.append(draw(st.lists(cells, min_size=length, max_size=length)))
    common = draw(st.sampled_from(["\n", "\r\n"]))
    breaks = st.sampled_from([common] * 20 + ["\n", "\r\n", common * 2])
    text = draw(st.sampled_from([""] * 9 + ["\n"])) + "".join(",".join(row) + draw(breaks) for row in rows)
    text = draw(st.sampled_from([text, text, text + common * 3, text.removesuffix(common), text + "\r"]))
    return draw(st.sampled_from([b"", MARK])) + text.encode()


def line_by_line(content: bytes, needed: list[str]) -> list[Told]:
    """What Python's own reader says of every line; the reference."""
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    rows = [(reader.line_num, row) for row in reader if row]
    (_, header), *people = rows
    width, told = len(header), []
    for line, row in people:
        fitted = [cell or None for cell in [*row, *[""] * width][:width]]
        odd = len(row) < width or any(row[width:])
        reason = str(N_(REASONS["cells"], found=len(row), wanted=width)) if odd else None
        told.append((line, tuple(fitted[header.index(name)] for name in needed), reason))
    return told


def as_read(path: Path, needed: list[str]) -> list[Told]:
    told: list[Told] = []
    for batch in opened(path).batches(needed):
        odd = {problem.line: str(problem.reason) for problem in batch.problems}
        told += [(line, row, odd.get(line)) for line, row in zip(batch.lines, batch.frame.rows(), strict=True)]
    return told


def shape_of(path: Path) -> Shape:
    shape = Shape(path, b",")
    encoding_of(path, shape.feed)
    return shape


def has_people(content: bytes) -> bool:
    rows = [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) if row]
    return len(rows) > 1 and all(rows[0])


@settings(max_examples=300, deadline=None)
@given(files().filter(has_people), st.data())
def test_ragged_files_are_read_as_line_by_line(content: bytes, data: st.DataObject) -> None:
    """Too many, too few, quotes, CRLF, empty lines, a byte order mark: the same people and the same problems."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "名册.csv"
        path.write_bytes(content)
        source = opened(path)
        needed = data.draw(st.lists(st.sampled_from(list(source.schema)), min_size=1, unique=True))
        expected = line_by_line(content, needed)
        assert as_read(path, needed) == expected
        flow = source.flow(needed)
        if flow is not None:
            rows = flow.select(needed).collect().rows()
            assert [(line, row, None) for line, row in enumerate(rows, 2)] == expected
            assert source.rows == len(expected)


@settings(deadline=None)
@given(files(), st.lists(st.sampled_from([1, 7, 64, 200]), min_size=1))
def test_a_shape_does_not_depend_on_how_a_file_comes_in(content: bytes, sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "名册.csv"
        path.write_bytes(content)
        whole, pieces = shape_of(path), Shape(path, b",")
        rest = io.BytesIO(content)
        for size in cycle(sizes):
            piece = rest.read(size)
            pieces.feed(piece)
            if not piece:
                break
        assert (pieces.rows, pieces.cells, pieces.throughout) == (whole.rows, whole.cells, whole.throughout)


def test_the_rows_before_the_first_odd_one_are_read_at_full_speed(tmp_path: Path) -> None:
    """A long list with one short line near its end, many pieces from its beginning; quotes do not slow it down."""
    row = '"阿卜杜拉,艾力",unemployed,' + "c" * 90
    path = tmp_path / "名册.csv"
    path.write_text("\n".join([",".join(NAMES), *[row] * 12_000, "王秀英,unemployed", row, ""]), "utf-8")
    shape = shape_of(path)
    assert (shape.rows, shape.cells, shape.throughout, shape.quoted) == (12_001, 3, False, True)
    assert [told for told in as_read(path, ["姓名"]) if told[2]] == [
        (12_002, ("王秀英",), "这一行有2格，表头有3格")
    ]


def test_a_row_with_a_whole_round_of_cells_too_many_does_not_hide(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text("a,b\n王秀英,1\n刘伟,1" + ",x" * 256 + "\n陈静,1\n", "utf-8")
    assert shape_of(path).rows < 3
    assert [line for line, _, reason in as_read(path, ["a"]) if reason] == [3]


def test_rows_wider_than_a_byte_counts_are_counted_as_well(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    names = [f"n{number}" for number in range(300)]
    path.write_text("\n".join([",".join(names), *[",".join("王秀英" for _ in names)] * 3, ",".join(names[:44])]), "utf-8")
    shape = shape_of(path)
    assert (shape.rows, shape.cells, shape.throughout) == (4, 300, False)
    assert [reason for _, _, reason in as_read(path, ["n299"])] == [None] * 3 + ["这一行有44格，表头有300格"]


@pytest.mark.parametrize(
    ("row", "said"),
    [("阿卜杜拉,full,true,true,true", "这一行有5格，表头有4格"), ("阿卜杜拉,full,true", "这一行有3格，表头有4格")],
)
def test_a_row_of_another_length_is_told_although_no_column_of_it_is_needed(
    bangban: Callable[..., Result], tmp_path: Path, row: str, said: str
) -> None:
    """Nobody is judged by a neighbouring column, and nobody by a row that was cut off."""
    path = tmp_path / "名册.csv"
    lines = ["姓名,work.capacity,work.willing,备注", "王秀英,full,true,", row, "刘伟,full,true,x", ""]
    path.write_text("\n".join(lines), "utf-8")
    done = bangban(path, "--out", tmp_path / "out.csv")
    assert f"第3行，整行，“阿卜杜拉”：{said}" in done.output
    assert pl.read_csv(tmp_path / "out.csv")["result"].to_list() == ["unknown", "invalid", "unknown"]
