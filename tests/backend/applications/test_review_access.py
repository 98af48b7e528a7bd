"""Who may see a case, and whose turn it is."""

import pytest
from sqlalchemy import update

from backend.applications import queries, review
from backend.applications.claims import claim_next
from backend.applications.models import Application, Decision
from backend.applications.views import DefectClaim, QueueFilters
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller
from backend.staff import duty
from backend.staff import service as staff
from tests.backend.desk import Desk, matched, refused
from tests.people import WANG_XIUYING, WU_GANG, ZHENG_JIE, ZHOU_MIN


@pytest.mark.parametrize("who", ["hewei", "sunli", "admin"])
def test_another_area_finds_nothing_exactly_as_if_there_were_nothing(desk: Desk, case: str, who: str) -> None:
    file_id = desk.case(ZHOU_MIN, case).papers[0].files[0].id
    attempts = [
        (queries.case, (case,)),
        (queries.file, (case, file_id)),
        (review.take_up, (case, 1)),
        (review.release, (case, 1, "休假")),
        (review.endorse, (case, 1, "同意")),
        (review.decline, (case, 1, "art-1", "不符合条件")),
        (review.preview_decline, (case, 1, "art-1", "不符合条件")),
        (review.return_for_correction, (case, 1, (DefectClaim("field", "name", "不对"),))),
        (review.preview_return, (case, 1, (DefectClaim("field", "name", "不对"),))),
        (review.record_step, (case, matched())),
        (review.mark_paper, (case, "identity", "verified")),
        (review.reveal, (case, "核对")),
    ]
    for service, args in attempts:
        absent = ("0" * 31 + "1", *args[1:])
        bodies = []
        for these in (args, absent):
            with pytest.raises(Problem) as caught:
                desk.do(who, service, *these)
            bodies.append(caught.value.body())
        assert bodies[0] == bodies[1]
        assert bodies[0].status == 404
    assert desk.read(who, queries.queue, QueueFilters(state="")).total == 0
    assert desk.read(who, queries.find, WANG_XIUYING.id_number) == ()


def test_an_inspector_reads_and_decides_nothing(desk: Desk, case: str) -> None:
    assert desk.read("inspector", queries.queue, QueueFilters()).total == 1
    view = desk.read("inspector", queries.case, case)
    assert all(not action.allowed and action.why_not for action in view.actions)
    with refused("review.read_only", 403):
        desk.do("inspector", review.take_up, case, 1)


def test_the_whole_values_are_shown_only_after_a_reason_and_for_a_while(desk: Desk, case: str) -> None:
    view = desk.case(ZHOU_MIN, case)
    shown = {field.field: field.shown for field in view.fields}
    assert (view.name, shown["name"], shown["phone"]) == ("王*", "王*", "199****0001")
    assert shown["id_number"] == f"360502********{WANG_XIUYING.id_number[-4:]}"
    with refused("review.reason_missing", 422):
        desk.read(ZHOU_MIN, queries.case, case, unmasked=True)
    desk.do(ZHOU_MIN, review.reveal, case, "电话联系申请人")
    whole = desk.read(ZHOU_MIN, queries.case, case, unmasked=True)
    assert {field.field: field.shown for field in whole.fields}["id_number"] == WANG_XIUYING.id_number
    assert "电话联系申请人" in whole.timeline[-1].sentence
    with refused("review.reason_missing", 422):
        desk.read(WU_GANG, queries.case, case, unmasked=True)
    desk.work.clock.advance(seconds=60)  # type: ignore[attr-defined]
    with refused("review.reason_missing", 422):
        desk.read(ZHOU_MIN, queries.case, case, unmasked=True)


def test_drafts_are_nobodys_business(desk: Desk, case: str) -> None:
    def put(unit: Unit) -> None:
        row = unit.session.get_one(Application, case)
        row.state, row.submitted_at = "draft", None

    desk.system(put)
    for who in ("zhoumin", "zhengjie", "inspector", "admin"):
        with refused("application.not_found", 404):
            desk.read(who, queries.case, case)


def test_xy_24_who_did_the_first_review_cannot_do_the_second_from_a_new_office(desk: Desk, case: str) -> None:
    """The acceptance example: the first reviewer's account gets 403 on the second review."""
    desk.pass_preliminary(ZHOU_MIN, case)

    def promote(unit: Unit) -> None:
        row = unit.session.get_one(staff.OfficerRow, desk.officers["zhoumin"].id)
        row.office_id = staff.office_of_area(unit, "360502").id

    desk.system(promote)
    with refused("review.same_person", 403):
        desk.take_up(ZHOU_MIN, case)


def test_xy_24_an_office_that_did_the_first_review_does_not_do_the_second(desk: Desk, case: str) -> None:
    """Not through a colleague either who never saw the case; and it is not handed out to her as the next one."""
    desk.pass_preliminary(ZHOU_MIN, case)
    county, street = desk.officers["zhengjie"].office_id, desk.officers["zhoumin"].office_id

    def reviewed_at(office: int) -> None:
        desk.system(lambda unit: unit.session.execute(update(Decision).values(office_id=office)))

    reviewed_at(county)
    with refused("review.same_office", 403):
        desk.take_up(ZHENG_JIE, case)
    caller = Caller(desk.officers["zhengjie"])
    assert desk.work.do_now(SYSTEM, claim_next, [caller]) == [""]
    reviewed_at(street)
    assert desk.work.do_now(SYSTEM, claim_next, [caller]) == [case]


def test_a_right_taken_away_acts_at_once(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.do("admin", duty.leave, desk.officers["zhoumin"].id, desk.officers["wugang"].id)
    with refused("access.staff_only", 403):
        desk.record_steps(ZHOU_MIN, case)


def test_the_county_waits_for_the_street_and_the_street_no_longer_acts(desk: Desk, case: str) -> None:
    with refused("review.not_your_stage", 403):
        desk.take_up(ZHENG_JIE, case)
    desk.pass_preliminary(ZHOU_MIN, case)
    with refused("review.not_your_stage", 403):
        desk.take_up(ZHOU_MIN, case)


def test_only_the_one_who_took_it_up_acts(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.record_steps(ZHOU_MIN, case)
    acts = {
        "endorse": lambda: desk.endorse(WU_GANG, case),
        "decline": lambda: desk.do(WU_GANG, review.decline, case, desk.version(case), "art-1", "不符合条件"),
        "step": lambda: desk.do(WU_GANG, review.record_step, case, matched()),
        "paper": lambda: desk.do(WU_GANG, review.mark_paper, case, "identity", "verified"),
    }
    for act in acts.values():
        with refused("review.held_by_other", 409):
            act()
