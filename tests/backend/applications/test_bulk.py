"""Several at once: taken up or given to a colleague, an answer for each, never a decision (C18)."""

import pytest

from backend.applications import bulk
from tests.backend.desk import Desk, hand_in, refused
from tests.people import CHENGNAN, LI_JIANGUO, LIU_XIAOFANG, WU_GANG, ZHANG_GUIHUA, ZHENG_JIE, ZHOU_MIN


@pytest.fixture
def three(desk: Desk, case: str) -> tuple[str, str, str]:
    """Free, held by 吴刚, and of another county."""
    held = hand_in(desk.work, LI_JIANGUO, station=CHENGNAN)
    desk.take_up(WU_GANG, held)
    return case, held, hand_in(desk.work, ZHANG_GUIHUA, "X5")


def test_each_case_has_its_own_answer(desk: Desk, three: tuple[str, str, str]) -> None:
    told = {one.case_id: one.why_not for one in desk.do(ZHOU_MIN, bulk.take_up, three)}
    free, held, foreign = three
    assert told[free] == ""
    assert "状态已经改变" in told[held]
    assert "没有" in told[foreign] or "管辖" in told[foreign]
    assert desk.row(free).officer_id == desk.officers["zhoumin"].id
    assert desk.row(held).officer_id == desk.officers["wugang"].id
    assert desk.row(foreign).state == "submitted"


def test_a_colleague_of_the_own_office_gets_what_is_free(desk: Desk, three: tuple[str, str, str]) -> None:
    desk.do(ZHOU_MIN, bulk.assign, three[:1], desk.officers["wugang"].id)
    assert desk.row(three[0]).officer_id == desk.officers["wugang"].id
    assert desk.case(ZHOU_MIN, three[0]).timeline[-1].sentence == "交给吴刚办理"


def test_nobody_is_given_work_from_outside(desk: Desk, three: tuple[str, str, str]) -> None:
    for stranger in ("zhengjie", "inspector", "sunli"):
        with refused("officer.not_found", 404):
            desk.do(ZHOU_MIN, bulk.assign, three[:1], desk.officers[stranger].id)
    with refused("review.read_only", 403):
        desk.do("inspector", bulk.assign, three[:1], desk.officers["inspector"].id)
    assert [one.name for one in desk.read(ZHOU_MIN, bulk.colleagues)] == ["周敏", "吴刚"]


def test_nothing_and_too_much_are_told(desk: Desk) -> None:
    with refused("bulk.nothing_chosen", 422):
        desk.do(ZHOU_MIN, bulk.take_up, ())
    with refused("bulk.too_many", 422):
        desk.do(ZHENG_JIE, bulk.take_up, [f"{n}" for n in range(101)])


def test_the_same_case_ticked_twice_is_once(desk: Desk, case: str) -> None:
    assert len(desk.do(ZHOU_MIN, bulk.take_up, (case, case))) == 1
    assert desk.row(hand_in(desk.work, LIU_XIAOFANG, station=CHENGNAN)).state == "submitted"
