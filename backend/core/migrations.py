"""Brings a database to the present shape, by Alembic, at every start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

FOLDER = Path(__file__).parents[1] / "migrations"


def upgrade(engine: Engine) -> None:
    """Applies what is missing. Safe to run again, and by two processes at once: one waits for the other."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
