"""YAML that would confuse, explode or crash is refused with one clear sentence and its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend.policies.documents import Document, read_document

BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)
DEEP = "version: 1\na: " + "[" * 5000 + "]" * 5000 + "\n"


@pytest.mark.parametrize(
    ("written", "line", "says", "advice"),
    [
        pytest.param("a: &x 1\nb: *x\n", 2, "引用", "直接写", id="alias"),
        pytest.param("a: 1\nb: &b [*b]\n", 2, "引用", "直接写", id="alias of itself"),
        pytest.param(BOMB, 2, "引用", "直接写", id="a billion laughs"),
        pytest.param("a: {x: 1}\nb:\n  <<: {y: 2}\n", 3, "名称看不懂", "<<", id="merge key"),
        pytest.param("a: 1\n? [b, c]\n: 2\n", 2, "名称看不懂", "名称: 值", id="a list as a name"),
        pytest.param("a: 1\n~: 2\n", 2, "名称看不懂", "名称: 值", id="nothing as a name"),
        pytest.param("a:\n\tb: 1\n", 2, "制表符", "空格", id="tab"),
        pytest.param("a: 1\nb: x\x07y\n", 2, "控制字符", "删去", id="control character"),
        pytest.param("a: 1\na: 2\n", 2, "a 写了两次", "删去其中一个", id="doubled key"),
        pytest.param(DEEP, 2, "层次太深", "40 层", id="bottomless"),
        pytest.param(
            "a: !!python/object/apply:os.system [ls]\n\nb: !run x\n", 3, "看不懂这个值", "引号", id="tag"
        ),
        pytest.param("a: 1\n---\nb: 2\n", 2, "another document", "缩进", id="two documents"),
        pytest.param("", 1, "文件是空的", "内容", id="empty"),
        pytest.param("# 只有说明\n", 1, "文件是空的", "内容", id="only comments"),
    ],
)
def test_bad_writing_is_named_with_its_line(
    written: str, line: int, says: str, advice: str, tmp_path: Path
) -> None:
    document = read(written.encode(), tmp_path)
    mistake = document.mistakes.found[0]
    assert says in mistake.message
    assert advice in mistake.advice
    assert document.line(mistake.path) == line


def test_another_encoding_is_named(tmp_path: Path) -> None:
    assert "UTF-8" in read("a: 认定".encode("gb18030"), tmp_path).mistakes.found[0].message


def test_a_byte_order_mark_disturbs_nobody(tmp_path: Path) -> None:
    document = read("\ufeffa: 1\n".encode(), tmp_path)
    assert (document.data, document.mistakes.found) == ({"a": 1}, [])


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    assert "文件打不开" in read_document(tmp_path).mistakes.found[0].message


def read(written: bytes, folder: Path) -> Document:
    path = folder / "pack.yaml"
    path.write_bytes(written)
    return read_document(path)
