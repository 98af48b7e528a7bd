"""The golden cases of a pack (`cases.yaml`): people of whom policy staff wrote down how it must come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from backend.policies.catalogue import PackError, PackProblem
from backend.policies.documents import Document
from backend.rules import Assessment, FactValue, Pack, Verdict, assess
from backend.rules.node import Mistakes, Node, unique
from backend.rules.said import N_, listed
from backend.rules.showing import VERDICTS
from backend.rules.vocabulary import Fact

CASES = "cases.yaml"
_KINDS: Mapping[str, tuple[type, str]] = {
    "bool": (bool, N_("true 或 false")),
    "date": (date, N_("日期，例如 1986-11-21")),
    "number": (int, N_("整数")),
    "members": (list, N_("列表")),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One person on one day, and what must come out. What is None is not looked at.

    `expect` has a verdict for each category, `fails` those common conditions that are not YES; `expired` says whether
    the term of the document has ended.
    """

    id: str
    title: str
    as_of: date
    answers: Mapping[str, FactValue | None]
    expect: Mapping[str, Verdict]
    fails: Mapping[str, Verdict]
    first_days: Mapping[str, date] | None = None
    notices: tuple[str, ...] | None = None
    expired: bool | None = None

    def complaints(self, pack: Pack, found: Assessment | None = None) -> Iterator[str]:
        """What comes out otherwise than written, a sentence each."""
        found = found or assess(pack, self.answers, self.as_of)
        names = {category.id: category.name for category in pack.categories}
        for finding in found.categories:
            yield from _other(names[finding.id], finding.verdict, self.expect[finding.id])
        for condition in found.preconditions:
            yield from _other(condition.label, condition.verdict, self.fails.get(condition.id, Verdict.YES))
        if self.first_days is not None:
            days = {one.id: one.first_day for one in found.categories if one.first_day}
            if days != self.first_days:
                yield N_(
                    "最早日期是{found}，应当是{expected}", found=_days(days), expected=_days(self.first_days)
                )
        if self.expired is not None and self.expired != pack.expired(self.as_of):
            yield N_("有效期当天没有届满") if self.expired else N_("有效期当天已经届满")
        if self.notices is not None and (shown := notices_shown(pack, found)) != self.notices:
            yield N_("提示是{found}，应当是{expected}", found=_row(shown), expected=_row(self.notices))


def notices_shown(pack: Pack, found: Assessment) -> tuple[str, ...]:
    """The ids of the notices beside an assessment, in the pack's order."""
    shown = {*found.notices, *(text for category in found.categories for text in category.notices)}
    return tuple(notice.id for notice in pack.notices if notice.text in shown)


def _other(what: str, found: Verdict, expected: Verdict) -> Iterator[str]:
    if found is not expected:
        yield N_(
            "{what}：{found}，应当是{expected}", what=what, found=VERDICTS[found], expected=VERDICTS[expected]
        )


def _days(days: Mapping[str, date | None]) -> str:
    return _row([f"{name} {day}" for name, day in days.items()])


def _row(names: Sequence[str]) -> str:
    return listed(names) if names else N_("无")


def read_cases(document: Document, pack: Pack, folder: Path) -> tuple[Case, ...]:
    """The cases of a document. Raises PackError with every mistake; `folder` is that of all policies."""
    mistakes = Mistakes(list(document.mistakes.found))
    cases = _CaseReader(Node(document.data, mistakes), pack).cases() if document.data is not None else ()
    if mistakes.found:
        file = str(document.path.relative_to(folder))
        raise PackError(
            [
                PackProblem(file, document.line(one.path), one.place, "", one.message, one.advice)
                for one in mistakes.found
            ]
        )
    return cases


class _CaseReader:
    def __init__(self, root: Node, pack: Pack) -> None:
        self.pack = pack
        self.root = root.only("cases", "defaults")
        self.defaults = self._answers(root.at("defaults"))

    def cases(self) -> tuple[Case, ...]:
        nodes = list(self.root.at("cases").items())
        unique(nodes, lambda node: node.string("id"))
        if not nodes:
            self.root.wrong(N_("没有示例人物"), N_("请至少写一个"))
        return tuple(map(self._case, nodes))

    def _case(self, node: Node) -> Case:
        node.only("id as_of answers expect", "title fails first_day notices expired")
        conditions = [condition.id for condition in self.pack.preconditions]
        return Case(
            id=node.string("id"),
            title=node.string("title"),
            as_of=node.day("as_of"),
            answers={**self.defaults, **self._answers(node.at("answers"))},
            expect=self._expected(node.at("expect")),
            fails=self._fails(node.at("fails"), conditions),
            first_days=self._days(node.at("first_day")) if "first_day" in node else None,
            notices=self._notices(node) if "notices" in node else None,
            expired=node.flag("expired") if "expired" in node else None,
        )

    def _answers(self, at: Node) -> dict[str, Any]:
        return {name: self._answer(node, name) for name, node in at.entries()}

    def _answer(self, node: Node, name: str) -> Any:
        facts = self.pack.vocabulary.facts
        if name not in facts:
            Node(name, node.mistakes, node.path).known_itself(facts, N_("事实"))
            return None
        if node.data is None:
            return None
        self._check(node, facts[name])
        return tuple(node.data) if isinstance(node.data, list) else node.data

    def _check(self, node: Node, fact: Fact) -> None:
        kind, words = _KINDS.get(fact.kind, (str, N_("文字，请加引号")))
        if not isinstance(node.data, kind) or (kind is int and isinstance(node.data, bool)):
            node.wrong(N_("{label}应当是{words}", label=fact.label, words=words), N_("请改正"))
        elif fact.kind == "choice" and node.data not in (values := self._values(fact)):
            known = N_("可以是：{choices}", choices=listed(values))
            node.wrong(N_("{id} 没有 {value} 这个答案", id=fact.id, value=node.data), known)

    def _values(self, fact: Fact) -> list[str]:
        """The answers of a choice, and those the law on retirement knows beside them."""
        own = [str(option.value) for option in fact.options]
        law = [*self.pack.labour_age.by_base]
        return list(dict.fromkeys([*own, *(law if set(own) & set(law) else ())]))

    def _expected(self, at: Node) -> dict[str, Verdict]:
        categories = [category.id for category in self.pack.categories]
        words = [self._verdict(node) for node in at.items()]
        if len(words) != len(categories):
            at.wrong(
                N_("应当有 {count} 个结论，写了 {written} 个", count=len(categories), written=len(words)),
                N_("依次是：{choices}", choices=listed(categories)),
            )
        return dict(zip(categories, words, strict=False))

    def _fails(self, at: Node, conditions: list[str]) -> dict[str, Verdict]:
        for name, node in at.entries():
            Node(name, node.mistakes, node.path).known_itself(conditions, N_("基本条件"))
        return {name: self._verdict(node) for name, node in at.entries()}

    def _verdict(self, node: Node) -> Verdict:
        words = [verdict.word for verdict in Verdict]
        return Verdict.of(node.known_itself(words, N_("结论")) or Verdict.NO.word)

    def _days(self, at: Node) -> dict[str, date]:
        categories = [category.id for category in self.pack.categories]
        for name, node in at.entries():
            Node(name, node.mistakes, node.path).known_itself(categories, N_("类别"))
        return {name: at.day(name) for name, _ in at.entries()}

    def _notices(self, node: Node) -> tuple[str, ...]:
        known = [notice.id for notice in self.pack.notices]
        return tuple(item.known_itself(known, N_("提示")) for item in node.at("notices").items())
