"""Small made-up policies for property tests: random rules over a few facts of every kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import strategies as st

from backend.rules.derivations import Day
from backend.rules.expression import AllOf, AnyOf, Rule, Test
from backend.rules.retirement import LabourAge, Track
from backend.rules.vocabulary import Fact, FactValue, Implication, Option, Vocabulary, Words
from backend.rules.words import Text

TODAY = date(2026, 11, 21)
LAW = LabourAge(16, {"man": Track(60, date(2025, 1, 1), 4, 36)}, {"M": ("man",), "F": ("man",)}, {})
DAY = Day(TODAY, LAW)
_WORDS = Words(
    Text("{year}年{month}月{day}日"),
    Text("是"),
    Text("否"),
    Text("不清楚"),
    Text("未答"),
    Text("，"),
    Text("{label}：{answer}"),
)


def _fact(name: str, kind: str, *options: str, implied: tuple[Implication, ...] = ()) -> Fact:
    choices = tuple(Option(value, Text(value)) for value in options)
    return Fact(name, kind, Text(name), _WORDS, "citizen", options=choices, implied=implied)


VOCABULARY = Vocabulary(
    {
        fact.id: fact
        for fact in (
            _fact("gate", "choice", "nothing", "something"),
            _fact("flag", "bool", implied=(Implication("gate", "nothing", False),)),
            _fact("colour", "choice", "red", "green", "blue"),
            _fact("size", "choice", "small", "large", implied=(Implication("gate", "nothing", "small"),)),
            _fact("born", "date"),
        )
    },
    _WORDS,
)
BOUNDARIES = tuple(
    date.fromisoformat(day)
    for day in ("1966-06-21", "1966-06-22", "1976-11-21", "1976-11-22", "1986-11-21", "1986-11-22")
)
DOMAINS: Mapping[str, tuple[FactValue, ...]] = {
    "gate": ("nothing", "something"),
    "flag": (True, False),
    "colour": ("red", "green", "blue"),
    "size": ("small", "large"),
    "born": BOUNDARIES,
}

_LEAVES = st.one_of(
    st.sampled_from([True, False]).map(lambda value: Test("flag", "is", value)),
    st.sampled_from(["red", "green", "blue"]).map(lambda value: Test("colour", "is", value)),
    st.permutations(["red", "green", "blue"]).map(
        lambda p: Test("colour", "in", (p[0],), (p[1],), Text("请核实"))
    ),
    st.just(Test("size", "is", "large")),
    st.sampled_from([40, 50]).map(lambda age: Test("born", "age_at_least", age)),
    st.just(Test("born", "before_retirement", "man")),
)
RULES: st.SearchStrategy[Rule] = st.recursive(
    _LEAVES,
    lambda inner: st.builds(
        lambda kind, parts: kind(tuple(parts)),
        st.sampled_from([AllOf, AnyOf]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=7,
)
ANSWERS: st.SearchStrategy[dict[str, FactValue | None]] = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from([*values, None]) for name, values in DOMAINS.items()}
)
NEAR_DAYS = st.integers(-40_000, 0).map(lambda days: TODAY + timedelta(days=days))
