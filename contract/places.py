"""A place of a document as people write it: 第三条第（二）项, 第3条第2款, 三条二项, 第三条(二), 第一条第（一）项第1目."""

import re
from collections.abc import Iterator
from typing import Final

Place = tuple[int, ...]
"""Article, item, sub-item: (3, 2) is 第三条第（二）项."""

_DIGITS: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMBER: Final = r"[零〇一二两三四五六七八九十百]{1,5}|\d{1,3}"
_ITEM: Final = (
    rf"的?第?[（(](?P<bracketed>{_NUMBER})[）)][项款]?|的?第(?P<item>{_NUMBER})[项款]|的?(?P<bare>{_NUMBER})[项款]"
)
_PLACE: Final = re.compile(
    rf"(?P<mark>第)?(?P<article>{_NUMBER})条(?!件)(?:{_ITEM})?(?:的?第?(?P<point>{_NUMBER})[目点])?"
)


def place_of(text: str) -> Place | None:
    """The place a whole text names; None for anything else. Items are called 项, and by many 款."""
    found = _PLACE.fullmatch(text)
    return _numbers(found) if found else None


def places_in(text: str) -> Iterator[Place]:
    """The places a sentence names: with 第, or with an item behind; 有三条 is a number of things."""
    for found in _PLACE.finditer(text):
        numbers = _numbers(found)
        if numbers and (found["mark"] or len(numbers) > 1):
            yield numbers


def _numbers(found: re.Match[str]) -> Place | None:
    item = found["bracketed"] or found["item"] or found["bare"]
    written = filter(None, (found["article"], item, found["point"]))
    numbers = tuple(map(_number, written))
    return numbers if all(numbers) else None


def _number(written: str) -> int:
    """二十一 and 21; 0 for what is no number."""
    if written.isdecimal():
        return int(written)
    total, ones = 0, 0
    for sign in written:
        if sign in _DIGITS:
            ones = _DIGITS[sign]
        else:
            total, ones = total + (ones or 1) * (10 if sign == "十" else 100), 0
    return total + ones
