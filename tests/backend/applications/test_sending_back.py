"""退回初审: the county gives a case back, the street reviews again, then the county decides."""

from backend.applications import ownership, review
from backend.applications.models import Application, Decision
from backend.applications.sending_back import send_back
from backend.applications.views import DefectClaim
from backend.staff import duty
from tests.backend.desk import Desk, refused, visited
from tests.people import WU_GANG, ZHENG_JIE, ZHOU_MIN

REASON = "入户记录没有写家庭成员，请补充核实。"
AGAIN = "已再次入户，家庭成员情况已补充核实。"


def back(desk: Desk, case: str) -> None:
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    desk.do(ZHENG_JIE, send_back, case, desk.version(case), REASON)


def test_xy_25_the_county_sends_a_case_back_and_recognises_it_after_the_second_round(
    desk: Desk, case: str
) -> None:
    back(desk, case)
    view = desk.case(ZHOU_MIN, case)
    assert (view.state, view.stage_label, view.holder) == ("submitted", "初审", "周敏")
    desk.take_up(ZHOU_MIN, case)
    assert desk.case(ZHOU_MIN, case).suggested_opinion == ""
    with refused("review.explanation_missing", 422):
        desk.endorse(ZHOU_MIN, case, "同意。")
    desk.do(ZHOU_MIN, review.record_step, case, visited())
    desk.endorse(ZHOU_MIN, case, AGAIN)
    desk.take_up(ZHENG_JIE, case)
    assert desk.endorse(ZHENG_JIE, case, "审核确认。").state == "recognised"
    told = desk.system(lambda unit: [(one.stage, one.round, one.action) for one in unit.session.query(Decision)])
    assert told == [(0, 0, "endorse"), (1, 0, "send_back"), (0, 1, "endorse"), (1, 1, "recognise")]


def test_xy_25_a_case_goes_back_and_to_the_citizen_and_back_again(desk: Desk, case: str) -> None:
    """Returns and givings back count together, so no decision of a stage meets an earlier one."""
    back(desk, case)
    desk.take_up(ZHOU_MIN, case)
    claims = (DefectClaim("field", "name", "与身份证不一致"),)
    desk.do(ZHOU_MIN, review.return_for_correction, case, desk.version(case), claims)

    def supplied(unit: object) -> None:
        unit.session.get_one(Application, case).state = "in_review"  # type: ignore[attr-defined]

    desk.system(supplied)
    desk.endorse(ZHOU_MIN, case, AGAIN)
    desk.take_up(ZHENG_JIE, case)
    desk.do(ZHENG_JIE, send_back, case, desk.version(case), REASON)
    desk.take_up(ZHOU_MIN, case)
    desk.endorse(ZHOU_MIN, case, AGAIN)
    desk.take_up(ZHENG_JIE, case)
    assert desk.endorse(ZHENG_JIE, case, "审核确认。").state == "recognised"
    numbers = [letter.number for letter in desk.letters(case)]
    assert len(numbers) == len(set(numbers))


def test_xy_25_the_citizen_hears_only_what_concerns_her(desk: Desk, case: str) -> None:
    back(desk, case)
    letter = desk.letters(case)[-1].text
    assert letter.startswith("您的申请正在再次核实")
    assert "渝水区城南街道人力资源社会保障事务站所会再核实一次" in letter
    assert "您暂时不用做什么" in letter
    assert REASON not in letter
    assert "退回" not in letter


def test_xy_25_the_street_cannot_send_back_and_a_reason_is_needed(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    with refused("application.illegal_move", 409):
        desk.do(ZHOU_MIN, send_back, case, desk.version(case), REASON)
    desk.record_steps(ZHOU_MIN, case)
    desk.endorse(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    with refused("review.reason_missing", 422):
        desk.do(ZHENG_JIE, send_back, case, desk.version(case), " ")


def test_xy_25_where_the_first_reviewer_has_left_the_office_answers(desk: Desk, case: str) -> None:
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.do("admin", duty.leave, desk.officers["zhoumin"].id)
    desk.take_up(ZHENG_JIE, case)
    desk.do(ZHENG_JIE, send_back, case, desk.version(case), REASON)
    assert desk.case(WU_GANG, case).holder == ""
    desk.take_up(WU_GANG, case)
    desk.endorse(WU_GANG, case, AGAIN)
    entry = desk.take_up(ZHENG_JIE, case)
    assert entry.state == "in_review"


def test_xy_24_who_sent_a_case_back_does_not_review_it_at_the_street(desk: Desk, case: str) -> None:
    back(desk, case)

    def move(unit: object) -> None:
        rows = unit.session.query(ownership.OfficerRow)  # type: ignore[attr-defined]
        zheng = rows.filter_by(login="zhengjie").one()
        zheng.office_id = rows.filter_by(login="zhoumin").one().office_id

    desk.system(move)
    with refused("review.same_person", 403):
        desk.take_up(ZHENG_JIE, case)
