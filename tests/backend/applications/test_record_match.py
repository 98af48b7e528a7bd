"""信息比对 and 入户核实 (第二条第二款): what a first review cannot pass without, and where a difference is shown."""

from datetime import timedelta

import pytest

from backend.applications import queries, review
from backend.applications.views import HomeVisit, SourceMatch
from tests.backend.desk import TODAY, Desk, matched, refused, visited
from tests.people import WANG_XIUYING, ZHENG_JIE, ZHOU_MIN


def test_xy_21_a_first_review_cannot_pass_while_a_comparison_is_pending(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.do(ZHOU_MIN, review.record_step, case, visited())
    desk.check_papers(ZHOU_MIN, case)
    waiting = matched(
        insurance=SourceMatch("insurance", "pending"),
        business=SourceMatch("business", "mismatch", "名下有一家个体户"),
    )
    desk.do(ZHOU_MIN, review.record_step, case, waiting)
    with refused("review.match_pending", 409):
        desk.endorse(ZHOU_MIN, case)
    desk.do(ZHOU_MIN, review.record_step, case, matched())
    assert desk.endorse(ZHOU_MIN, case).state == "submitted"


@pytest.mark.parametrize("result", ["match", "pending"])
def test_xy_21_only_what_differs_or_cannot_be_compared_is_explained(
    desk: Desk, case: str, result: str
) -> None:
    desk.take_up(ZHOU_MIN, case)
    silent = matched(insurance=SourceMatch("insurance", result))  # type: ignore[arg-type]
    desk.do(ZHOU_MIN, review.record_step, case, silent)
    for told in ("mismatch", "not_available"):
        with refused("review.note_missing", 422):
            again = matched(insurance=SourceMatch("insurance", told))  # type: ignore[arg-type]
            desk.do(ZHOU_MIN, review.record_step, case, again)


def test_xy_21_a_difference_stands_in_the_row_of_the_condition_it_contradicts(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    differing = matched(
        registration=SourceMatch("registration", "mismatch", "系统中没有登记"),
        insurance=SourceMatch("insurance", "not_available", "系统维护"),
    )
    desk.do(ZHOU_MIN, review.record_step, case, differing)
    panel = desk.case(ZHOU_MIN, case).rules
    told = {row.condition: row.contradicted for row in panel.rows if row.contradicted}
    assert told == {"失业登记": ("失业登记：不一致（系统中没有登记）",)}
    assert panel.doubts == ("社会保险和养老待遇：无法比对（系统维护）",)


def test_c8_each_condition_names_the_records_that_tell_of_it_and_what_was_found(desk: Desk, case: str) -> None:
    def looked_up() -> dict[str, tuple[str, ...]]:
        return {row.condition: row.looked_up for row in desk.case(ZHOU_MIN, case).rules.rows}

    desk.take_up(ZHOU_MIN, case)
    assert looked_up()["失业登记"] == ("失业登记：还没有比对",)
    differing = matched(business=SourceMatch("business", "mismatch", "有一家个体户"))
    desk.do(ZHOU_MIN, review.record_step, case, differing)
    told = looked_up()
    assert told["本市户籍"] == told["年龄"] == ("身份和户籍：一致",)
    assert told["失业状态"] == ("社会保险和养老待遇：一致", "市场主体登记：不一致")
    assert told["就业愿望"] == ()


def test_xy_21_a_difference_in_the_identity_stands_in_every_row_that_reads_it(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    differing = matched(identity=SourceMatch("identity", "mismatch", "出生日期不同"))
    desk.do(ZHOU_MIN, review.record_step, case, differing)
    desk.do(ZHOU_MIN, review.record_step, case, doubtful())
    panel = desk.case(ZHOU_MIN, case).rules
    assert {row.condition for row in panel.rows if row.contradicted} == {"本市户籍", "法定劳动年龄", "年龄"}
    assert panel.doubts == ("线下入户核实：有疑问",)


def test_xy_21_the_second_review_sees_the_difference_in_the_same_row(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    differing = matched(registration=SourceMatch("registration", "mismatch", "系统中没有登记"))
    desk.do(ZHOU_MIN, review.record_step, case, differing)
    desk.do(ZHOU_MIN, review.record_step, case, visited())
    desk.check_papers(ZHOU_MIN, case)
    desk.endorse(ZHOU_MIN, case, "登记系统延迟，已电话向市局核实属实。")
    row = next(one for one in desk.case(ZHENG_JIE, case).rules.rows if one.condition == "失业登记")
    assert row.contradicted == ("失业登记：不一致（系统中没有登记）",)


def test_xy_22_one_visitor_alone_says_why(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    alone = ("周敏",), "平安路1号", "confirmed", "本人在家。"
    with refused("review.second_visitor_missing", 422):
        desk.do(ZHOU_MIN, review.record_step, case, HomeVisit(TODAY, *alone))  # type: ignore[arg-type]
    told = HomeVisit(TODAY, *alone, alone="站所当天只有一人在岗")  # type: ignore[arg-type]
    desk.do(ZHOU_MIN, review.record_step, case, told)
    step = next(one for one in desk.case(ZHOU_MIN, case).steps if one.step == "home_visit")
    assert step.findings == told


def test_xy_22_a_visit_of_tomorrow_is_refused_and_one_of_today_is_kept(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    with refused("review.day_in_future", 422):
        desk.do(ZHOU_MIN, review.record_step, case, visited(TODAY + timedelta(days=1)))
    desk.do(ZHOU_MIN, review.record_step, case, visited(TODAY))


def test_the_day_of_birth_is_covered_until_the_officer_says_why(desk: Desk, case: str) -> None:
    """With the covered ID number beside it, the whole day would leave three digits to guess (S26)."""
    day = f"{WANG_XIUYING.birth_date.month}月{WANG_XIUYING.birth_date.day}日"
    covered = desk.case(ZHOU_MIN, case)
    answers = " ".join(row.answer for row in covered.rules.rows)
    assert "1980年出生" in answers
    assert "46" in answers
    assert day not in answers
    desk.do(ZHOU_MIN, review.reveal, case, "录入省系统")
    whole = desk.read(ZHOU_MIN, queries.case, case, unmasked=True)
    assert f"1980年{day}" in " ".join(row.answer for row in whole.rules.rows)


def doubtful() -> HomeVisit:
    return HomeVisit(TODAY, ("周敏", "吴刚"), "平安路1号", "doubtful", "邻居说在外打工。")
