"""Officers of a county and the city, and somebody on the register to tell of."""

import pytest

from backend.core.work import Work
from tests.backend.desk import Desk, open_desk
from tests.backend.registry.leaving import on_the_register
from tests.backend.stories.told import QIN
from tests.people import WANG_XIUYING


@pytest.fixture
def desk(work: Work) -> Desk:
    found = open_desk(work)
    found.employ(QIN, "秦芳", "360500")
    return found


@pytest.fixture
def number(desk: Desk) -> str:
    return on_the_register(desk, WANG_XIUYING)
