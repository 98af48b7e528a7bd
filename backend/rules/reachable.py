"""Whether every fact a rule reads can be learnt, and every question is of use."""

from __future__ import annotations

from backend.rules.expression import facts_in
from backend.rules.node import Node
from backend.rules.pack import Pack
from backend.rules.said import N_
from backend.rules.vocabulary import Vocabulary


def check_questions(root: Node, pack: Pack) -> None:
    """Every fact a rule reads can be learnt, and every question is read by a rule."""
    questions = root.at("questions")
    read = {fact for rule in pack.rules.values() for fact in facts_in(rule)}
    reachable = needed_for(read, pack.vocabulary)
    for node, fact in zip(questions.items(), pack.questions, strict=True):
        if fact not in reachable:
            node.wrong(N_("没有条件用到 {fact}", fact=fact), N_("请删去这个问题，或写上用到它的条件"))
    for fact in sorted(read):
        if not _learnt(fact, pack):
            questions.wrong(N_("条件用到 {fact}，但没有人会问它", fact=fact), N_("请在 questions 中加上 {fact}", fact=fact))


def _learnt(name: str, pack: Pack) -> bool:
    """Whether the fact is asked, stands in a record, or follows from one that does. An implication is not enough."""
    fact = pack.vocabulary[name]
    inputs = fact.derivation.inputs if fact.derivation else ()
    return (
        name in pack.questions
        or fact.source == "record"
        or any(i in pack.questions for i in inputs if i != name)
    )


def needed_for(facts: set[str], vocabulary: Vocabulary) -> set[str]:
    """The facts themselves and all from which they may follow."""
    found: set[str] = set()
    waiting = list(facts)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        fact = vocabulary[name]
        waiting += fact.derivation.inputs if fact.derivation else ()
        waiting += [implication.fact for implication in fact.implied]
    return found
