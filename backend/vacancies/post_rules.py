"""What a city's policy says of public-welfare posts: ``posts.yaml`` beside its pack. Whoever has none has no such order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from backend.core.unit import Unit
from backend.rules import Pack, add_months

FILE = "posts.yaml"
NO_LIMIT = 200
"""Years no age reaches."""


@dataclass(frozen=True)
class Known:
    """What is known of a recognised person: recognised categories, sex, age, and the facts kept of the case."""

    categories: tuple[str, ...]
    sex: str
    age: int
    facts: Mapping[str, object]
    today: date


@dataclass(frozen=True)
class Ground:
    """One way into a rank: a recognised category, a sex with an age, a fact of the case, or several of these together.

    A ``fact`` is one of ``among``, or a day at most ``within_months`` ago, or simply true. Where it is not known, or no
    fact says it, ``look`` is what the officer has to look at.
    """

    label: str
    category: str = ""
    sex: str = ""
    age_from: int = 0
    age_below: int = NO_LIMIT
    fact: str = ""
    among: tuple[str, ...] = ()
    within_months: int = 0
    look: str = ""

    def holds(self, who: Known) -> bool | None:
        """Whether somebody comes in here; None where only a look at papers can say."""
        if self.category and self.category not in who.categories:
            return False
        if (self.sex and self.sex != who.sex) or not self.age_from <= who.age < self.age_below:
            return False
        return self._fact_holds(who) if self.look else True

    def _fact_holds(self, who: Known) -> bool | None:
        value = who.facts.get(self.fact)
        if value is None:
            return None
        if self.within_months:
            return isinstance(value, date) and value <= who.today <= add_months(value, self.within_months)
        return value in self.among if self.among else value is True


@dataclass(frozen=True)
class Place:
    """Where the order puts somebody: 1 is first. ``looks`` are grounds that would put them further forward."""

    rank: int
    reason: str
    looks: tuple[Ground, ...] = ()


@dataclass(frozen=True)
class LastResort:
    """托底安置: after how many recommendations on record, and which article says so."""

    after: int
    source: str


@dataclass(frozen=True)
class Hired:
    """From which contract on an employer might apply for which subsidies, by which article; ``source`` says more."""

    contract_months: int
    subsidies: tuple[str, ...]
    article: str
    source: str


@dataclass(frozen=True)
class PostRules:
    """``ranks`` are tried in order; who comes under none stands behind them all."""

    source: str
    ranks: tuple[tuple[Ground, ...], ...]
    others: str
    first_days: int
    """For so many days a reviewed post is shown to recognised persons alone (GZ-28)."""
    term_months: int
    most_placements: int
    subsidies: Mapping[str, tuple[str, ...]]
    """Kind of post to subsidies the agency applies for on behalf of the person."""
    last_resort: LastResort | None = None
    hired: Hired | None = None

    def place(self, who: Known) -> Place:
        """The rank, why, and what has to be looked at because it might be a better one."""
        looks: list[Ground] = []
        for number, grounds in enumerate(self.ranks, 1):
            held = [(ground.holds(who), ground) for ground in grounds]
            reason = next((ground.label for holds, ground in held if holds), "")
            if reason:
                return Place(number, reason, tuple(looks))
            looks += [ground for holds, ground in held if holds is None]
        return Place(len(self.ranks) + 1, self.others, tuple(looks))

    @property
    def asks_facts(self) -> bool:
        """Whether the order reads anything the case alone holds."""
        return any(one.fact for grounds in self.ranks for one in grounds)

    @property
    def demands(self) -> tuple[Ground, ...]:
        """What the order itself says of sex and age: no post may ask for anything else (就业促进法第三条)."""
        aged = (one for grounds in self.ranks for one in grounds if not one.category)
        return tuple(one for one in aged if one.sex or one.age_from or one.age_below < NO_LIMIT)

    def names(self, sex: str, ages: tuple[int | None, int | None]) -> bool:
        """Whether a post may ask for this sex and these ages, the last year included: edges and years are the order's own.

        Ranks that follow each other may be taken together: 40 to 45 and from 45 on are 年满40周岁.
        """
        least, most = ages[0] or 0, ages[1]
        mine = [one for one in self.demands if one.sex == sex]
        below = NO_LIMIT if most is None else most + 1
        if least not in {one.age_from for one in mine} or below not in {one.age_below for one in mine}:
            return False
        return all(any(one.age_from <= age < one.age_below for one in mine) for age in range(least, below))


NO_RULES = PostRules("", (), "", 0, 36, 1, {})


def rules_at(unit: Unit, area: str) -> PostRules:
    """What the policy of a place's city says now."""
    return rules_of_city(unit, unit.services.catalogue.divisions.city_of(area), unit.today)


def rules_of_city(unit: Unit, city: str, day: date) -> PostRules:
    """The rules of the policy that is in force in a city; none where nothing is written."""
    packs = [pack for pack in unit.services.catalogue.packs.values() if pack.region == city]
    living = [pack for pack in packs if not pack.expired(day)] or packs
    return rules_of(unit, living[0]) if living else NO_RULES


def rules_of(unit: Unit, pack: Pack) -> PostRules:
    return _read(unit.services.settings.policies / pack.id / FILE)


@cache
def _read(path: Path) -> PostRules:
    if not path.exists():
        return NO_RULES
    given: Mapping[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return PostRules(
        source=given["source"],
        ranks=tuple(tuple(map(_ground, grounds)) for grounds in given["ranks"]),
        others=given["others"],
        first_days=given["first_days"],
        term_months=given["term_months"],
        most_placements=given["most_placements"],
        last_resort=LastResort(**given["last_resort"]) if "last_resort" in given else None,
        hired=Hired(**{**given["hired"], "subsidies": tuple(given["hired"]["subsidies"])}) if "hired" in given else None,
        subsidies={kind: tuple(found) for kind, found in given["subsidies"].items()},
    )


def _ground(given: Mapping[str, Any]) -> Ground:
    return Ground(**{**given, "among": tuple(given.get("among", ()))})
