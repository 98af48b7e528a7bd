"""The register before the officers."""

import pytest

from tests.backend.desk import Desk
from tests.backend.registry.leaving import Register
from tests.conftest import StoppedClock


@pytest.fixture
def register(desk: Desk, clock: StoppedClock) -> Register:
    return Register(desk, clock)
