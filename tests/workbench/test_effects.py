"""Whom a version touches on our own register: read as columns, the same as the engine says of each person."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.columns.register import Policies as Columns
from backend.policies.catalogue import load_policies
from backend.rules import Pack, Verdict, assess
from backend.workbench.effects import Listed, changes
from tests.columns.rows import people
from tests.policies.golden import POLICIES

TODAY = date(2026, 11, 21)
CITIES = ("xinyu-2023-82", "guangzhou-2014-4")
HOUSE = load_policies(POLICIES)


def listed(answers: list[dict[str, Any]]) -> list[Listed]:
    return [Listed(f"entry:{at}", f"N{at}", "渝水区" if at % 2 else "分宜县", one) for at, one in enumerate(answers)]


def stricter(pack: Pack) -> Pack:
    """Two categories less, one of them the first."""
    return replace(pack, categories=pack.categories[1:-1])


def by_engine(old: Pack, new: Pack, one: Listed) -> dict[str, tuple[str, str]]:
    def verdicts(pack: Pack) -> dict[str, Verdict]:
        return {found.id: found.verdict for found in assess(pack, one.answers, TODAY).categories}

    before, after = verdicts(old), verdicts(new)
    pairs = {name: (before.get(name, Verdict.NO), after.get(name, Verdict.NO)) for name in {**before, **after}}
    return {name: (was.word, now.word) for name, (was, now) in pairs.items() if was != now}


@pytest.mark.parametrize("city", CITIES)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_columns_and_engine_agree_about_everybody(city: str, data: st.DataObject) -> None:
    old = HOUSE.catalogue.packs[city]
    new = stricter(old)
    policies = Columns((old,), HOUSE.catalogue.divisions, TODAY)
    everybody = listed(data.draw(st.lists(people(old, policies), min_size=1, max_size=8)))
    told: dict[str, dict[str, tuple[str, str]]] = {one.subject: {} for one in everybody}
    for change in changes(old, new, HOUSE.catalogue.divisions, TODAY, everybody):
        told[change.person.subject][change.category] = change.before, change.after
    assert told == {one.subject: by_engine(old, new, one) for one in everybody}


def test_an_empty_register_is_touched_by_nothing() -> None:
    old = HOUSE.catalogue.packs[CITIES[0]]
    assert list(changes(old, stricter(old), HOUSE.catalogue.divisions, TODAY, [])) == []


def test_what_an_entry_does_not_rest_on_is_lost_without_news_and_gained_with_it() -> None:
    old = HOUSE.catalogue.packs[CITIES[0]]
    first, second = (category.id for category in old.categories[:2])
    fewer = replace(old, categories=old.categories[1:])
    answers = {"person.sex": "F"}
    rests = [Listed("entry:1", "N1", "渝水区", answers, frozenset({one})) for one in (first, second)]

    def touched(before: Pack, after: Pack) -> list[tuple[str, str, str]]:
        found = changes(before, after, HOUSE.catalogue.divisions, TODAY, rests)
        return [(change.person.subject, change.category, change.turn) for change in found]

    rests = [replace(rests[0], subject="entry:1"), replace(rests[1], subject="entry:2")]
    assert touched(old, fewer) == [("entry:1", first, "lose")]
    assert {turn for _, _, turn in touched(fewer, old)} <= {"gain", "uncertain"}


