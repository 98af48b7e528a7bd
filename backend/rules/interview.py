"""The order of the questions: the one that tells most about the verdicts for the least effort comes next.

Which questions matter at all is settled before (`inquiry.py`); this only chooses among them. What an answer tells is
measured by how few people are then left together who come out differently, under what people are expected to answer
(`priors.py`). Among questions that are about as good, the one that goes on with the subject comes first, then the
less delicate one, then the one the pack names first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from random import Random
from typing import Any

from backend.rules.calendar import add_months
from backend.rules.derivations import Day, complete
from backend.rules.diagram import Answered, Decided, Diagram
from backend.rules.expression import Rule, Test, leaves
from backend.rules.operators import leaf_verdict, telling_values
from backend.rules.priors import NO_PRIORS, Priors
from backend.rules.question_plan import Planned, QuestionPlan
from backend.rules.vocabulary import SENSITIVITIES, Answers, FactValue, Vocabulary

ABOUT_AS_GOOD = 0.97
"""From this share of the best score on, a question is about as good as the best."""
IMAGINED = 250
"""So many people are imagined as the weights have them."""
READING = 5
"""What it takes to read and understand a question, in taps."""
WORTH_WAITING = 24
"""Months. Who is sure not to fit today may fit so soon by time alone: then the questions go on."""
_REMEMBERED = 4096

Told = Mapping[str, int]
"""For each fact that is known, the number of its answer among those that decide differently."""
Gains = dict[str, float]
Mend = Callable[[Answers, Day], Answers]
"""The answers as they are once everything is cured that can be: what is asked is about people as they could be."""


def soon(day: Day) -> Day:
    """The last day that is worth waiting for."""
    return Day(add_months(day.today, WORTH_WAITING), day.labour_age)


class Interview:
    """Chooses the next question of one pack. `together` are groups of facts that people see as one subject.

    `since` names for a day the fact it is the first day of: since when somebody is registered is asked after whether.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        rules: Iterable[Rule],
        askable: Sequence[str],
        together: Sequence[Sequence[str]],
        priors: Priors,
        mend: Mend,
        since: Mapping[str, str] | None = None,
        plan: QuestionPlan | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.rules = tuple(rules)
        self.leaves = tuple(dict.fromkeys(leaf for rule in self.rules for leaf in leaves(rule)))
        self.askable = tuple(askable)
        self.priors = priors
        self.mend = mend
        self._first = {
            fact: {implied.fact for implied in vocabulary[fact].implied} | {(since or {}).get(fact, fact)} - {fact}
            for fact in self.askable
        }
        """For each fact those whose answer may make it needless: it is never asked before them."""
        self._subject = {fact: number for number, group in enumerate(together) for fact in group}
        self.expected = lru_cache(maxsize=4)(self._on)
        self._plan = plan
        self._planned = lru_cache(maxsize=4)(self._planned_on)
        self._gains = lru_cache(maxsize=_REMEMBERED)(self._told_by)

    def next(self, answers: Answers, open_facts: Sequence[str], day: Day) -> str | None:
        """The best of the open facts; None if there is none. The last of the answers is what was just spoken of.

        Where a pack says nothing about the answers to expect, its own order holds.
        """
        open_facts = self.general(open_facts)
        if len(open_facts) < 2 or self.priors == NO_PRIORS:
            return next(iter(open_facts), None)
        told = self.expected(day).told(answers)
        good = self._as_planned(told, open_facts, day) or self._telling(told, open_facts, day)
        subject = self._subject.get(list(answers)[-1]) if answers else None
        return min(good, key=lambda fact: (self._elsewhere(fact, subject), self._delicate(fact)))

    def _as_planned(self, told: Told, open_facts: Sequence[str], day: Day) -> list[str]:
        """Wherever the plan says something, it decides among the open facts, and among nothing else."""
        planned = self._planned(day).get(frozenset(told.items()), ()) if self._plan else ()
        return [fact for fact in open_facts if fact in planned]

    def _planned_on(self, day: Day) -> Planned:
        return self._plan.on(self.expected(day).marked) if self._plan else {}

    def _telling(self, told: Told, open_facts: Sequence[str], day: Day) -> list[str]:
        gains = self._gains(self.expected(day), tuple(sorted(told.items())))
        score = {fact: gains[fact] / (READING + self.vocabulary[fact].effort) for fact in open_facts}
        return [fact for fact in open_facts if score[fact] >= ABOUT_AS_GOOD * max(score.values())]

    def general(self, open_facts: Sequence[str]) -> list[str]:
        """Without the special questions that the answer to another open one may make needless."""
        general = [fact for fact in open_facts if self._first[fact].isdisjoint(open_facts)]
        return general or list(open_facts)

    def _elsewhere(self, fact: str, subject: int | None) -> bool:
        return subject is None or self._subject.get(fact) != subject

    def _delicate(self, fact: str) -> int:
        return SENSITIVITIES.index(self.vocabulary[fact].sensitivity)

    def _on(self, day: Day) -> Expected:
        return Expected(self, day)

    def _told_by(self, expected: Expected, told: tuple[tuple[str, int], ...]) -> Gains:
        return expected.gains(dict(told))


