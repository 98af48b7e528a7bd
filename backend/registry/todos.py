"""What somebody has to look after at entries of the register: asked once, shown until it is answered."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, select, update

from backend.core.database import insert_new
from backend.core.masking import mask_name
from backend.core.todos import HomeTodo
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.policies.spoken import pack_of
from backend.registry import lifecycle
from backend.registry.models import Entry
from backend.registry.todo_models import EntryTodo
from backend.rules import Pack, WishTask
from backend.staff import access
from locales import translator

VALIDITY: Final = "validity"
HOUSEHOLD: Final = "household"
WISH: Final = "wish"
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
    other: str = ""
    """The number of the entry that may be of the same household; empty where this officer may not see it."""
    kind: str = VALIDITY
    proof: bool = False
    """Done only with a certificate or an assessment."""


def want(unit: Unit, entry: Entry, kind: str, about: str) -> None:
    """Asks once: what was answered is not asked again."""
    row = {"entry_id": entry.id, "kind": kind, "about": about, "created_at": unit.now, "answer": ""}
    insert_new(unit.session, EntryTodo, [row], ("entry_id", "kind", "about"))


def wishes(unit: Unit, number: str, ticked: Collection[str]) -> None:
    """What the policy has for the wishes of somebody newly recognised (XY-62, XY-63)."""
    entry = unit.session.scalars(select(Entry).where(Entry.number == number)).one()
    for task in pack_of(unit, entry.pack, entry.pack_version).tasks:
        if task.wish in ticked:
            want(unit, entry, WISH, task.id)


def task_of(unit: Unit, entry: Entry, task_id: str) -> tuple[Pack, WishTask]:
    """A task in the words of the policy the entry was made by."""
    pack = pack_of(unit, entry.pack, entry.pack_version)
    return pack, next(one for one in pack.tasks if one.id == task_id)


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


def one_household(unit: Unit, household: str) -> None:
    """Nobody is asked any more whether these belong together."""
    members = {row.id: row.number for row in unit.session.scalars(select(Entry).where(Entry.household == household))}
    asked = select(EntryTodo).where(
        EntryTodo.entry_id.in_(members),
        EntryTodo.about.in_(members.values()),
        EntryTodo.kind == HOUSEHOLD,
        EntryTodo.answered_at.is_(None),
    )
    for todo in unit.session.scalars(asked).all():
        todo.answer, todo.answered_at = "done", unit.now


def forget(unit: Unit, entry: Entry) -> None:
    """The entry has ended: nothing is asked at it or about it."""
    mine = (EntryTodo.entry_id == entry.id) | (EntryTodo.about == entry.number)
    over = update(EntryTodo).where(mine, EntryTodo.answered_at.is_(None))
    unit.session.execute(over.values(answer="done", answered_at=unit.now))


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


def todo(unit: Unit) -> HomeTodo | None:
    """What is missing or in question at entries of the officer's area."""
    count = how_many(unit)
    if not count:
        return None
    say = translator("console", unit.language)
    return HomeTodo(say("名册待办"), say("名册上缺的信息，请补登或核对"), count, "/staff/register-todos", "question", "some")


def _open_at(entry: Entry) -> Select[Any]:
    return select(EntryTodo).where(EntryTodo.entry_id == entry.id, EntryTodo.answered_at.is_(None))


def _here(unit: Unit) -> Iterator[ColumnElement[bool]]:
    yield EntryTodo.answered_at.is_(None)
    yield Entry.state.in_(lifecycle.STANDING)
    yield access.visible_to(access.current(unit), Entry.office_id)


def _line(unit: Unit, todo: EntryTodo, entry: Entry) -> TodoLine:
    _ = translator("notices", unit.language)
    name = _name(unit, entry)
    if todo.kind == HOUSEHOLD:
        words, other = _same_home(unit, todo.about)
        return TodoLine(todo.id, entry.number, name, words, todo.created_at, other, HOUSEHOLD)
    if todo.kind == WISH:
        pack, task = task_of(unit, entry, todo.about)
        words = _("{what}（{article}）。").format(what=task.label, article=pack.citations[task.citation_id].article)
        return TodoLine(todo.id, entry.number, name, words, todo.created_at, kind=WISH, proof=task.proof)
    label = pack_of(unit, entry.pack).vocabulary[todo.about].label
    words = _("缺“{what}”：请补登，到期前才能提醒。").format(what=label)
    return TodoLine(todo.id, entry.number, name, words, todo.created_at)


def _same_home(unit: Unit, number: str) -> tuple[str, str]:
    """What is asked about another entry, and its number where the officer may see it."""
    _ = translator("notices", unit.language)
    mine = access.visible_to(access.current(unit), Entry.office_id)
    other = unit.session.scalar(select(Entry).where(Entry.number == number, mine))
    if other is None:
        return _("户籍地址与另一辖区的在册人员相同，可能是同一家庭，请报上级机构核对。"), ""
    return _("户籍地址与{name}（{number}）相同，可能是同一家庭，请核对并关联。").format(
        name=_name(unit, other), number=number
    ), number


def _name(unit: Unit, entry: Entry) -> str:
    return mask_name(details_of(unit, unit.session.get_one(Person, entry.person_id))["name"])
