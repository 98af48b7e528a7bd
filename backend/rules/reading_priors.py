"""Reading what people are expected to answer: weights of options, of ages, or of months ago."""

from __future__ import annotations

from backend.rules.calendar import MONTHS_A_YEAR
from backend.rules.node import Node
from backend.rules.priors import Ago, Prior, Priors
from backend.rules.said import N_
from backend.rules.vocabulary import Fact, Vocabulary

_UNSURE = "unsure"
_OLDEST = 120


def read_priors(root: Node, vocabulary: Vocabulary, questions: tuple[str, ...]) -> Priors:
    """`priors:` of a pack: `source` says whose estimate it is, `weights` has an entry for each question."""
    if "priors" not in root:
        return Priors()
    node = root.at("priors").only("source weights")
    entries = dict(node.at("weights").entries())
    for name in questions:
        if name not in entries:
            node.at("weights").wrong(N_("没有写 {name} 的权重", name=name), N_("请补上 {name}: …", name=name))
    known = {name: entry for name, entry in entries.items() if entry.known_key(vocabulary.facts, N_("事实"))}
    return Priors(
        node.string("source"), {name: _prior(entry, vocabulary[name]) for name, entry in known.items()}
    )


def _prior(node: Node, fact: Fact) -> Prior:
    if fact.kind == "date" and not fact.options:
        spans = {name: entry for name, entry in node.entries() if not (fact.unsure and name == _UNSURE)}
        unsure = ((None, _weight(node.at(_UNSURE))),) if fact.unsure and _UNSURE in node else ()
        prior = Prior(unsure, tuple(_ago(name, entry, recent=fact.recent) for name, entry in spans.items()))
    else:
        prior = Prior(weights=_options(node, fact))
    if not any([*(weight for _, weight in prior.weights), *(group.weight for group in prior.ago)]):
        node.wrong(N_("权重都是 0"), N_("请至少写一个大于 0 的权重"))
    return prior


def _options(node: Node, fact: Fact) -> tuple[tuple[str | bool | None, int], ...]:
    values: list[str | bool] = [option.value for option in fact.options] or [True, False]
    named: dict[str, str | bool | None] = {_written(value): value for value in values}
    if fact.unsure:
        named[_UNSURE] = None
    written = {_written(name): node.at(name) for name in (node.data if isinstance(node.data, dict) else ())}
    for entry in written.values():
        entry.known_key(tuple(named), N_("答案"))
    for name in named:
        if name not in written:
            node.wrong(N_("没有写 {name} 的权重", name=name), N_("请补上 {name}: 0 或更大的整数", name=name))
    return tuple((value, _weight(written[name])) for name, value in named.items() if name in written)


def _written(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else value


def _ago(name: str, node: Node, *, recent: bool) -> Ago:
    """`40-50: 3` are people who have turned 40 and not yet 50; of a recent day, 40 to 50 months ago."""
    first, _, last = name.partition("-")
    if not (first.isdigit() and last.isdigit() and int(first) < int(last) <= _OLDEST):
        if recent:
            node.wrong(N_("{name} 不是月数", name=name), N_("请写成 0-6: 3，表示最近6个月以内"))
        else:
            node.wrong(N_("{name} 不是年龄段", name=name), N_("请写成 40-50: 3，表示满40岁、不满50岁"))
        return Ago(0, 1, 0)
    if recent:
        return Ago(int(first), int(last), _weight(node), step=1)
    return Ago(int(first) * MONTHS_A_YEAR, int(last) * MONTHS_A_YEAR, _weight(node))


def _weight(node: Node) -> int:
    value = node.scalar(int, 0, N_("整数"), N_("请写整数，不加引号"))
    if value < 0:
        node.wrong(N_("权重不能小于 0"), N_("请改成 0 或更大的整数"))
    return max(value, 0)
