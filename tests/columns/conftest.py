from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import launch
from backend.columns.service import Policies
from backend.policies.catalogue import load_catalogue
from tests.policies.golden import POLICIES

XINYU = "xinyu-2023-82"


@pytest.fixture(scope="session")
def xinyu() -> Policies:
    """The policy of Xinyu on 21 November 2026."""
    catalogue = load_catalogue(POLICIES)
    return Policies((catalogue.packs[XINYU],), catalogue.divisions, date(2026, 11, 21))


@pytest.fixture
def bangban(tmp_path: Path) -> Callable[..., Result]:
    """`bangban screen` by the policy of Xinyu on that day."""

    def call(*words: Any) -> Result:
        return CliRunner().invoke(
            launch.cli, ["screen", "--pack", XINYU, "--on", "2026-11-21", *map(str, words)]
        )

    return call
