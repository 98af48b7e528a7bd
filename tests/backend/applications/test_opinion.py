"""The opinion on the form: nothing is said of a case that its own checks contradict."""

from typing import Any

import pytest

from backend.applications import review
from backend.applications.views import HomeVisit, SourceMatch
from tests.backend.desk import TODAY, Desk, matched, refused, visited
from tests.people import ZHENG_JIE, ZHOU_MIN

READY = "经线上信息比对和线下入户核实，情况属实，符合认定条件，同意上报。"
EXPLAINED = "登记系统延迟，已电话向市局核实属实，同意上报。"
MISMATCH = matched(registration=SourceMatch("registration", "mismatch", "系统显示未登记"))
NOT_AVAILABLE = matched(business=SourceMatch("business", "not_available", "系统维护"))
DOUBTFUL = HomeVisit(TODAY, ("周敏", "吴刚"), "家中", "doubtful", "邻居说在上班。")
NOT_MET = HomeVisit(TODAY, ("周敏", "吴刚"), "家中", "not_met", "两次敲门无人。")


def checked(desk: Desk, case: str, match: Any, visit: Any) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.do(ZHOU_MIN, review.record_step, case, match)
    desk.do(ZHOU_MIN, review.record_step, case, visit)


@pytest.mark.parametrize(
    ("match", "visit", "line"),
    [
        (MISMATCH, visited(), "失业登记：不一致"),
        (NOT_AVAILABLE, visited(), "市场主体登记：无法比对"),
        (matched(), DOUBTFUL, "线下入户核实：有疑问"),
        (matched(), NOT_MET, "线下入户核实：未见到本人"),
    ],
)
def test_a_check_that_is_not_positive_wants_an_explanation_at_both_stages(
    desk: Desk, case: str, match: Any, visit: Any, line: str
) -> None:
    checked(desk, case, match, visit)
    desk.check_papers(ZHOU_MIN, case)
    view = desk.case(ZHOU_MIN, case)
    assert (view.against, view.suggested_opinion) == ((line,), "")
    for opinion in ("同意。", "。" * 40, READY):
        with refused("review.explanation_missing", 422):
            desk.endorse(ZHOU_MIN, case, opinion)
    desk.endorse(ZHOU_MIN, case, EXPLAINED)

    desk.take_up(ZHENG_JIE, case)
    final = desk.case(ZHENG_JIE, case)
    assert (final.against, final.suggested_opinion) == ((line,), "")
    with refused("review.explanation_missing", 422):
        desk.endorse(ZHENG_JIE, case, "审核确认。")
    desk.endorse(ZHENG_JIE, case, EXPLAINED)
    assert desk.row(case).state == "recognised"


def test_papers_nobody_looked_at_stand_against_a_ready_made_opinion(desk: Desk, case: str) -> None:
    checked(desk, case, matched(), visited())
    view = desk.case(ZHOU_MIN, case)
    assert view.suggested_opinion == ""
    assert view.against[0].startswith("材料还没核对：身份证或户口本、")
    with refused("review.explanation_missing", 422):
        desk.endorse(ZHOU_MIN, case, READY)
    desk.check_papers(ZHOU_MIN, case)
    view = desk.case(ZHOU_MIN, case)
    assert (view.against, view.suggested_opinion) == ((), READY)
    desk.endorse(ZHOU_MIN, case, "同意上报。")


def test_a_source_that_could_not_be_asked_needs_a_note(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    silent = matched(business=SourceMatch("business", "not_available"))
    with refused("review.note_missing", 422):
        desk.do(ZHOU_MIN, review.record_step, case, silent)
