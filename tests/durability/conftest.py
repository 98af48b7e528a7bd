"""One nursery for all proofs of a worker, a Bot API in a process of its own for each."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.durability.product import Nursery, nursery
from tests.fakes.control import Control, own_process

LADDER_UNIT = 0.02
"""The second of Telegram's pauses between two pushes to a webhook that is away."""


@pytest.fixture(scope="session")
def births() -> Iterator[Nursery]:
    with nursery() as opened:
        yield opened


@pytest.fixture
async def telegram() -> AsyncIterator[Control]:
    async with own_process(ladder_unit=LADDER_UNIT) as control:
        yield control
