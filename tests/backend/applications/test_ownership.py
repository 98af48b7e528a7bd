"""首问负责 (第六条第（三）项): somebody answers for every case, and a hand-over needs acceptance."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from backend.applications import home_queries, ownership, queries, review
from backend.applications.hand_over_models import HandOver
from backend.applications.models import Application
from backend.applications.views import DefectClaim, QueueFilters
from backend.core.unit import Unit
from backend.staff import duty
from tests.backend.desk import Desk, hand_in, refused
from tests.people import LI_JIANGUO, SUN_LI, WANG_XIUYING, WU_GANG, ZHENG_JIE, ZHOU_MIN, Officer

NOTE = "入户已做，等比对结果。"


def offer(desk: Desk, case: str, giver: Officer = ZHOU_MIN, receiver: Officer = WU_GANG) -> None:
    desk.do(giver, ownership.hand_over, case, desk.version(case), desk.officers[receiver.login].id, NOTE)


def holder(desk: Desk, case: str) -> str:
    return str(desk.case(ZHOU_MIN, case).holder)


def test_xy_71_a_case_stays_with_the_giver_until_the_colleague_accepts(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    offer(desk, case)
    assert holder(desk, case) == "周敏"
    desk.record_steps(ZHOU_MIN, case)
    with refused("review.held_by_other", 409):
        desk.endorse(WU_GANG, case)
    told = [(one.case_id, one.giver, one.note) for one in desk.read(WU_GANG, home_queries.offers)]
    assert told == [(case, "周敏", NOTE)]
    assert desk.read(ZHOU_MIN, home_queries.offers) == ()
    desk.do(WU_GANG, ownership.accept, case)
    assert holder(desk, case) == "吴刚"
    assert desk.read(WU_GANG, home_queries.offers) == ()
    with refused("review.held_by_other", 409):
        desk.endorse(ZHOU_MIN, case)
    assert desk.endorse(WU_GANG, case).state == "submitted"


def test_xy_71_a_hand_over_that_is_declined_or_taken_back_changes_nothing(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    version = desk.version(case)
    offer(desk, case)
    desk.do(WU_GANG, ownership.refuse, case, "手上已有很多件")
    offer(desk, case)
    desk.do(ZHOU_MIN, ownership.take_back, case)
    for who, answer in ((WU_GANG, ownership.accept), (WU_GANG, ownership.refuse), (ZHOU_MIN, ownership.take_back)):
        with refused("hand_over.gone", 409):
            desk.do(who, answer, case)
    assert (holder(desk, case), desk.version(case)) == ("周敏", version)


def test_xy_71_one_asks_one_colleague_at_a_time_and_nobody_else_answers(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    offer(desk, case)
    with refused("hand_over.open_already", 409):
        offer(desk, case)
    with refused("review.held_by_other", 409):
        desk.do(WU_GANG, ownership.take_back, case)
    with refused("hand_over.gone", 409):
        desk.do(ZHOU_MIN, ownership.accept, case)


@pytest.mark.parametrize("receiver", [ZHOU_MIN, SUN_LI, ZHENG_JIE])
def test_xy_71_only_a_colleague_of_the_same_office_is_asked(
    desk: Desk, case: str, receiver: Officer
) -> None:
    desk.take_up(ZHOU_MIN, case)
    with refused("hand_over.nobody", 422):
        offer(desk, case, receiver=receiver)


def test_xy_71_a_hand_over_says_where_the_case_stands(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    with refused("hand_over.note_missing", 422):
        told = desk.version(case), desk.officers["wugang"].id, "  "
        desk.do(ZHOU_MIN, ownership.hand_over, case, *told)


@pytest.mark.parametrize("decided", ["endorse", "decline", "release"])
def test_xy_71_an_offer_is_over_as_soon_as_the_case_moves_on(desk: Desk, case: str, decided: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.record_steps(ZHOU_MIN, case)
    offer(desk, case)
    if decided == "endorse":
        desk.endorse(ZHOU_MIN, case)
    elif decided == "decline":
        desk.do(ZHOU_MIN, review.decline, case, desk.version(case), "art-1", "户籍不在本市。")
    else:
        desk.do(ZHOU_MIN, review.release, case, desk.version(case), "明天休假")
        desk.take_up(ZHOU_MIN, case)
    code = {"endorse": "application.illegal_move", "decline": "application.illegal_move", "release": "hand_over.gone"}
    with refused(code[decided], 409):
        desk.do(WU_GANG, ownership.accept, case)
    assert desk.read(WU_GANG, home_queries.offers) == ()


def test_xy_71_a_hand_over_while_the_citizen_corrects_is_accepted_too(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    offer(desk, case)
    claims = (DefectClaim("field", "name", "与身份证不一致"),)
    desk.do(ZHOU_MIN, review.return_for_correction, case, desk.version(case), claims)
    desk.do(WU_GANG, ownership.accept, case)
    assert (holder(desk, case), desk.row(case).state) == ("吴刚", "awaiting_correction")


def test_xy_71_who_is_on_duty_answers_from_the_moment_a_case_arrives(desk: Desk) -> None:
    for officer in (ZHOU_MIN, WU_GANG):
        desk.do("admin", duty.set_on_duty, desk.officers[officer.login].id, True)
    desk.do("admin", duty.set_on_duty, desk.officers["zhengjie"].id, True)
    first, second = hand_in(desk.work, WANG_XIUYING), hand_in(desk.work, LI_JIANGUO)
    for case in (first, second):
        desk.system(lambda unit, case=case: ownership.arrive(unit, unit.session.get_one(Application, case)))
    assert {holder(desk, first), holder(desk, second)} == {"周敏", "吴刚"}
    desk.pass_preliminary(ZHOU_MIN, first)
    assert (desk.row(first).state, holder(desk, first)) == ("submitted", "郑洁")


def test_xy_71_a_colleague_may_take_up_first_what_waits_for_the_one_on_duty(desk: Desk, case: str) -> None:
    desk.do("admin", duty.set_on_duty, desk.officers["wugang"].id, True)
    desk.system(lambda unit: ownership.arrive(unit, unit.session.get_one(Application, case)))
    assert holder(desk, case) == "吴刚"
    desk.take_up(ZHOU_MIN, case)
    assert holder(desk, case) == "周敏"


def test_xy_71_a_case_handed_to_the_office_says_why_and_waits_there(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    with refused("hand_over.reason_missing", 422):
        desk.do(ZHOU_MIN, review.release, case, desk.version(case), " ")
    with refused("review.held_by_other", 409):
        desk.do(WU_GANG, review.release, case, desk.version(case), "他不在")
    desk.do(ZHOU_MIN, review.release, case, desk.version(case), "明天起休假")
    view = desk.case(WU_GANG, case)
    assert (view.state, view.holder, view.office) == ("submitted", "", "渝水区城南街道人力资源社会保障事务站所")
    assert view.timeline[-1].sentence == "交回本机构待办，原因：明天起休假"
    unclaimed = desk.read(WU_GANG, queries.queue, QueueFilters(holder="nobody")).lines
    assert [line.id for line in unclaimed] == [case]


def test_xy_71_only_who_is_on_duty_gives_the_case_of_an_absent_colleague_away(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    told = desk.version(case), desk.officers["wugang"].id, "周敏休假两周"
    with refused("review.not_on_duty", 403):
        desk.do(WU_GANG, ownership.reassign, case, *told)
    desk.do("admin", duty.set_on_duty, desk.officers["wugang"].id, True)
    desk.do(WU_GANG, ownership.reassign, case, *told)
    assert (holder(desk, case), desk.row(case).state) == ("吴刚", "in_review")
    assert desk.case(WU_GANG, case).timeline[-1].sentence == "改由吴刚办理，原因：周敏休假两周"


def test_xy_71_the_database_knows_no_case_without_somebody_who_answers(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    for column in ("officer_id", "office_id"):
        with pytest.raises(IntegrityError):
            desk.system(_empty, case, column)
    assert holder(desk, case) == "周敏"


def test_xy_71_every_way_through_the_review_leaves_somebody_who_answers(desk: Desk, case: str) -> None:
    """Walks a case through every move and asks after each of them."""
    steps: list[Any] = [
        lambda: desk.take_up(ZHOU_MIN, case),
        lambda: desk.do(ZHOU_MIN, review.release, case, desk.version(case), "休假"),
        lambda: desk.take_up(WU_GANG, case),
        lambda: desk.hand_over(WU_GANG, ZHOU_MIN, case),
        lambda: desk.record_steps(ZHOU_MIN, case),
        lambda: desk.endorse(ZHOU_MIN, case),
        lambda: desk.take_up(ZHENG_JIE, case),
        lambda: desk.endorse(ZHENG_JIE, case),
    ]
    for step in steps:
        step()
        row = desk.row(case)
        assert row.office_id
        assert row.officer_id or row.state == "submitted"
        assert desk.case(ZHOU_MIN, case).office


def test_xy_71_who_leaves_names_a_successor_and_leaves_nothing_behind(desk: Desk, case: str) -> None:
    done = hand_in(desk.work, LI_JIANGUO)
    desk.pass_preliminary(ZHOU_MIN, done)
    desk.take_up(ZHENG_JIE, done)
    desk.endorse(ZHENG_JIE, done, "审核确认，情况属实。")
    desk.take_up(ZHOU_MIN, case)
    offer(desk, case)
    leaving = desk.officers["zhoumin"].id
    with refused("staff.successor_missing", 409):
        desk.do("admin", duty.leave, leaving)
    assert desk.case(WU_GANG, case).holder == "周敏"
    with refused("staff.successor_unknown", 422):
        desk.do("admin", duty.leave, leaving, desk.officers["sunli"].id)
    desk.do("admin", duty.leave, leaving, desk.officers["wugang"].id)
    assert desk.case(WU_GANG, case).holder == "吴刚"
    owners = desk.system(lambda unit: unit.session.execute(text("SELECT owner_id FROM register_entries")).all())
    assert owners == [(desk.officers["wugang"].id,)]
    assert desk.system(lambda unit: {one.answer for one in unit.session.query(HandOver)}) == {"lapsed"}


def test_xy_71_what_the_last_of_an_office_leaves_goes_to_the_office_itself(desk: Desk, case: str) -> None:
    """郑洁 of the county takes over nothing she could not review; the station answers, and its queue shows it."""
    mending = hand_in(desk.work, LI_JIANGUO)
    for one in (case, mending):
        desk.take_up(ZHOU_MIN, one)
    claims = (DefectClaim("field", "name", "与身份证不一致"),)
    desk.do(ZHOU_MIN, review.return_for_correction, mending, desk.version(mending), claims)
    desk.do("admin", duty.leave, desk.officers["wugang"].id)
    followers = desk.do("admin", duty.successors, desk.officers["zhoumin"].id)
    assert [one.name for one in followers] == ["郑洁"]
    desk.do("admin", duty.leave, desk.officers["zhoumin"].id, followers[0].id)
    assert [(desk.row(one).state, desk.row(one).officer_id) for one in (case, mending)] == [
        ("submitted", None),
        ("awaiting_correction", None),
    ]
    assert desk.case(ZHENG_JIE, case).office == "渝水区城南街道人力资源社会保障事务站所"


def test_who_was_off_duty_or_has_left_gets_nothing_new(desk: Desk, case: str) -> None:
    wu = desk.officers["wugang"].id
    desk.do("admin", duty.set_on_duty, wu, True)
    desk.do("admin", duty.leave, wu)
    desk.system(lambda unit: ownership.arrive(unit, unit.session.get_one(Application, case)))
    assert desk.case(ZHOU_MIN, case).holder == ""
    with refused("staff.reviewers_only", 409):
        desk.do("admin", duty.set_on_duty, desk.officers["inspector"].id, True)


def _empty(unit: Unit, case: str, column: str) -> None:
    setattr(unit.session.get_one(Application, case), column, None)
    unit.session.flush()
