"""The citizen identity number of GB 11643-1999: 18 characters with a check character."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from backend.rules.calendar import age_on

LENGTH = 18
_OLD_LENGTH = 15
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_OLDEST = 120
_SEPARATORS = str.maketrans("", "", " \t\r\n-_.·　")


class IdNumberProblem(ValueError):
    """Why a text is no valid number.

    `code` is one of `empty`, `old_15_digits`, `length` (`params["length"]`), `characters`, `birth_date`,
    `future`, `too_old`, `check_character`.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A valid number and what it says; `sex` is `M` or `F`."""

    number: str
    birth_date: date
    sex: str


def parse_id_number(text: str, today: date) -> IdNumber:
    """Read a number as people type it (full-width digits, spaces, lower-case x).

    Raises IdNumberProblem. The prefix is the place of first registration and says nothing about the hukou.
    """
    number = _normalised(text)
    _check_characters(number)
    birth = _birth_date(number, today)
    if check_character(number[:17]) != number[17]:
        raise IdNumberProblem("check_character")
    return IdNumber(number, birth, "M" if int(number[16]) % 2 else "F")


def check_character(first_17: str) -> str:
    """The 18th character that belongs to the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    return _CHECKS[total % len(_CHECKS)]


def mask_id_number(number: str) -> str:
    """The form for display: `110105********002X`."""
    return f"{number[:6]}********{number[-4:]}" if len(number) == LENGTH else "*" * len(number)


def _normalised(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_SEPARATORS).upper()
    return plain.replace("×", "X")


def _check_characters(number: str) -> None:
    if not number:
        raise IdNumberProblem("empty")
    if len(number) == _OLD_LENGTH and _digits(number):
        raise IdNumberProblem("old_15_digits")
    if not _digits(number[:17]) or not (_digits(number[17:]) or number[17:] in ("", "X")):
        raise IdNumberProblem("characters")
    if len(number) != LENGTH:
        raise IdNumberProblem("length", length=len(number))


def _digits(text: str) -> bool:
    return all(character in "0123456789" for character in text)


def _birth_date(number: str, today: date) -> date:
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise IdNumberProblem("birth_date") from None
    if birth > today:
        raise IdNumberProblem("future")
    if age_on(birth, today) > _OLDEST:
        raise IdNumberProblem("too_old")
    return birth
