"""What is wrong with the rules themselves: nobody can meet them, everybody does, or they tell the sexes apart unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from backend.rules import Condition, Verdict, age_on
from backend.rules.expression import AllOf, AnyOf, Rule, Test, fold
from backend.rules.node import Path
from backend.rules.rule_words import SEX, Speech
from backend.rules.said import N_, listed
from backend.workbench.findings import ERROR, WARNING, Draft, Remark
from backend.workbench.tellings import Group, groups

_BORN = "person.birth_date"
_NO_LIMIT = 100
_ALWAYS = AllOf(())


def contradictory_or_empty(draft: Draft) -> Iterator[Remark]:
    """Conditions, and parts of conditions, that nobody can meet or everybody meets."""
    for path, condition in draft.conditions():
        for place, name, rule in _idle(condition.rule, (*path, "rule"), draft):
            said = Speech(draft.pack.vocabulary, draft.pack.labour_age).of(rule)
            if name == "contradiction":
                message, advice = N_("没有人能满足：{said}", said=said), N_("请检查数字和“并且、或者”（all、any）")
            else:
                message, advice = N_("人人都满足：{said}", said=said), N_("这一条不起作用，请改正或删去")
            yield Remark(ERROR, name, place, message, advice, condition.citation_id)


def _idle(rule: Rule, path: Path, draft: Draft) -> list[tuple[Path, str, Rule]]:
    """The innermost places that have only one outcome."""
    found = [idle for key, at, part in _parts(rule) for idle in _idle(part, (*path, key, at), draft)]
    group = Group(rule, draft.pack.vocabulary, draft.day)
    if found or not group.countable:
        return found
    if group.verdicts <= {Verdict.NO}:
        return [(path, "contradiction", rule)]
    return [(path, "always_true", rule)] if group.verdicts == {Verdict.YES} else []


def _parts(rule: Rule) -> Iterator[tuple[str, int, Rule]]:
    if isinstance(rule, AllOf | AnyOf):
        key = "all" if isinstance(rule, AllOf) else "any"
        yield from ((key, at, part) for at, part in enumerate(rule.parts))


def unreachable_category(draft: Draft) -> Iterator[Remark]:
    """Categories whose conditions are met by somebody each, but never all by the same person."""
    impossible = {
        remark.path[:2] for remark in contradictory_or_empty(draft) if remark.name == "contradiction"
    }
    if any(path[0] == "preconditions" for path in impossible):
        return
    common = [condition.rule for condition in draft.pack.preconditions]
    for at, category in enumerate(draft.pack.categories):
        path: Path = ("categories", at)
        whole = groups([*common, category.rule], draft.pack.vocabulary, draft.day)
        shut = (
            group
            for group in whole
            if group.countable and max(group.verdicts, default=Verdict.NO) < Verdict.CONFIRM
        )
        if path not in impossible and (group := next(shut, None)):
            about = listed(dict.fromkeys(draft.pack.vocabulary[fact].label for fact in group.values))
            yield Remark(
                ERROR,
                "unreachable_category",
                path,
                N_("没有人能同时满足“{name}”的条件和基本条件（{about}）", name=category.name, about=about),
                N_("请检查这几项的数字"),
                category.citation_id,
            )


def question_never_asked(draft: Draft) -> Iterator[Remark]:
    """Questions whose answer can change no verdict, whatever the other answers are."""
    if any(contradictory_or_empty(draft)):
        return  # what is wrong there is why they are not asked
    asked = draft.pack.inquiry.open_facts({}, draft.day)
    for at, fact in enumerate(draft.pack.questions):
        if fact not in asked:
            label = draft.pack.vocabulary[fact].label
            message = N_("“{label}”怎样回答都不影响结论，不会问到", label=label)
            yield Remark(
                ERROR,
                "question_never_asked",
                ("questions", at),
                message,
                N_("请删去这个问题，或检查用到它的条件"),
            )


def sexes_differ_unsaid(draft: Draft) -> Iterator[Remark]:
    """Age limits that differ between women and men though the article names neither."""
    for path, condition in draft.conditions():
        text = draft.pack.citations[condition.citation_id].text
        if condition.sexes_differ or ("女" in text and "男" in text):
            continue
        women, men = (_ages(condition, sex, draft) for sex in ("F", "M"))
        if women and men and women != men:
            yield Remark(
                WARNING,
                "sexes_differ_unsaid",
                (*path, "rule"),
                N_(
                    "男女年龄不同（女{women}，男{men}），所引条文没有这样写",
                    women=_range(*women),
                    men=_range(*men),
                ),
                N_("请改成一致；确实有意不同的，请写 sexes_differ: true"),
                condition.citation_id,
            )


def _ages(condition: Condition, sex: str, draft: Draft) -> tuple[int, int] | None:
    """Between which ages somebody of this sex can meet the condition. The law on retirement is left aside."""
    group = Group(fold(condition.rule, _WithoutRetirement()), draft.pack.vocabulary, draft.day)
    if _BORN not in group.values or SEX not in group.values or not group.countable:
        return None
    ages = [
        age_on(born, draft.today)
        for person in group.people()
        if person[SEX] == sex
        and isinstance(born := person[_BORN], date)
        and group.verdict(person) >= Verdict.CONFIRM
    ]
    return (min(ages), max(ages)) if ages else None


def _range(youngest: int, oldest: int) -> str:
    if oldest >= _NO_LIMIT:
        return N_("{youngest}周岁起", youngest=youngest)
    return N_("{youngest}至{oldest}周岁", youngest=youngest, oldest=oldest)


class _WithoutRetirement:
    """The rule as if nobody ever retired."""

    def test(self, leaf: Test) -> Rule:
        return _ALWAYS if leaf.operator == "before_retirement" else leaf

    def all(self, parts: Sequence[Rule]) -> Rule:
        return AllOf(tuple(parts))

    def any(self, parts: Sequence[Rule]) -> Rule:
        return AnyOf(tuple(parts))


def age_not_in_article(draft: Draft) -> Iterator[Remark]:
    """An age in a rule that the quoted article, which names ages, does not name."""
    for path, condition in draft.conditions():
        text = draft.pack.citations[condition.citation_id].text
        if "周岁" not in text:
            continue
        for place, leaf in _leaves(condition.rule, (*path, "rule")):
            if leaf.operator.startswith("age_") and f"{leaf.operand}周岁" not in text.replace(" ", ""):
                message = N_("规则写{operand}周岁，所引条文没有这个年龄", operand=leaf.operand)
                yield Remark(
                    ERROR, "age_not_in_article", place, message, N_("请对照条文改正"), condition.citation_id
                )


def _leaves(rule: Rule, path: Path) -> Iterator[tuple[Path, Test]]:
    if isinstance(rule, Test):
        yield path, rule
    for key, at, part in _parts(rule):
        yield from _leaves(part, (*path, key, at))
