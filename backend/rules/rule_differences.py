"""How one rule became another, place by place: 女性年龄由满40周岁改为满45周岁."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backend.rules.expression import AllOf, AnyOf, Rule, Test, facts_in
from backend.rules.rule_words import Speech, whose

_ALIKE_ENOUGH = 0.5


def same(one: Rule, other: Rule) -> bool:
    """Whether two rules say the same in the same order. (Two leaves are never equal: each is its own place.)"""
    if isinstance(one, Test) and isinstance(other, Test):
        return _content(one) == _content(other)
    if isinstance(one, Test) or isinstance(other, Test) or type(one) is not type(other):
        return False
    return len(one.parts) == len(other.parts) and all(map(same, one.parts, other.parts))


def _content(leaf: Test) -> tuple[object, ...]:
    return leaf.fact, leaf.operator, leaf.operand, leaf.confirm, leaf.confirm_note


def rule_differences(old: Rule, new: Rule, before: Speech, after: Speech, of: str = "") -> Iterator[str]:
    """Each change as a phrase. `before` and `after` are the words of the two packs; `of` is the sex spoken of."""
    if same(old, new):
        return
    if isinstance(old, Test) and isinstance(new, Test):
        yield from _leaf(old, new, before, after, of)
        return
    compound = type(new) if not isinstance(new, Test) else type(old)
    ours, theirs = (_parts(rule, compound) for rule in (old, new))
    gone, come, kept = _matched(ours, theirs)
    of = of or whose(new) or whose(old)
    for one, other in kept:
        yield from rule_differences(one, other, before, after, of)
    narrows = compound is AllOf
    for part in gone:
        yield f"{of}{'不再要求' if narrows else '不再包括'}：{before.of(part)}"
    for part in come:
        yield f"{of}{'增加要求' if narrows else '增加一种情形'}：{after.of(part)}"


def _leaf(old: Test, new: Test, before: Speech, after: Speech, of: str) -> Iterator[str]:
    if (old.fact, before.subject(old)) != (new.fact, after.subject(new)):
        yield f"{of}条件由“{before.of(old)}”改为“{after.of(new)}”"
        return
    subject = f"{of}{after.subject(new)}"
    was, now = before.asserts(old, old.operand), after.asserts(new, new.operand)
    if (old.operator, was) != (new.operator, now):
        yield subject + became(was, now)
    was, now = _to_confirm(old, before), _to_confirm(new, after)
    if was != now:
        yield subject + _confirming(was, now)
    elif old.confirm_note != new.confirm_note:
        yield f"{subject}的核实说明由“{old.confirm_note}”改为“{new.confirm_note}”"


def became(was: str, now: str) -> str:
    """由满40周岁改为满45周岁."""
    return f"由{was.removeprefix('为')}改为{now.removeprefix('为')}"


def _to_confirm(leaf: Test, speech: Speech) -> str:
    return "" if leaf.confirm is None else speech.asserts(leaf, leaf.confirm).removeprefix("为")


def _confirming(was: str, now: str) -> str:
    if was and now:
        return f"由工作人员核实的情形{became(was, now)}"
    return f"增加由工作人员核实的情形：{now}" if now else f"不再有由工作人员核实的情形（原为{was}）"


def _parts(rule: Rule, compound: type[Rule]) -> list[Rule]:
    """The parts of a rule read as such a compound; any other rule is its only part."""
    return list(rule.parts) if isinstance(rule, AllOf | AnyOf) and type(rule) is compound else [rule]


def _matched(
    old: Sequence[Rule], new: Sequence[Rule]
) -> tuple[list[Rule], list[Rule], list[tuple[Rule, Rule]]]:
    """Which parts went, which came, and which became which: equal ones first, then the most alike."""
    gone, come = dict(enumerate(old)), dict(enumerate(new))
    kept: list[tuple[Rule, Rule]] = []
    pairs = [(_alike(old[at], new[to]), -at, -to) for at in gone for to in come]
    for alike, at, to in sorted(pairs, reverse=True):
        if alike >= _ALIKE_ENOUGH and -at in gone and -to in come:
            kept.append((gone.pop(-at), come.pop(-to)))
    return list(gone.values()), list(come.values()), kept


def _alike(one: Rule, other: Rule) -> float:
    """3 for equal rules; else how many facts they share, and a little more for the same shape."""
    if same(one, other):
        return 3
    ours, theirs = set(facts_in(one)), set(facts_in(other))
    shape = one.operator == other.operator if isinstance(one, Test) and isinstance(other, Test) else False
    return len(ours & theirs) / len(ours | theirs) + (type(one) is type(other)) / 4 + shape / 4
