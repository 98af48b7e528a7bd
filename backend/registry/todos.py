"""What somebody has to look after at entries of the register: asked once, shown until it is answered."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select

from backend.core.database import insert_new
from backend.core.masking import mask_name
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.policies.spoken import pack_of
from backend.registry import lifecycle
from backend.registry.models import Entry
from backend.registry.todo_models import EntryTodo
from backend.staff import access
from locales import translator

VALIDITY: Final = "validity"
MOST: Final = 100
"""So many stand on the page; the oldest first."""


@dataclass(frozen=True)
class TodoLine:
    """An open to-do as its page shows it; ``name`` masked, ``words`` in the officer's language."""

    id: int
    number: str
    name: str
    words: str
    since: datetime


def want(unit: Unit, entry: Entry, kind: str, about: str) -> None:
    """Asks once: what was answered is not asked again."""
    row = {"entry_id": entry.id, "kind": kind, "about": about, "created_at": unit.now, "answer": ""}
    insert_new(unit.session, EntryTodo, [row], ("entry_id", "kind", "about"))


def settle(unit: Unit, entry: Entry, kind: str, *, but: Collection[str] = ()) -> None:
    """What was asked has settled itself, but for these."""
    for todo in unit.session.scalars(_open_at(entry).where(EntryTodo.kind == kind)).all():
        if todo.about not in but:
            todo.answer, todo.answered_at = "done", unit.now


def undated(unit: Unit, entry: Entry, facts: Collection[str]) -> None:
    """The certificates an entry rests on without anybody knowing their last day: no night could watch them (XY-36)."""
    for fact in facts:
        want(unit, entry, VALIDITY, fact)
    settle(unit, entry, VALIDITY, but=facts)


def of_entry(unit: Unit, entry: Entry) -> tuple[TodoLine, ...]:
    """What is open at one entry."""
    return tuple(_line(unit, todo, entry) for todo in unit.session.scalars(_open_at(entry).order_by(EntryTodo.id)))


def open_todos(unit: Unit) -> tuple[TodoLine, ...]:
    """What is open within the officer's area, the oldest first, ``MOST`` at most."""
    wanted = select(EntryTodo, Entry).join(Entry, Entry.id == EntryTodo.entry_id).where(*_here(unit))
    found = unit.session.execute(wanted.order_by(EntryTodo.id).limit(MOST))
    return tuple(_line(unit, todo, entry) for todo, entry in found)


def how_many(unit: Unit) -> int:
    """How many are open within the officer's area."""
    wanted = select(func.count(EntryTodo.id)).join(Entry, Entry.id == EntryTodo.entry_id)
    return unit.session.scalar(wanted.where(*_here(unit))) or 0


def _open_at(entry: Entry) -> Select[Any]:
    return select(EntryTodo).where(EntryTodo.entry_id == entry.id, EntryTodo.answered_at.is_(None))


def _here(unit: Unit) -> Iterator[ColumnElement[bool]]:
    yield EntryTodo.answered_at.is_(None)
    yield Entry.state.in_(lifecycle.STANDING)
    yield access.visible_to(access.current(unit), Entry.office_id)


def _line(unit: Unit, todo: EntryTodo, entry: Entry) -> TodoLine:
    _ = translator("notices", unit.language)
    name = mask_name(details_of(unit, unit.session.get_one(Person, entry.person_id))["name"])
    label = pack_of(unit, entry.pack).vocabulary[todo.about].label
    words = _("缺“{what}”：请补登，到期前才能提醒。").format(what=label)
    return TodoLine(todo.id, entry.number, name, words, todo.created_at)
