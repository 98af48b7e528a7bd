"""The same race a thousand times: what a round has changed is put back as it stood, so the next meets the same case.

A case that is handed in and reviewed anew takes fifteen transactions; to put it back takes one.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from sqlalchemy import Connection, Engine, Table, and_, delete, insert, select, update

from backend.core.audit import AuditEntry, AuditHead
from backend.core.database import Base
from backend.core.idempotency import StoredAnswer
from backend.core.problems import Problem

Key = tuple[Any, ...]
Rows = Mapping[Key, Mapping[str, Any]]
KEPT = {table.__tablename__ for table in (AuditEntry, AuditHead)}
"""The history of acts goes on over all rounds: nobody may take a line of it back."""

NO_EFFECT = {StoredAnswer.__tablename__}


class Rewinder:
    """Made where the race begins. Call `learn` after each act tried alone, `back` after each round."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with engine.connect() as connection:
            tables = [table for table in Base.metadata.sorted_tables if table.name not in KEPT]
            self._stood = {table: _rows(connection, table) for table in tables}
        self._touched: list[Table] = []

    def learn(self) -> None:
        """What the act that was just tried has touched is put back from now on, and is put back now."""
        with self._engine.connect() as connection:
            changed = {table for table, stood in self._stood.items() if _rows(connection, table) != stood}
        self._touched = [table for table in self._stood if table in changed or table in self._touched]
        self.back()

    def grown(self) -> Mapping[str, int]:
        """How many rows more than at the start each table holds that an act touches; keys of commands are no effect."""
        with self._engine.connect() as connection:
            counts = {table: len(_rows(connection, table)) for table in self._touched if table.name not in NO_EFFECT}
        return {table.name: count - len(self._stood[table]) for table, count in counts.items()}

    def changed(self) -> Mapping[str, set[Key]]:
        """Which rows that stood at the start stand no more as they did; what came is not looked at."""
        with self._engine.connect() as connection:
            now = {table: _rows(connection, table) for table in self._stood}
        found = {
            table.name: {key for key, row in stood.items() if now[table].get(key) != row}
            for table, stood in self._stood.items()
        }
        return {name: keys for name, keys in found.items() if keys}

    def back(self) -> None:
        with self._engine.begin() as connection:
            now = {table: _rows(connection, table) for table in self._touched}
            for table in self._touched:
                for key, row in self._stood[table].items():
                    if key in now[table] and now[table][key] != row:
                        connection.execute(update(table).where(_is(table, key)).values(row))
            for table in reversed(self._touched):
                for key in now[table].keys() - self._stood[table].keys():
                    connection.execute(delete(table).where(_is(table, key)))
            for table in self._touched:
                for key in self._stood[table].keys() - now[table].keys():
                    connection.execute(insert(table).values(self._stood[table][key]))


class Race:
    """Two acts that start at the same moment, as often as wanted, in the same two threads."""

    def __init__(self) -> None:
        self._threads, self._start = ThreadPoolExecutor(2), Barrier(2)

    def __enter__(self) -> "Race":
        return self

    def __exit__(self, *_error: object) -> None:
        self._threads.shutdown()

    def run(self, one: Callable[[], Any], other: Callable[[], Any]) -> list[Any]:
        """What each led to, its Problem included."""
        return list(self._threads.map(self._act, (one, other)))

    def _act(self, act: Callable[[], Any]) -> Any:
        self._start.wait(timeout=30)
        try:
            return act()
        except Problem as problem:
            return problem


def _rows(connection: Connection, table: Table) -> Rows:
    keys = [column.name for column in table.primary_key]
    found = (row._mapping for row in connection.execute(select(table)))
    return {tuple(row[key] for key in keys): dict(row) for row in found}


def _is(table: Table, key: Key) -> Any:
    return and_(*(column == value for column, value in zip(table.primary_key, key, strict=True)))
