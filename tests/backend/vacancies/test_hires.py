"""XY-53: an employer that hires a recognised person for a year sees which subsidies it might apply for."""

from dataclasses import replace
from datetime import date

import pytest

from backend.vacancies import hires, placements, service
from backend.vacancies.hires import Hint, NewHire
from tests.backend.assistance.recognised import Recognise
from tests.backend.desk import TODAY, Desk, refused
from tests.backend.vacancies.posts import opened, row
from tests.people import SUN_LI, WANG_XIUYING, ZHOU_MIN

SOURCE = "《江西省就业补助资金管理办法》（赣财社〔2019〕1号）"


@pytest.fixture
def hired(recognise: Recognise) -> NewHire:
    return NewHire(recognise(), TODAY, 12, agreed=True)


def test_xy_53_a_recognised_person_hired_for_a_year_is_a_hint_to_the_employer(
    desk: Desk, employer: int, hired: NewHire
) -> None:
    post = opened(desk, employer)
    desk.do(ZHOU_MIN, hires.record, post, hired)
    [hint] = desk.system(hires.hints, employer)
    title = row(desk, post).title
    assert hint == Hint(title, TODAY, 12, ("社会保险补贴（单位）",), "第四条第（四）项", SOURCE)
    assert WANG_XIUYING.name not in str(hint)
    assert row(desk, post).filled == 1


def test_xy_53_a_shorter_contract_is_put_down_and_is_no_hint(desk: Desk, employer: int, hired: NewHire) -> None:
    desk.do(ZHOU_MIN, hires.record, opened(desk, employer), replace(hired, months=11))
    assert desk.system(hires.hints, employer) == ()


def test_xy_53_the_employer_is_told_nothing_without_her_consent(desk: Desk, employer: int, hired: NewHire) -> None:
    post = opened(desk, employer)
    with refused("hire.consent_missing", 422):
        desk.do(ZHOU_MIN, hires.record, post, replace(hired, agreed=False))
    assert desk.system(hires.hints, employer) == ()
    assert row(desk, post).filled == 0


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"months": 0}, "hire.months_wrong"),
        ({"months": 121}, "hire.months_wrong"),
        ({"starts_on": date(2026, 11, 1)}, "placement.day_wrong"),
        ({"starts_on": date(2027, 6, 1)}, "placement.day_wrong"),
    ],
)
def test_an_unlikely_hire_is_refused(
    desk: Desk, employer: int, hired: NewHire, wrong: dict[str, object], code: str
) -> None:
    with refused(code, 422):
        desk.do(ZHOU_MIN, hires.record, opened(desk, employer), replace(hired, **wrong))


def test_nobody_is_hired_twice_on_a_post_nor_on_one_that_is_closed(
    desk: Desk, employer: int, hired: NewHire
) -> None:
    post = opened(desk, employer, quota="3")
    desk.do(ZHOU_MIN, hires.record, post, hired)
    with refused("hire.known", 409):
        desk.do(ZHOU_MIN, hires.record, post, hired)
    desk.do(ZHOU_MIN, service.close, post, "不招了")
    with refused("hire.not_here", 409):
        desk.do(ZHOU_MIN, hires.record, post, hired)


def test_an_officer_of_another_county_hires_nobody_of_this_one(desk: Desk, employer: int, hired: NewHire) -> None:
    post = opened(desk, employer)
    with pytest.raises(Exception, match=r"vacancy\.|entry\."):
        desk.do(SUN_LI, hires.record, post, hired)
    assert desk.system(hires.hints, employer) == ()
    assert desk.read(ZHOU_MIN, placements.placements, post) == ()
