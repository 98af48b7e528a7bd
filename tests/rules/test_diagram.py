"""A rule as a diagram comes out as the rule does, and keeps exactly the facts that still decide."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings

from backend.rules.derivations import complete
from backend.rules.diagram import Decided, Diagram
from backend.rules.expression import Rule, leaves
from backend.rules.inquiry import Inquiry
from backend.rules.operators import leaf_verdict
from backend.rules.reasons import verdict_of
from backend.rules.vocabulary import FactValue
from tests.rules.packs import ANSWERS, DAY, DOMAINS, RULES, VOCABULARY

FREE = {fact: (*DOMAINS[fact], None) for fact in ("colour", "born", "flag", "size")}
"""Facts with every answer; nothing is said about what would imply them."""


def decided(rule: Rule, fact: str, value: FactValue | None) -> Decided:
    return {leaf: leaf_verdict(leaf, value, DAY) for leaf in leaves(rule) if leaf.fact == fact}


def diagram(rule: Rule) -> Diagram:
    return Diagram(rule, {fact: [decided(rule, fact, v) for v in values] for fact, values in FREE.items()})


@settings(max_examples=60, deadline=None)
@given(RULES)
def test_everybody_comes_out_alike(rule: Rule) -> None:
    drawn = diagram(rule)
    for numbers in product(*(range(len(values)) for values in FREE.values())):
        person = dict(zip(FREE, numbers, strict=True))
        answers = {fact: FREE[fact][number] for fact, number in person.items()}
        assert drawn.verdict(person) is verdict_of(rule, answers, DAY)


@settings(max_examples=100, deadline=None)
@given(RULES, ANSWERS)
def test_what_is_left_is_what_still_matters(rule: Rule, answers: dict[str, FactValue | None]) -> None:
    known = {fact: value for fact, value in answers.items() if fact in FREE}
    told = {fact: FREE[fact].index(value) for fact, value in known.items()}
    verdict, left = diagram(rule).left(told)
    assert left == set(Inquiry(VOCABULARY, [rule], tuple(FREE)).open_facts(known, DAY))
    if verdict is not None:
        assert not left
        assert verdict is verdict_of(rule, complete(VOCABULARY, known, DAY), DAY)
