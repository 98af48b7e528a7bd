"""What the documents say about the code is true."""

import importlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.findall(r"`([a-z_.]+):([A-Za-z_]+)`", (ROOT / "docs/glossary.md").read_text())


@pytest.mark.parametrize(("module", "name"), sorted(set(NAMED)))
def test_glossary_names_exist(module: str, name: str) -> None:
    assert hasattr(importlib.import_module(module), name)


def test_readme_commands_are_the_ones_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text()
    assert "pip install uv && uv run bangban demo" in readme
    assert "pip install uv && uv run pytest" in readme
    assert "uv run pytest" in (ROOT / ".ci/run").read_text()


def test_readme_names_every_room() -> None:
    readme = (ROOT / "README.md").read_text()
    for room in ("bot", "backend", "contract", "policies", "locales", "tests", "bench", "docs"):
        assert f"`{room}/`" in readme, room


def test_changelog_knows_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text()


def test_decisions_are_one_page_each_with_the_three_parts() -> None:
    for page in (ROOT / "docs/decisions").glob("*.md"):
        text = page.read_text()
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Consequences")), page.name
        assert text.count("\n") < 60, page.name
