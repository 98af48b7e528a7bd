"""The number of a disability certificate says its type and grade (XY-17)."""

import pytest

from backend.rules import DisabilityNumberProblem, parse_disability_number
from tests.people import CHEN_ZHIQIANG

NUMBER = CHEN_ZHIQIANG.disability_no


TYPED = (NUMBER, f"{NUMBER[:18]} {NUMBER[18:]}", f" {NUMBER.lower()}B1", f"{NUMBER[:10]}-{NUMBER[10:]}")


@pytest.mark.parametrize("typed", TYPED)
def test_xy_17_a_number_that_ends_in_43_is_limbs_of_grade_three(typed: str) -> None:
    found = parse_disability_number(typed)
    assert (found.id_number, found.kind, found.grade) == (CHEN_ZHIQIANG.id_number, "4", "3")


@pytest.mark.parametrize(
    ("typed", "code", "params"),
    [
        (NUMBER[:-1], "length", {"length": "19"}),
        (NUMBER + "1", "length", {"length": "21"}),
        (f"X{NUMBER[1:]}", "characters", {}),
        (f"{NUMBER[:18]}四3", "characters", {}),
        (f"{NUMBER[:18]}83", "kind", {"digit": "8"}),
        (f"{NUMBER[:18]}03", "kind", {"digit": "0"}),
        (f"{NUMBER[:18]}45", "grade", {"digit": "5"}),
    ],
)
def test_xy_17_what_is_no_such_number_is_told_by_its_fault(typed: str, code: str, params: dict[str, str]) -> None:
    with pytest.raises(DisabilityNumberProblem) as refused:
        parse_disability_number(typed)
    assert (refused.value.code, refused.value.params) == (code, params)
