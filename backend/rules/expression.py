"""The rule tree and the one walk over it. Every reading of a rule is an `Algebra`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from backend.rules.words import NO_TEXT, Text

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """A leaf: `fact` `operator` `operand`. Two leaves that say the same are still two places in a rule.

    Where the operand does not hold but `confirm` does, the fact fits and a person must look; `confirm_note` says why.
    """

    fact: str
    operator: str
    operand: Any
    confirm: Any = None
    confirm_note: Text = NO_TEXT

    __test__ = False  # not a test class


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part is enough."""

    parts: tuple[Rule, ...]


Rule = Test | AllOf | AnyOf


class Algebra(Protocol[T]):
    """What a reading does at a leaf, at ALL and at ANY."""

    def test(self, leaf: Test) -> T: ...

    def all(self, parts: Sequence[T]) -> T: ...

    def any(self, parts: Sequence[T]) -> T: ...


def fold(rule: Rule, algebra: Algebra[T]) -> T:
    """Read a rule from its leaves up."""
    match rule:
        case Test():
            return algebra.test(rule)
        case AllOf(parts):
            return algebra.all([fold(part, algebra) for part in parts])
        case AnyOf(parts):
            return algebra.any([fold(part, algebra) for part in parts])


def leaves(rule: Rule) -> Iterator[Test]:
    """The leaves from left to right."""
    if isinstance(rule, Test):
        yield rule
    else:
        for part in rule.parts:
            yield from leaves(part)


def facts_in(rule: Rule) -> tuple[str, ...]:
    """The facts a rule reads, each once, in order."""
    return tuple(dict.fromkeys(leaf.fact for leaf in leaves(rule)))
