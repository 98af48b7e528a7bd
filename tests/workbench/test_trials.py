"""Trying a pack out: golden people, people on the edge of every limit, and what changed since another version."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from backend.policies.catalogue import PackError, Policies, load_policies
from backend.policies.documents import parse_document, read_document
from backend.registry.tallies import Attempt, enough_within, silence
from backend.rules import Pack, Verdict, add_months
from backend.rules.said import day_said
from backend.workbench.boundaries import ONE_DAY, Edge, edges
from backend.workbench.cases import CASES, Case, read_cases
from backend.workbench.trials import BOUNDARY, GOLDEN, run, verdicts_on
from backend.workbench.windows import windows
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
    told = [one.told for one in run(xinyu, (), TODAY).windows if one.id == "waiting"]
    assert told == [
        "2026年11月21日退出的，2027年2月21日起可以再申请。",
        "2026年8月31日退出的，2026年11月30日起可以再申请。",
        "2026年11月30日退出的，2027年2月28日起可以再申请。",
    ]


@pytest.mark.parametrize("pack_id", [XINYU, GUANGZHOU])
def test_what_is_told_of_refusals_and_silence_is_what_a_night_counts(policies: Policies, pack_id: str) -> None:
    """The sentences speak of the very day that `registry.tallies` makes the difference."""
    pack = policies.catalogue.packs[pack_id]
    told = {(one.id, one.start): one.told for one in windows(pack, TODAY)}
    checks = [(ground, item, check) for ground in pack.exits for item, check in ground.checks]
    for ground, item, check in checks:
        for start in (TODAY, date(2026, 8, 31), date(2026, 11, 30)):
            said = told.get((f"exits.{ground.id}.{item}", start), "")
            if check.kind == "refusals" and check.count > 1:
                last = add_months(start, check.months)
                days = [start] * (check.count - 1)
                assert enough_within([*days, last], check.count, check.months)
                assert not enough_within([*days, last + ONE_DAY], check.count, check.months)
                assert f"第{check.count}次在{day_said(last)}或以前" in said
            if check.kind == "silence":
                failed = [Attempt(start + number * ONE_DAY, f"way {number}", False) for number in range(check.count)]
                found = silence(failed, check)
                assert found is not None
                assert found.full is not None
                assert f"{day_said(found.full)}提出退出建议" in said
    assert {check.kind for _, _, check in checks} & {"refusals", "silence"}


@pytest.mark.parametrize(
    ("pack_id", "old", "new", "title", "before", "after"),
    [
        (
            XINYU, "waiting: {months: 3", "waiting: {months: 4",
            "再次申请的等待期", "2027年2月21日起", "2027年3月21日起",
        ),
        (
            XINYU, "kind: refusals, count: 3, months: 6", "kind: refusals, count: 3, months: 3",
            "拒绝", "2027年5月21日或以前", "2027年2月21日或以前",
        ),
        (
            XINYU, "kind: refusals, count: 3, months: 6", "kind: refusals, count: 2, months: 6",
            "拒绝", "第3次", "第2次",
        ),
        (
            GUANGZHOU, "kind: silence, months: 1, count: 3", "kind: silence, months: 2, count: 3",
            "连续1个月无法联络", "2026年12月21日提出", "2027年1月21日提出",
        ),
        (
            XINYU, "    months: 1\n    warn: [10, 3]", "    months: 2\n    warn: [10, 3]",
            "预案", "2026年12月21日以前", "2027年1月21日以前",
        ),
    ],
)  # fmt: skip
def test_a_time_limit_of_the_procedure_is_compared_with_the_older_version(
    policies: Policies, pack_id: str, old: str, new: str, title: str, before: str, after: str
) -> None:
    pack = changed(policies, old, new, pack_id)
    found = run(pack, (), TODAY, policies.catalogue.packs[pack_id]).window_changes
    assert len({one.either.id for one in found}) == 1
    first = found[0]
    assert first.before is not None
    assert first.after is not None
    assert title in first.either.title
    assert (before in first.before.told, after in first.after.told) == (True, True)


def test_a_limit_that_went_is_told_too(policies: Policies, xinyu: Pack) -> None:
    found = run(xinyu, (), TODAY, policies.catalogue.packs[GUANGZHOU]).window_changes
    assert {one.either.title for one in found if one.after is None} == {"拒绝就业服务", "连续1个月无法联络"}
    assert {"waiting", "reliefs.zero_employment"} <= {one.either.id for one in found if one.before is None}
    assert run(xinyu, (), TODAY, xinyu).window_changes == ()


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
