"""How many questions a self-check takes until no answer can change any verdict, beside the exact optimum.

    uv run python -m bench.questions

For every pack and three populations (see `bench.people`). All ways of asking stop at the same point: no open fact is
left that could change any category's verdict, today or once cured (`backend.rules.inquiry`). The exact optimum is found
by dynamic programming over what is known so far, answers reduced to those that decide differently; branches that
cannot stay within the limit are left out, and the limit goes up until it can be kept. It knows the very people it is
measured on, which nobody does. Where it is not reached in time, the least it can be is printed, and ratios are to that.
"""

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from math import ceil
from pathlib import Path
from statistics import mean
from typing import Any

from backend.policies.catalogue import load_catalogue
from backend.rules import Pack, Verdict
from backend.rules.derivations import Day
from backend.rules.interview import Expected, Interview
from backend.rules.planning import plan_questions
from bench.people import POPULATIONS, Population, people

TODAY = date(2026, 11, 21)
PEOPLE = 1000
"""The optimum knows the people it is measured on: with few of them, that knowledge is most of the distance."""
SAMPLE = 5000
STEPS = 50
"""The limit of the search goes up by this part of a question for each person."""
GOALS = {"marginals": 1.08, "sample": 1.02}
ROOT = Path(__file__).parents[1]

Known = frozenset[tuple[str, int]]
"""What has been answered: facts with the number of their answer among those that decide differently."""
Choose = Callable[[Mapping[str, Any], tuple[str, ...]], str]


