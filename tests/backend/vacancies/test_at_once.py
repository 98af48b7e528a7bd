"""Two officers at the same moment, on both databases: one place goes to one person, one person to one post."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backend.core.problems import Problem
from backend.vacancies import files, placements, queries
from backend.vacancies.models import Placement
from backend.vacancies.queries import Filters
from tests.backend.assistance.recognised import Recognise
from tests.backend.databases import settings as settings
from tests.backend.desk import TODAY, Desk
from tests.backend.vacancies.posts import row
from tests.backend.vacancies.test_files import GOOD, csv_file, upload
from tests.backend.vacancies.test_placements import LIU, reviewed
from tests.people import WU_GANG, ZHOU_MIN

pytestmark = pytest.mark.xdist_group("postgres")


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What came of each: the code of its refusal, or nothing."""

    def tried(act: Callable[[], object]) -> str:
        try:
            act()
        except Problem as problem:
            return problem.code
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(tried, acts))


def test_xy_48_the_last_place_goes_to_one_person(
    desk: Desk, employer: int, recognise: Recognise, number: str
) -> None:
    vacancy_id, other = reviewed(desk, employer, quota="1"), recognise(LIU)
    came = at_once(
        lambda: desk.do(ZHOU_MIN, placements.place, vacancy_id, number, TODAY),
        lambda: desk.do(WU_GANG, placements.place, vacancy_id, other, TODAY),
    )
    assert came == ["", "placement.not_on_offer"]
    assert (row(desk, vacancy_id).filled, row(desk, vacancy_id).state, desk.count(Placement)) == (1, "filled", 1)


def test_xy_48_one_person_gets_one_post(desk: Desk, employer: int, number: str) -> None:
    first, second = reviewed(desk, employer), reviewed(desk, employer, title="协管员")
    came = at_once(
        lambda: desk.do(ZHOU_MIN, placements.place, first, number, TODAY),
        lambda: desk.do(WU_GANG, placements.place, second, number, TODAY),
    )
    assert came == ["", "placement.standing"]
    assert row(desk, first).filled + row(desk, second).filled == 1


def test_a_file_is_taken_over_once(desk: Desk, employer: int, tmp_path: Path) -> None:
    view = upload(desk, csv_file(tmp_path, [GOOD]))
    came = at_once(*(lambda: desk.do(ZHOU_MIN, files.apply, view.id) for _ in range(2)))
    assert came == ["", "import.applied"]
    assert len(desk.read(ZHOU_MIN, queries.vacancies, Filters()).lines) == 1
