"""台账: a line a service act, signed month by month, frozen by the signature."""

from datetime import date

import pytest
from sqlalchemy import update

from backend.assistance import acts, ledger, months
from backend.assistance.acts import NewAct
from backend.assistance.models import ServiceAct
from tests.backend.assistance.recognised import Recognise
from tests.backend.desk import TODAY, Desk, refused
from tests.conftest import StoppedClock
from tests.people import HE_WEI, LI_JIANGUO, SUN_LI, WU_GANG, ZHANG_GUIHUA, ZHENG_JIE, ZHOU_MIN

GUIDANCE = NewAct("guidance", TODAY, "done")


@pytest.fixture
def december(desk: Desk, number: str, clock: StoppedClock) -> str:
    """One act in November, and it is the fifth of December."""
    desk.do(ZHOU_MIN, acts.record, number, GUIDANCE)
    clock.advance(days=14)
    return number


def test_xy_58_one_line_a_service_act_for_station_county_and_city(desk: Desk, recognise: Recognise) -> None:
    number, other = recognise(), recognise(LI_JIANGUO, owner="wugang")
    theirs = recognise(ZHANG_GUIHUA, owner="sunli", categories=("X5",))
    for who, one in ((ZHOU_MIN, number), (WU_GANG, other), (SUN_LI, theirs), (ZHOU_MIN, number)):
        desk.do(who, acts.record, one, GUIDANCE)
    seen = {
        who: (page.total, len(page.lines), len(page.offices))
        for who in ("zhoumin", "zhengjie", "sunli", "hewei", "inspector", "admin")
        for page in (desk.read(who, ledger.ledger),)
    }
    assert seen == {
        "zhoumin": (3, 3, 0),
        "zhengjie": (3, 3, 1),
        "sunli": (1, 1, 0),
        "hewei": (1, 1, 1),
        "inspector": (4, 4, 2),
        "admin": (0, 0, 0),
    }
    line = desk.read(ZHOU_MIN, ledger.ledger).lines[0]
    assert (line.number, line.name, line.kind, line.officer) == (number, "王*", "职业指导", "周敏")


def test_an_office_of_another_county_cannot_be_picked(desk: Desk, december: str) -> None:
    office = desk.read(ZHOU_MIN, ledger.ledger, "2026-11").office_id
    assert desk.read(HE_WEI, ledger.ledger, "2026-11", office).total == 0
    assert desk.read(ZHENG_JIE, ledger.ledger, "2026-11", office).total == 1


def test_xy_58_a_month_is_signed_when_it_is_over_and_by_its_own_office(desk: Desk, december: str) -> None:
    with refused("ledger.month_not_over", 409):
        desk.do(ZHOU_MIN, ledger.sign, "2026-12")
    with refused("assistance.read_only", 403):
        desk.do("inspector", ledger.sign, "2026-11")
    assert desk.read(ZHOU_MIN, ledger.ledger, "2026-11").may_sign
    assert desk.do(ZHOU_MIN, ledger.sign, "2026-11") == 1
    with refused("ledger.signed_already", 409):
        desk.do(WU_GANG, ledger.sign, "2026-11")
    page = desk.read(ZHOU_MIN, ledger.ledger, "2026-11")
    assert page.signature == ledger.Signature("周敏", date(2026, 12, 5), 1, holds=True)
    assert not page.may_sign


@pytest.mark.parametrize("month", ["", "2026-13", "November", "2026-1'; --"])
def test_a_month_that_is_none_is_refused(desk: Desk, number: str, month: str) -> None:
    with refused("ledger.month_unclear", 422):
        desk.do(ZHOU_MIN, ledger.sign, month)


def test_xy_58_what_is_recorded_after_the_signature_stands_in_the_next_month(desk: Desk, december: str) -> None:
    desk.do(ZHOU_MIN, ledger.sign, "2026-11")
    recorded = desk.do(ZHOU_MIN, acts.record, december, NewAct("guidance", TODAY, "done"))
    assert (recorded.month, recorded.late) == ("2026-12", True)
    corrected = desk.do(ZHOU_MIN, acts.correct, 1, "日期记错", NewAct("guidance", date(2026, 11, 20), "done"))
    assert corrected.month == "2026-12"
    assert desk.read(ZHOU_MIN, ledger.ledger, "2026-11").total == 1
    assert [line.late for line in desk.read(ZHOU_MIN, ledger.ledger, "2026-12").lines] == [True, True]
    assert desk.read(ZHOU_MIN, ledger.ledger, "2026-11").signature.holds


def test_before_the_signature_an_act_stands_in_the_month_it_was_done(desk: Desk, december: str) -> None:
    recorded = desk.do(ZHOU_MIN, acts.record, december, NewAct("guidance", TODAY, "done"))
    assert (recorded.month, recorded.late) == ("2026-11", False)


def test_a_line_changed_behind_the_signature_shows(desk: Desk, december: str) -> None:
    desk.do(ZHOU_MIN, ledger.sign, "2026-11")
    desk.system(lambda unit: unit.session.execute(update(ServiceAct).values(kind="training")))
    assert not desk.read(ZHOU_MIN, ledger.ledger, "2026-11").signature.holds


def test_another_office_signs_for_itself_alone(desk: Desk, december: str) -> None:
    assert desk.do(ZHENG_JIE, ledger.sign, "2026-11") == 0
    offices = desk.read(ZHENG_JIE, ledger.ledger, "2026-11").offices
    assert [(one.lines, one.signature is not None) for one in offices] == [(0, True), (1, False)]


def test_months_follow_each_other_over_the_year() -> None:
    assert [months.after(month) for month in ("2026-11", "2026-12")] == ["2026-12", "2027-01"]
