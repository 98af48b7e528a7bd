"""Chinese numerals up to ninety-nine, as documents number their articles and people say their age."""

import re
from typing import Final

DIGITS: Final = "〇一二三四五六七八九"
NUMERAL: Final = "[一二两三四五六七八九十]+"
COUNTED: Final = re.compile(rf"({NUMERAL})(?=多?(?:周?岁|个?月|[年次天份条]))")


def number(numeral: str) -> int:
    """21 for 二十一, 0 for what is no numeral below a hundred."""
    written = numeral.replace("两", "二")
    tens, ten, ones = written.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or not set(tens + ones) <= set(DIGITS):
        return 0
    return (DIGITS.index(tens) if tens else 1) * 10 * bool(ten) + (DIGITS.index(ones) if ones else 0)


def in_figures(text: str) -> str:
    """The text with what is counted in figures: 满四十岁 becomes 满40岁. 一人一策 stays."""
    return COUNTED.sub(lambda found: str(number(found.group(1)) or found.group(1)), text)
