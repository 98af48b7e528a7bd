"""What a city's policy says of public-welfare posts: ``posts.yaml`` beside its pack. Whoever has none has no such order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from backend.core.unit import Unit
from backend.rules import Pack

FILE = "posts.yaml"


@dataclass(frozen=True)
class Ground:
    """One way into a rank: a recognised category, or a sex with an age, or both."""

    label: str
    category: str = ""
    sex: str = ""
    age_from: int = 0
    age_below: int = 200

    def holds(self, categories: tuple[str, ...], sex: str, age: int) -> bool:
        if self.category and self.category not in categories:
            return False
        return (not self.sex or self.sex == sex) and self.age_from <= age < self.age_below


@dataclass(frozen=True)
class LastResort:
    """托底安置: after how many recommendations on record, and which article says so."""

    after: int
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

    def rank(self, categories: tuple[str, ...], sex: str, age: int) -> tuple[int, str]:
        """The rank (1 is first) and why."""
        for number, grounds in enumerate(self.ranks, 1):
            for ground in grounds:
                if ground.holds(categories, sex, age):
                    return number, ground.label
        return len(self.ranks) + 1, self.others


NO_RULES = PostRules("", (), "", 0, 36, 1, {})


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
        ranks=tuple(tuple(Ground(**one) for one in grounds) for grounds in given["ranks"]),
        others=given["others"],
        first_days=given["first_days"],
        term_months=given["term_months"],
        most_placements=given["most_placements"],
        last_resort=LastResort(**given["last_resort"]) if "last_resort" in given else None,
        subsidies={kind: tuple(found) for kind, found in given["subsidies"].items()},
    )
