"""How one rule became another, place by place: 女性年龄由满40周岁改为满45周岁."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backend.rules.expression import AllOf, AnyOf, Rule, Test, facts_in
from backend.rules.rule_words import Speech, whose
from backend.rules.said import N_

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
        said = before.of(part)
        yield _about(of, N_("不再要求：{rule}", rule=said) if narrows else N_("不再包括：{rule}", rule=said))
    for part in come:
        said = after.of(part)
        yield _about(of, N_("增加要求：{rule}", rule=said) if narrows else N_("增加一种情形：{rule}", rule=said))


def _about(whom: str, what: str) -> str:
    return N_("{whom}{what}", whom=whom, what=what) if whom else what


def _leaf(old: Test, new: Test, before: Speech, after: Speech, of: str) -> Iterator[str]:
    if (old.fact, before.subject(old)) != (new.fact, after.subject(new)):
        yield _about(of, N_("条件由“{was}”改为“{now}”", was=before.of(old), now=after.of(new)))
        return
    subject = _about(of, after.subject(new))
    was, now = before.becomes(old, old.operand), after.becomes(new, new.operand)
    if (old.operator, was) != (new.operator, now):
        yield _changed(subject, became(was, now))
    was, now = _to_confirm(old, before), _to_confirm(new, after)
    if was != now:
        yield _changed(subject, _confirming(was, now))
    elif old.confirm_note != new.confirm_note:
        yield N_(
            "{subject}的核实说明由“{was}”改为“{now}”",
            subject=subject,
            was=str(old.confirm_note),
            now=str(new.confirm_note),
        )


def _changed(subject: str, change: str) -> str:
    return N_("{subject}{change}", subject=subject, change=change)


def became(was: str, now: str) -> str:
    """由满40周岁改为满45周岁."""
    return N_("由{was}改为{now}", was=was, now=now)


def _to_confirm(leaf: Test, speech: Speech) -> str:
    return "" if leaf.confirm is None else speech.becomes(leaf, leaf.confirm)


def _confirming(was: str, now: str) -> str:
    if was and now:
        return N_("由工作人员核实的情形{change}", change=became(was, now))
    if now:
        return N_("增加由工作人员核实的情形：{now}", now=now)
    return N_("不再有由工作人员核实的情形（原为{was}）", was=was)


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
