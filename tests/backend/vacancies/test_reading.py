"""A post is read one way; what is missing or unclear is told at its field."""

import pytest

from backend.core.problems import Problem
from backend.vacancies.codes import check_digit, read_credit_code
from backend.vacancies.occupations import classification
from backend.vacancies.wages import read_wage
from tests.backend.desk import Desk, refused
from tests.backend.vacancies.posts import PUBLIC, code, post, read


@pytest.mark.parametrize(
    ("said", "lowest", "highest", "per", "guessed"),
    [
        ("4000", 400_000, 400_000, "month", False),
        ("3000-5000元/月", 300_000, 500_000, "month", False),
        ("３０００～５０００", 300_000, 500_000, "month", False),
        ("3-5千", 300_000, 500_000, "month", True),
        ("3千-5千", 300_000, 500_000, "month", True),
        ("8000-1万", 800_000, 1_000_000, "month", True),
        ("1.2万", 1_200_000, 1_200_000, "month", True),
        ("18元/小时", 1_800, 1_800, "hour", False),
        ("20-25.5元/时", 2_000, 2_550, "hour", False),
        ("月薪3,500元左右", 350_000, 350_000, "month", False),
    ],
)
def test_wages_as_people_write_them(said: str, lowest: int, highest: int, per: str, guessed: bool) -> None:
    wage = read_wage(said)
    assert (wage.lowest, wage.highest, wage.per, wage.guessed) == (lowest, highest, per, guessed)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("", "wage_missing"),
        ("  ", "wage_missing"),
        ("面议", "wage_negotiable"),
        ("底薪+提成，面谈", "wage_negotiable"),
        ("高薪", "wage_unclear"),
        ("三千", "wage_unclear"),
        ("3000以上", "wage_unclear"),
        ("=1+1", "wage_unclear"),
        ("5000-3000", "wage_order"),
        ("30", "wage_implausible"),
        ("9" * 300, "wage_implausible"),
    ],
)
def test_xy_46_a_wage_nobody_can_rely_on_is_refused(said: str, wrong: str) -> None:
    with pytest.raises(Problem, match=rf"vacancy\.{wrong}"):
        read_wage(said)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("wage", "vacancy.wage_missing"),
        ("address", "vacancy.address_missing"),
        ("area", "vacancy.area_missing"),
        ("hours_week", "vacancy.hours_week_missing"),
        ("title", "vacancy.title_missing"),
        ("shift", "vacancy.shift_missing"),
        ("load", "vacancy.load_missing"),
        ("occupation", "vacancy.occupation_missing"),
        ("expires_on", "vacancy.expires_on_missing"),
    ],
)
def test_xy_46_a_post_without_wage_place_or_hours_is_rejected(desk: Desk, field: str, wrong: str) -> None:
    found = read(desk, **{field: ""})
    assert found.post is None
    assert [(one.field, one.code) for one in found.problems] == [(field, wrong)]


def test_every_mistake_is_told_at_once(desk: Desk) -> None:
    found = read(desk, wage="面议", address="", hours_week="很多", skills="飞行", quota="0", latitude="27.8")
    assert {one.field for one in found.problems} == {
        "wage",
        "address",
        "hours_week",
        "skills",
        "quota",
        "latitude",
    }


@pytest.mark.parametrize(
    ("demand", "allowed"),
    [
        ({"sex": "女", "age_min": "45"}, True),
        ({"sex": "女", "age_min": "40"}, True),
        ({"sex": "女", "age_min": "40", "age_max": "44"}, True),
        ({"sex": "男", "age_min": "55"}, True),
        ({"sex": "男", "age_min": "45"}, False),
        ({"sex": "女", "age_min": "40", "age_max": "45"}, False),
        ({"sex": "女"}, False),
        ({"age_min": "45"}, False),
        ({"age_max": "35"}, False),
        ({"sex": "女", "age_min": "18", "age_max": "35"}, False),
    ],
)
def test_xy_48_a_public_post_asks_for_no_sex_and_age_its_order_does_not_name(
    desk: Desk, demand: dict[str, str], allowed: bool
) -> None:
    problems = read(desk, **PUBLIC, **demand).problems
    assert [one.code for one in problems] == ([] if allowed else ["vacancy.demand_unruled"])
    assert all(one.params["source"] == "赣人社规〔2024〕6号" for one in problems)
    assert all("年满45周岁的女性、年满55周岁的男性" in one.params["known"] for one in problems)


def test_gz_27_where_the_order_names_no_sex_and_no_age_a_public_post_asks_for_none(desk: Desk) -> None:
    demand = {"sex": "女", "age_min": "45"}
    problems = read(desk, **PUBLIC, **demand, area="440104003").problems
    assert [(one.field, one.code) for one in problems] == [("sex", "vacancy.demand_not_here")]
    nowhere = read(desk, **PUBLIC, **demand, area="无此街道").problems
    assert [one.code for one in nowhere] == ["vacancy.area_unknown"]


@pytest.mark.parametrize("demand", [{"sex": "女"}, {"age_min": "18"}, {"age_max": "35"}])
def test_xy_46_sex_and_age_are_no_demands_of_an_ordinary_post(desk: Desk, demand: dict[str, str]) -> None:
    assert [one.code for one in read(desk, **demand).problems] == ["vacancy.demand_forbidden"]


@pytest.mark.parametrize(
    "said", ["2026-12-31", "2026/12/31", "2026年12月31日", "2026.12.31", "46387", "2026-12-31 00:00:00"]
)
def test_days_as_people_and_spreadsheets_write_them(desk: Desk, said: str) -> None:
    assert f"{post(desk, expires_on=said).expires_on}" == "2026-12-31"


@pytest.mark.parametrize(
    ("said", "wrong"),
    [("2026-02-30", "day_unclear"), ("年底", "day_unclear"), ("2026-11-20", "day_past"), ("2028-01-01", "day_far")],
)
def test_a_day_that_cannot_be_is_refused(desk: Desk, said: str, wrong: str) -> None:
    assert [one.code for one in read(desk, expires_on=said).problems] == [f"vacancy.{wrong}"]


def test_gz_38_home_services_are_known_by_occupation_or_skill(desk: Desk) -> None:
    families = {code: post(desk, occupation=code, skills="").family for code in ("4-10-01", "4-14-01", "4-09")}
    assert families == {"4-10-01": "home_services", "4-14-01": "home_services", "4-09": ""}
    assert post(desk, occupation="4-14", skills="病患陪护").family == "home_services"
    assert {one.family for one in classification().occupations.values()} <= {"", *classification().families}


def test_places_are_known_by_code_or_name(desk: Desk) -> None:
    assert post(desk, area="城南街道").area == "360502001"
    assert [one.code for one in read(desk, area="月球").problems] == ["vacancy.area_unknown"]


def test_markup_and_formulas_stay_text(desk: Desk) -> None:
    assert post(desk, title="=HYPERLINK(1)<b>保洁</b>").title == "=HYPERLINK(1)<b>保洁</b>"


def test_a_credit_code_has_a_check_digit() -> None:
    assert read_credit_code(" 9111 0000802100433b ") == "91110000802100433B"
    assert check_digit("91110000802100433") == "B"
    for wrong, name in (("", "missing"), ("123", "length"), ("91110000802100433I", "length")):
        with refused(f"employer.code_{name}", 422):
            read_credit_code(wrong)
    right = code(7)
    with refused("employer.code_wrong", 422):
        read_credit_code(right[:-1] + ("0" if right[-1] != "0" else "1"))
