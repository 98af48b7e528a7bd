"""After a publication the city tells the people it touches: a task until somebody says it is done."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from backend.core.problems import not_found
from backend.core.unit import Unit
from backend.workbench.events import PackPublished, PackWithdrawn
from backend.workbench.guards import own_packs, subject_of
from backend.workbench.models import PackVersion, PolicyTodo
from backend.workbench.own_impact import affected


@dataclass(frozen=True)
class Todo:
    """People to be told of one publication."""

    id: int
    version_id: str
    title: str
    version: str
    effective_from: date | None
    people: int


def note(unit: Unit, news: PackPublished) -> None:
    """Hears that a version was published."""
    version_id = _published(unit, news.pack_id, news.version)
    unit.session.add(PolicyTodo(version_id=version_id, affected=list(news.affected), created_at=unit.now))
    unit.audit("policy.people_to_tell", subject_of(version_id), count=len(news.affected))


def renew(unit: Unit, version_id: str) -> None:
    """The publication was reckoned once more, with whoever came since: these are to be told."""
    todo = unit.session.scalar(select(PolicyTodo).where(PolicyTodo.version_id == version_id))
    if todo is not None and todo.done_at is None:
        todo.affected = list(affected(unit, version_id))


def drop(unit: Unit, news: PackWithdrawn) -> None:
    """Hears that a version was taken back: nobody need be told of it."""
    gone = select(PackVersion.id).where(PackVersion.pack == news.pack_id, PackVersion.version == news.version)
    unit.session.execute(
        delete(PolicyTodo).where(PolicyTodo.version_id.in_(gone), PolicyTodo.done_at.is_(None))
    )


def open_todos(unit: Unit) -> tuple[Todo, ...]:
    """The open tasks of the officer's city, the oldest first."""
    rows = unit.session.execute(
        select(PolicyTodo, PackVersion)
        .join(PackVersion, PackVersion.id == PolicyTodo.version_id)
        .where(PackVersion.pack.in_(own_packs(unit)), PolicyTodo.done_at.is_(None))
        .order_by(PolicyTodo.id)
    )
    titles = {pack.id: pack.number for pack in unit.services.catalogue.packs.values()}
    return tuple(
        Todo(todo.id, row.id, titles[row.pack], row.version, row.effective_from, len(todo.affected))
        for todo, row in rows
    )


def done(unit: Unit, todo_id: int) -> None:
    """Somebody has seen to it. Twice is once. Raises 404 ``policy.not_found``."""
    todo = unit.session.get(PolicyTodo, todo_id, with_for_update=True)
    row = unit.session.get(PackVersion, todo.version_id) if todo else None
    if todo is None or row is None or row.pack not in own_packs(unit):
        raise not_found("policy")
    if todo.done_at is None:
        todo.done_at, todo.done_by = unit.now, unit.officer.id
        unit.audit("policy.people_told", subject_of(row.id), count=len(todo.affected))


def _published(unit: Unit, pack_id: str, version: str) -> str:
    return unit.session.scalars(
        select(PackVersion.id).where(
            PackVersion.pack == pack_id, PackVersion.version == version, PackVersion.state == "published"
        )
    ).one()