class Expected:
    """What people are expected to answer on one day, reduced to what decides."""

    def __init__(self, interview: Interview, day: Day) -> None:
        self.interview = interview
        self.day = day
        self.days = (day, soon(day))
        self._leaves = interview.leaves
        self._reading = defaultdict[str, list[tuple[int, Test]]](list)
        for number, leaf in enumerate(self._leaves):
            self._reading[leaf.fact].append((number, leaf))
        self.answers: dict[str, tuple[list[Decided], list[Decided]]] = {}
        """For each fact its answers that decide differently: what they say today, and what soon."""
        self._numbers: dict[str, dict[frozenset[Any], int]] = {}
        self._examples: dict[str, dict[frozenset[Any], FactValue | None]] = {}
        self._weights: dict[str, list[float]] = {}
        for fact in interview.askable:
            self._expect(fact)
        self.diagrams = tuple(self._diagrams(rule) for rule in interview.rules)
        self._imagined = self._imagine()

    def _diagrams(self, rule: Rule) -> tuple[Diagram, Diagram]:
        """A rule as it is read today, and soon."""
        now, then = ({fact: both[at] for fact, both in self.answers.items()} for at in range(2))
        return Diagram(rule, now), Diagram(rule, then)

    def people(self, sample: Sequence[Answers]) -> People:
        """People who answer like this."""
        knowns = [self.known(self._as_asked(person)) for person in sample]
        unsure = {fact: self._numbers[fact][self._decided(fact, None)] for fact in self.answers}
        persons = [self._numbered(known) for known in knowns]
        whole = _answered([{**unsure, **person} for person in persons])
        return People(_answered(persons), self._alike(whole, {}), len(persons))

    def _as_asked(self, person: Answers) -> Answers:
        """Her answers as a conversation takes them: who says 都没有 is asked for none of it, whatever a list holds."""
        implied = {
            fact: implication.then
            for fact, implication in self.interview.vocabulary.implications
            if implication.fact in person and person[implication.fact] == implication.value
        }
        return {**person, **implied}

    def _alike(self, answered: Answered, told: Told) -> list[int]:
        """The people sorted by how they come out: each rule today and, where it does not hold, soon."""
        groups = [everyone := sum(next(iter(answered.values()), {}).values())]
        for now, then in self.diagrams:
            lost, *others = now.spread(everyone, answered, told)
            results = [*others, *then.spread(lost, answered, told)]
            groups = [alike for group in groups for result in results if (alike := group & result)]
        return groups

    def told(self, answers: Answers) -> Told:
        """What the answers, and what follows from them, say."""
        return self._numbered(self.known(answers))

    def _numbered(self, known: Answers) -> Told:
        numbers = {fact: self.number(fact, known[fact]) for fact in self.answers if fact in known}
        return {fact: number for fact, number in numbers.items() if number is not None}

    def known(self, answers: Answers) -> Mapping[str, FactValue | None]:
        """The answers once cured, with everything that follows from them."""
        return complete(self.interview.vocabulary, self.interview.mend(answers, self.day), self.day)

    def number(self, fact: str, value: FactValue | None) -> int | None:
        return self._numbers[fact].get(self._decided(fact, value))

    def example(self, fact: str, number: int) -> FactValue | None:
        """One of the answers that decide like this."""
        return list(self._examples[fact].values())[number]

    def mark(self, fact: str, number: int) -> str:
        """What an answer says, the same on every day: each leaf it is read by, by its number, today (0) and soon (1)."""
        decided = list(self._numbers[fact])[number]
        return " ".join(f"{at}.{leaf}.{verdict:d}" for at, leaf, verdict in sorted(decided))

    def marked(self, fact: str, mark: str) -> int | None:
        """The number of the answer with this mark; None if nobody can give it on this day."""
        numbers = range(len(self._numbers.get(fact, ())))
        return next((number for number in numbers if self.mark(fact, number) == mark), None)

    def gains(self, told: Told) -> Gains:
        """For each fact, by how much its answer brings people together who come out alike."""
        imagined = People(self._imagined, self._alike(self._imagined, told), IMAGINED)
        return {fact: imagined.gain(fact, imagined.everyone) for fact in self.answers if fact not in told}

    def _imagine(self) -> Answered:
        """People as the weights have them, where one answer has nothing to do with another."""
        chance = Random(0)
        columns = {}
        for fact, weights in self._weights.items():
            columns[fact] = _spread_out(weights)
            chance.shuffle(columns[fact])
        return _answered([dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)])

    def _expect(self, fact: str) -> None:
        declared = self.interview.vocabulary[fact]
        weights: dict[frozenset[Any], float] = defaultdict(float)
        told = (telling_values(leaf, declared, self.day) for leaf in self._leaves if leaf.fact == fact)
        unweighed = [(value, 0.0) for values in (*told, [None]) for value in values]
        for value, weight in (*self.interview.priors.answers(declared, self.day.today), *unweighed):
            decided = self._decided(fact, value)
            weights[decided] += weight
            self._examples.setdefault(fact, {}).setdefault(decided, value)
        self._numbers[fact] = {decided: number for number, decided in enumerate(weights)}
        self.answers[fact] = self._saying(weights, 0), self._saying(weights, 1)
        self._weights[fact] = list(weights.values())

    def _saying(self, answers: Iterable[frozenset[Any]], when: int) -> list[Decided]:
        return [
            {self._leaves[leaf]: verdict for at, leaf, verdict in decided if at == when} for decided in answers
        ]

    def _decided(self, fact: str, value: FactValue | None) -> frozenset[Any]:
        """What one answer alone says about each leaf, by its number, today and soon."""
        mended = self.interview.mend({fact: value}, self.day)
        knowns = [complete(self.interview.vocabulary, mended, day) for day in self.days]
        return frozenset(
            (at, number, leaf_verdict(leaf, known[name], day))
            for at, (known, day) in enumerate(zip(knowns, self.days, strict=True))
            for name in known
            for number, leaf in self._reading[name]
        )


