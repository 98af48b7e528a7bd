"""Months of subsidy belong to the person: they add up over recognitions, up to the cap or to retirement."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from backend.assistance import entries, grants
from backend.assistance.grants import Account, NewGrant
from backend.core.unit import Unit
from backend.registry import updates
from backend.registry.models import Entry
from backend.rules import Subsidy, Text, add_months
from tests.backend.assistance.recognised import Recognise
from tests.backend.desk import TODAY, Desk, refused
from tests.people import HE_WEI, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN, Person

FLEX = Subsidy("SI-FLEX", Text("灵活就业社会保险补贴"), "art-3-2-cap", 36, 5)
RETIRES_2028 = Person("罗成", "M", date(1968, 2, 29), "19900000091", "360502001", 7091)
"""He retires on 29 December 2028."""
LONG_AGO = date(2022, 1, 10)


def account(desk: Desk, number: str, subsidy: str = "SI-FLEX") -> Account:
    def read(unit: Unit) -> Account:
        found = grants.accounts(unit, entries.seen(unit, number))
        return next(one for one in found if one.subsidy == subsidy)

    return desk.read(ZHENG_JIE, read)  # type: ignore[no-any-return]


def left(desk: Desk, number: str) -> int:
    def exit_(unit: Unit) -> None:
        unit.session.scalars(select(Entry).where(Entry.number == number)).one().state = "exited"

    desk.system(exit_)
    return 0


@pytest.mark.parametrize(
    ("approved", "extended"), [(date(2024, 1, 10), True), (date(2023, 12, 29), False), (date(2023, 12, 30), True)]
)
def test_xy_41_exactly_five_years_are_not_less_than_five(approved: date, extended: bool) -> None:
    assert FLEX.until_retirement(approved, date(2028, 12, 29)) == extended
    months, until = grants.left_of(FLEX, 0, approved, date(2028, 12, 29), date(2024, 1, 1))
    assert (months, until) == ((60, date(2028, 12, 29)) if extended else (36, None))


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 70), st.integers(0, 40))
def test_what_is_left_is_never_below_nothing_and_both_ways_of_counting_agree(
    retirement: date, away: int, used: int
) -> None:
    approved = add_months(retirement.replace(day=1), -away)
    months, until = grants.left_of(FLEX, used, approved, retirement, approved.replace(day=1))
    assert months >= 0
    if until is None:
        assert months + min(used, 36) == 36
    else:
        last = add_months(approved.replace(day=1), months - 1)
        assert (last.year, last.month) == (retirement.year, retirement.month)


def test_xy_41_twenty_of_thirty_six_months_leave_sixteen_over_two_recognitions(
    desk: Desk, recognise: Recognise
) -> None:
    first = recognise(on=LONG_AGO)
    desk.do(ZHENG_JIE, grants.grant, first, NewGrant("SI-FLEX", LONG_AGO, "2022-02", 20))
    left(desk, first)
    second = recognise(on=date(2024, 6, 3))
    assert (account(desk, second).used, account(desk, second).left) == (20, 16)
    desk.do(ZHENG_JIE, grants.grant, second, NewGrant("SI-FLEX", date(2024, 7, 1), "2024-07", 10))
    assert (account(desk, second).used, account(desk, second).left) == (30, 6)
    seven = NewGrant("SI-FLEX", date(2025, 8, 1), "2025-08", 7)
    with refused("grant.over_cap", 409):
        desk.do(ZHENG_JIE, grants.grant, second, seven)
    desk.do(ZHENG_JIE, grants.grant, second, replace(seven, months=6))
    assert account(desk, second).left == 0
    assert account(desk, second, "POST").left == 36


def test_xy_41_less_than_five_years_before_retirement_it_goes_on_until_then(
    desk: Desk, recognise: Recognise
) -> None:
    number = recognise(RETIRES_2028, on=date(2022, 1, 4))
    early = NewGrant("SI-FLEX", date(2024, 1, 10), "2022-02", 36)
    desk.do(ZHENG_JIE, grants.grant, number, early)
    kept = account(desk, number)
    assert (kept.used, kept.until) == (36, date(2028, 12, 29))
    # December 2026 up to December 2028.
    desk.do(ZHENG_JIE, grants.grant, number, NewGrant("SI-FLEX", TODAY, "2025-02", 22))
    assert account(desk, number).left == 25


def test_xy_61_the_three_subsidies_stand_with_term_article_and_source_and_never_an_amount(
    desk: Desk, recognise: Recognise
) -> None:
    number = recognise()
    found: tuple[Account, ...] = desk.read(
        ZHENG_JIE, lambda unit: grants.accounts(unit, entries.seen(unit, number))
    )
    assert {one.subsidy: one.label for one in found} == {
        "SI-FLEX": "灵活就业社会保险补贴",
        "SI-EMP": "社会保险补贴（单位）",
        "POST": "公益性岗位补贴",
    }
    for one in found:
        assert (one.used, one.most, one.left) == (0, 36, 36)
        assert one.article == "第三条第（二）项"
        assert one.source == "《江西省就业补助资金管理办法》（赣财社〔2019〕1号）"
        assert "元" not in f"{one}"


PAID = NewGrant("SI-FLEX", date(2024, 7, 1), "2024-01", 6)
BEFORE = date(2024, 1, 2)


def flags(desk: Desk, number: str, subsidy: str = "SI-FLEX") -> list[tuple[str, str, str, str]]:
    return [(one.kind, one.first_month, one.last_month, one.other) for one in account(desk, number, subsidy).flags]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2024, 3, 31), [("left", "2024-04", "2024-06", "")]),
        (date(2024, 4, 1), [("left", "2024-05", "2024-06", "")]),
        (date(2024, 6, 30), []),
    ],
)
def test_xy_73_months_paid_after_a_death_are_flagged(
    desk: Desk, recognise: Recognise, day: date, found: list[tuple[str, str, str, str]]
) -> None:
    number = recognise(on=BEFORE)
    desk.do(ZHENG_JIE, grants.grant, number, PAID)
    assert flags(desk, number) == []

    def died(unit: Unit) -> None:
        row = unit.session.scalars(select(Entry).where(Entry.number == number)).one()
        row.state, row.exited_on = "exited", day

    desk.system(died)
    assert flags(desk, number) == found


def test_xy_73_months_paid_while_employed_elsewhere_are_flagged(desk: Desk, recognise: Recognise) -> None:
    number = recognise(on=BEFORE)
    desk.do(ZHENG_JIE, grants.grant, number, PAID)
    desk.do(ZHENG_JIE, grants.grant, number, replace(PAID, subsidy="SI-EMP", first_month="2024-07"))
    desk.do(ZHOU_MIN, updates.employed, number, date(2024, 4, 15))
    assert flags(desk, number) == [("employed", "2024-05", "2024-06", "")]
    assert flags(desk, number, "SI-EMP") == []


def test_xy_73_a_month_paid_twice_is_flagged_at_both_until_one_is_annulled(
    desk: Desk, recognise: Recognise
) -> None:
    number = recognise(on=BEFORE)
    desk.do(ZHENG_JIE, grants.grant, number, PAID)
    other = desk.do(ZHENG_JIE, grants.grant, number, replace(PAID, subsidy="SI-EMP", first_month="2024-06"))
    desk.do(ZHENG_JIE, grants.grant, number, replace(PAID, subsidy="POST", first_month="2024-07"))
    assert flags(desk, number) == [("double", "2024-06", "2024-06", "社会保险补贴（单位）")]
    assert flags(desk, number, "SI-EMP") == [("double", "2024-06", "2024-06", "灵活就业社会保险补贴")]
    assert flags(desk, number, "POST") == []
    desk.do(ZHENG_JIE, grants.annul, other, "登记有误。")
    assert flags(desk, number) == []


def test_xy_41_a_day_more_and_it_ends_at_thirty_six(desk: Desk, recognise: Recognise) -> None:
    number = recognise(RETIRES_2028, on=date(2022, 1, 4))
    desk.do(ZHENG_JIE, grants.grant, number, NewGrant("SI-FLEX", date(2023, 12, 29), "2022-02", 36))
    assert (account(desk, number).left, account(desk, number).until) == (0, None)
    with refused("grant.over_cap", 409):
        desk.do(ZHENG_JIE, grants.grant, number, NewGrant("SI-FLEX", TODAY, "2025-02", 1))


def test_xy_41_a_woman_whose_job_decides_is_asked_for_it(desk: Desk, recognise: Recognise) -> None:
    woman = Person("姜春梅", "F", date(1976, 5, 6), "19900000092", "360502001", 7092)
    number = recognise(woman, on=date(2026, 1, 5))
    told = NewGrant("SI-FLEX", date(2026, 3, 1), "2026-02", 3)
    with refused("grant.base_missing", 422):
        desk.do(ZHENG_JIE, grants.grant, number, told)
    assert account(desk, number).left is None
    desk.do(ZHENG_JIE, grants.grant, number, replace(told, base="55"))
    assert (account(desk, number).left, account(desk, number).until) == (33, None)


@pytest.mark.parametrize(
    ("new", "code", "status"),
    [
        (NewGrant("GOLD", TODAY, "2026-11", 1), "grant.subsidy_unknown", 422),
        (NewGrant("SI-FLEX", TODAY, "今年", 1), "ledger.month_unclear", 422),
        (NewGrant("SI-FLEX", TODAY, "2026-11", 0), "grant.months_missing", 422),
        (NewGrant("SI-FLEX", TODAY, "2026-11", 2), "grant.month_in_future", 422),
        (NewGrant("SI-FLEX", date(2026, 11, 22), "2026-11", 1), "grant.approved_in_future", 422),
        (NewGrant("SI-FLEX", TODAY, "2026-10", 1), "grant.month_before_recognition", 422),
    ],
)
def test_months_that_cannot_be_are_refused(
    desk: Desk, number: str, new: NewGrant, code: str, status: int
) -> None:
    with refused(code, status):
        desk.do(ZHENG_JIE, grants.grant, number, new)


def test_a_month_counts_once_and_a_mistake_is_annulled_with_a_reason(desk: Desk, recognise: Recognise) -> None:
    number = recognise(on=date(2026, 8, 3))
    wrong = desk.do(ZHENG_JIE, grants.grant, number, NewGrant("SI-FLEX", TODAY, "2026-09", 3))
    with refused("grant.month_taken", 409):
        desk.do(ZHENG_JIE, grants.grant, number, NewGrant("SI-FLEX", TODAY, "2026-11", 1))
    with refused("assistance.reason_missing", 422):
        desk.do(ZHENG_JIE, grants.annul, wrong, "")
    assert desk.do(ZHENG_JIE, grants.annul, wrong, "登记错人") == number
    with refused("grant.annulled_already", 409):
        desk.do(ZHENG_JIE, grants.annul, wrong, "登记错人")
    assert account(desk, number).used == 0
    desk.do(ZHENG_JIE, grants.grant, number, NewGrant("SI-FLEX", TODAY, "2026-11", 1))
    assert [line.annulled for line in account(desk, number).lines] == [True, False]


def test_only_the_own_county_enters_months(desk: Desk, number: str) -> None:
    new = NewGrant("SI-FLEX", TODAY, "2026-11", 1)
    for who, code, status in (
        (ZHOU_MIN, "grant.county_only", 403),
        ("inspector", "assistance.read_only", 403),
        (HE_WEI, "entry.not_found", 404),
    ):
        with refused(code, status):
            desk.do(who, grants.grant, number, new)
    granted = desk.do(ZHENG_JIE, grants.grant, number, new)
    for who, code, status in ((ZHOU_MIN, "grant.county_only", 403), (HE_WEI, "grant.not_found", 404)):
        with refused(code, status):
            desk.do(who, grants.annul, granted, "不对")
    assert WANG_XIUYING.birth_date.year == 1980


def test_x15_a_county_opens_a_second_public_post_once_and_with_a_reason(desk: Desk, recognise: Recognise) -> None:
    number = recognise(on=LONG_AGO)
    desk.do(ZHENG_JIE, grants.grant, number, NewGrant("POST", LONG_AGO, "2022-02", 35))
    with refused("grant.months_left", 409):
        desk.do(ZHENG_JIE, grants.open_second, number, "POST", "年龄大，家中无人就业。")
    desk.do(ZHENG_JIE, grants.grant, number, NewGrant("POST", LONG_AGO, "2025-01", 1))
    more = NewGrant("POST", TODAY, "2025-02", 10)
    with refused("grant.over_cap", 409):
        desk.do(ZHENG_JIE, grants.grant, number, more)
    assert account(desk, number, "POST").may_open_second
    with refused("grant.county_only", 403):
        desk.do(ZHOU_MIN, grants.open_second, number, "POST", "年龄大")
    with refused("assistance.reason_missing", 422):
        desk.do(ZHENG_JIE, grants.open_second, number, "POST", " ")
    with refused("grant.second_not_for", 409):
        desk.do(ZHENG_JIE, grants.open_second, number, "SI-FLEX", "只有公益性岗位可以")
    desk.do(ZHENG_JIE, grants.open_second, number, "POST", "年龄大，家中无人就业。")
    opened = account(desk, number, "POST")
    assert (opened.left, opened.most, opened.second_by, opened.may_open_second) == (36, 72, "郑洁", False)
    desk.do(ZHENG_JIE, grants.grant, number, more)
    assert account(desk, number, "POST").left == 26
    with refused("grant.second_not_for", 409):
        desk.do(ZHENG_JIE, grants.open_second, number, "POST", "再来一次")


def test_x15_a_second_post_is_for_the_old_the_zero_employment_and_the_severely_disabled(
    desk: Desk, recognise: Recognise
) -> None:
    number = recognise(on=LONG_AGO, categories=("X5",))
    desk.do(ZHENG_JIE, grants.grant, number, NewGrant("POST", LONG_AGO, "2022-02", 36))
    assert not account(desk, number, "POST").may_open_second
    with refused("grant.second_not_for", 409):
        desk.do(ZHENG_JIE, grants.open_second, number, "POST", "土地被征用")
