"""How one person is spoken to: 王女士, 李先生 where papers of her chat tell it, 居民朋友 for everybody else.

Nobody is ever called by another's name: a chat that handed in papers of two people is spoken to as a resident. The name is
opened only for a text that wants it, and nothing but the surname leaves here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select, union

from backend.applications.models import Application
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry.models import Entry
from backend.rules.id_number import IdNumberProblem, parse_id_number
from locales import translator

HOLE: Final = "称呼"
NAMED: Final = "王女士"
"""How a preview shows somebody whose name is known."""
COMPOUND: Final = re.compile(
    "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|司徒|司空|东方|独孤|南宫|长孙|宇文|端木|轩辕|西门|东郭|百里|呼延|申屠|太史"
)
LONGEST: Final = 4
"""Signs of a name whose first is a surname; longer ones are transliterated and are not taken apart."""


def plain(language: str) -> str:
    """How somebody is spoken to whose name is not known."""
    return translator("citizen", language)("居民朋友")


def names(unit: Unit, accounts: Sequence[int]) -> dict[int, str]:
    """In Chinese, by account, where papers tell it. A surname says nothing in another script, so only Chinese has names."""
    handed_in = select(Application.account_id, Application.person_id).where(
        Application.account_id.in_(accounts), Application.person_id.is_not(None)
    )
    recognised = select(Entry.account_id, Entry.person_id).where(Entry.account_id.in_(accounts))
    people: dict[int, set[str]] = {}
    pairs: Iterable[Any] = unit.session.execute(union(handed_in, recognised))
    for account, person in pairs:
        people.setdefault(account, set()).add(person)
    alone = {account: found.pop() for account, found in people.items() if len(found) == 1}
    known = unit.session.scalars(select(Person).where(Person.id.in_(set(alone.values()))))
    called = {one.id: _called(unit, details_of(unit, one)) for one in known}
    return {account: called[person] for account, person in alone.items() if called[person]}


def surname(name: str) -> str:
    """The surname of a Chinese name; empty where it cannot be told for sure."""
    plain = "".join(name.split())
    if not 2 <= len(plain) <= LONGEST or not all("\u4e00" <= sign <= "\u9fff" for sign in plain):
        return ""
    if COMPOUND.match(plain) and len(plain) > 2:
        return plain[:2]
    return plain[0] if len(plain) < LONGEST else ""


def _called(unit: Unit, details: Mapping[str, str]) -> str:
    try:
        sex = parse_id_number(details["id_number"], unit.today).sex
    except IdNumberProblem:
        return ""
    first = surname(details["name"])
    return first + ("女士" if sex == "F" else "先生") if first else ""
