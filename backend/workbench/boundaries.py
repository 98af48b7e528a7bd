"""People on the edge: for each day on which a rule turns, somebody for whom that very day decides.

The edges come from the rule's own operators: birthdays, 29 February, the day of retirement, windows of months. For each
one a person is looked for whose verdict, or whose notice, is another one on the day than on the day before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from backend.rules import Category, FactValue, Notice, Pack, Verdict
from backend.rules.derivations import Day, complete
from backend.rules.expression import Rule, Test, fold, leaves
from backend.rules.operators import leaf_turning_days, telling_values
from backend.rules.reasons import Known, Truth, verdict_of
from backend.rules.rule_words import Speech, shown
from backend.rules.said import N_
from backend.workbench.tellings import Group, Person, groups

ONE_DAY = timedelta(days=1)
_LONGEST_LIFE = 100
_NO_PERSON: Person = {}


@dataclass(frozen=True, slots=True)
class Edge:
    """A person for whom something turns on `turn`: the `category`, or with `notice` what is told beside it."""

    title: str
    category: str
    answers: Person
    turn: date
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges of a pack, and `idle`: limits that decide for nobody, in words."""

    found: tuple[Edge, ...]
    idle: tuple[str, ...]


def edges(pack: Pack, today: date) -> Edges:
    """Every edge near a day."""
    search = _Search(pack, today)
    found: list[Edge] = []
    idle: list[str] = []
    for leaf in search.limits():
        own = [edge for value, turn in search.moments(leaf) if (edge := search.edge(leaf, value, turn))]
        found += own
        if not own:
            idle.append(search.speech.of(leaf))
    return Edges(tuple(found), tuple(dict.fromkeys(idle)))


class _Search:
    def __init__(self, pack: Pack, today: date) -> None:
        self.pack = pack
        self.today = today
        self.speech = Speech(pack.vocabulary, pack.labour_age)
        self.common = [condition.rule for condition in pack.preconditions]

    def limits(self) -> Iterator[Test]:
        """Each limit in time once, be it in a rule or in a notice."""
        seen: set[tuple[str, str, object]] = set()
        noticed = [notice.when for notice in self.pack.notices if notice.when]
        for rule in (*self.pack.rules.values(), *noticed):
            for leaf in leaves(rule):
                if self.pack.vocabulary[leaf.fact].kind == "date" and limit_of(leaf) not in seen:
                    seen.add(limit_of(leaf))
                    yield leaf

    def moments(self, leaf: Test) -> Iterator[tuple[FactValue, date]]:
        """Dates and the days on which they turn the leaf: today, and about days a calendar may not have."""
        day = self._day(self.today)
        for value in telling_values(leaf, self.pack.vocabulary[leaf.fact], day):
            if self.today in leaf_turning_days(leaf, value, day):
                yield value, self.today
                break
        years = range(self.today.year - _LONGEST_LIFE, self.today.year + 1)
        leap = [date(year, 2, 29) for year in years if year % 4 == 0 and (year % 100 or year % 400 == 0)]
        long = [date(year, 8, 31) for year in years]
        for days in (leap, long if leaf.operator.startswith("months_") else []):
            turns = [(value, turn) for value in days for turn in leaf_turning_days(leaf, value, day)]
            short = [(value, turn) for value, turn in turns if turn.day != value.day]
            if short:
                yield min(short, key=lambda moment: abs(moment[1] - self.today))

    def edge(self, leaf: Test, value: FactValue, turn: date) -> Edge | None:
        """Somebody for whom the leaf decides on that day; None where there is nobody."""
        for category in self.pack.categories:
            if person := self._decided(leaf, value, turn, category):
                return Edge(self._title(leaf, value, category), category.id, person, turn)
        for notice in self.pack.notices:
            for category in self._beside(notice):
                if person := self._told(leaf, value, turn, category, notice):
                    return Edge(self._title(leaf, value, category), category.id, person, turn, notice.id)
        return None

    def _decided(self, leaf: Test, value: FactValue, turn: date, category: Category) -> Person:
        rules = [*self.common, category.rule]
        rule = self.pack.rules[category.id]
        found = (one for one in self._people(rules, leaf, value, turn) if self._turns(rule, leaf, one, turn))
        return next(found, _NO_PERSON)

    def _told(self, leaf: Test, value: FactValue, turn: date, category: Category, notice: Notice) -> Person:
        if notice.when is None:
            return _NO_PERSON
        for person in self._people([*self.common, category.rule, notice.when], leaf, value, turn):
            verdict = self._verdict(self.pack.rules[category.id], person, turn)
            if verdict in notice.verdicts and self._turns(notice.when, leaf, person, turn):
                return person
        return _NO_PERSON

    def _turns(self, rule: Rule, leaf: Test, person: Person, turn: date) -> bool:
        """Whether the rule changes on that day, and does because of this leaf."""
        eve, day = self._day(turn - ONE_DAY), self._day(turn)
        before, after = (self._verdict(rule, person, today) for today in (eve.today, turn))
        known = complete(self.pack.vocabulary, person, day)
        return before != after and fold(rule, _AsOnTheEve(known, day, leaf, eve)) != after

    def _people(self, rules: Sequence[Rule], leaf: Test, value: FactValue, turn: date) -> Iterator[Person]:
        """People with this date who meet everything that does not hang on it; the best of them first."""
        whole = groups(rules, self.pack.vocabulary, self._day(turn))
        own = next((group for group in whole if leaf.fact in group.values), None)
        if own is None or not all(group.countable for group in whole):
            return
        others = [self._best(group, turn) for group in whole if group is not own]
        for person in sorted(own.people(**{leaf.fact: value}), key=own.verdict, reverse=True):
            yield {fact: given for part in (*others, person) for fact, given in part.items()}

    def _best(self, group: Group, turn: date) -> Person:
        """Somebody who meets this part of the rule, and not only on that day."""
        after = replace(group, day=self._day(turn + ONE_DAY))
        return max(
            group.people(), key=lambda one: (group.verdict(one), after.verdict(one)), default=_NO_PERSON
        )

    def _verdict(self, rule: Rule, person: Person, today: date) -> Verdict:
        day = self._day(today)
        return verdict_of(rule, complete(self.pack.vocabulary, person, day), day)

    def _beside(self, notice: Notice) -> list[Category]:
        return [one for one in self.pack.categories if not notice.beside or one.id in notice.beside]

    def _day(self, today: date) -> Day:
        return Day(today, self.pack.labour_age)

    def _title(self, leaf: Test, value: FactValue, category: Category) -> str:
        fact = self.pack.vocabulary[leaf.fact]
        return N_(
            "{category}，{fact}{value}，{limit}",
            category=category.name,
            fact=fact.label,
            value=shown(fact, value),
            limit=self.speech.of(leaf),
        )


class _AsOnTheEve(Truth):
    """The verdict of today, but that one leaf is read as on the day before."""

    def __init__(self, known: Known, day: Day, leaf: Test, eve: Day) -> None:
        super().__init__(known, day)
        self.eve = Truth(known, eve)
        self.key = limit_of(leaf)

    def test(self, leaf: Test) -> Verdict:
        return self.eve.test(leaf) if limit_of(leaf) == self.key else super().test(leaf)


def limit_of(leaf: Test) -> tuple[str, str, object]:
    """What makes two leaves the same limit."""
    return leaf.fact, leaf.operator, leaf.operand
