"""Made-up people and posts of a city forty kilometres wide, with gaps where real ones have gaps."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from backend.matching.scoring import Burden, Point, Post, Seeker, monthly, point_of

TODAY = date(2026, 11, 26)
KINDS = tuple(f"kind-{number:02}" for number in range(12))
SKILLS = tuple(f"skill-{number:02}" for number in range(30))
BURDENS: tuple[Burden, ...] = ("heavy", "medium", "standing", "night", "outdoor")
STREETS = tuple(f"3605{county}00{street}" for county in ("02", "21") for street in range(1, 9))

T = TypeVar("T")


def seekers(random: Random, count: int) -> list[Seeker]:
    return [_seeker(random, number) for number in range(count)]


def posts(random: Random, count: int) -> list[Post]:
    return [_post(random, number) for number in range(count)]


def _seeker(random: Random, number: int) -> Seeker:
    return Seeker(
        id=f"s{number:07}",
        recognised=random.random() < 0.3,
        area=random.choice(("", "360500", "360502", *STREETS)),
        point=_point(random, 0.9),
        reach=random.choice((None, 3_000, 5_000, 10_000, 20_000)),
        hours=random.choice(("half", "full", "any")),
        pay=random.choice((0, 100_000, 200_000, 300_000)),
        kinds=_some(random, KINDS, 3),
        skills=_some(random, SKILLS, 4),
        cannot=_some(random, BURDENS, 2),
        needs_acceptance=random.random() < 0.08,
        sex=random.choice(("", "F", "M")),
        age=random.choice((None, random.randint(18, 60))),
    )


def _post(random: Random, number: int) -> Post:
    hours = random.choice((15, 20, 24, 30, 40, 44, 48))
    pay = random.randrange(1500, 8000, 100) * 100 * hours // 44
    public = random.random() < 0.1
    return Post(
        id=f"p{number:06}",
        until=TODAY + timedelta(days=random.randint(-3, 40)),
        kind=random.choice(KINDS),
        hours=hours,
        pay_min=monthly(pay, "month", hours),
        pay_max=pay + random.choice((0, 50_000)),
        area=random.choice(STREETS),
        point=_point(random, 0.95),
        skills=_some(random, SKILLS, 3),
        burdens=_some(random, BURDENS, 2),
        accepts_disability=random.random() < 0.3,
        everyone_from=random.choice((None, None, TODAY + timedelta(days=random.randint(-3, 3)))),
        sex=random.choice(("", "F")) if public else "",
        age_min=random.choice((None, 40)) if public else None,
        age_max=random.choice((None, 55)) if public else None,
    )


def _point(random: Random, known: float) -> Point | None:
    if random.random() > known:
        return None
    return point_of(27.6 + random.random() * 0.36, 114.7 + random.random() * 0.41)


def _some(random: Random, words: Sequence[T], most: int) -> frozenset[T]:
    return frozenset(random.sample(words, random.randint(0, most)))
