"""穗人社发〔2014〕4号: what is asked, what is needed, and what is said now that its term has ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from backend.rules import Pack, Verdict, assess, checklist, cured, next_question
from backend.rules.catalogue import Catalogue

TODAY = date(2026, 11, 21)
ENDED = "按2014年文件，该文件有效期已于2019年1月届满"
WOMAN_OF_46: Mapping[str, Any] = {
    "person.hukou_code": "440104",
    "work.status": "unemployed",
    "unemp.registered": True,
    "person.sex": "F",
    "person.birth_date": date(1980, 3, 5),
    "pension.receiving": False,
    "work.willing": True,
    "work.accepts_assistance": True,
    "work.capacity": "full",
    "unemp.registered_on": date(2026, 3, 1),
    "person.situation": "none",
    "household.others": "some_working",
}


def interview(pack: Pack, person: Mapping[str, Any], today: date = TODAY) -> list[str]:
    """The questions put to a person; facts the person has no answer to are 不清楚."""
    answers: dict[str, Any] = {}
    while fact := next_question(pack, answers, today):
        answers[fact] = person.get(fact)
        assert len(answers) < 40
    return list(answers)


def verdicts(pack: Pack, answers: Mapping[str, Any], today: date = TODAY) -> dict[str, str]:
    return {one.id: one.verdict.word for one in assess(pack, answers, today).categories if one.verdict.word != "no"}


# --- the term of the document


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2018, 6, 1), False),
        (date(2019, 1, 20), False),
        (date(2019, 1, 21), True),
        (date(2026, 11, 21), True),
    ],
)
def test_gz_43_after_its_term_every_answer_says_so_first_and_works_on(guangzhou: Pack, day: date, told: bool) -> None:
    person = {**WOMAN_OF_46, "person.birth_date": date(1977, 6, 1), "unemp.registered_on": date(2018, 3, 1)}
    found = assess(guangzhou, person, day)
    assert found.categories[0].verdict is Verdict.YES
    assert [notice.startswith(ENDED) for notice in found.notices[:1]] == [True] * told
    assert bool(guangzhou.validity_notice(day)) is told


def test_a_document_without_a_term_says_nothing_of_the_kind(xinyu: Pack) -> None:
    assert xinyu.validity_notice(date(2099, 1, 1)) == ""


@pytest.mark.parametrize(("day", "told"), [(date(2023, 7, 31), 0), (date(2023, 8, 1), 1)])
def test_the_rules_of_the_province_are_told_of_since_they_are_there(guangzhou: Pack, day: date, told: int) -> None:
    person = {**WOMAN_OF_46, "person.birth_date": date(1987, 6, 1), "unemp.registered_on": date(2023, 7, 1)}
    found = assess(guangzhou, person, day)
    beside = [notice for notice in found.categories[0].notices if "女满40周岁" in notice]
    assert (len(beside), found.categories[0].verdict) == (told, Verdict.YES)
    assert sum("粤人社规〔2023〕11号" in notice for notice in found.notices) == told


def test_whoever_meets_the_ages_of_the_province_too_is_told_nothing_beside(guangzhou: Pack) -> None:
    assert assess(guangzhou, WOMAN_OF_46, TODAY).categories[0].notices == ()


def test_jiangxi_is_told_of_since_its_rules_are_there(xinyu: Pack) -> None:
    person = {**WOMAN_OF_46, "person.hukou_code": "360502"}
    for day, told in ((date(2024, 5, 30), 0), (date(2024, 5, 31), 1)):
        recent = {**person, "unemp.registered_on": date(2024, 5, 1)}
        assert len(assess(xinyu, recent, day).categories[0].notices) == told


# --- what is asked


def test_a_woman_of_46_is_asked_eleven_questions(guangzhou: Pack) -> None:
    """At 46 the ages for women and for men make no difference: nobody asks for her sex."""
    assert {*interview(guangzhou, WOMAN_OF_46)} == {*WOMAN_OF_46} - {"person.sex"}
    assert verdicts(guangzhou, WOMAN_OF_46) == {"G1": "yes", "G3.1": "yes"}


def test_the_young_are_not_asked_since_when_they_are_registered(guangzhou: Pack) -> None:
    young = {**WOMAN_OF_46, "person.birth_date": date(1995, 3, 5)}
    assert not {"unemp.registered_on", "pension.receiving"} & set(interview(guangzhou, young))


def test_whoever_is_registered_elsewhere_is_soon_told(guangzhou: Pack) -> None:
    asked = interview(guangzhou, {**WOMAN_OF_46, "person.hukou_code": "elsewhere"})
    assert asked == ["work.status", "person.hukou_code"]


def test_whoever_does_not_accept_assistance_is_asked_nothing_more(guangzhou: Pack) -> None:
    asked = interview(guangzhou, {**WOMAN_OF_46, "work.accepts_assistance": False})
    assert asked[-1] == "work.accepts_assistance"


@pytest.mark.parametrize(
    ("situation", "own", "found"),
    [
        ("converted", {"gz.rural_to_urban": "local"}, {"G2": "yes"}),
        (
            "dibao",
            {"welfare.kind": "rural_dibao", "welfare.status": "valid", "grad.is_graduate": False},
            {"G3.3": "confirm"},
        ),
        ("single_parent", {"family.custody": True, "family.youngest_child": "minor"}, {"G3.4": "yes"}),
        (
            "graduate",
            {"welfare.kind": "none", "grad.parent_cert.kind": "low_income", "grad.parent_cert.status": "valid"},
            {"G4": "yes"},
        ),
        ("disability", {"disab.status": "valid"}, {"G5": "yes"}),
    ],
)
def test_a_special_situation_leads_to_its_own_questions_only(
    guangzhou: Pack, situation: str, own: dict[str, Any], found: dict[str, str]
) -> None:
    person = {**WOMAN_OF_46, "person.birth_date": date(1993, 3, 5), "person.situation": situation, **own}
    asked = interview(guangzhou, person)
    special = ("gz.", "welfare.", "family.", "grad.", "disab.")
    assert {fact for fact in asked if fact.startswith(special)} == {*own}
    assert verdicts(guangzhou, person) == found


def test_whoever_registers_today_counts_from_today(guangzhou: Pack) -> None:
    """The day of a registration there is none of is not asked for, and the half year begins now."""
    person = {**WOMAN_OF_46, "unemp.registered": False}
    assert "unemp.registered_on" not in interview(guangzhou, person)
    then = cured(guangzhou, person, TODAY)
    assert (then["unemp.registered"], then["unemp.registered_on"]) == (True, TODAY)
    found = {one.id: one for one in assess(guangzhou, then, TODAY).categories}
    assert found["G1"].verdict is Verdict.YES
    assert (found["G3.1"].verdict, found["G3.1"].first_day) == (Verdict.NO, date(2027, 5, 21))


def test_the_holder_of_the_certificate_follows_from_the_question_and_a_record_goes_before_it(
    guangzhou: Pack,
) -> None:
    graduate = {
        **WOMAN_OF_46,
        "person.birth_date": date(2003, 5, 1),
        "person.situation": "graduate",
        "welfare.kind": "none",
        "grad.parent_cert.kind": "hardship_worker",
        "grad.parent_cert.status": "valid",
    }
    assert verdicts(guangzhou, graduate) == {"G4": "yes"}
    assert verdicts(guangzhou, {**graduate, "grad.parent_cert.holder": "grandparent"}) == {}


def test_every_district_of_the_city_can_be_chosen(guangzhou: Pack, catalogue: Catalogue) -> None:
    offered = [option.value for option in guangzhou.vocabulary["person.hukou_code"].options]
    assert {*offered} == {*catalogue.divisions.children("440100"), "elsewhere"}
    assert len(offered) == 12
    assert all(catalogue.divisions.children(str(code)) for code in offered if code != "elsewhere")


# --- how one applies

BASE = ["employment_certificate", "form"]


@pytest.mark.parametrize(
    ("category", "papers"),
    [
        ("G1", []),
        ("G2", []),
        ("G3.1", BASE),
        ("G3.2", [*BASE, "household_certificates"]),
        ("G3.3", [*BASE, "welfare_certificate"]),
        ("G3.4", [*BASE, "custody_proof"]),
        ("G4", []),
        ("G5", []),
    ],
)
def test_the_papers_are_those_of_article_5(guangzhou: Pack, category: str, papers: list[str]) -> None:
    listed = checklist(guangzhou, [category], {})
    assert [item.id for item in listed if item.needed] == papers
    assert bool(papers) or "自动认定" in listed[0].reason


def test_what_the_document_does_not_demand_is_optional(guangzhou: Pack) -> None:
    assert [item.id for item in guangzhou.requirements if item.optional] == ["custody_proof"]
    assert [item.id for item in guangzhou.requirements if item.original_and_copy] == ["welfare_certificate"]


def test_the_certificates_of_the_others_are_one_each(guangzhou: Pack) -> None:
    (others,) = (item for item in checklist(guangzhou, ["G3.2"], {}) if item.id == "household_certificates")
    assert "每人一份" in others.note


def test_one_stage_at_the_street_of_the_hukou_and_no_waiting(guangzhou: Pack) -> None:
    assert [(stage.level, stage.citation_id) for stage in guangzhou.stages] == [("station", "art-5")]
    assert guangzhou.route.places == ("hukou",)
    assert guangzhou.waiting_months == 0


def test_only_the_severely_hard_pressed_have_a_box(guangzhou: Pack) -> None:
    boxes = {option.value: option.label for option in guangzhou.form["categories"].options}
    assert boxes == {one.id: one.printed for one in guangzhou.categories if one.id.startswith("G3")}
    printed = {item.id: item.printed for item in guangzhou.requirements if item.printed}
    assert printed == {option.value: option.label for option in guangzhou.form["materials"].options}


def test_gz_44_the_telephone_of_2014_is_told_with_its_age(guangzhou: Pack) -> None:
    (contact,) = guangzhou.contacts
    assert (contact.telephone, contact.note) == ("020-83826770", "2014年资料，请以12333核实")
    assert "83826770" in guangzhou.citations[contact.citation_id].text


# --- the readings


def test_every_reading_of_both_documents_has_its_number_and_its_article(xinyu: Pack, guangzhou: Pack) -> None:
    assert list(xinyu.readings) == [f"X{n}" for n in range(1, 30)]
    assert list(guangzhou.readings) == [f"G{n}" for n in range(1, 19)]
    for pack in (xinyu, guangzhou):
        assert all(reading.citation_id in pack.citations for reading in pack.readings.values())


def test_conditions_papers_route_and_stages_name_the_readings_they_rest_on(xinyu: Pack, guangzhou: Pack) -> None:
    of_guangzhou = {rule.id: rule.readings for one in guangzhou.categories for rule in one.conditions}
    assert of_guangzhou["six_months"] == ("G3",)
    assert of_guangzhou["welfare"] == ("G4", "G5")
    assert {item.id: item.readings for item in xinyu.requirements}["identity"] == ("X2",)
    assert xinyu.route.readings == ("X1",)
    assert guangzhou.stages[0].readings == ("G17",)


def test_no_number_of_a_reading_reaches_a_citizen(guangzhou: Pack) -> None:
    found = assess(guangzhou, {**WOMAN_OF_46, "welfare.kind": "rural_dibao"}, TODAY)
    conditions = [*found.preconditions, *(f for one in found.categories for f in one.findings)]
    said = [*found.notices, *(text for one in found.categories for text in (*one.notices, *one.confirm_reasons))]
    said += [text for f in conditions for text in (f.label, f.answer, f.required, f.note)]
    assert not [text for text in said if any(f"读法{n}" in text or text.startswith(n) for n in guangzhou.readings)]
