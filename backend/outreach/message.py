"""The text of a message to many: its holes are checked before anybody gets it.

A hole is written as people write it: ``{称呼}，您好``. An unknown one is refused with those there are.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from backend.core.problems import Problem
from contract.base import DEFAULT_LANGUAGE, LANGUAGES

HOLES: Final = ("称呼", "街道")
"""How she is spoken to, and her street."""
CHANGE: Final = "变化"
"""What a new version of a policy means for her; only in a message about one."""
HOLE: Final = re.compile(r"\{([^{}]*)\}")
LOOSE: Final = re.compile(r"[{}]")
LONGEST: Final = 3000
"""UTF-16 units of a text before its holes are filled: with them it stays below the 4096 of Telegram."""
LONGEST_CAPTION: Final = 900
"""The same below a picture, where Telegram takes 1024."""
INVISIBLE: Final = frozenset({"Cc", "Cs", "Co", "Cn"})
"""Kinds of characters no text needs; a lone surrogate among them would break one row of a million."""


def checked(texts: Mapping[str, str], holes: Sequence[str] = HOLES) -> dict[str, str]:
    """The texts by language, trimmed; Chinese is needed, empty others are left out.

    Raises 422 ``message.text_missing``, ``message.language_unknown``, ``message.too_long`` (language, longest,
    length), ``message.hole_unknown`` (hole, known), ``message.brace_alone`` and ``message.character`` (language).
    """
    kept = {language: text.replace("\r\n", "\n").strip() for language, text in texts.items()}
    kept = {language: text for language, text in kept.items() if text}
    if DEFAULT_LANGUAGE not in kept:
        raise Problem("message.text_missing", 422)
    for language, text in kept.items():
        _check(language, text, holes)
    return kept


def check_captions(texts: Mapping[str, str]) -> None:
    """Raises 422 ``message.caption_too_long`` (language, longest, length) for a text that is too long for a picture."""
    for language, text in texts.items():
        if units(text) > LONGEST_CAPTION:
            length = units(text)
            raise Problem("message.caption_too_long", 422, language=language, longest=LONGEST_CAPTION, length=length)


def holes_for(change: str) -> tuple[str, ...]:
    """The holes a text may have; ``change`` is the version it is about, empty for none."""
    return (*HOLES, CHANGE) if change else HOLES


def text_for(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, or in Chinese where it was not written."""
    return texts.get(language) or texts[DEFAULT_LANGUAGE]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its holes filled once: what a value holds is never looked at again."""
    return HOLE.sub(lambda hole: values.get(hole[1], ""), text)


def holes_of(text: str) -> tuple[str, ...]:
    """The holes of a text, each once, in order."""
    return tuple(dict.fromkeys(HOLE.findall(text)))


def units(text: str) -> int:
    """How long a messenger finds a text: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _check(language: str, text: str, holes: Sequence[str]) -> None:
    if language not in LANGUAGES:
        raise Problem("message.language_unknown", 422)
    if units(text) > LONGEST:
        raise Problem("message.too_long", 422, language=language, longest=LONGEST, length=units(text))
    unknown = next((hole for hole in holes_of(text) if hole not in holes), None)
    if unknown is not None:
        known = "、".join(f"{{{hole}}}" for hole in holes)
        raise Problem("message.hole_unknown", 422, language=language, hole=f"{{{unknown}}}", known=known)
    if LOOSE.search(HOLE.sub("", text)):
        raise Problem("message.brace_alone", 422, language=language)
    if any(unicodedata.category(one) in INVISIBLE and one != "\n" for one in text):
        raise Problem("message.character", 422, language=language)
