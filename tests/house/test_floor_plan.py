"""Who may import whom is a test, and so is the purity of the code."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: str) -> str:
    """The output of a tool, empty when it is content."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_every_line_is_in_its_room() -> None:
    assert run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache") == ""


@pytest.mark.timeout(600)  # Without a cache every file is read anew, beside whatever else this machine does.
def test_types_hold() -> None:
    assert run(sys.executable, "-m", "mypy") == ""


def test_the_linter_is_content() -> None:
    assert run(sys.executable, "-m", "ruff", "check", ".") == ""


def test_nothing_knows_the_launcher() -> None:
    rooms = ("bot", "backend", "contract", "locales")
    knowing = [
        path
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if "import launch" in path.read_text() or "from launch" in path.read_text()
    ]
    assert knowing == []
