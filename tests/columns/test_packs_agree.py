"""Every policy there is: the columns say of each row what the engine says, and why."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.columns.service import Policies, screen
from backend.policies.catalogue import load_catalogue
from backend.rules import Verdict, assess
from backend.rules.derivations import Day, contradicted
from backend.rules.expression import facts_in
from backend.rules.inquiry import Inquiry
from tests.columns.rows import frame, people
from tests.policies.golden import POLICIES, Case, cases

CATALOGUE = load_catalogue(POLICIES)
PACKS = list(CATALOGUE.packs)
DAYS = [date(2026, 11, 21), date(2027, 2, 28), date(2028, 2, 29)]


def policies(pack_id: str, today: date) -> Policies:
    return Policies((CATALOGUE.packs[pack_id],), CATALOGUE.divisions, today, tuple(CATALOGUE.packs.values()))


def screened(around: Policies, rows: pl.DataFrame, explain: bool = False) -> list[dict[str, Any]]:
    parts = list(screen(around, rows, explain=explain))
    assert [str(problem) for part in parts for problem in part.problems] == []
    return [row for part in parts for row in part.frame.iter_rows(named=True)]


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("pack_id", PACKS)
@settings(max_examples=3, deadline=None)
@given(st.data())
def test_each_row_is_what_assess_says(pack_id: str, today: date, data: st.DataObject) -> None:
    around = policies(pack_id, today)
    pack = around.packs[0]
    group = data.draw(st.lists(people(pack, around), min_size=8, max_size=12))
    day = Day(today, pack.labour_age)
    (part,) = screen(around, frame(group, [fact.id for fact in around.facts]), explain=True)
    wrong = [(at + 2, fact) for at, person in enumerate(group) for fact in contradicted(pack.vocabulary, person, day)]
    assert sorted((one.line, one.column) for one in part.problems) == sorted(wrong)
    for line, (person, row) in enumerate(zip(group, part.frame.iter_rows(named=True), strict=True), 2):
        if line in {one.line for one in part.problems}:
            assert (row["result"], "与身份证号码不一致" in row["problem"]) == ("invalid", True)
            continue
        found = assess(pack, person, today)
        assert {c.id: row[c.id] for c in found.categories} == {c.id: c.verdict.word for c in found.categories}
        assert row["result"] == found.verdict.word
        for category in found.categories:
            assert row[f"{category.id}.first_day"] == category.first_day
            deciding = [
                f for f in (*found.preconditions, *category.findings) if f.verdict is category.verdict
            ]
            if category.verdict is not Verdict.YES:
                article = pack.citations[deciding[0].citation_id].article
                assert row[f"{category.id}.condition"] == f"{deciding[0].label}（{article}）"


@pytest.mark.parametrize("pack_id", PACKS)
@settings(max_examples=3, deadline=None)
@given(st.data())
def test_no_fact_that_is_still_needed_is_left_out(pack_id: str, data: st.DataObject) -> None:
    around = policies(pack_id, DAYS[0])
    pack = around.packs[0]
    agreeing = people(pack, around).filter(lambda one: not contradicted(pack.vocabulary, one, Day(DAYS[0], pack.labour_age)))
    group = data.draw(st.lists(agreeing, min_size=8, max_size=8))
    told = screened(around, frame(group, [fact.id for fact in around.facts]), explain=True)
    for (person, row), (category_id, rule) in product(zip(group, told, strict=True), pack.rules.items()):
        named = set(filter(None, (row[f"{category_id}.needed"] or "").split("、")))
        if row[category_id] != "unknown":
            assert named == set()
            continue
        read = [fact for fact in facts_in(rule) if pack.vocabulary[fact].asked]
        open_facts = Inquiry(pack.vocabulary, [rule], read).open_facts(person, Day(DAYS[0], pack.labour_age))
        assert {pack.vocabulary[fact].label for fact in open_facts} <= named
        assert named


@pytest.mark.parametrize("pack_id", PACKS)
def test_the_example_people_come_out_as_written(pack_id: str) -> None:
    by_day: dict[date, list[Case]] = defaultdict(list)
    for case in cases(CATALOGUE):
        if case.pack.id == pack_id:
            by_day[case.as_of].append(case)
    for today, group in by_day.items():
        around = policies(pack_id, today)
        rows = frame([case.answers for case in group], [fact.id for fact in around.facts])
        for case, row in zip(group, screened(around, rows), strict=True):
            found = {one.id: row[one.id] for one in case.pack.categories}
            assert found == {name: verdict.word for name, verdict in case.written.expect.items()}, case.id


def test_typed_columns_say_the_same_as_texts() -> None:
    around = policies(PACKS[0], DAYS[0])
    texts = pl.DataFrame(
        {
            "person.sex": ["F", "M", None],
            "person.birth_date": ["1980-03-05", "1970-01-01", "1976-11-21"],
            "unemp.registered": ["true", None, "false"],
            "work.status": ["unemployed", "unemployed", "employed"],
        }
    )
    typed = texts.with_columns(
        pl.col("person.sex").cast(pl.Enum(["F", "M"])),
        pl.col("person.birth_date").str.to_date(),
        pl.col("unemp.registered") == "true",
        pl.col("work.status").cast(pl.Categorical),
    )
    assert screened(around, typed) == screened(around, texts)


def test_all_packs_together_say_what_each_says_alone() -> None:
    today = DAYS[0]
    whole = Policies(tuple(CATALOGUE.packs.values()), CATALOGUE.divisions, today)
    group = [case.answers for case in cases(CATALOGUE)]
    together = screened(whole, frame(group, [fact.id for fact in whole.facts]))
    for pack_id in PACKS:
        around = policies(pack_id, today)
        alone = screened(around, frame(group, [fact.id for fact in around.facts]))
        for one, row in zip(alone, together, strict=True):
            assert {name: row[name] for name in one if name != "result"} == {
                name: value for name, value in one.items() if name != "result"
            }
