"""Engine and base of all tables. SQLite in WAL for one process, PostgreSQL for several."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

from sqlalchemy import DateTime, Engine, Executable, MetaData, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMES)


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment. SQLite keeps no zone, so it is given back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def open_engine(url: str) -> Engine:
    """The engine of a database URL, with the settings durability needs."""
    if make_url(url).get_backend_name() == "sqlite":
        return _open_sqlite(url)
    return create_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True)


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def insert_new(session: Session, table: type[Base], rows: list[dict[str, Any]], key: Sequence[str]) -> int:
    """Inserts the rows whose ``key`` is new and says how many there were."""
    if not rows:
        return 0
    found = cast(Table, table.__table__)  # Past the ORM: nobody asks for the objects.
    statement = _insert(session)(found).on_conflict_do_nothing(index_elements=list(key))
    return len(session.execute(statement.returning(*found.primary_key), rows).all())


def put_rows(session: Session, table: Table, rows: list[dict[str, Any]]) -> None:
    """Writes rows by their primary key, whether they were there or not."""
    session.execute(_put(_insert(session), table), rows)


@cache
def _put(insert_of: Callable[[Table], sqlite.Insert | postgresql.Insert], table: Table) -> Executable:
    """Made once for a table: it is written at every turn."""
    insert = insert_of(table)
    news = {column.name: insert.excluded[column.name] for column in table.c if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=news)


def _insert(session: Session) -> Callable[[Table], sqlite.Insert | postgresql.Insert]:
    return sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert


def _open_sqlite(url: str) -> Engine:
    name = make_url(url).database
    if name:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
    # An error must not carry what a person wrote into a log.
    engine = create_engine(
        url, connect_args={"check_same_thread": False, "timeout": 10}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _entry: ConnectionPoolEntry) -> None:
        # The driver must not open transactions by itself: a deferred one that turns into a writer fails
        # at once when another writer is busy, whatever the timeout.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=10000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
