"""The house once on SQLite and once on PostgreSQL: import the fixture where a race is tested."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from backend.core.settings import Settings
from tests import postgres
from tests.conftest import BOT_TOKEN, PostgresFoundations


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    data, token = tmp_path / "data", SecretStr(BOT_TOKEN)
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("foundations"), data)
        yield Settings(data=data, bot_token=token, second_factor="none")
        return
    made: PostgresFoundations = request.getfixturevalue("postgres_foundations")
    shutil.copytree(made.data, data)
    with postgres.fresh_database(made.server, made.template) as url:
        yield Settings(data=data, bot_token=token, second_factor="none", database=url)
