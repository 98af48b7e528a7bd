"""The questions one puts to a pack: how does it come out, and what should be asked next."""

from __future__ import annotations

from datetime import date

from backend.rules.assessment import Assessment, CategoryFinding, Finding
from backend.rules.conditions import Category, Condition, Notice
from backend.rules.derivations import Day, complete
from backend.rules.expression import Rule
from backend.rules.pack import Pack
from backend.rules.reasons import Known, confirm_reasons, first_day, verdict_of
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Answers


def assess(pack: Pack, answers: Answers, today: date) -> Assessment:
    """How the pack comes out for these answers on this day (an Asia/Shanghai day)."""
    return _Reading(pack, answers, today).assessment()


def next_question(pack: Pack, answers: Answers, today: date) -> str | None:
    """The fact to ask next; None when no answer can change any verdict, not even after every cure."""
    day = Day(today, pack.labour_age)
    return pack.interview.next(answers, pack.open_facts(answers, day), day)


class _Reading:
    """One pack, one person, one day."""

    def __init__(self, pack: Pack, answers: Answers, today: date) -> None:
        self.pack = pack
        self.answers = answers
        self.day = Day(today, pack.labour_age)
        self.known: Known = complete(pack.vocabulary, answers, self.day)

    def assessment(self) -> Assessment:
        pack = self.pack
        preconditions = tuple(map(self._finding, pack.preconditions))
        common = min(finding.verdict for finding in preconditions)
        categories = tuple(self._category(category, common) for category in pack.categories)
        best = max(category.verdict for category in categories)
        read = {fact: self.known[fact] for fact in self._facts_read() if fact in self.known}
        return Assessment(
            pack_id=pack.id,
            pack_version=pack.version,
            as_of=self.day.today,
            preconditions=preconditions,
            categories=categories,
            open_facts=pack.open_facts(self.answers, self.day),
            notices=(*self._validity(), *self._notices("", best)),
            answers=read,
        )

    def _validity(self) -> tuple[str, ...]:
        """First of all notices: the term of the document has ended."""
        notice = self.pack.validity_notice(self.day.today)
        return (notice,) if notice else ()

    def _facts_read(self) -> dict[str, None]:
        return dict.fromkeys(leaf.fact for plan in self.pack.inquiry.plans for leaf in plan.sources)

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
            first_day=self._first_day(condition.rule, verdict),
        )

    def _first_day(self, rule: Rule, verdict: Verdict) -> date | None:
        return (
            first_day(rule, self.pack.vocabulary, self.answers, self.day) if verdict is Verdict.NO else None
        )

    def _answer(self, condition: Condition) -> str:
        shown = [self._shown(fact) for fact in condition.shows if fact in self.known]
        words = self.pack.vocabulary.words
        return words.joint.join(shown) or words.unanswered

    def _shown(self, fact_id: str) -> str:
        """The answer as read; one that is 不清楚 says about what."""
        fact = self.pack.vocabulary[fact_id]
        shown = fact.show(self.known[fact_id])
        return (
            shown
            if self.known[fact_id] is not None
            else fact.words.labelled.format(label=fact.label, answer=shown)
        )

    def _category(self, category: Category, common: Verdict) -> CategoryFinding:
        """The category's conditions after the common ones: together they are its rule, and ALL is the minimum."""
        rule = self.pack.rules[category.id]
        findings = tuple(map(self._finding, category.conditions))
        verdict = min(common, *(finding.verdict for finding in findings))
        return CategoryFinding(
            id=category.id,
            name=category.name,
            verdict=verdict,
            findings=findings,
            first_day=self._first_day(rule, verdict),
            confirm_reasons=confirm_reasons(rule, self.known, self.day) if verdict is Verdict.CONFIRM else (),
            notices=self._notices(category.id, verdict),
        )

    def _notices(self, category_id: str, verdict: Verdict) -> tuple[str, ...]:
        own = {category_id} if category_id else set()
        beside = [
            notice
            for notice in self.pack.notices
            if own.intersection(notice.beside) or own == set(notice.beside)
        ]
        return tuple(
            notice.text for notice in beside if verdict in notice.verdicts and self._concerns(notice)
        )

    def _concerns(self, notice: Notice) -> bool:
        if notice.since is not None and self.day.today < notice.since:
            return False
        if notice.when is None:
            return True
        verdict = verdict_of(notice.when, self.known, self.day)
        return verdict is Verdict.YES if notice.certain else verdict is not Verdict.NO
