"""An employer of 新余, and posts of it."""

import pytest

from tests.backend.assistance.recognised import guangzhou as guangzhou
from tests.backend.assistance.recognised import number as number
from tests.backend.assistance.recognised import recognise as recognise
from tests.backend.desk import Desk
from tests.backend.vacancies.posts import enter_employer


@pytest.fixture
def employer(desk: Desk) -> int:
    """A cleaning firm in 城南街道."""
    return enter_employer(desk)
