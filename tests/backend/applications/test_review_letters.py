"""Returns and refusals: checked before anything is written, previewed word for word."""

from datetime import timedelta

import pytest

from backend.applications import review
from backend.applications.models import Application, Decision, DefectRow, PaperRow
from backend.applications.views import DefectClaim
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.registry.models import Entry
from backend.staff import service as staff
from tests.backend.desk import TODAY, Desk, hand_in, refused
from tests.people import CHEN_ZHIQIANG, ZHENG_JIE, ZHOU_MIN


def test_a_return_names_everything_at_once_and_stops_the_clock(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    claims = (DefectClaim("field", "phone", "号码打不通"), DefectClaim("paper", "identity", "反面没有拍"))
    preview = desk.do(ZHOU_MIN, review.preview_return, case, desk.version(case), claims, "有问题请来电。")
    done = desk.do(ZHOU_MIN, review.return_for_correction, case, desk.version(case), claims, "有问题请来电。")

    row = desk.row(case)
    assert (row.state, row.round, row.officer_id) == ("awaiting_correction", 1, desk.officers["zhoumin"].id)
    assert row.correct_by == TODAY + timedelta(days=30)
    letter = desk.letters(case)[-1]
    assert letter.text == preview
    assert letter.number == done.notice_number
    assert "1. 联系电话：号码打不通\n2. 身份证或户口本：反面没有拍" in letter.text
    assert "2026年12月21日" in letter.text
    assert [button["action"] for button in letter.buttons] == ["correct", "grounds"]
    assert letter.buttons[1]["argument"] == letter.number
    view = desk.case(ZHOU_MIN, case)
    assert [(one.target, one.mended_at) for one in view.defects] == [("phone", None), ("identity", None)]
    assert (view.urgency, view.days_left, view.correct_by) == ("paused", None, row.correct_by)
    assert desk.work.read_now(SYSTEM, lambda unit: unit.session.get(PaperRow, (case, "identity"))).state == (
        "rejected"
    )


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ((), "review.no_defects"),
        ((DefectClaim("field", "sex", "不对"),), "review.unknown_target"),
        ((DefectClaim("paper", "age_proof", "缺"),), "review.unknown_target"),
        ((DefectClaim("paper", "land_proof", "缺"),), "review.unknown_target"),
        ((DefectClaim("field", "name", " "),), "review.comment_missing"),
        ((DefectClaim("field", "name", "不对"),) * 2, "review.defect_twice"),
        ((DefectClaim("field", "name", "应为360502198003059921"),), "review.id_number_in_text"),
        ((DefectClaim("field", "name", "长" * 201),), "review.text_too_long"),
    ],
)
def test_a_return_is_checked_before_anything_is_written(
    desk: Desk, case: str, claims: tuple[DefectClaim, ...], code: str
) -> None:
    desk.take_up(ZHOU_MIN, case)
    for service in (review.preview_return, review.return_for_correction):
        with refused(code, 422):
            desk.do(ZHOU_MIN, service, case, desk.version(case), claims)
    assert desk.row(case).state == "in_review"
    assert desk.count(DefectRow) == desk.count(Decision) == 0


def test_a_refusal_names_article_reason_and_remedy(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    told = (case, desk.version(case), "art-1", "社保记录显示您仍在职")
    preview = desk.do(ZHOU_MIN, review.preview_decline, *told)
    desk.do(ZHOU_MIN, review.decline, *told)
    letter = desk.letters(case)[-1]
    assert letter.text == preview
    assert "第一条" in preview
    assert "社保记录显示您仍在职" in preview
    assert "如有异议，可向作出决定的机构申请复核。" in preview
    assert "60日内，依法申请行政复议" in preview
    assert (desk.row(case).state, desk.count(Entry)) == ("declined", 0)


@pytest.mark.parametrize(
    ("citation", "reason", "code"),
    [
        ("", "不符合条件", "review.citation_missing"),
        ("art-99", "不符合条件", "review.unknown_citation"),
        ("annex", "不符合条件", "review.unknown_citation"),
        ("art-1-3", "不符合条件", "review.unknown_citation"),
        ("art-1", " ", "review.reason_missing"),
        ("art-1", "。", "review.reason_too_short"),
        ("art-1", "不符合。。。", "review.reason_too_short"),
    ],
)
def test_xy_26_a_refusal_without_article_or_reason_is_refused(
    desk: Desk, case: str, citation: str, reason: str, code: str
) -> None:
    desk.take_up(ZHOU_MIN, case)
    for service in (review.preview_decline, review.decline):
        with refused(code, 422):
            desk.do(ZHOU_MIN, service, case, desk.version(case), citation, reason)


def test_a_refusal_offers_the_grounds_of_the_case_first_and_no_closing_line(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    offered = [one.article for one in desk.case(ZHOU_MIN, case).articles]
    assert offered[0] == "第一条第（一）项"
    assert "第一条" in offered
    assert not {"附件", "文末", "第一条第（三）项"} & set(offered)
    assert len(set(offered)) == len(offered) < 12


def test_letters_of_the_disabled_tell_nothing_of_it(desk: Desk) -> None:
    case = hand_in(desk.work, CHEN_ZHIQIANG, "X3")

    def at_home(unit: Unit) -> None:
        unit.session.get_one(Application, case).station_id = staff.office_of_area(unit, "360502001").id
        unit.session.get_one(Application, case).office_id = staff.office_of_area(unit, "360502001").id

    desk.system(at_home)
    desk.take_up(ZHOU_MIN, case)
    claims = (DefectClaim("paper", "disability_certificate", "照片看不清"),)
    returned = desk.do(ZHOU_MIN, review.preview_return, case, desk.version(case), claims)
    declined = desk.do(ZHOU_MIN, review.preview_decline, case, desk.version(case), "art-1-3", "材料不齐")
    desk.record_steps(ZHOU_MIN, case)
    desk.endorse(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    desk.endorse(ZHENG_JIE, case)
    written = [letter.text for letter in desk.letters(case)]
    for text in (returned, declined, *written):
        assert "残" not in text
        assert CHEN_ZHIQIANG.id_number not in text
    assert "第一条第（三）项" in written[-1]
