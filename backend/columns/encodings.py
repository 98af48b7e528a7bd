"""In which encoding a text file is written: UTF-8, GB18030, or not one of them throughout."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from backend.columns.register import RegisterProblem
from backend.rules.said import N_

UTF_8, GB18030 = "utf-8-sig", "gb18030"
_PIECE = 1 << 19
_CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\ufeff\u00b7\u2014\u2018-\u201d\u2026\u2460-\u2473]+")
"""Characters of three bytes in UTF-8, the mark at the front, and the dot between the parts of a name."""
_HAN = re.compile(r"[\u4e00-\u9fff\ufeff]")


def encoding_of(path: Path, look: Callable[[bytes], object] = bool) -> tuple[str, int | None]:
    """`utf-8-sig`, or `gb18030` with the number of lines. Raises RegisterProblem where both are mixed or it is neither.

    `look` gets the bytes as they are read, none at the end; of a file that is not UTF-8 perhaps not all.
    """
    if _is_utf_8(path, look):
        return UTF_8, None
    with path.open("rb") as file:
        start = file.read(4)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or b"\0" in start:
        raise RegisterProblem(N_("“{file}”不是文本表格，请在表格软件里另存为“CSV UTF-8”", file=path.name))
    return GB18030, _lines_of_gb18030(path)


def _is_utf_8(path: Path, look: Callable[[bytes], object]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    pending = False  # plain ASCII needs no decoding unless a character was cut in two
    try:
        with path.open("rb") as file:
            for piece in chain(iter(lambda: file.read(_PIECE), b""), (b"",)):
                if pending or not piece or not piece.isascii():
                    decoder.decode(piece, final=not piece)
                    pending = bool(decoder.getstate()[0])
                look(piece)
    except UnicodeDecodeError:
        return False
    return True


def _lines_of_gb18030(path: Path) -> int:
    """A line that can only be meant as UTF-8 beside one that cannot: no encoding reads both."""
    first: dict[bool, int] = {}
    number = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.isascii():
                continue
            is_utf_8, is_gb18030 = _reads(line.decode, "utf-8"), _reads(line.decode, GB18030)
            if not is_utf_8 and not is_gb18030:
                raise RegisterProblem(
                    N_("第{line}行的文字编码认不出来，请在表格软件里另存为“CSV UTF-8”", line=number)
                )
            if is_utf_8 == is_gb18030:
                if not _is_chinese_in_utf_8_only(line):
                    continue  # 郑一 in GB18030 is two Arabic letters in UTF-8: such a line decides nothing
                is_gb18030 = False
            first.setdefault(not is_gb18030, number)
            if len(first) == 2:
                raise RegisterProblem(
                    N_(
                        "文件里混有两种文字编码：第{utf_8}行是 UTF-8，第{gb18030}行是 GB18030。请统一另存为“CSV UTF-8”",
                        utf_8=first[True],
                        gb18030=first[False],
                    )
                )
    return number


def _is_chinese_in_utf_8_only(line: bytes) -> bool:
    """Of a line that both encodings read: whether it is Chinese in UTF-8, and in the other one signs nobody writes.

    What people write in GB18030 is nearly all in GB 2312; UTF-8 taken for it is full of rare signs (鐜嬬). A rare sign in
    a name makes no UTF-8 either: the bytes of the line would have to be whole characters of three bytes by chance.
    """
    text = line.decode("utf-8")
    signs = "".join(sign for sign in text if not sign.isascii())
    chinese = _CHINESE.fullmatch(signs) is not None and _HAN.search(signs) is not None
    return chinese and not _reads(line.decode, "gb2312")


def _reads(decode: Callable[[str], str], encoding: str) -> bool:
    try:
        decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
