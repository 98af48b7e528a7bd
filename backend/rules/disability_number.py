"""The number of a disability certificate: the ID number, one digit for the type, one for the grade (20 signs).

《中华人民共和国残疾人证管理办法》第五条. One issued anew bears ``B1``, ``B2`` … behind it, which says nothing more.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

LENGTH: Final = 20
KINDS: Final = "1234567"
"""视力, 听力, 言语, 肢体, 智力, 精神, 多重."""
GRADES: Final = "1234"
_ANEW = re.compile(r"B[0-9]{1,2}$")
_SHAPE = re.compile(r"[0-9]{17}[0-9X][0-9]{2}")
_BETWEEN = re.compile(r"[\s\-_.·]")


class DisabilityNumberProblem(ValueError):
    """Why a text is no such number: `length` (`params["length"]`), `characters`, `kind` or `grade` (`params["digit"]`)."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class DisabilityNumber:
    """What a number says: whose it is, the type `1`–`7`, the grade `1`–`4` (`1` the heaviest)."""

    id_number: str
    kind: str
    grade: str

    @property
    def digits(self) -> str:
        """Type and grade, as the number ends with them."""
        return self.kind + self.grade


def parse_disability_number(text: str) -> DisabilityNumber:
    """Reads a number as people type it (full-width digits, spaces, lower-case x). Raises DisabilityNumberProblem."""
    number = _ANEW.sub("", _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper().replace("×", "X"))
    if len(number) != LENGTH:
        raise DisabilityNumberProblem("length", length=str(len(number)))
    if not _SHAPE.fullmatch(number):
        raise DisabilityNumberProblem("characters")
    found = DisabilityNumber(number[:18], number[18], number[19])
    if found.kind not in KINDS:
        raise DisabilityNumberProblem("kind", digit=found.kind)
    if found.grade not in GRADES:
        raise DisabilityNumberProblem("grade", digit=found.grade)
    return found
