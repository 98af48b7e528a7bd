"""Trying a pack out: golden people, people on the edge of every limit, and what changed since another version."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from backend.policies.catalogue import PackError, Policies, load_policies
from backend.policies.documents import parse_document, read_document
from backend.rules import Pack, Verdict
from backend.workbench.boundaries import ONE_DAY, Edge, edges
from backend.workbench.cases import CASES, Case, read_cases
from backend.workbench.trials import BOUNDARY, GOLDEN, run, verdicts_on
from tests.policies.golden import POLICIES

TODAY = date(2026, 11, 21)
XINYU, GUANGZHOU = "xinyu-2023-82", "guangzhou-2014-4"


@pytest.fixture(scope="module")
def policies() -> Policies:
    return load_policies(POLICIES)


@pytest.fixture(scope="module")
def xinyu(policies: Policies) -> Pack:
    return policies.catalogue.packs[XINYU]


def cases_of(pack: Pack) -> tuple[Case, ...]:
    return read_cases(read_document(POLICIES / pack.id / CASES), pack, POLICIES)


def changed(policies: Policies, old: str, new: str, pack_id: str = XINYU) -> Pack:
    text = (POLICIES / pack_id / "pack.yaml").read_text(encoding="utf-8")
    assert old in text
    return policies.read(pack_id, text.replace(old, new, 1))


@pytest.mark.parametrize(("pack_id", "golden"), [(XINYU, 44), (GUANGZHOU, 48)])
def test_the_real_packs_come_out_as_written(policies: Policies, pack_id: str, golden: int) -> None:
    pack = policies.catalogue.packs[pack_id]
    trials = run(pack, cases_of(pack), TODAY)
    assert [trial.complaints for trial in trials.failures] == []
    assert trials.count(GOLDEN) == golden
    assert trials.count(BOUNDARY) >= 40
    assert trials.idle == ()


def test_every_limit_of_xinyu_has_somebody_for_whom_its_day_decides(xinyu: Pack) -> None:
    found = {(edge.category, edge.turn, limit_of(edge)) for edge in edges(xinyu, TODAY).found}
    wanted = {
        ("满16周岁", date(2010, 11, 21), TODAY),
        ("满50周岁", date(1976, 11, 21), TODAY),
        ("满50周岁", date(1976, 2, 29), date(2026, 2, 28)),
        ("满40周岁", date(1986, 11, 21), TODAY),
        ("未满45周岁", date(1981, 11, 21), TODAY),
        ("未满45周岁", date(1980, 2, 29), date(2025, 2, 28)),
        ("原定60周岁", date(1966, 6, 21), TODAY),
        ("原定55周岁", date(1971, 6, 21), TODAY),
        ("原定50周岁", date(1976, 3, 21), TODAY),
        ("不满6个月", date(2026, 5, 21), TODAY),
        ("不满6个月", date(2026, 8, 31), date(2027, 2, 28)),
    }
    told = {
        (edge.title, edge.turn, value)
        for edge in edges(xinyu, TODAY).found
        for value in edge.answers.values()
    }
    for limit, value, turn in wanted:
        assert any(limit in title and (on, given) == (turn, value) for title, on, given in told), limit
    assert len(found) == len(edges(xinyu, TODAY).found)


def limit_of(edge: Edge) -> str:
    return edge.title.rpartition("，")[2] + str(sorted(map(str, edge.answers.values())))


def test_on_the_edge_the_verdict_is_another_one_than_the_day_before(policies: Policies) -> None:
    for pack in policies.catalogue.packs.values():
        turning = [edge for edge in edges(pack, TODAY).found if not edge.notice]
        assert turning
        for edge in turning:
            before, after = (
                verdicts_on(pack, edge.answers, day)[edge.category]
                for day in (edge.turn - ONE_DAY, edge.turn)
            )
            assert before != after, edge.title


def test_half_a_year_is_tried_in_both_cities(policies: Policies) -> None:
    notices = [edge.notice for edge in edges(policies.catalogue.packs[XINYU], TODAY).found if edge.notice]
    assert set(notices) == {"jiangxi_2024"}
    window = [
        edge for edge in edges(policies.catalogue.packs[GUANGZHOU], TODAY).found if "满6个月" in edge.title
    ]
    assert {(edge.category, edge.turn) for edge in window} == {
        ("G3.1", TODAY),
        ("G3.1", date(2027, 2, 28)),
    }


def test_the_waiting_period_is_shown_on_days_other_months_do_not_have(xinyu: Pack) -> None:
    assert run(xinyu, (), TODAY).waits == (
        (TODAY, date(2027, 2, 21)),
        (date(2026, 8, 31), date(2026, 11, 30)),
        (date(2026, 11, 30), date(2027, 2, 28)),
    )


def test_a_limit_that_decides_for_nobody_is_named(policies: Policies) -> None:
    pack = changed(
        policies,
        "            - {fact: person.birth_date, age_at_least: 50}\n",
        "            - {fact: person.birth_date, age_at_least: 50}\n"
        "            - {fact: person.birth_date, age_at_least: 58}\n",
    )
    assert run(pack, (), TODAY).idle == ("年龄满58周岁",)


def test_people_who_come_out_otherwise_are_named_in_words(policies: Policies) -> None:
    pack = changed(policies, "age_at_least: 40", "age_at_least: 45")
    failures = {trial.id: trial for trial in run(pack, cases_of(pack), TODAY).failures}
    assert failures["XP01"].complaints == ("“4050”人员：不符合，应当是符合",)
    assert failures["XP02"].complaints == ("最早日期是X1 2031-11-22，应当是X1 2026-11-22",)


def test_what_changed_since_the_older_version_is_shown_on_the_edges_of_both(
    policies: Policies, xinyu: Pack
) -> None:
    pack = changed(policies, "age_at_least: 40", "age_at_least: 45")
    changes = run(pack, cases_of(xinyu), TODAY, xinyu).changes
    told = {(one.trial.id, one.category, one.before, one.after) for one in changes}
    assert ("XP01", "X1", Verdict.YES, Verdict.NO) in told
    assert {one.category for one in changes} == {"X1"}
    births = {one.trial.answers["person.birth_date"] for one in changes if one.trial.kind == BOUNDARY}
    assert date(1986, 11, 21) in births  # the older edge, 40 today
    assert date(1981, 11, 21) in births  # the newer edge, 45 today
    assert run(xinyu, cases_of(xinyu), TODAY, xinyu).changes == ()


def test_a_category_that_is_new_is_a_change_for_everybody(policies: Policies, xinyu: Pack) -> None:
    changes = run(xinyu, cases_of(xinyu)[:1], TODAY, policies.catalogue.packs[GUANGZHOU]).changes
    assert {
        (one.category, one.before) for one in changes if one.trial.id == "XP01" and one.category[0] == "X"
    } == {(f"X{number}", None) for number in range(1, 6)}


def test_cases_with_mistakes_are_all_told_at_once(xinyu: Pack) -> None:
    text = "cases:\n  - {id: A, title: 甲, as_of: 明天, answers: {person.seks: F}, expect: [yes]}\n"
    with pytest.raises(PackError) as caught:
        read_cases(parse_document(text, Path(POLICIES / XINYU / CASES)), xinyu, POLICIES)
    said = " ".join(map(str, caught.value.problems))
    assert all(word in said for word in ("这里应当是日期", "没有事实 person.seks", "应当有 5 个结论"))
