"""Human text inside packs: marked when read, so that it can be found and translated anywhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


class Text(str):
    """A sentence meant for people; the Chinese original is its msgid."""

    __slots__ = ()


NO_TEXT = Text()


def translated(value: T, gettext: Callable[[str], str]) -> T:
    """The same value (pack, vocabulary, …) with every `Text` inside replaced by its translation."""
    result: Any = _translated(value, gettext)
    return result  # type: ignore[no-any-return]


def _translated(value: Any, gettext: Callable[[str], str]) -> Any:
    if isinstance(value, Text):
        return Text(gettext(value)) if value else value
    if isinstance(value, tuple):
        return tuple(_translated(item, gettext) for item in value)
    if isinstance(value, Mapping):
        return {key: _translated(item, gettext) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (field.name for field in dataclasses.fields(value) if field.init)
        return dataclasses.replace(
            value, **{name: _translated(getattr(value, name), gettext) for name in fields}
        )
    return value


def texts_in(value: Any) -> Iterator[Text]:
    """Every human sentence inside a value, in reading order."""
    if isinstance(value, Text):
        if value:
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts_in(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from texts_in(getattr(value, field.name))
