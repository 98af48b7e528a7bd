"""The named people are what the stories say of them."""

from datetime import date

import pytest

from tests import people
from tests.people import LI_JIANGUO, OFFICERS, PEOPLE, PLACES, Person, id_number


@pytest.mark.parametrize(
    ("area", "born", "sex", "number"),
    [
        ("360502", date(1976, 11, 21), "M", "360502197611219911"),
        ("360502", date(1986, 11, 21), "F", "360502198611219924"),
        ("360502", date(1976, 11, 21), "F", "36050219761121992X"),
        ("360521", date(1966, 6, 22), "M", "360521196606229917"),
        ("440103", date(1992, 2, 29), "F", "440103199202299926"),
    ],
)
def test_check_characters_are_those_of_the_standard(area: str, born: date, sex: str, number: str) -> None:
    assert id_number(area, born, sex) == number


def test_nobody_shares_a_number_a_chat_or_a_telephone() -> None:
    for field in ("id_number", "chat_id", "phone", "certificate_no", "name"):
        assert len({getattr(person, field) for person in PEOPLE}) == len(PEOPLE)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_each_person_is_whole(person: Person) -> None:
    assert len(person.id_number) == 18
    assert len(person.certificate_no) == 16
    assert person.id_number[6:14] == f"{person.birth_date:%Y%m%d}"
    assert (int(person.id_number[16]) % 2 == 1) == (person.sex == "M")
    assert person.hukou_district in person.address
    assert person.street in person.address


def test_li_jianguo_turns_fifty_on_the_day_of_the_stories() -> None:
    assert LI_JIANGUO.birth_date.replace(year=2026) == date(2026, 11, 21)


def test_the_disability_certificate_carries_the_id_number() -> None:
    assert people.CHEN_ZHIQIANG.disability_no == people.CHEN_ZHIQIANG.id_number + "43"
    assert people.WANG_XIUYING.disability_no == ""


def test_officers_sit_in_known_offices_on_the_right_floor() -> None:
    assert len({officer.login for officer in OFFICERS}) == len(OFFICERS)
    for officer in OFFICERS:
        assert officer.office == PLACES[officer.office_code]
        assert (officer.stage == "preliminary") == (len(officer.office_code) == 9)
