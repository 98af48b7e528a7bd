"""The house once on SQLite and once on PostgreSQL: import both fixtures where a race is tested."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from backend.core.settings import Settings
from tests import postgres
from tests.conftest import BOT_TOKEN


@pytest.fixture(scope="module")
def postgres_server() -> Iterator[str]:
    with postgres.server() as uri:
        yield uri


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    kept = {"data": tmp_path / "data", "bot_token": SecretStr(BOT_TOKEN), "second_factor": "none"}
    if request.param == "sqlite":
        yield Settings(**kept)  # type: ignore[arg-type]
        return
    with postgres.fresh_database(request.getfixturevalue("postgres_server")) as url:
        yield Settings(**kept, database=url)  # type: ignore[arg-type]
