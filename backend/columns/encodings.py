"""In which encoding a text file is written: UTF-8, GB18030, or not one of them throughout."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from backend.columns.register import RegisterProblem

UTF_8, GB18030 = "utf-8-sig", "gb18030"
_PIECE = 1 << 20


def encoding_of(path: Path) -> tuple[str, int | None]:
    """`utf-8-sig`, or `gb18030` with the number of lines. Raises RegisterProblem where both are mixed or it is neither."""
    if _is_utf_8(path):
        return UTF_8, None
    with path.open("rb") as file:
        start = file.read(4)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or b"\0" in start:
        raise RegisterProblem(f"“{path.name}”不是文本表格，请在表格软件里另存为“CSV UTF-8”")
    return GB18030, _lines_of_gb18030(path)


def _is_utf_8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    pending = False  # plain ASCII needs no decoding unless a character was cut in two
    try:
        with path.open("rb") as file:
            for piece in chain(iter(lambda: file.read(_PIECE), b""), (b"",)):
                if pending or not piece or not piece.isascii():
                    decoder.decode(piece, final=not piece)
                    pending = bool(decoder.getstate()[0])
    except UnicodeDecodeError:
        return False
    return True


def _lines_of_gb18030(path: Path) -> int:
    """A line with Chinese characters that is UTF-8 beside one that is not: no encoding reads both."""
    first: dict[bool, int] = {}
    number = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.isascii():
                continue
            is_utf_8 = _reads(line.decode, "utf-8")
            if not is_utf_8 and not _reads(line.decode, GB18030):
                raise RegisterProblem(f"第{number}行的文字编码认不出来，请在表格软件里另存为“CSV UTF-8”")
            first.setdefault(is_utf_8, number)
            if len(first) == 2:
                raise RegisterProblem(
                    f"文件里混有两种文字编码：第{first[True]}行是 UTF-8，第{first[False]}行是 GB18030。"
                    "请统一另存为“CSV UTF-8”"
                )
    return number


def _reads(decode: Callable[[str], str], encoding: str) -> bool:
    try:
        decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
