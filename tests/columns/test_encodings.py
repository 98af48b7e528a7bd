"""In which encoding a register is written: everyday names must not be taken for another one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.columns.encodings import GB18030, UTF_8, encoding_of
from backend.columns.register import RegisterProblem

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤路罗闵缪骆瞿"
)
GIVEN = (
    "一二伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲红梅建国华玉珍春生金凤小燕志海云龙飞鹏波斌宇浩凯健俊帆雪晶莉萍"
    "琴瑞香菊荣爱新利民婷琪瑜璐瑾琦嫣婕喆堃镕路"
)
HEADER = "姓名,性别,person.hukou_code"
NAMES = st.builds(
    lambda surname, given_name: surname + given_name,
    st.sampled_from(SURNAMES),
    st.text(st.sampled_from(GIVEN), min_size=1, max_size=3),
)
IN_GB, IN_UTF_8 = "gb18030", "utf-8"
once = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(folder: Path, lines: Sequence[str], encodings: Sequence[str]) -> Path:
    path = folder / "名册.csv"
    path.write_bytes(b"".join(f"{line}\n".encode(how) for line, how in zip(lines, encodings, strict=True)))
    return path


def test_every_short_everyday_name_in_gb18030_is_read_as_that(tmp_path: Path) -> None:
    """郑一 is two letters of other scripts in UTF-8, and thousands more names are as well."""
    names = [*map("".join, product(SURNAMES, GIVEN)), *map("".join, product(SURNAMES[:30], GIVEN, GIVEN))]
    both = [name for name in names if _reads_as_utf_8(name.encode(IN_GB))]
    assert "郑一" in both
    assert len(both) > 100
    path = written(tmp_path, [HEADER, *names], [IN_GB] * (len(names) + 1))
    assert encoding_of(path) == (GB18030, len(names) + 1)


@once
@given(st.lists(NAMES, min_size=1, max_size=400))
def test_a_register_of_everyday_names_is_one_encoding_or_the_other(tmp_path: Path, names: list[str]) -> None:
    lines = [HEADER, *names]
    assert encoding_of(written(tmp_path, lines, [IN_GB] * len(lines))) == (GB18030, len(lines))
    assert encoding_of(written(tmp_path, lines, [IN_UTF_8] * len(lines))) == (UTF_8, None)


@once
@given(st.lists(NAMES, min_size=1, max_size=20), st.lists(NAMES, min_size=1, max_size=20), st.booleans())
def test_two_lists_put_together_in_two_encodings_are_refused(
    tmp_path: Path, some: list[str], others: list[str], turned: bool
) -> None:
    lines = [HEADER, *(f"{name},女,360502" for name in (*some, *others))]
    encodings = [IN_GB] * (1 + len(some)) + [IN_UTF_8] * len(others)
    with pytest.raises(RegisterProblem, match="混有两种文字编码"):
        encoding_of(written(tmp_path, lines, encodings[::-1] if turned else encodings))


@pytest.mark.parametrize("line", ["张三", "王秀英", "阿卜杜拉·买买提", "渝水区,张三", "\ufeffname"])
def test_one_line_of_utf_8_in_a_file_of_gb18030_is_told_by_its_number(tmp_path: Path, line: str) -> None:
    """张三 in UTF-8 reads as 寮犱笁 in GB18030: nobody is called that."""
    path = written(tmp_path, [HEADER, "郑一", line], [IN_GB, IN_GB, IN_UTF_8])
    with pytest.raises(RegisterProblem, match="第3行是 UTF-8，第1行是 GB18030"):
        encoding_of(path)


def test_a_line_that_is_neither_is_told_by_its_number(tmp_path: Path) -> None:
    path = written(tmp_path, [HEADER, "郑一"], [IN_GB, IN_GB])
    path.write_bytes(path.read_bytes() + b"\xff\xff\n")
    with pytest.raises(RegisterProblem, match="第3行的文字编码认不出来"):
        encoding_of(path)


def _reads_as_utf_8(name: bytes) -> bool:
    try:
        return bool(name.decode(IN_UTF_8))
    except UnicodeDecodeError:
        return False
