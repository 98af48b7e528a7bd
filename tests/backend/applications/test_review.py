"""The two reviews from the take-up to the register, and what they demand."""

from datetime import date, timedelta

import pytest

from backend.applications import review
from backend.applications.models import Decision
from backend.applications.views import HomeVisit, SourceMatch
from backend.core.problems import Problem
from backend.core.work import SYSTEM
from backend.registry.models import Entry
from tests.backend.desk import TODAY, Desk, matched, refused, visited
from tests.people import WU_GANG, ZHENG_JIE, ZHOU_MIN


def test_xy_25_a_case_goes_from_the_street_to_the_county_and_onto_the_register(desk: Desk, case: str) -> None:
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    done = desk.endorse(ZHENG_JIE, case, "审核确认。")

    row = desk.row(case)
    assert (row.state, row.due_on, row.decided_at is not None) == ("recognised", None, True)
    assert done.register_number.startswith(f"RD360502-{TODAY.year}-")
    entry = desk.work.read_now(SYSTEM, lambda unit: unit.session.query(Entry).one())
    assert (entry.number, entry.bases, entry.state) == (done.register_number, ["X1"], "active")
    assert entry.owner_id == desk.officers["zhoumin"].id


def test_xy_25_without_its_entry_on_the_register_there_is_no_recognition(
    desk: Desk, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry is made in the transaction of the decision: when it fails, nothing was decided."""
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)

    def fails(*_: object) -> str:
        raise Problem("registry.already_standing", 409)

    with monkeypatch.context() as broken:
        broken.setattr(review.registry, "enrol", fails)
        with refused("registry.already_standing", 409):
            desk.endorse(ZHENG_JIE, case, "审核确认。")
    assert desk.row(case).state == "in_review"
    assert desk.system(lambda unit: [one.stage for one in unit.session.query(Decision)]) == [0]
    assert desk.endorse(ZHENG_JIE, case, "审核确认。").state == "recognised"


def test_the_county_gets_its_own_ten_working_days(desk: Desk, case: str) -> None:
    done = desk.pass_preliminary(ZHOU_MIN, case)
    row = desk.row(case)
    assert (done.action, row.state, row.stage, row.officer_id) == ("endorse", "submitted", 1, None)
    assert row.due_on == date(2026, 12, 4)


@pytest.mark.parametrize("missing", ["record_match", "home_visit"])
def test_xy_22_the_first_review_cannot_pass_without_both_steps(desk: Desk, case: str, missing: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.do(ZHOU_MIN, review.record_step, case, visited() if missing == "record_match" else matched())
    with refused("review.step_missing", 409):
        desk.endorse(ZHOU_MIN, case)
    assert desk.row(case).state == "in_review"


def test_an_endorsement_needs_an_opinion(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.record_steps(ZHOU_MIN, case)
    with refused("review.opinion_missing", 422):
        desk.endorse(ZHOU_MIN, case, "  ")


def test_a_rejected_paper_stands_against_passing_until_it_is_in_order(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.record_steps(ZHOU_MIN, case)
    desk.do(ZHOU_MIN, review.mark_paper, case, "identity", "rejected", "照片看不清")
    with refused("review.paper_rejected", 409):
        desk.endorse(ZHOU_MIN, case)
    desk.do(ZHOU_MIN, review.mark_paper, case, "identity", "verified", original_seen=True)
    desk.endorse(ZHOU_MIN, case)
    paper = next(one for one in desk.case(ZHOU_MIN, case).papers if one.requirement == "identity")
    assert (paper.state, paper.comment, paper.original_seen_by) == ("verified", "", "周敏")


def test_rejecting_a_paper_says_why(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    with refused("review.comment_missing", 422):
        desk.do(ZHOU_MIN, review.mark_paper, case, "identity", "rejected", " ")
    with refused("review.unknown_paper", 422):
        desk.do(ZHOU_MIN, review.mark_paper, case, "age_proof", "verified")


@pytest.mark.parametrize(
    ("days", "code"), [(1, "review.day_in_future"), (-1, "review.day_before_submission"), (0, "")]
)
def test_a_step_is_done_between_submission_and_today(desk: Desk, case: str, days: int, code: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    day = TODAY + timedelta(days=days)
    for findings in (matched(day), visited(day)):
        if code:
            with refused(code, 422):
                desk.do(ZHOU_MIN, review.record_step, case, findings)
        else:
            desk.do(ZHOU_MIN, review.record_step, case, findings)


def test_a_record_match_answers_for_every_source_and_explains_a_mismatch(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    whole = matched()
    with refused("review.source_missing", 422):
        desk.do(ZHOU_MIN, review.record_step, case, type(whole)(whole.done_on, whole.sources[:-1]))
    with refused("review.note_missing", 422):
        silent = matched(insurance=SourceMatch("insurance", "mismatch", " "))
        desk.do(ZHOU_MIN, review.record_step, case, silent)
    told = matched(insurance=SourceMatch("insurance", "mismatch", "十月仍有单位缴费"))
    desk.do(ZHOU_MIN, review.record_step, case, told)
    step = next(step for step in desk.case(ZHOU_MIN, case).steps if step.step == "record_match")
    assert (step.result_label, step.findings) == ("不一致", told)


@pytest.mark.parametrize(
    ("visit", "code"),
    [
        (HomeVisit(TODAY, (" ",), "家中", "confirmed", "属实"), "review.visitors_missing"),
        (HomeVisit(TODAY, ("周敏", " 周敏 "), "家中", "confirmed", "属实"), "review.second_visitor_missing"),
        (HomeVisit(TODAY, ("周敏", "吴刚"), "", "confirmed", "属实"), "review.place_missing"),
        (HomeVisit(TODAY, ("周敏",), "家中", "confirmed", "", "所里只有一人"), "review.findings_missing"),
    ],
)
def test_a_home_visit_says_who_where_and_what(desk: Desk, case: str, visit: HomeVisit, code: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    with refused(code, 422):
        desk.do(ZHOU_MIN, review.record_step, case, visit)


def test_who_comes_second_hears_who_was_quicker_and_when(desk: Desk, case: str) -> None:
    seen = desk.version(case)
    desk.take_up(ZHOU_MIN, case)
    with pytest.raises(Problem) as caught:
        desk.do(WU_GANG, review.take_up, case, seen)
    assert caught.value.code == "application.changed_meanwhile"
    assert caught.value.params == {"who": "周敏", "when": "2026-11-21 10:00", "state": "in_review"}


def test_the_history_tells_every_act_and_how_its_letter_fared(desk: Desk, case: str) -> None:
    desk.pass_preliminary(ZHOU_MIN, case)
    lines = desk.case(ZHENG_JIE, case).timeline
    told = [line.sentence for line in lines]
    assert told[2:5] == ["接手办理", "把身份证号码录入业务系统", "记录了信息比对：一致"]
    assert told[5] == "记录了入户核实：情况属实"
    assert next(one for one in told[6:] if "核对材料" not in one) == "审查通过，上报渝水区公共就业服务机构"
    assert [line.notice_label for line in lines if line.notice] == ["待发送", "待发送"]


def test_xy_52_until_when_a_paper_is_valid_is_kept_and_one_that_has_ended_is_not_verified(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    with refused("review.paper_expired", 422):
        desk.do(ZHOU_MIN, review.mark_paper, case, "identity", "verified", valid_until=date(2026, 11, 20))
    for day in (date(2026, 11, 21), None):
        desk.do(ZHOU_MIN, review.mark_paper, case, "identity", "verified", valid_until=day)
        paper = next(one for one in desk.case(ZHOU_MIN, case).papers if one.requirement == "identity")
        assert (paper.state, paper.valid_until) == ("verified", day)
