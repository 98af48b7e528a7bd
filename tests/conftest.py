"""The house on a fresh database, with the clock stopped on Saturday, 21 November 2026, ten in the morning."""

import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from backend.app import create_backend, open_work
from backend.core.settings import Settings
from backend.core.work import Work

BOT_TOKEN = "the-bot-of-the-tests"
NOON = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


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


@pytest.fixture(scope="session")
def foundations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with tables, offices and keys, made once and copied for every test."""
    folder = tmp_path_factory.mktemp("foundations") / "data"
    open_work(Settings(data=folder), StoppedClock()).engine.dispose()
    return folder


@pytest.fixture
def settings(tmp_path: Path, foundations: Path) -> Settings:
    shutil.copytree(foundations, tmp_path / "data")
    return Settings(data=tmp_path / "data", bot_token=SecretStr(BOT_TOKEN))


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
