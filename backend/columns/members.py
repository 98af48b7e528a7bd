"""A list of people in one cell, as JSON: `[{"sex": "F", "birth": "1980-03-05", "status": "unemployed"}]`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

_SEPARATED = "/.年月"
_REMEMBERED = 4096
_BIRTH = "birth"


@lru_cache(maxsize=_REMEMBERED)
def read_members(text: str) -> tuple[Mapping[str, Any], ...]:
    """The people of the list, days as dates. ValueError if it is no list of people or holds an impossible day."""
    people = json.loads(text)
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        raise ValueError("no list of people")
    return tuple(_person(person) for person in people)


def write_members(people: tuple[Mapping[str, Any], ...]) -> str:
    """The list as it stands in a cell."""
    return json.dumps(people, ensure_ascii=False, default=date.isoformat)


def _person(written: Mapping[str, Any]) -> Mapping[str, Any]:
    person = {key: _day(value) if isinstance(value, str) else value for key, value in written.items()}
    if not isinstance(person.get(_BIRTH), date | None):
        raise ValueError("no day of birth")
    return person


def _day(text: str) -> str | date:
    """A text that has the shape of a day is one; everything else stays a word."""
    plain = text.strip().translate(str.maketrans(_SEPARATED, "-" * len(_SEPARATED), "日"))
    parts = plain.split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts) and len(parts[0]) == 4:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    return text
