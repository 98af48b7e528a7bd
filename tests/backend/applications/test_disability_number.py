"""What the officer reads off the disability certificate, beside what the person told (XY-17)."""

from datetime import date

import pytest

from backend.applications import review
from backend.applications.certificate_numbers import Printed
from backend.applications.models import Application, PaperRow
from backend.applications.sealed import read_answers, write_answers, write_assessment
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.rules import assess
from tests.backend.desk import PACK, Desk, hand_in, refused
from tests.people import CHEN_ZHIQIANG, CHENGNAN, WANG_XIUYING, ZHOU_MIN

CERTIFICATE = "disability_certificate"
NUMBER = CHEN_ZHIQIANG.disability_no


def told(desk: Desk, grade: str | None) -> str:
    """陈志强 before 周敏, having told this grade; gives the case."""
    case = hand_in(desk.work, CHEN_ZHIQIANG, "X3", station=CHENGNAN)

    def answer(unit: Unit) -> None:
        row = unit.session.get_one(Application, case)
        said = {**read_answers(unit, row), "disab.status": "valid", "disab.grade": grade}
        write_answers(unit, row, said)
        write_assessment(unit, row, assess(unit.services.catalogue.packs[PACK], said, unit.today))

    desk.system(answer)
    desk.take_up(ZHOU_MIN, case)
    return case


def mark(desk: Desk, case: str, number: str) -> None:
    desk.do(ZHOU_MIN, review.mark_paper, case, CERTIFICATE, "verified", number=number)


def grade_row(desk: Desk, case: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    (row,) = [row for row in desk.case(ZHOU_MIN, case).rules.rows if row.borne_out or row.contradicted]
    return row.borne_out, row.contradicted


def test_xy_17_the_number_bears_out_the_grade_that_was_told(desk: Desk) -> None:
    case = told(desk, "3")
    mark(desk, case, f"{NUMBER[:18]} {NUMBER[18:]}")
    assert grade_row(desk, case) == (("残疾人证号：肢体、三级，与本人回答一致",), ())
    paper = next(one for one in desk.case(ZHOU_MIN, case).papers if one.requirement == CERTIFICATE)
    assert (paper.takes_number, paper.number_says) == (True, "肢体、三级")


def test_xy_17_another_grade_than_told_stands_against_passing(desk: Desk) -> None:
    case = told(desk, "2")
    mark(desk, case, NUMBER)
    words = "残疾人证号：不一致（证件显示肢体、三级，本人回答二级）"
    assert grade_row(desk, case) == ((), (words,))
    assert "残疾人证号：不一致" in desk.case(ZHOU_MIN, case).against
    desk.record_steps(ZHOU_MIN, case)
    with refused("review.explanation_missing", 422):
        desk.endorse(ZHOU_MIN, case, "同意。")


def test_xy_17_a_grade_nobody_told_is_shown_and_stands_against_nothing(desk: Desk) -> None:
    case = told(desk, None)
    mark(desk, case, NUMBER)
    assert grade_row(desk, case) == (("残疾人证号：肢体、三级，本人没有回答等级",), ())


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (NUMBER[:-2], "review.disability_no_length"),
        (f"{NUMBER[:18]}4A", "review.disability_no_characters"),
        (f"{NUMBER[:18]}93", "review.disability_no_kind"),
        (f"{NUMBER[:18]}40", "review.disability_no_grade"),
        (f"{WANG_XIUYING.id_number}43", "review.disability_no_other"),
    ],
)
def test_xy_17_a_number_that_cannot_be_hers_is_refused_by_its_fault(desk: Desk, number: str, code: str) -> None:
    case = told(desk, "3")
    with refused(code, 422):
        mark(desk, case, number)


def test_xy_17_the_number_is_sealed_stays_and_goes_with_the_paper(desk: Desk) -> None:
    case = told(desk, "3")

    def kept(unit: Unit) -> bytes | None:
        return unit.session.get_one(PaperRow, (case, CERTIFICATE)).number

    mark(desk, case, NUMBER)
    first = desk.work.read_now(SYSTEM, kept)
    assert first
    assert NUMBER.encode() not in first
    mark(desk, case, "")
    assert desk.work.read_now(SYSTEM, kept) == first
    desk.do(ZHOU_MIN, review.mark_paper, case, CERTIFICATE, "rejected", "不是本人的证件")
    assert desk.work.read_now(SYSTEM, kept) is None


def test_xy_17_type_and_grade_printed_on_it_are_compared_without_the_number(desk: Desk) -> None:
    case = told(desk, "3")
    desk.do(ZHOU_MIN, review.mark_paper, case, CERTIFICATE, "verified", number=Printed(kind="4", grade="3"))
    assert grade_row(desk, case) == (("残疾类别和等级：肢体、三级，与本人回答一致",), ())
    desk.do(ZHOU_MIN, review.mark_paper, case, CERTIFICATE, "verified", number=Printed(kind="2", grade="1"))
    assert grade_row(desk, case) == ((), ("残疾类别和等级：不一致（证件显示听力、一级，本人回答三级）",))
    assert "残疾类别和等级：不一致" in desk.case(ZHOU_MIN, case).against
    desk.do(ZHOU_MIN, review.mark_paper, case, CERTIFICATE, "verified")
    assert grade_row(desk, case)[1], "nothing typed leaves what is on record"


@pytest.mark.parametrize("printed", [Printed(kind="4"), Printed(grade="3"), Printed(kind="4", grade="9")])
def test_xy_17_a_type_without_a_grade_is_asked_for_whole(desk: Desk, printed: Printed) -> None:
    case = told(desk, "3")
    with refused("review.disability_half", 422):
        desk.do(ZHOU_MIN, review.mark_paper, case, CERTIFICATE, "verified", number=printed)


def test_xy_17_a_number_and_a_choice_that_differ_are_refused(desk: Desk) -> None:
    case = told(desk, "3")
    with refused("review.disability_no_differs", 422):
        desk.do(ZHOU_MIN, review.mark_paper, case, CERTIFICATE, "verified", number=Printed(NUMBER, "4", "2"))
    desk.do(ZHOU_MIN, review.mark_paper, case, CERTIFICATE, "verified", number=Printed(NUMBER, "4", "3"))


def test_another_last_day_than_told_is_shown_once_it_was_read(desk: Desk) -> None:
    case = told(desk, "3")
    desk.system(lambda unit: unit.session.merge(PaperRow(application_id=case, requirement=CERTIFICATE, state="received")))

    def says(unit: Unit) -> None:
        unit.session.get_one(PaperRow, (case, CERTIFICATE)).said_until = date(2028, 6, 30)

    def differs() -> date | None:
        return next(one for one in desk.case(ZHOU_MIN, case).papers if one.requirement == CERTIFICATE).said_otherwise

    desk.system(says)
    assert differs() is None
    desk.do(ZHOU_MIN, review.mark_paper, case, CERTIFICATE, "verified", valid_until=date(2026, 12, 31))
    assert differs() == date(2028, 6, 30)
    desk.do(ZHOU_MIN, review.mark_paper, case, CERTIFICATE, "verified", valid_until=date(2028, 6, 30))
    assert differs() is None
