"""Finding a person by the exact name (C20): through a blind index, as with ID numbers. No part of a name finds anybody."""

import unicodedata

from sqlalchemy import select

from backend.core.unit import Unit
from backend.people.models import Person

PURPOSE = "person-name"
AT_ONCE = 500
"""Names marked in one transaction."""


def name_index(unit: Unit, name: str) -> str:
    """The blind index of a name however it is written: width, case, blanks and the dot between parts do not count."""
    return unit.vault.index(plain(name), PURPOSE)


def plain(name: str) -> str:
    """A name without what people write differently: 阿卜杜拉·买买提 and 阿卜杜拉•买买提 are one."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", name).casefold() if sign.isalnum())


def is_name(text: str) -> bool:
    """Whether this could be a whole name: two signs at least, no figure."""
    signs = plain(text)
    return len(signs) > 1 and not any(sign.isdigit() for sign in signs)


def mark_names(unit: Unit, after: int = 0) -> int:
    """Gives the next persons of before their mark; how many so far, 0 when all have theirs. Run daily until it gives 0."""
    wanted = select(Person).where(Person.name_index.is_(None)).order_by(Person.id).limit(AT_ONCE)
    found = unit.session.scalars(wanted).all()
    for person in found:
        person.name_index = name_index(unit, unit.vault.open(person.sealed, f"persons.sealed|{person.id}")["name"])
    return after + len(found) if len(found) == AT_ONCE else 0
