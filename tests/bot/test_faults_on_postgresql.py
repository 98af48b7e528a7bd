"""Faults of the messenger that change what the house keeps (F24, F33, F35, F36, F43), with PostgreSQL behind the same bot.

The tests are those of their own modules, where SQLite is behind it.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from backend.core.settings import Settings
from tests import postgres
from tests.bot.test_deliveries import senders as senders
from tests.bot.test_deliveries import (
    test_f43_a_picture_is_uploaded_once_however_many_get_it_and_whoever_sends as test_f43_on_postgresql,
)
from tests.bot.test_faults_of_edits_and_files import (
    test_f35_an_edit_that_is_refused_never_ends_the_conversation as test_f35_on_postgresql,
)
from tests.bot.test_faults_of_edits_and_files import (
    test_f36_a_file_that_is_away_for_a_moment_is_fetched_again as test_f36_on_postgresql,
)
from tests.bot.test_stale_buttons import (
    test_f24_another_persons_button_is_refused_and_logged as test_f24_on_postgresql,
)
from tests.bot.test_topics_in_chat import (
    test_f33_who_blocked_the_bot_and_comes_back_is_asked_and_hears_again as test_f33_on_postgresql,
)
from tests.bot.test_topics_in_chat import wang as wang
from tests.conftest import BOT_TOKEN, PostgresFoundations
from tests.policies.folders import XINYU, policies_of

__all__ = [
    "test_f24_on_postgresql",
    "test_f33_on_postgresql",
    "test_f35_on_postgresql",
    "test_f36_on_postgresql",
    "test_f43_on_postgresql",
]
pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture
def settings(postgres_foundations: PostgresFoundations, tmp_path: Path) -> Iterator[Settings]:
    data, policies = tmp_path / "data", policies_of(tmp_path / "policies", XINYU)
    shutil.copytree(postgres_foundations.data, data)
    with postgres.fresh_database(postgres_foundations.server, postgres_foundations.template) as url:
        token = SecretStr(BOT_TOKEN)
        yield Settings(data=data, bot_token=token, second_factor="none", database=url, policies=policies)
