"""Home services are care at home for matching, also where only a skill tells (GZ-38)."""

from tests.backend.desk import Desk
from tests.backend.matching.test_jobs import Seeker
from tests.backend.registry.leaving import on_the_register
from tests.backend.vacancies.conftest import employer as employer
from tests.backend.vacancies.posts import opened
from tests.people import WANG_XIUYING


def test_gz_38_a_home_service_known_by_a_skill_alone_is_care(desk: Desk, employer: int) -> None:
    opened(desk, employer, title="住家看护", occupation="4-09", skills="养老护理")
    shown = Seeker(desk, on_the_register(desk, WANG_XIUYING)).wishes(kinds=("care",)).jobs
    assert "您想做的：家政、照护" in shown[0].reasons
