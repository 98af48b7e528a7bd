"""Names of people as they are typed in a chat: with a sentence around them, but never with a sign inside."""

import re
import unicodedata
from typing import Final

BEFORE: Final = re.compile(
    r"^(?:(?:我的|本人|我)?(?:姓名|名字)(?:是|叫|[:：])?|我叫做?|我是|我姓名|my name is\b|i am\b|name[:：])[\s:：,，]*",
    re.IGNORECASE,
)
AROUND: Final = " \t。．.!！?？,，、;；:：~～\"'“”‘’()（）…"
ASCII_DOT: Final = re.compile(r"(?<=\w)\.\s*(?=\w)")
INSIDE: Final = frozenset("·-'’ 〇")
"""Signs a name may hold; 〇 counts as a number by Unicode, and is a character of names."""


def bare_name(text: str) -> str:
    """“我叫王秀英。” is 王秀英; the dot of a Latin keyboard becomes the one of names.

    A name that is nothing but such words is left as it was.
    """
    left = BEFORE.sub("", text.strip(AROUND)).strip(AROUND)
    return ASCII_DOT.sub("·", left or text)


def is_name(text: str) -> bool:
    """No digit, no sign, no picture. Characters newer than our tables are somebody's name all the same."""
    return all(letter in INSIDE or unicodedata.category(letter)[0] not in "NSPZ" for letter in text)