class People:
    """People by their answers, and sorted by how they come out."""

    def __init__(self, answered: Answered, results: Sequence[int], count: int) -> None:
        self.everyone = (1 << count) - 1
        self.answered = answered
        self._results = sorted(results, key=int.bit_count, reverse=True)  # most are found soon

    def alike(self, told: Told) -> int:
        """Who answered what is told."""
        people = self.everyone
        for fact, number in told.items():
            people &= self.answered.get(fact, {}).get(number, 0)
        return people

    def gain(self, fact: str, people: int) -> float:
        """By how much fewer of these people stand beside somebody who comes out differently, once it is answered."""
        groups = [people & those for those in self.answered.get(fact, {}).values()]
        silent = people - sum(groups)
        return self._mixed(people) - sum(map(self._mixed, groups)) - self._mixed(silent)

    def _mixed(self, people: int) -> float:
        """How many of them one would take for another: the Gini impurity, summed over people."""
        whole, squares = people.bit_count(), 0
        for those in self._results:
            if whole < 2 or not people:
                break
            alike = people & those
            people ^= alike
            squares += alike.bit_count() ** 2
        return whole - squares / whole if whole > 1 else 0.0


def _answered(persons: Sequence[Told]) -> Answered:
    """Who gives which answer."""
    answered: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for at, person in enumerate(persons):
        for fact, number in person.items():
            answered[fact][number] |= 1 << at
    return answered


def _spread_out(weights: Sequence[float]) -> list[int]:
    """So many answers of each kind as its weight asks for."""
    whole, seen, answers = sum(weights), 0.0, list[int]()
    for number, weight in enumerate(weights):
        seen += weight
        answers += [number] * (round(IMAGINED * seen / whole) - len(answers))
    return answers
