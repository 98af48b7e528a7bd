"""Spans of time in a question and in a provision: who asks how long is told where no length is written."""

import re
from typing import Final

from backend.policies.numerals import NUMERAL

_ASKED: Final = re.compile(
    "多久|多长时间|(?:几|多少)(?:个工作日|天|日|个?月|周|个星期)|how long|how many (?:days|months|weeks)"
)
_WRITTEN: Final = re.compile(rf"(?:(?<!\d)\d{{1,3}}|{NUMERAL}|半)\s*(?:个工作日|个月|天|日|周|年)")


def asks_how_long(question: str) -> bool:
    return bool(_ASKED.search(question.casefold()))


def says_how_long(text: str) -> bool:
    """Whether a length of time is written: 满3个月, 一个月内, 半年内."""
    return bool(_WRITTEN.search(text))
