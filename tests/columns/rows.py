"""Random people as rows of a register, and what the engine says of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import strategies as st

from backend.columns.members import write_members
from backend.columns.service import Policies
from backend.rules import Fact, FactValue, Pack
from backend.rules.derivations import Day
from backend.rules.expression import leaves
from backend.rules.operators import telling_values
from tests.people import id_number

MANY = range(15, 110, 5)


def cell(value: FactValue | None) -> str | None:
    """A value as it stands in a canonical register."""
    match value:
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case tuple():
            return write_members(value)
        case None:
            return None
        case _:
            return str(value)


def frame(people: Sequence[Mapping[str, Any]], facts: Sequence[str]) -> pl.DataFrame:
    """One row a person, all cells text; what was not answered is empty."""
    columns = {fact: [cell(person.get(fact)) for person in people] for fact in facts}
    return pl.DataFrame(columns, schema=dict.fromkeys(facts, pl.String))


def people(pack: Pack, policies: Policies) -> st.SearchStrategy[dict[str, Any]]:
    """People of a pack: each fact absent, or one of the values that tell; days close to every threshold."""
    values = {fact.id: domain(fact, pack, policies.today) for fact in policies.facts}
    return st.fixed_dictionaries({}, optional=values)


def domain(fact: Fact, pack: Pack, today: date) -> st.SearchStrategy[Any]:
    """The values of one fact."""
    day = Day(today, pack.labour_age)
    told = [
        value
        for rule in pack.rules.values()
        for leaf in leaves(rule)
        if leaf.fact == fact.id
        for value in telling_values(leaf, fact, day)
    ]
    match fact.kind:
        case "choice" | "bool":
            return st.sampled_from([option.value for option in fact.options] or [True, False])
        case "date" if told:
            return st.one_of(st.sampled_from(told), births(today)).filter(lambda born: born <= today)
        case "date":
            return st.integers(-40, 400).map(lambda n: today + timedelta(days=n))
        case "division":
            return st.sampled_from([pack.region, "440103", "360502", "110101"])
        case "id_number":
            return st.builds(id_number, st.just("360502"), births(today), st.sampled_from("MF"))
        case "members":
            return st.lists(members(today), max_size=3).map(tuple)
        case _:
            return st.integers(0, 100)


def births(today: date) -> st.SearchStrategy[date]:
    """Birthdays and 29 February among them, each with its neighbours."""
    near = [shifted(today, years, days) for years in MANY for days in (-1, 0, 1)]
    leap = [date(year, 2, 29) for year in range(1952, 2009, 4)]
    return st.one_of(st.sampled_from([*near, *leap]), st.dates(date(1925, 1, 1), today - timedelta(days=1)))


def shifted(today: date, years: int, days: int) -> date:
    return date(today.year - years, today.month, min(today.day, 28)) + timedelta(days=days)


def members(today: date) -> st.SearchStrategy[dict[str, Any]]:
    """Members of a household or children: everything may be missing."""
    return st.fixed_dictionaries(
        {},
        optional={
            "birth": births(today),
            "sex": st.sampled_from("MF"),
            "base": st.sampled_from(["50", "55", "60"]),
            "status": st.sampled_from(["unemployed", "employed", "student"]),
            "capacity": st.sampled_from(["full", "none"]),
            "student": st.booleans(),
            "incapacitated": st.booleans(),
        },
    )
