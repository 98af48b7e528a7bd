"""The house on a fresh database, with the clock stopped on Saturday, 21 November 2026, ten in the morning."""

import gc
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI, routing
from pydantic import SecretStr
from sqlalchemy import Dialect, Engine, event
from sqlalchemy.util import LRUCache

from backend.app import create_backend, open_work
from backend.core.database import is_sqlite, open_engine
from backend.core.settings import Settings
from backend.core.work import Work
from backend.policies.catalogue import Policies, load_policies
from backend.workbench import shelf
from tests import order, postgres
from tests.backend.desk import open_desk

BOT_TOKEN = "the-bot-of-the-tests"
NOON = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def pytest_sessionstart() -> None:
    """Six thousand tests are read in; nothing of them is garbage, so nobody need look for it (a tenth of the time)."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What was read in stays to the end: the collector passes it over, and looks through the rest less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Among several workers the tests are dealt out; one process alone keeps the order it reads them in."""
    if hasattr(config, "workerinput"):
        order.spread_browsers(items)
        order.deal_out(items)


@dataclass
class StoppedClock:
    """A clock that goes on only when told to."""

    moment: datetime = field(default=NOON)

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **delta: float) -> None:
        self.moment += timedelta(**delta)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


_READ: dict[tuple[tuple[str, bytes], ...], Policies] = {}
"""What folders say, by the files that say it: name and content."""


def _read_once(folder: Path) -> Policies:
    """The policies of a folder: those with the same files are read once, wherever they lie."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    says = tuple((str(file.relative_to(folder)), sha256(file.read_bytes()).digest()) for file in files)
    if says not in _READ:
        _READ[says] = load_policies(folder)
    return replace(_READ[says], folder=folder)


@pytest.fixture(scope="session", autouse=True)
def _policies_are_read_once() -> Iterator[None]:
    """A house is opened two thousand times; what it reads never changes and is never written to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "load_policies", _read_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _doors_are_hung_once() -> Iterator[None]:
    """Two thousand houses have the same doors: what FastAPI reads off a handler's signature serves them all."""
    hung: dict[tuple[int, str], routing._EffectiveRouteContext] = {}
    hang = routing._EffectiveRouteContext.from_api_route

    def hang_once(
        *, original_route: routing.APIRoute, include_context: routing._RouterIncludeContext
    ) -> routing._EffectiveRouteContext:
        # What is kept holds its route, so that no other comes to bear the same id.
        door = id(original_route), include_context.path_for(original_route)
        if door not in hung:
            hung[door] = hang(original_route=original_route, include_context=include_context)
        return hung[door]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routing._EffectiveRouteContext, "from_api_route", hang_once)
        yield


def _without_waiting_for_the_disk(connection: sqlite3.Connection, _entry: object) -> None:
    """What has to survive is killed in processes of its own; a house in this one never outlives its test."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """Two thousand houses on SQLite speak one dialect: what one has compiled serves all, and none waits for a disk."""
    spoken: dict[str, Dialect] = {}
    compiled: LRUCache[object, object] = LRUCache(1000)

    def open_alike(url: str) -> Engine:
        engine = open_engine(url)
        if is_sqlite(engine):
            engine.dialect = spoken.setdefault(engine.dialect.name, engine.dialect)
            engine.update_execution_options(compiled_cache=compiled)
            event.listen(engine, "connect", _without_waiting_for_the_disk)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("backend.app.open_engine", open_alike)
        yield


@pytest.fixture(scope="session")
def foundations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with tables, offices and keys, made once and copied for every test."""
    folder = tmp_path_factory.mktemp("foundations") / "data"
    open_work(Settings(data=folder), StoppedClock()).engine.dispose()
    return folder


@dataclass(frozen=True)
class PostgresFoundations:
    """The same on PostgreSQL: the data folder beside it, and the database every test gets a copy of."""

    server: str
    template: str
    data: Path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres.server() as uri:
        yield uri


@pytest.fixture(scope="session")
def postgres_foundations(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: str
) -> Iterator[PostgresFoundations]:
    folder = tmp_path_factory.mktemp("postgres") / "data"
    with postgres.fresh_database(postgres_server) as url:
        opened = open_work(Settings(data=folder, database=url), StoppedClock())
        opened.engine.dispose()
        yield PostgresFoundations(postgres_server, str(opened.engine.url.database), folder)


@pytest.fixture(scope="session")
def staffed_foundations(tmp_path_factory: pytest.TempPathFactory, foundations: Path) -> Path:
    """The same with everybody of ``tests.people`` employed, for the tests that sit down at a desk."""
    folder = tmp_path_factory.mktemp("staffed") / "data"
    shutil.copytree(foundations, folder)
    opened = open_work(Settings(data=folder), StoppedClock())
    open_desk(opened)
    opened.engine.dispose()
    return folder


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    wanted = "staffed_foundations" if "desk" in request.fixturenames else "foundations"
    shutil.copytree(request.getfixturevalue(wanted), tmp_path / "data")
    return Settings(data=tmp_path / "data", bot_token=SecretStr(BOT_TOKEN), second_factor="none", chat_burst=0)


@pytest.fixture
def work(settings: Settings, clock: StoppedClock) -> Iterator[Work]:
    opened = open_work(settings, clock)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def house(work: Work) -> FastAPI:
    return create_backend(work)


@pytest.fixture
async def http(house: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """Plain HTTP to the house, in process; errors arrive as answers, as they would over the wire."""
    transport = httpx2.ASGITransport(app=house, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://house") as client:
        yield client