class Table:
    """One pack on one day: what is open, by what is known."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.day = Day(TODAY, pack.labour_age)
        self.expected = Expected(pack.interview, self.day)
        self.open = cache(self._open)
        self.left = cache(self._left)
        self._facts = [now.facts | then.facts for now, then in self.expected.diagrams]

    def profile(self, person: Mapping[str, Any]) -> dict[str, int]:
        numbers = {fact: self.expected.number(fact, person[fact]) for fact in self.pack.questions}
        return {fact: number for fact, number in numbers.items() if number is not None}

    def answers(self, known: Known) -> dict[str, Any]:
        return {fact: self.expected.example(fact, number) for fact, number in known}

    def _open(self, known: Known) -> tuple[str, ...]:
        """By the diagrams, which is quick; what was asked before that which implies it goes the whole way."""
        told = {fact for fact, _ in known}
        implied = self.pack.vocabulary.implications
        if any(fact in told and implication.fact not in told for fact, implication in implied):
            return self._exactly(known)
        facts = set[str]()
        for number, seen in enumerate(self._facts):
            facts |= self.left(number, frozenset(each for each in known if each[0] in seen))
        return tuple(fact for fact in self.pack.questions if fact in facts and fact not in told)

    def _left(self, number: int, known: Known) -> frozenset[str]:
        """What still decides one category, today or soon."""
        now, then = self.expected.diagrams[number]
        verdict, decisive = now.left(dict(known))
        return then.left(dict(known))[1] if verdict is Verdict.NO else decisive

    def _exactly(self, known: Known) -> tuple[str, ...]:
        return self.pack.open_facts(self.answers(known), self.day)


class Crowd:
    """The people measured. A set of them is a number with a bit for each."""

    def __init__(self, table: Table, persons: Sequence[Mapping[str, Any]]) -> None:
        self.profiles = [table.profile(person) for person in persons]
        self.everyone = (1 << len(persons)) - 1
        self.answered: dict[str, dict[int, int]] = {fact: {} for fact in table.pack.questions}
        self.needing: dict[str, int] = dict.fromkeys(table.pack.questions, 0)
        """Who cannot be spared a question: it is open though all else is known."""
        needed = cache(partial(_needed, table))
        for at, profile in enumerate(self.profiles):
            for fact, number in profile.items():
                groups = self.answered[fact]
                groups[number] = groups.get(number, 0) | 1 << at
            for fact in needed(frozenset(profile.items())):
                self.needing[fact] |= 1 << at

    def bound(self, here: int, told: set[str]) -> int:
        """At least so many questions are still to be asked of these people, none of whom is done."""
        total, spared = 0, here
        for fact, needy in self.needing.items():
            if fact not in told and (needing := needy & here):
                total += needing.bit_count()
                spared &= ~needing
        return total + spared.bit_count()

    def unspared(self, here: int, told: set[str]) -> bool:
        return any(needy & here for fact, needy in self.needing.items() if fact not in told)


def _needed(table: Table, all_known: Known) -> frozenset[str]:
    return frozenset(fact for fact, number in all_known if fact in table.open(all_known - {(fact, number)}))


class Optimum:
    """The least number of questions for these people together."""

    def __init__(self, table: Table, crowd: Crowd) -> None:
        self.table = table
        self.crowd = crowd
        self._found: dict[Known, int] = {}
        self._at_least: dict[Known, int] = {}

    def search(self, patience: float) -> tuple[int, bool]:
        """The least, and whether it is reached; if the seconds run out, what it cannot be less than."""
        self._until = time.process_time() + patience
        limit = self.crowd.bound(self.crowd.everyone, set())
        try:
            while (least := self._least(frozenset(), self.crowd.everyone, limit)) is None:
                limit = max(limit + 1, self._at_least[frozenset()], limit + len(self.crowd.profiles) // STEPS)
        except TimeoutError:
            return max(limit, self._at_least.get(frozenset(), 0)), False
        return least, True

    def _least(self, known: Known, here: int, limit: int) -> int | None:
        """Questions still to ask; None if they are more than the limit."""
        if known in self._found:
            return self._found[known] if self._found[known] <= limit else None
        if self._at_least.get(known, 0) > limit:
            return None
        if time.process_time() > self._until:
            raise TimeoutError
        best = None
        for at_least, fact in self._promising(known, here):
            if at_least > limit:
                break
            total = self._with(fact, known, here, limit, at_least)
            if total is not None:
                best, limit = total, total - 1
                self._found[known] = total
        if best is None:
            self._at_least[known] = limit + 1
        return best

    def _with(self, fact: str, known: Known, here: int, limit: int, at_least: int) -> int | None:
        """The questions if this one comes next; None if they are more than the limit."""
        total = at_least
        for after, group, bound in self._after(fact, known, here):
            if bound:
                rest = self._least(after, group, limit - total + bound)
                if rest is None:
                    return None
                total += rest - bound
        return total

    def _promising(self, known: Known, here: int) -> list[tuple[int, str]]:
        """The open questions, those first that leave least to ask by the bound.

        What nobody here can be spared may as well come at once: whatever comes before it is asked no less after it.
        """
        each = here.bit_count()
        general = self.table.pack.interview.general(self.table.open(known))
        certain = next((fact for fact in general if not here & ~self.crowd.needing[fact]), None)
        return sorted(
            (each + sum(bound for _, _, bound in self._after(fact, known, here)), fact)
            for fact in (general if certain is None else [certain])
        )

    def _after(self, fact: str, known: Known, here: int) -> list[tuple[Known, int, int]]:
        """What is known after each answer, who gives it, and how many questions they still need at least."""
        told = {each for each, _ in known} | {fact}
        found = []
        for number, those in self.crowd.answered[fact].items():
            if group := those & here:
                after = known | {(fact, number)}
                going_on = self.crowd.unspared(group, told) or self.table.open(after)
                found.append((after, group, self.crowd.bound(group, told) if going_on else 0))
        return sorted(found, key=lambda each: each[2])


def asked_of(table: Table, profile: Mapping[str, int], choose: Choose) -> int:
    known: dict[str, int] = {}
    while open_facts := table.open(frozenset(known.items())):
        fact = choose(known, open_facts)
        known[fact] = profile[fact]
    return len(known)


def asked_by(table: Table, crowd: Crowd, choose: Choose) -> list[int]:
    """How many questions each is asked; those who answer alike are asked alike."""
    asked = cache(lambda profile: asked_of(table, dict(profile), choose))
    return [asked(frozenset(profile.items())) for profile in crowd.profiles]


def product(table: Table, interview: Interview) -> Choose:
    def choose(known: Mapping[str, int], open_facts: tuple[str, ...]) -> str:
        answers = {fact: table.expected.example(fact, number) for fact, number in known.items()}
        return interview.next(answers, open_facts, table.day) or ""

    return choose


@dataclass(frozen=True)
class Way:
    """One way of asking: how many questions each person is asked."""

    name: str
    asked: Sequence[int]

    def line(self, best: float) -> str:
        twentieth = sorted(self.asked)[ceil(0.95 * len(self.asked)) - 1]
        return f"  {self.name:28}{mean(self.asked):7.2f}{twentieth:6}{mean(self.asked) / best:8.3f}"


def ways(table: Table, crowd: Crowd, sample: Sequence[Mapping[str, Any]]) -> dict[str, Way]:
    pack = table.pack
    start = time.process_time()
    planned = replace(pack, plan=plan_questions(pack, sample, TODAY))
    print(f"planned ahead for {len(sample)} people in {time.process_time() - start:.1f} s of processor time")
    everything = [len(pack.questions)] * len(crowd.profiles)
    return {
        "everything": Way("ask everything", everything),
        "text": Way("the text's order", asked_by(table, crowd, lambda _, open_facts: open_facts[0])),
        "marginals": Way(
            "product, the pack's weights", asked_by(table, crowd, product(table, pack.interview))
        ),
        "sample": Way("product, planned by a sample", asked_by(table, crowd, product(table, planned.interview))),
    }


def compare(pack: Pack, population: Population, count: int, patience: float) -> bool:
    """Prints one table; whether the goals are met."""
    table = Table(pack)
    crowd = Crowd(table, people(population, pack, TODAY, count, seed=1))
    found = ways(table, crowd, people(population, pack, TODAY, SAMPLE, seed=2))
    total, reached = Optimum(table, crowd).search(patience)
    least = total / count
    print(f"{pack.id}, {population.name}: {count} people{'':10}mean   p95  / best")
    for way in found.values():
        print(way.line(least))
    print(f"  {'exact optimum' if reached else 'the optimum is at least':28}{least:7.2f}")
    met = {name: mean(found[name].asked) / least <= goal for name, goal in GOALS.items()}
    for name, goal in GOALS.items():
        print(f"  goal {name:10} {goal:.2f}: {'met' if met[name] else 'missed'}")
    return all(met.values())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--patience", type=float, default=120, help="seconds for each search of the optimum")
    options = parser.parse_args()
    packs = load_catalogue(ROOT / "policies").packs.values()
    met = [
        compare(pack, population, options.people, options.patience)
        for pack in packs
        for population in POPULATIONS
    ]
    print("all goals met" if all(met) else "not all goals met")


if __name__ == "__main__":
    main()
