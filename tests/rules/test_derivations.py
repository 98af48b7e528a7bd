"""What certificates and children say on a day, and on which day they say something else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from backend.policies.catalogue import load_catalogue
from backend.rules.derivations import DERIVATIONS, Day, complete
from tests.policies.golden import POLICIES
from tests.rules.packs import LAW

TODAY = date(2026, 11, 21)
VOCABULARY = load_catalogue(POLICIES).vocabulary


def derived(name: str, *inputs: Any, on: date = TODAY) -> Any:
    return DERIVATIONS[name].value(inputs, Day(on, LAW))


def turning(name: str, *inputs: Any) -> tuple[date, ...]:
    return DERIVATIONS[name].turning_days(inputs, Day(TODAY, LAW))


@pytest.mark.parametrize(
    ("until", "standing"),
    [
        (date(2026, 11, 21), "valid"),
        (date(2026, 11, 20), "expired"),
        (date(2027, 1, 1), "valid"),
        (None, None),
    ],
)
def test_a_certificate_is_valid_on_its_last_day_and_lapsed_on_the_next(until: date | None, standing: str | None) -> None:
    assert derived("validity", until) == standing


def test_a_certificate_turns_on_the_day_after_its_last() -> None:
    assert turning("validity", TODAY) == turning("lapsed", "valid", TODAY) == (date(2026, 11, 22),)
    assert derived("validity", TODAY, on=date(2026, 11, 22)) == "expired"
    assert derived("lapsed", "valid", TODAY, on=date(2026, 11, 22)) == "expired"
    assert turning("validity", None) == turning("validity", date.max) == ()


@pytest.mark.parametrize("fact", ["welfare", "grad.parent_cert"])
def test_the_date_of_a_certificate_goes_before_what_was_said(fact: str) -> None:
    said = {f"{fact}.status": "valid", f"{fact}.valid_until": date(2026, 11, 20)}
    assert complete(VOCABULARY, said, Day(TODAY, LAW))[f"{fact}.status"] == "expired"


def child(born: date | None, *, student: bool = False, incapacitated: bool = False) -> dict[str, Any]:
    return {"birth": born, "student": student, "incapacitated": incapacitated}


TOMORROW_18, TODAY_18 = date(2008, 11, 22), date(2008, 11, 21)


@pytest.mark.parametrize(
    ("children", "summed_up"),
    [
        ([child(TOMORROW_18)], "minor"),
        ([child(TODAY_18)], "none"),
        ([child(TODAY_18, student=True)], "student"),
        ([child(TODAY_18, incapacitated=True)], "incapacitated"),
        ([child(TODAY_18, student=True), child(TOMORROW_18)], "minor"),
        ([child(None)], None),
        ([child(None), child(TOMORROW_18)], "minor"),
        ([], "none"),
    ],
)
def test_the_children_of_a_person_in_one_word(children: list[dict[str, Any]], summed_up: str | None) -> None:
    assert derived("youngest_child", tuple(children)) == summed_up


def test_nobody_said_anything_about_children() -> None:
    assert derived("youngest_child", None) is None
    assert turning("youngest_child", None) == ()


def test_children_turn_on_their_eighteenth_birthday() -> None:
    of_leap_day = child(date(2008, 2, 29), student=True)
    (turn,) = turning("youngest_child", (of_leap_day,))
    assert turn == date(2026, 2, 28)
    before = turn - timedelta(days=1)
    assert [derived("youngest_child", (of_leap_day,), on=day) for day in (before, turn)] == ["minor", "student"]
