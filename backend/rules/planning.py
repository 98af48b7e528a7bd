"""The questions planned ahead for the people of a sample, so that all of them together are asked the least.

What an answer tells (`interview.py`) looks one question ahead, and so now and then asks what turns out to be needless. Here
the few questions that tell most are each followed to the end, for the very people of the sample; kept are those after which
fewest are asked in all. Every question counts as one. Where few of the people stand together the sample says little:
there, and for whoever is like none of them, what an answer tells decides as it does without a plan.

A plan takes seconds to minutes, is made ahead and kept as data (`question_plan.py`); a turn only looks it up. It never
changes what is asked at all, and so no verdict: it only chooses among the questions that still matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from math import inf

from backend.rules.derivations import Day
from backend.rules.interview import Interview
from backend.rules.pack import Pack
from backend.rules.question_plan import Planned, QuestionPlan, State, as_data
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Answers

FEW = 20
"""So many of the sample have to stand together for it to say anything of the next question: fewer say little, and what
is kept must tell of nobody."""
FOLLOWED = 3
"""So many of the questions that tell most are followed to the end."""


def plan_questions(pack: Pack, sample: Sequence[Answers], today: date) -> QuestionPlan:
    """The best order for people who answer like these; what one of them has no answer to counts as not sure."""
    planner = _Planner(pack.interview, sample, Day(today, pack.labour_age))
    about = {"made_for": pack.version, "made_on": today, "people": len(sample), "fewest": FEW}
    return as_data(planner.planned(), planner.expected.mark, **about)


class _Planner:
    def __init__(self, interview: Interview, sample: Sequence[Answers], day: Day) -> None:
        self.interview = interview
        self.expected = interview.expected(day)
        self.people = self.expected.people(sample)
        self.open = cache(self._open)
        self._left = cache(self._decisive)
        self._said = cache(self._says)
        self._found: dict[State, tuple[int, tuple[str, ...]]] = {}
        self._usual: dict[State, int] = {}
        self._seen = [now.facts | then.facts for now, then in self.expected.diagrams]

    def planned(self) -> Planned:
        """The best questions wherever the people of the sample come if they are asked like that."""
        found: dict[State, tuple[str, ...]] = {}
        waiting: list[tuple[State, int]] = [(frozenset(), self.people.everyone)]
        while waiting:
            state, here = waiting.pop()
            best = self._best(state, here)[1]
            if best and state not in found:
                found[state] = best
                waiting += [after for fact in best for after in self._after(fact, state, here)]
        return found

    def _best(self, state: State, here: int) -> tuple[int, tuple[str, ...]]:
        """The least number of questions still to ask, and which may come next; none where the sample is silent."""
        if state not in self._found:
            self._found[state] = self._followed(state, here)
        return self._found[state]

    def _followed(self, state: State, here: int) -> tuple[int, tuple[str, ...]]:
        if here.bit_count() < FEW or not self.open(state):
            return self._as_usual(state, here), ()
        first, *others = self._promising(state, here)
        least, best = self._total(first, state, here), [first]
        for fact in others:
            total = self._total(fact, state, here, least)
            if total < least:
                least, best = total, [fact]
            elif total == least:
                best.append(fact)
        return least, tuple(best)

    def _total(self, fact: str, state: State, here: int, most: float = inf) -> int:
        """The questions in all if this one comes next; it is not looked at to the end once they are more than `most`."""
        found = [
            (after, group, group.bit_count() if self.open(after) else 0)
            for after, group in self._after(fact, state, here)
        ]
        total = here.bit_count() + sum(at_least for _, _, at_least in found)
        for after, group, at_least in found:
            if total > most:
                break
            if at_least:
                total += self._best(after, group)[0] - at_least
        return total

    def _as_usual(self, state: State, here: int) -> int:
        """The questions still asked without a plan."""
        if state not in self._usual:
            open_facts = self.open(state)
            self._usual[state] = 0
            if open_facts:
                after = self._after(self._telling(state, open_facts)[0], state, here)
                self._usual[state] = here.bit_count() + sum(self._as_usual(*each) for each in after)
        return self._usual[state]

    def _after(self, fact: str, state: State, here: int) -> Iterator[tuple[State, int]]:
        """What is known after each answer, and who gives it; who has no answer in the sample is not sure."""
        unsure = self.expected.number(fact, None)
        silent = here
        answers = dict(self.people.answered.get(fact, {}))
        for those in answers.values():
            silent &= ~those
        if silent and unsure is not None:
            answers[unsure] = answers.get(unsure, 0) | silent
        for number, those in answers.items():
            if group := here & those:
                yield frozenset({**dict(self._said(fact, number)), **dict(state)}.items()), group

    def _promising(self, state: State, here: int) -> Sequence[str]:
        """The open questions that tell most of these people; where they all come out alike, of people at large."""
        open_facts = self.open(state)
        gains = {fact: self.people.gain(fact, here) for fact in open_facts}
        if len(open_facts) > FOLLOWED and max(gains.values()) <= 0:
            return self._telling(state, open_facts)[:FOLLOWED]
        return sorted(open_facts, key=lambda fact: -gains[fact])[:FOLLOWED]

    def _telling(self, state: State, open_facts: Sequence[str]) -> Sequence[str]:
        if len(open_facts) < 2:
            return open_facts
        gains = self.expected.gains(dict(state))
        return sorted(open_facts, key=lambda fact: -gains[fact])

    def _says(self, fact: str, number: int) -> State:
        """One answer and what follows from it."""
        return frozenset(self.expected.told({fact: self.expected.example(fact, number)}).items())

    def _open(self, state: State) -> Sequence[str]:
        told = {fact for fact, _ in state}
        facts = set[str]()
        for number, seen in enumerate(self._seen):
            facts |= self._left(number, frozenset(each for each in state if each[0] in seen))
        return self.interview.general([fact for fact in self.interview.askable if fact in facts - told])

    def _decisive(self, number: int, state: State) -> frozenset[str]:
        """What still decides one rule, today or, where it does not hold, soon."""
        now, then = self.expected.diagrams[number]
        verdict, facts = now.left(dict(state))
        return then.left(dict(state))[1] if verdict is Verdict.NO else facts
