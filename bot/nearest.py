"""The word a mistyped one was meant to be: it sounds alike and shares a character (三极 → 三级, 新于 → 新余, 失夜 → 失业),
or it is a word of four characters or more with one of them missing, wrong or too many (材料单 → 材料清单).

Phones offer characters by their sound, so a slip of the finger sounds like what was meant. It is offered, never assumed.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

GAPS: Final = re.compile(r"[\s,，。.、！!？?～~…]+")
SHORTEST: Final = 2
LONG: Final = 4
"""Characters from which a word with one of them wrong can hardly be another one."""
ROOM: Final = 2
"""Characters around the word: in a longer sentence whatever sounds alike is more likely a word of its own."""
OTHER_WORDS: Final = frozenset(
    ("事业", "实业", "预言", "寓言", "推出", "推定", "因私", "待办", "不贴", "成事", "新雨", "新鱼")
) | frozenset(number + word for number in "一二三四" for word in "季集")
"""Words that sound like ours and mean something else."""


def nearest(text: str, known: Sequence[str]) -> str:
    """The one of the known words a short text may have meant; empty where none or several could be, or one stands there."""
    said = GAPS.sub("", text)
    words = {word for word in known if len(word) >= SHORTEST and not word.isascii()}
    if any(word in said for word in words):
        return ""
    found = {word for word in words if len(word) <= len(said) <= len(word) + ROOM and _slipped(said, word)}
    found = found or {word for word in words if len(word) >= LONG and _one_edit(said, word)}
    longest = [word for word in found if not any(word != other and word in other for other in found)]
    return longest[0] if len(longest) == 1 else ""


def _slipped(said: str, word: str) -> bool:
    parts = (said[begin : begin + len(word)] for begin in range(len(said) - len(word) + 1))
    return any(part not in OTHER_WORDS and _sounds_like(part, word) for part in parts)


def _one_edit(said: str, word: str) -> bool:
    """Whether one character is missing, too many, or another one, wherever it sounds."""
    if abs(len(said) - len(word)) > 1 or said == word:
        return False
    shorter, longer = sorted((said, word), key=len)
    if len(shorter) == len(longer):
        return sum(one != other for one, other in zip(said, word, strict=True)) == 1
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _sounds_like(part: str, word: str) -> bool:
    wrong = [(one, other) for one, other in zip(part, word, strict=True) if one != other]
    return 0 < len(wrong) <= len(word) // 2 and all(_sounds(one) & _sounds(other) for one, other in wrong)


@cache
def _sounds(character: str) -> frozenset[str]:
    """All its readings without their tones."""
    # Read at the first slip of a process: half a second that whoever types rightly never pays.
    from pypinyin import Style, pinyin

    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])
