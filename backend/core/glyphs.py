"""Which characters the product's font can print, and what stands in for those it cannot.

A rare character in a name must never vanish or become a mute box: it is printed as its code,
〔U+2A6A5〕, so that the officer can look it up and write it by hand.
"""

import re
import struct
import unicodedata
from functools import cache
from typing import Any, BinaryIO

from noto_cjk import otc_path

_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_UNBROKEN = re.compile(r"[^\s\u2e80-\uffff\U00020000-\U0003ffff]{25,}")
_ZERO_WIDTH_SPACE = "\u200b"


def printable(text: str) -> str:
    """``text`` as it can be printed: control and direction marks dropped, unprintable characters as codes.

    Long runs without a place to break (25 letters and more) get invisible ones, to stay inside their cell.
    """
    shown = "".join(_shown(character) for character in text.replace("\r\n", "\n"))
    return _UNBROKEN.sub(lambda run: _ZERO_WIDTH_SPACE.join(run.group()), shown)


def _shown(character: str) -> str:
    if character == "\n":
        return character
    if character == "\t":
        return " "
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    return character if _covered(ord(character)) else f"〔U+{ord(character):04X}〕"


def _covered(code: int) -> bool:
    return code in _character_map() or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


@cache
def _character_map() -> frozenset[int]:
    """The code points of the font, from the OpenType ``cmap`` table (subtable format 12) of its first face;
    the faces of a Noto CJK collection differ in shapes, not in coverage.
    """
    with otc_path("sans").open("rb") as file:
        face = _numbers(file, ">I", 12)[0]
        tables = _numbers(file, ">H", face + 4)[0]
        records = (_numbers(file, ">4sIII", face + 12 + 16 * index) for index in range(tables))
        cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
        count = _numbers(file, ">H", cmap + 2)[0]
        offsets = [cmap + _numbers(file, ">HHI", cmap + 4 + 8 * index)[2] for index in range(count)]
        full = next(offset for offset in offsets if _numbers(file, ">H", offset)[0] == 12)
        groups = _numbers(file, ">I", full + 12)[0]
        spans = (_numbers(file, ">III", full + 16 + 12 * index) for index in range(groups))
        return frozenset(code for first, last, _ in spans for code in range(first, last + 1))


def _numbers(file: BinaryIO, layout: str, offset: int) -> tuple[Any, ...]:
    file.seek(offset)
    return struct.unpack(layout, file.read(struct.calcsize(layout)))
