"""The questions one puts to a pack: how does it come out, and what should be asked next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from backend.rules.assessment import Assessment, CategoryFinding, Finding
from backend.rules.derivations import Day, complete
from backend.rules.expression import Rule, facts_in
from backend.rules.pack import Category, Condition, Notice, Pack
from backend.rules.reasons import Known, confirm_reasons, first_day, verdict_of
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Answers


def assess(pack: Pack, answers: Answers, today: date) -> Assessment:
    """How the pack comes out for these answers on this day (an Asia/Shanghai day)."""
    return _Reading(pack, answers, today).assessment()


def next_question(pack: Pack, answers: Answers, today: date) -> str | None:
    """The fact to ask next; None when no answer can change any category's verdict."""
    return next(_open_facts(pack, answers, today), None)


def _open_facts(pack: Pack, answers: Answers, today: date) -> Iterator[str]:
    return pack.inquiry.open_facts(answers, Day(today, pack.labour_age))


class _Reading:
    """One pack, one person, one day."""

    def __init__(self, pack: Pack, answers: Answers, today: date) -> None:
        self.pack = pack
        self.answers = answers
        self.day = Day(today, pack.labour_age)
        self.known: Known = complete(pack.vocabulary, answers, self.day)

    def assessment(self) -> Assessment:
        pack = self.pack
        categories = tuple(map(self._category, pack.categories))
        best = max(category.verdict for category in categories)
        read = {fact: self.known[fact] for fact in self._facts_read() if fact in self.known}
        return Assessment(
            pack_id=pack.id,
            pack_version=pack.version,
            as_of=self.day.today,
            preconditions=tuple(map(self._finding, pack.preconditions)),
            categories=categories,
            open_facts=tuple(_open_facts(pack, self.answers, self.day.today)),
            notices=self._notices("", best),
            answers=read,
        )

    def _facts_read(self) -> dict[str, None]:
        return dict.fromkeys(fact for rule in self.pack.rules.values() for fact in facts_in(rule))

    def _finding(self, condition: Condition) -> Finding:
        verdict = verdict_of(condition.rule, self.known, self.day)
        return Finding(
            id=condition.id,
            label=condition.label,
            verdict=verdict,
            answer=self._answer(condition),
            required=condition.required,
            citation_id=condition.citation_id,
            note=condition.notes.get(verdict, ""),
            first_day=self._first_day(condition.rule),
        )

    def _first_day(self, rule: Rule) -> date | None:
        return first_day(rule, self.pack.vocabulary, self.answers, self.day, self.known)

    def _answer(self, condition: Condition) -> str:
        vocabulary = self.pack.vocabulary
        shown = [vocabulary[fact].show(self.known[fact]) for fact in condition.shows if fact in self.known]
        return vocabulary.words.joint.join(shown) or vocabulary.words.unanswered

    def _category(self, category: Category) -> CategoryFinding:
        rule = self.pack.rules[category.id]
        verdict = verdict_of(rule, self.known, self.day)
        return CategoryFinding(
            id=category.id,
            name=category.name,
            verdict=verdict,
            findings=tuple(map(self._finding, category.conditions)),
            first_day=self._first_day(rule),
            confirm_reasons=confirm_reasons(rule, self.known, self.day),
            notices=self._notices(category.id, verdict),
        )

    def _notices(self, category_id: str, verdict: Verdict) -> tuple[str, ...]:
        own = {category_id} if category_id else set()
        beside = [notice for notice in self.pack.notices if own.intersection(notice.beside) or own == set(notice.beside)]
        return tuple(notice.text for notice in beside if verdict in notice.verdicts and self._concerns(notice))

    def _concerns(self, notice: Notice) -> bool:
        return notice.when is None or verdict_of(notice.when, self.known, self.day) is not Verdict.NO
