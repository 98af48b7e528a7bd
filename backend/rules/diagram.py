"""A rule as a decision diagram: one fact after the other is looked at, and parts that decide alike are one node.

It is read in a few steps for each person, however often a fact stands in the rule, and it tells exactly which facts
still decide something.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from backend.rules.expression import AllOf, Rule, Test, leaves
from backend.rules.verdict import Verdict

Decided = Mapping[Test, Verdict]
"""What one answer says about the leaves of a rule."""
Residual = Verdict | str | tuple[bool, "tuple[Residual, ...]"]
"""What is left of a rule: a verdict, the short name of a leaf, or (needs all?, parts)."""
Named = Mapping[str, Verdict]
Answered = Mapping[str, Mapping[int, int]]
"""For each fact and each of its answers who gives it; a set of people is a number with a bit for each."""

_VERDICTS = len(Verdict)


class Diagram:
    """The diagram of one rule. `branches` are the facts in the order of looking, each with its possible answers.

    Nodes are numbered so that a child comes before its parents; the first four are the verdicts.
    """

    def __init__(self, rule: Rule, branches: Mapping[str, Sequence[Decided]]) -> None:
        names = {leaf: str(number) for number, leaf in enumerate(dict.fromkeys(leaves(rule)))}
        self.order = tuple(branches)
        self._branches = {fact: _Branch(names, answers) for fact, answers in branches.items()}
        self._nodes: list[tuple[str, tuple[int, ...]]] = [("", ())] * _VERDICTS
        self._numbers: dict[tuple[str, tuple[int, ...]], int] = {}
        self._built: dict[tuple[Residual, int], int] = {}
        self._leaves: dict[Residual, frozenset[str]] = {}
        self.root = self._build(_residual(rule, names), 0)

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

    def spread(self, people: int, answered: Answered, told: Mapping[str, int]) -> list[int]:
        """The people by their verdict, NO first; whoever is told to have given an answer has given that one."""
        here = [0] * len(self._nodes)
        here[self.root] = people
        for number in range(self.root, _VERDICTS - 1, -1):
            group = here[number]
            if group:
                fact, children = self._nodes[number]
                if fact in told:
                    here[children[told[fact]]] |= group
                    continue
                for answer, those in answered[fact].items():
                    here[children[answer]] |= group & those
        return here[:_VERDICTS]

    def _build(self, left: Residual, level: int) -> int:
        if isinstance(left, Verdict):
            return int(left)
        while level < len(self.order) and self._seen(left).isdisjoint(self._branches[self.order[level]].names):
            level += 1
        if level == len(self.order):  # leaves nobody can be asked about
            return int(Verdict.UNKNOWN)
        found = self._built.get((left, level))
        if found is None:
            fact = self.order[level]
            branch = self._branches[fact]
            alike = [self._build(_told(left, answer), level + 1) for answer in branch.different]
            children = tuple(alike[number] for number in branch.numbers)
            found = self._built[left, level] = self._node(fact, children)
        return found

    def _seen(self, left: Residual) -> frozenset[str]:
        """The leaves that are left."""
        seen = self._leaves.get(left)
        if seen is None:
            seen = self._leaves[left] = frozenset(_leaves_in(left))
        return seen

    def _node(self, fact: str, children: tuple[int, ...]) -> int:
        if len(set(children)) == 1:
            return children[0]
        key = fact, children
        if key not in self._numbers:
            self._numbers[key] = len(self._nodes)
            self._nodes.append(key)
        return self._numbers[key]


class _Branch:
    """The answers to one fact by what they say about one rule; `numbers` tells which of them says what."""

    def __init__(self, names: Mapping[Test, str], answers: Sequence[Decided]) -> None:
        found: dict[frozenset[tuple[str, Verdict]], int] = {}
        said = (
            frozenset((names[leaf], verdict) for leaf, verdict in answer.items() if leaf in names)
            for answer in answers
        )
        self.numbers = [found.setdefault(each, len(found)) for each in said]
        self.different: list[Named] = [dict(each) for each in found]
        self.names = frozenset(name for each in self.different for name in each)


def _residual(rule: Rule, names: Mapping[Test, str]) -> Residual:
    if isinstance(rule, Test):
        return names[rule]
    return isinstance(rule, AllOf), tuple(_residual(part, names) for part in rule.parts)


def _leaves_in(left: Residual) -> Iterator[str]:
    if isinstance(left, str):
        yield left
    elif isinstance(left, tuple):
        for part in left[1]:
            yield from _leaves_in(part)


def _told(left: Residual, answer: Named) -> Residual:
    """What is left once an answer is known; what is decided falls away."""
    if isinstance(left, Verdict):
        return left
    if isinstance(left, str):
        return answer.get(left, left)
    needs_all, parts = left
    neutral, final = (Verdict.YES, Verdict.NO) if needs_all else (Verdict.NO, Verdict.YES)
    so_far, rest = neutral, list[Residual]()
    for part in parts:
        told = _told(part, answer)
        if not isinstance(told, Verdict):
            rest.append(told)
        elif told is final:
            return final
        elif told is not neutral:
            so_far = told if so_far is neutral else (min if needs_all else max)(so_far, told)
    if not rest:
        return so_far
    if so_far is not neutral:
        rest.insert(0, so_far)
    return rest[0] if len(rest) == 1 else (needs_all, tuple(rest))
