"""What policy staff are told about a pack: Chinese sentences that remember how to be said in another language.

A sentence is ordinary Chinese text wherever it goes. Only where somebody reads another language is it said again, with
the words of the house from one catalog and the words of the packs (`Text`) from another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from backend.rules.words import Text

Say = Callable[[str], str]
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Said(str):
    """A sentence in Chinese, with its msgid and what fills the holes of it."""

    msgid: str
    values: Mapping[str, Any]

    def __new__(cls, text: str, msgid: str = "", values: Mapping[str, Any] = _NOTHING) -> Said:
        said = super().__new__(cls, text)
        said.msgid, said.values = msgid or text, dict(values)
        return said


class Listed(str):
    """Several of them in a row, with the sign between."""

    between: str
    items: tuple[Any, ...]

    def __new__(cls, text: str, between: str = "", items: Iterable[Any] = ()) -> Listed:
        listed = super().__new__(cls, text)
        listed.between, listed.items = between, tuple(items)
        return listed


def N_(message: str, /, **values: Any) -> Said:
    """A sentence with its holes filled. Text without values is taken as it stands, braces and all."""
    return Said(message.format(**values) if values else message, message, values)


def listed(items: Iterable[Any], between: str | None = None) -> Listed:
    """Names in a row: 甲、乙."""
    found, sign = tuple(items), N_("、") if between is None else between
    return Listed(sign.join(map(str, found)), sign, found)


def day_said(day: date) -> Said:
    """A day as people write it: 2026年11月21日."""
    return N_("{year}年{month}月{day}日", year=day.year, month=day.month, day=day.day)


def said_in(text: Any, house: Say, packs: Say = str) -> str:
    """The text in the language of the two catalogs; what is neither a sentence nor pack content stays as it is."""
    match text:
        case Said():
            words = house(text.msgid)
            filled = {name: said_in(value, house, packs) for name, value in text.values.items()}
            if not filled:
                return words
            return words.format(**{name: _number(text.values[name], said) for name, said in filled.items()})
        case Listed():
            return said_in(text.between, house, packs).join(said_in(item, house, packs) for item in text.items)
        case Text():
            return packs(text) if text else text
        case _:
            return str(text)


def kept(text: Any) -> Any:
    """The sentence as plain JSON types; :func:`of_kept` makes it again."""
    match text:
        case Said():
            return {"says": text.msgid, "values": {name: kept(value) for name, value in text.values.items()}}
        case Listed():
            return {"listed": [kept(item) for item in text.items], "between": kept(text.between)}
        case Text():
            return {"pack": str(text)}
        case int():
            return text
        case _:
            return str(text)


def of_kept(value: Any) -> Any:
    """What was kept. A plain string, as sentences were kept before they could be said again, stays one."""
    match value:
        case {"says": msgid, "values": values}:
            return N_(msgid, **{name: of_kept(each) for name, each in values.items()})
        case {"listed": items, "between": between}:
            return listed(map(of_kept, items), of_kept(between))
        case {"pack": text}:
            return Text(text)
        case _:
            return value


def _number(value: Any, said: str) -> Any:
    """Numbers stay numbers, so that a language may pad them."""
    return value if isinstance(value, int) else said
