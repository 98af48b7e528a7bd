"""Who else has a case open (C16): told with name and time, forgotten after two minutes, never in anybody's way."""

from datetime import timedelta

import pytest

from backend.applications import presence
from backend.applications.presence_models import Viewer
from backend.core.work import Work
from tests.backend.desk import Desk, hand_in, open_desk, refused
from tests.conftest import StoppedClock
from tests.people import HE_WEI, SUN_LI, WANG_XIUYING, WU_GANG, ZHENG_JIE, ZHOU_MIN


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


@pytest.fixture
def case(desk: Desk) -> str:
    return hand_in(desk.work, WANG_XIUYING)


def names(desk: Desk, who: object, case: str) -> list[str]:
    return [one.name for one in desk.read(who, presence.onlookers, case)]  # type: ignore[arg-type]


def test_each_sees_the_other_and_nobody_sees_herself(desk: Desk, case: str) -> None:
    assert desk.do(ZHOU_MIN, presence.look_in, case) == ()
    (found,) = desk.do(WU_GANG, presence.look_in, case)
    assert (found.name, found.office, found.since) == ("周敏", "", desk.work.clock())
    assert names(desk, ZHOU_MIN, case) == ["吴刚"]


def test_an_officer_of_another_office_is_told_with_it(desk: Desk, case: str) -> None:
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.do(ZHOU_MIN, presence.look_in, case)
    (found,) = desk.do(ZHENG_JIE, presence.look_in, case)
    assert (found.name, "城南街道" in found.office) == ("周敏", True)


def test_two_minutes_without_a_sign_of_life_and_it_is_told_no_more(
    desk: Desk, case: str, clock: StoppedClock
) -> None:
    desk.do(ZHOU_MIN, presence.look_in, case)
    clock.advance(seconds=119)
    assert names(desk, WU_GANG, case) == ["周敏"]
    clock.advance(seconds=1)
    assert names(desk, WU_GANG, case) == []


def test_who_stays_is_told_since_when_and_who_comes_back_from_then_on(
    desk: Desk, case: str, clock: StoppedClock
) -> None:
    came = clock()
    desk.do(ZHOU_MIN, presence.look_in, case)
    for _ in range(3):
        clock.advance(seconds=110)
        desk.do(ZHOU_MIN, presence.look_in, case)
    (stayed,) = desk.read(WU_GANG, presence.onlookers, case)
    assert stayed.since == came
    clock.advance(seconds=120)
    desk.do(ZHOU_MIN, presence.look_in, case)
    (back,) = desk.read(WU_GANG, presence.onlookers, case)
    assert back.since - came == timedelta(seconds=450)


def test_what_is_over_is_kept_nowhere(desk: Desk, case: str, clock: StoppedClock) -> None:
    desk.do(ZHOU_MIN, presence.look_in, case)
    clock.advance(minutes=5)
    desk.do(WU_GANG, presence.look_in, case)
    assert desk.count(Viewer) == 1


def test_a_foreign_case_tells_nothing_and_takes_nothing_down(desk: Desk, case: str) -> None:
    for stranger in (SUN_LI, HE_WEI):
        with refused("application.not_found", 404):
            desk.do(stranger, presence.look_in, case)
        with refused("application.not_found", 404):
            desk.read(stranger, presence.onlookers, case)
    assert desk.count(Viewer) == 0


def test_looking_is_in_nobodys_way(desk: Desk, case: str) -> None:
    desk.do(WU_GANG, presence.look_in, case)
    desk.take_up(ZHOU_MIN, case)
    desk.do(WU_GANG, presence.look_in, case)
    desk.record_steps(ZHOU_MIN, case)
    desk.endorse(ZHOU_MIN, case)
    assert desk.row(case).stage == 1
