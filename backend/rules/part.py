"""One part of a pack as an officer names it: what it is called, and the word for each of its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """`kind` files a difference; `called` names one of its kind; `words` are its plain fields, `inner` its parts.

    `rules` are fields that hold a rule tree, `silent` those whose change nobody need be told.
    """

    kind: str
    called: Callable[[Any], str]
    words: Mapping[str, str] = field(default_factory=dict)
    inner: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
