"""A list of people in one cell, as JSON: `[{"sex": "F", "birth": "1980-03-05", "status": "unemployed"}]`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from backend.rules.parsing import FactProblem, plain
from backend.rules.said import N_, Said, listed

Reading = Callable[[str], str | None]
_REMEMBERED = 4096
_BIRTH = "birth"
TRUTHS = ("student", "incapacitated")
FACTS: Mapping[str, str] = {
    "sex": "person.sex",
    "birth": "person.birth_date",
    "base": "retire.base",
    "status": "work.status",
    "capacity": "work.capacity",
}
"""What is said of a person, and the fact whose words say it."""
NAMES: Mapping[str, Said] = {
    "sex": N_("性别"),
    "birth": N_("出生日期"),
    "base": N_("退休类别"),
    "status": N_("工作情况"),
    "capacity": N_("劳动能力"),
    "student": N_("在上学"),
    "incapacitated": N_("不能工作"),
    "relation": N_("关系"),
}
_BESIDE = ("姓名", "name", "备注", "note")
"""What may stand beside it and is not taken in."""
_KEYS = {
    **{plain(word): key for key, name in NAMES.items() for word in (key, str(name))},
    **{plain(fact): key for key, fact in FACTS.items()},
    **dict.fromkeys(map(plain, _BESIDE), ""),
    "与户主关系": "relation",
    "与本人关系": "relation",
}


def key_of(word: str) -> str | None:
    """What a key or a header says of a person; "" where it is not taken in, None where nobody knows it."""
    return _KEYS.get(plain(word))


def keys_said() -> Any:
    """The keys that can be written, for people."""
    return listed(N_("{key}（{name}）", key=key, name=name) for key, name in NAMES.items())


def person_of(written: Mapping[str, str], read: Callable[[str, str], str | None]) -> dict[str, str | bool]:
    """A person by what is known of them, in canonical words; what is not known is left out, never taken for a no."""
    found = {key: read(key, text) for key, text in written.items()}
    return {key: value == "true" if key in TRUTHS else value for key, value in found.items() if value is not None}


def canonical(text: str, readings: Mapping[str, Reading]) -> str:
    """The list in canonical words. Raises FactProblem `members`, `member_key` (number, key, allowed) or `member_value`
    (number, key, reason): the number of the person in the list, from 1."""
    try:
        people = json.loads(text)
    except ValueError:
        raise FactProblem("members") from None
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        raise FactProblem("members")
    return write_members(tuple(_person(at, person, readings) for at, person in enumerate(people, 1)))


def _person(number: int, person: Mapping[str, Any], readings: Mapping[str, Reading]) -> Mapping[str, Any]:
    texts: dict[str, str] = {}
    for word, value in person.items():
        key = key_of(word)
        if key is None:
            raise FactProblem("member_key", number=number, key=word, allowed=keys_said())
        if key in texts:
            raise FactProblem("member_twice", number=number, key=word)
        if key:
            texts[key] = _text(value)

    def read(key: str, text: str) -> str | None:
        try:
            return readings[key](text)
        except ValueError as problem:
            reason = getattr(problem, "sentence", str(problem))
            raise FactProblem("member_value", number=number, key=NAMES[key], reason=reason) from None

    return person_of(texts, read)


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case _:
            return str(value)


@lru_cache(maxsize=_REMEMBERED)
def read_members(text: str) -> tuple[Mapping[str, Any], ...]:
    """The people of a canonical list, days as dates. ValueError if it is no such list."""
    people = json.loads(text)
    if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
        raise ValueError("no list of people")
    return tuple(
        {key: date.fromisoformat(value) if key == _BIRTH and value else value for key, value in person.items()}
        for person in people
    )


def write_members(people: tuple[Mapping[str, Any], ...]) -> str:
    """The list as it stands in a cell."""
    return json.dumps(people, ensure_ascii=False, default=date.isoformat)
