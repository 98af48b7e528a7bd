"""The history of the database leads exactly to the tables the code declares, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine

from backend.core.database import Base, open_engine
from backend.core.migrations import upgrade
from tests import postgres


def differences(engine: Engine) -> list[object]:
    upgrade(engine)
    upgrade(engine)  # A second start finds nothing to do.
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        found = compare_metadata(context, Base.metadata)
    engine.dispose()
    return found


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_sqlite_has_the_tables_of_the_code(tmp_path: Path) -> None:
    assert differences(open_engine(f"sqlite:///{tmp_path / 'bangban.db'}")) == []


@pytest.mark.xdist_group("postgres")
def test_postgresql_has_the_tables_of_the_code() -> None:
    with postgres.server() as uri, postgres.fresh_database(uri) as url:
        assert differences(open_engine(url)) == []
