"""Officers at their desks, and one case."""

import pytest

from backend.core.work import Work
from tests.backend.desk import Desk, hand_in, open_desk
from tests.people import WANG_XIUYING


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


@pytest.fixture
def case(desk: Desk) -> str:
    """王秀英's application, just handed in at 城南街道."""
    return hand_in(desk.work, WANG_XIUYING)
