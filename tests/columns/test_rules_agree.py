"""The columns say of every row what the engine says: random rules with every operator, random facts with gaps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.columns.completing import completed
from backend.columns.known import Column
from backend.columns.leaves import holds
from backend.columns.members import write_members
from backend.columns.truth import compiled
from backend.rules import Fact, Option, Verdict, Vocabulary
from backend.rules.derivations import Day, complete
from backend.rules.expression import AllOf, AnyOf, Rule, Test
from backend.rules.operators import OPERATORS, leaf_verdict
from backend.rules.reasons import verdict_of
from backend.rules.retirement import LabourAge, Track
from backend.rules.vocabulary import Derivation, Implication
from backend.rules.words import Text
from tests.columns.rows import births, members
from tests.people import id_number
from tests.rules.packs import VOCABULARY as SMALL

TODAY = date(2026, 11, 21)
LAW = LabourAge(
    16,
    {
        "man": Track(60, date(2025, 1, 1), 4, 36),
        "woman_55": Track(55, date(2025, 1, 1), 4, 36),
        "woman_50": Track(50, date(2025, 1, 1), 2, 60),
    },
    {"M": ("man",), "F": ("woman_50", "woman_55")},
    {"50": "woman_50", "55": "woman_55", "60": "man"},
)
DAY = Day(TODAY, LAW)
COLOURS = ("red", "green", "blue")
STATUS = ("valid", "expired", "none")
OTHERS = ("some_working", "all_unemployed", "some_excluded", "nobody_else")


def fact(name: str, kind: str, *options: str, by: Derivation | None = None, implied: Any = ()) -> Fact:
    choices = tuple(Option(option, Text(option)) for option in options)
    return Fact(
        name, kind, Text(name), SMALL.words, "citizen", options=choices, derivation=by, implied=implied
    )


VOCABULARY = Vocabulary(
    {
        one.id: one
        for one in (
            fact("number", "id_number"),
            fact("sex", "choice", "M", "F", by=Derivation("sex_of_id_number", ("number",))),
            fact("born", "date", by=Derivation("birth_date_of_id_number", ("number",))),
            fact("age", "number", by=Derivation("years_old", ("born",))),
            fact("gate", "choice", "nothing", "something"),
            fact("colour", "choice", *COLOURS, implied=(Implication("gate", "nothing", "red"),)),
            fact(
                "flag",
                "bool",
                implied=(Implication("colour", "red", False), Implication("gate", "something", True)),
            ),
            fact("status", "choice", *STATUS, by=Derivation("lapsed", ("status", "until"))),
            fact("until", "date"),
            fact("since", "date"),
            fact("place", "division"),
            fact("household", "members"),
            fact("others", "choice", *OTHERS, by=Derivation("household", ("household",))),
        )
    },
    SMALL.words,
)
NEAR = st.integers(-400, 400).map(lambda n: TODAY + timedelta(days=n))
DOMAINS: dict[str, st.SearchStrategy[Any]] = {
    "number": st.builds(id_number, st.just("360502"), births(TODAY), st.sampled_from("MF")),
    "sex": st.sampled_from("MF"),
    "born": births(TODAY),
    "gate": st.sampled_from(["nothing", "something"]),
    "colour": st.sampled_from(COLOURS),
    "flag": st.booleans(),
    "status": st.sampled_from(STATUS),
    "until": NEAR,
    "since": NEAR,
    "place": st.sampled_from(["360502", "360521", "440103"]),
    "household": st.lists(members(TODAY), max_size=3).map(tuple),
    "others": st.sampled_from(OTHERS),
}
TYPES = {"flag": pl.Boolean, "born": pl.Date, "until": pl.Date, "since": pl.Date}
PEOPLE = st.lists(st.fixed_dictionaries({}, optional=DOMAINS), min_size=1, max_size=20)
NOTE = Text("请核实")


def confirming(name: str, operator: str, operands: st.SearchStrategy[Any]) -> st.SearchStrategy[Rule]:
    """A leaf with, or without, a second operand under which a person must look."""
    return st.builds(
        lambda operand, confirm: Test(name, operator, operand, confirm, NOTE),
        operands,
        st.one_of(st.none(), operands),
    )


COUNTS, MONTHS = st.sampled_from([16, 35, 40, 45, 50, 60]), st.integers(0, 14)
DAYS = st.sampled_from(["born", "since", "until"])
LEAVES: st.SearchStrategy[Rule] = st.one_of(
    confirming("colour", "is", st.sampled_from(COLOURS)),
    confirming("colour", "in", st.lists(st.sampled_from(COLOURS), max_size=2).map(tuple)),
    confirming("flag", "is", st.booleans()),
    confirming("status", "in", st.lists(st.sampled_from(STATUS), max_size=2).map(tuple)),
    confirming("others", "in", st.lists(st.sampled_from(OTHERS), max_size=2).map(tuple)),
    confirming("sex", "is", st.sampled_from("MF")),
    confirming("place", "within", st.sampled_from(["3605", "36", "440103"])),
    confirming("age", "at_least", COUNTS),
    confirming("age", "at_most", COUNTS),
    DAYS.flatmap(lambda day: confirming(day, "months_at_least", MONTHS)),
    DAYS.flatmap(lambda day: confirming(day, "months_below", MONTHS)),
    confirming("born", "age_at_least", COUNTS),
    confirming("born", "age_below", COUNTS),
    confirming("born", "before_retirement", st.sampled_from([*LAW.tracks])),
    st.just(Test("until", "in_force", True)),
)
RULES: st.SearchStrategy[Rule] = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda kind, parts: kind(tuple(parts)), st.sampled_from([AllOf, AnyOf]), st.lists(inner, max_size=4)
    ),
    max_leaves=10,
)


def by_columns(rule: Rule, people: list[dict[str, Any]], day: Day) -> list[int]:
    """The verdicts of a rule, read as columns."""
    given_facts = {name for person in people for name in person}
    rows = pl.DataFrame(
        {name: [person.get(name) for person in people] for name in given_facts - {"household"}}
    )
    rows = rows.cast({name: TYPES[name] for name in rows.columns if name in TYPES})  # type: ignore[arg-type]
    texts = pl.Series("household", [_list(person) for person in people], dtype=pl.String)
    rows = (rows if rows.width else pl.DataFrame({"none": [None] * len(people)})).with_columns(texts)
    whole = completed(VOCABULARY, {name: Column(pl.col(name)) for name in given_facts}, day)
    lazy = rows.lazy()
    for column in whole.first:
        lazy = lazy.with_columns(column)
    told = lazy.with_columns(compiled(rule, whole.known, day).verdict.alias("verdict")).collect()
    return told["verdict"].to_list()


def _list(person: dict[str, Any]) -> str | None:
    return write_members(person["household"]) if "household" in person else None


@settings(max_examples=100, deadline=None)
@given(RULES, PEOPLE, st.sampled_from([TODAY, date(2027, 2, 28), date(2028, 2, 29), date(2025, 1, 1)]))
def test_every_row_has_the_verdict_of_the_engine(
    rule: Rule, people: list[dict[str, Any]], today: date
) -> None:
    day = Day(today, LAW)
    expected = [verdict_of(rule, complete(VOCABULARY, person, day), day).value for person in people]
    assert by_columns(rule, people, day) == expected


def test_every_operator_is_tried_above() -> None:
    leaves = {"is", "in", "within", "at_least", "at_most", "age_at_least", "age_below", "before_retirement"}
    assert leaves | {"months_at_least", "months_below", "in_force"} == set(OPERATORS)


EVERY_DAY = [date(1958, 1, 1) + timedelta(days=n) for n in range((TODAY - date(1958, 1, 1)).days + 800)]


@pytest.mark.parametrize("today", [TODAY, date(2027, 2, 28), date(2028, 2, 29)])
@pytest.mark.parametrize(
    ("operator", "operand"),
    [
        ("age_at_least", 40),
        ("age_below", 45),
        *(("before_retirement", track) for track in LAW.tracks),
        ("months_at_least", 6),
        ("months_below", 3),
        ("in_force", True),
    ],
)
def test_every_single_day_falls_on_the_right_side(operator: str, operand: Any, today: date) -> None:
    day = Day(today, LAW)
    rows = pl.DataFrame({"day": EVERY_DAY})
    truth = rows.select(holds(Column(pl.col("day")), operator, operand, day))["day"].to_list()
    leaf = Test("born", operator, operand)
    assert truth == [leaf_verdict(leaf, one, day) is Verdict.YES for one in EVERY_DAY]


def test_an_operator_without_columns_of_its_own_is_asked_value_by_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    operator = OPERATORS["is"]
    odd = type(operator)(("number",), "count", lambda value, by, _: value % by == 1, operator.turning_days)
    monkeypatch.setitem(OPERATORS, "odd", odd)  # type: ignore[arg-type]
    rows = pl.DataFrame({"n": [1, 2, None, 3]})
    assert rows.select(holds(Column(pl.col("n")), "odd", 2, DAY))["n"].to_list() == [True, False, None, True]
