"""A rule as a decision diagram: one fact after the other is looked at, and parts that decide alike are one node.

It is read in a few steps for each person, however often a fact stands in the rule, and it tells exactly which facts
still decide something.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backend.rules.expression import AllOf, Rule, Test
from backend.rules.verdict import Verdict

Decided = Mapping[Test, Verdict]
"""What one answer says about the leaves of a rule."""
Residual = Verdict | Test | tuple[bool, "tuple[Residual, ...]"]
"""What is left of a rule: a verdict, a leaf, or (needs all?, parts)."""

_VERDICTS = len(Verdict)


class Diagram:
    """The diagram of one rule. `branches` are the facts in the order of looking, each with its possible answers.

    Nodes are numbered so that a child comes before its parents; the first four are the verdicts.
    """

    def __init__(self, rule: Rule, branches: Mapping[str, Sequence[Decided]]) -> None:
        self.order = tuple(branches)
        self._branches = branches
        self._nodes: list[tuple[str, tuple[int, ...]]] = [("", ())] * _VERDICTS
        self._numbers: dict[tuple[str, tuple[int, ...]], int] = {}
        self._built: dict[tuple[Residual, int], int] = {}
        self.root = self._build(_residual(rule), 0)

    def __len__(self) -> int:
        return len(self._nodes)

    @property
    def facts(self) -> frozenset[str]:
        """The facts it looks at."""
        return frozenset(fact for fact, _ in self._nodes if fact)

    def left(self, told: Mapping[str, int]) -> tuple[Verdict | None, frozenset[str]]:
        """Once these are known, each by the number of its answer: the verdict, or the facts that still decide it."""
        kept: list[tuple[int, frozenset[str]]] = [(number, frozenset()) for number in range(_VERDICTS)]
        alike: dict[tuple[str, tuple[int, ...]], int] = {}
        for number, (fact, children) in enumerate(self._nodes[_VERDICTS:], _VERDICTS):
            left = [kept[child] for child in children]
            ids = tuple(each for each, _ in left)
            if fact in told:
                kept.append(left[told[fact]])
            elif len(set(ids)) == 1:
                kept.append(left[0])
            else:
                facts = frozenset((fact,)).union(*(facts for _, facts in left))
                kept.append((alike.setdefault((fact, ids), number), facts))
        number, facts = kept[self.root]
        return (Verdict(number) if number < _VERDICTS else None), facts

    def verdict(self, person: Mapping[str, int]) -> Verdict:
        """The verdict for somebody who has answered everything."""
        number = self.root
        while number >= _VERDICTS:
            fact, children = self._nodes[number]
            number = children[person[fact]]
        return Verdict(number)

    def _build(self, left: Residual, level: int) -> int:
        if isinstance(left, Verdict):
            return int(left)
        if level == len(self.order):  # leaves nobody can be asked about
            return int(Verdict.UNKNOWN)
        found = self._built.get((left, level))
        if found is None:
            fact = self.order[level]
            children = tuple(self._build(_told(left, answer), level + 1) for answer in self._branches[fact])
            found = self._built[left, level] = self._node(fact, children)
        return found

    def _node(self, fact: str, children: tuple[int, ...]) -> int:
        if len(set(children)) == 1:
            return children[0]
        key = fact, children
        if key not in self._numbers:
            self._numbers[key] = len(self._nodes)
            self._nodes.append(key)
        return self._numbers[key]


def _residual(rule: Rule) -> Residual:
    if isinstance(rule, Test):
        return rule
    return isinstance(rule, AllOf), tuple(map(_residual, rule.parts))


def _told(left: Residual, answer: Decided) -> Residual:
    """What is left once an answer is known; what is decided falls away."""
    if isinstance(left, Verdict):
        return left
    if isinstance(left, Test):
        return answer.get(left, left)
    needs_all, parts = left
    told = [_told(part, answer) for part in parts]
    decided = [part for part in told if isinstance(part, Verdict)]
    rest: tuple[Residual, ...] = tuple(part for part in told if not isinstance(part, Verdict))
    neutral, final = (Verdict.YES, Verdict.NO) if needs_all else (Verdict.NO, Verdict.YES)
    so_far = (min if needs_all else max)([neutral, *decided])
    if so_far is final or not rest:
        return so_far
    if so_far is not neutral:
        rest = (so_far, *rest)
    return rest[0] if len(rest) == 1 else (needs_all, rest)
