"""The texts of a form as people type them: normalised where that is possible, refused with words where not."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from backend.applications.asks import Ask
from backend.applications.names import bare_name, is_name, is_said
from backend.applications.rough_days import read_rough
from backend.core.problems import Problem
from backend.policies.typed import CODES, unreadable
from backend.rules import FactProblem, IdNumberProblem, parse_id_number
from backend.rules.parsing import parse_date, parse_option

LONGEST_TEXT: Final = 4096
SAID_LONGEST: Final = 20
HUKOU_WORDS: Final = "户[口籍](?:本|簿|所在地|地)?上?的?(?:地址|住址)?"
SAME_ADDRESS: Final = re.compile(
    f"(?:地址)?(?:(?:和|跟|与|同|按)?(?:我的?)?(?:{HUKOU_WORDS}|上面的?|前面的?)?(?:是|都是)?(?:一样|相同|一致|同一个)的?"
    f"|同上|同前|同(?:{HUKOU_WORDS})|same(?:as(?:above|(?:the|my)?hukou(?:address)?))?)"
)
"""“同上”, “和户口一样”: words where an address is asked, without what stands between them."""
SPACES: Final = re.compile(r"\s+")
DOTS: Final = str.maketrans(dict.fromkeys("•．・‧∙⋅･", "·"))
"""Keyboards have many dots; names of people have one."""
BETWEEN_DIGITS: Final = re.compile(r"[\s\-‐‑–—―－_.()（）]+")
MOBILE: Final = re.compile(r"1[3-9]\d{9}")
LANDLINE: Final = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})")
LOCAL: Final = re.compile(r"[2-9]\d{6,7}")
MOBILE_LENGTH: Final = 11
BETWEEN_CHOICES: Final = re.compile(r"[、,，;；/\s]+")


def read_value(ask: Ask, text: str, today: date) -> str | list[str]:
    """What the typed text means for this question. Raises 422 with what is wrong and an example."""
    if len(text) > LONGEST_TEXT:
        raise Problem("field.too_long", 422, label=ask.label, most=ask.longest, example=ask.example)
    if ask.input == "multi":
        return _read_several(ask, text)
    return _READERS.get(ask.kind, read_text)(ask, text, today)


def read_text(ask: Ask, text: str, _today: date) -> str:
    """An address or a wish: as written, in NFC, without what cannot be seen.

    Nothing of it is interpreted: ``<b>`` stays ``<b>``.
    """
    kept = visible(text, ask.label).translate(DOTS)
    if not any(letter.isalnum() for letter in kept):  # Pictures and dots alone say nothing.
        raise Problem("field.empty", 422, label=ask.label, example=ask.example)
    if len(kept) > ask.longest:
        raise Problem("field.too_long", 422, label=ask.label, most=ask.longest, example=ask.example)
    if ask.exactly:
        return _exactly(ask, kept)
    return kept


def is_same_address(text: str) -> bool:
    """Whether somebody says that an address is the one told before."""
    said = "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())
    return bool(SAME_ADDRESS.fullmatch(said))


def read_name(ask: Ask, text: str, today: date) -> str:
    """A person's name without the sentence around it.

    Raises ``field.name_only`` for digits, signs, pictures, and ``field.name_wanted`` for words to the machine.
    """
    kept = read_text(ask, bare_name(visible(text, ask.label)), today)
    if is_said(kept):
        raise Problem("field.name_wanted", 422, said=kept[:SAID_LONGEST], example=ask.example)
    if not is_name(kept):
        raise Problem("field.name_only", 422, label=ask.label, example=ask.example)
    return kept


def visible(text: str, label: str) -> str:
    """The text in NFC with single spaces. Invisible signs (zero width, right-to-left) are left out.

    Raises ``field.characters`` for what no keyboard writes: NUL, control signs, halves of a character.
    """
    spaced = SPACES.sub(" ", text)
    kinds = {unicodedata.category(letter) for letter in spaced}
    if kinds & {"Cc", "Cs"}:
        raise Problem("field.characters", 422, label=label)
    kept = "".join(letter for letter in spaced if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFC", kept).strip()


def read_phone(ask: Ask, text: str, _today: date) -> str:
    """``19900000001`` or ``0790-6441234``, from whatever spacing, width and country code."""
    return phone_in(text, ask.label, ask.example)


def phone_in(text: str, label: str, example: str) -> str:
    """The same for a telephone that is asked for elsewhere. Raises 422 ``field.empty`` and ``phone.*``."""
    digits = BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text)).strip()
    digits = re.sub(r"^(?:\+86|0086|86(?=1\d{10}$))", "", digits)
    if not digits:
        raise Problem("field.empty", 422, label=label, example=example)
    if not digits.isascii() or not digits.isdigit():
        raise Problem("phone.characters", 422, example=example)
    if MOBILE.fullmatch(digits):
        return digits
    if landline := LANDLINE.fullmatch(digits):
        return "-".join(landline.groups())
    if LOCAL.fullmatch(digits):
        raise Problem("phone.area_code", 422, example=f"0790-{digits}")
    if digits.startswith("1") and len(digits) == MOBILE_LENGTH:
        raise Problem("phone.unknown_mobile", 422, example=example)
    raise Problem("phone.length", 422, length=len(digits), example=example)


def read_id_number(_ask: Ask, text: str, today: date) -> str:
    try:
        return parse_id_number(text, today).number
    except IdNumberProblem as problem:
        params: dict[str, Any] = dict(problem.params)
        raise Problem(CODES[f"id_number_{problem.code}"], 422, **params) from None


def read_day(ask: Ask, text: str, today: date) -> str:
    """A day; where it may be told roughly also a month, a year, or that nobody remembers."""
    try:
        return parse_date(text, today, recent=True).isoformat()
    except FactProblem as problem:
        rough = read_rough(text, today) if ask.unsure else ""
        if rough:
            return rough
        raise unreadable(problem, ask.label, ask.example) from None


def read_choice(ask: Ask, text: str, _today: date) -> str:
    return _read_option(ask, text)


def _read_option(ask: Ask, text: str) -> str:
    try:
        return str(parse_option(text, ask.options, offered=len(ask.options)))
    except FactProblem as problem:
        raise unreadable(problem, ask.label, ask.example) from None


def _read_several(ask: Ask, text: str) -> list[str]:
    """“1、3” or “就业推荐 培训”: in the order of the form, each once."""
    chosen = {_read_option(ask, part) for part in BETWEEN_CHOICES.split(text) if part}
    return in_order(ask, chosen)


def in_order(ask: Ask, chosen: set[str] | Sequence[str]) -> list[str]:
    return [str(option.value) for option in ask.options if option.value in chosen]


def _exactly(ask: Ask, text: str) -> str:
    """A number of a certificate: so many digits, whatever stands between them."""
    digits = BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not digits.isascii() or not digits.isdigit():
        raise Problem("field.digits_only", 422, label=ask.label, exactly=ask.exactly, example=ask.example)
    if len(digits) != ask.exactly:
        raise Problem(
            "field.digits_exactly",
            422,
            label=ask.label,
            exactly=ask.exactly,
            length=len(digits),
            example=ask.example,
        )
    if digits == ask.example:
        raise Problem("field.example_given", 422, label=ask.label, exactly=ask.exactly, example=ask.example)
    return digits


_READERS: Final[dict[str, Callable[[Ask, str, date], str]]] = {
    "name": read_name,
    "phone": read_phone,
    "id_number": read_id_number,
    "date": read_day,
    "choice": read_choice,
}
