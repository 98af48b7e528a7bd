"""In which order the tests are dealt out, so that no worker is left alone with the long ones at the end.

The workers take from one queue (pytest-xdist, ``--dist loadgroup --no-loadscope-reorder``). Modules whose tests have to
stay together go first, the most patient before all; the thousands of short tests fill up whoever is free.
"""

from collections import defaultdict
from pathlib import Path

import pytest

CHROMIUM = "chromium"
USUAL_PATIENCE = 120.0
"""Seconds a test may take that asks for no others, as ``pyproject.toml`` has it."""


def deal_out(items: list[pytest.Item]) -> None:
    """Sorts the tests in place; the tests of a module keep their order."""
    modules = defaultdict[Path, list[pytest.Item]](list)
    for item in items:
        modules[item.path].append(item)
    rank = {path: _rank(tests) for path, tests in modules.items()}
    items.sort(key=lambda item: rank[item.path])


def spread_browsers(items: list[pytest.Item]) -> None:
    """Tests in Chromium stay together by module, for which a browser is started, and not all with one worker."""
    for item in items:
        if any(mark.args == (CHROMIUM,) for mark in item.iter_markers("xdist_group")):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def _rank(tests: list[pytest.Item]) -> tuple[bool, float]:
    """Low comes early."""
    together = all(test.get_closest_marker("xdist_group") for test in tests)
    return not together, -max(_patience(test) for test in tests)


def _patience(test: pytest.Item) -> float:
    mark = test.get_closest_marker("timeout")
    return float(mark.args[0]) if mark and mark.args else USUAL_PATIENCE
