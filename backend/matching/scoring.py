"""Whether a post fits a person, and how well: the plain reading, of which ``columns`` is the fast one.

Hard limits come first: one that is broken ends it. What is not known breaks nothing. Then whole points, part by part,
so that each can be shown in words and equal is equal. Neither sex nor age gives or takes a point: they matter only
where the rule of a public-welfare post names them. Distances are whole metres, pay is fen a month, hours are hours a week.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest
from math import cos, isqrt, radians, sin
from typing import Final, Literal

Hours = Literal["half", "full", "any"]
Burden = Literal["heavy", "medium", "standing", "night", "outdoor"]
Limit = Literal["over", "not_yet", "burden", "disability", "sex", "age", "hours", "pay", "distance"]
Reason = Literal["kind", "distance", "skills", "pay", "hours"]
Point = tuple[int, int, int]
"""Whole metres from the middle of the earth: distances are right everywhere and never depend on rounding."""

EARTH: Final = 6_371_000
HALF_DAY: Final = 24
"""Up to so many hours a week a post is part-time (劳动合同法第六十八条)."""
LONG_WEEK: Final = 44
"""More hours than these a week earn only half the points (劳动法第三十六条)."""
KIND: Final = 300
NEAR: Final = 300
FAR: Final = 30_000
"""From here on nearness earns nothing."""
BY_PLACE: Final = (0, 60, 150, 240)
"""Nearness where a point is missing: elsewhere, same city, same county, same street."""
STREET_CODE: Final = 9
COUNTY_CODE: Final = 6
CITY_CODE: Final = 4
"""Digits of division codes; a city is also written with 00 for its county."""
SAME_STREET_WITHIN: Final = 3_000
SAME_COUNTY_WITHIN: Final = 10_000
"""How a wish in metres is read where a point is missing."""
SKILL: Final = 60
SKILLS: Final = 3
"""Each shared skill earns, up to so many."""
PAY: Final = 120
GOOD_PAY: Final = 800_000
"""Fen a month that earn all points of pay."""
HOURS: Final = 100
TOP: Final = 5


@dataclass(frozen=True, slots=True)
class Seeker:
    """A person who looks for work. Empty means not known or no wish, and then nothing is excluded by it."""

    id: str
    recognised: bool = False
    area: str = ""
    point: Point | None = None
    reach: int | None = None
    hours: Hours = "any"
    pay: int = 0
    """The least wanted."""
    kinds: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    cannot: frozenset[Burden] = frozenset()
    needs_acceptance: bool = False
    """Wants only posts whose employer accepts a disability."""
    sex: str = ""
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A post on offer. ``sex`` and the ages are set only by the rule of a public-welfare post."""

    id: str
    until: date
    """The last day on which it is on offer."""
    kind: str
    hours: int
    pay_min: int
    pay_max: int
    area: str
    point: Point | None = None
    skills: frozenset[str] = frozenset()
    burdens: frozenset[Burden] = frozenset()
    accepts_disability: bool = False
    everyone_from: date | None = None
    """Until the day before only recognised persons see it."""
    sex: str = ""
    age_min: int | None = None
    age_max: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: what it is for, the points, and what is said of it.

    ``value`` is metres for a distance (minus the step of ``BY_PLACE`` where a point is missing), fen a month for pay,
    hours a week for hours; ``shared`` are the skills in common.
    """

    reason: Reason
    points: int
    value: int = 0
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a post fits: the sum of its parts, at most a thousand."""

    seeker: Seeker
    post: Post
    score: int
    parts: tuple[Part, ...] = field(compare=False)


def point_of(latitude: float, longitude: float) -> Point:
    """A place on the earth, in degrees, as whole metres."""
    north, east = radians(latitude), radians(longitude)
    return (
        round(EARTH * cos(north) * cos(east)),
        round(EARTH * cos(north) * sin(east)),
        round(EARTH * sin(north)),
    )


def metres(one: Point, other: Point) -> int:
    """Whole metres between two places as the crow flies, rounded down."""
    return isqrt((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2)


def step(one: str, other: str) -> int:
    """How near two division codes are: 3 same street, 2 same county, 1 same city, 0 elsewhere or not known."""
    for shared, length in ((3, 9), (2, 6), (1, 4)):
        if known_to(one) >= shared and one[:length] == other[:length]:
            return shared
    return 0


def known_to(area: str) -> int:
    """How exact a division code is: 3 a street, 2 a county, 1 a city, 0 nothing."""
    if len(area) >= STREET_CODE:
        return 3
    if len(area) >= COUNTY_CODE and area[4:6] != "00":
        return 2
    return 1 if len(area) >= CITY_CODE else 0


def monthly(fen: int, per: str, hours: int) -> int:
    """A wage as fen a month: an hourly one over its hours a week, 52 weeks in twelve months."""
    return fen if per == "month" else fen * hours * 13 // 3


def fit(seeker: Seeker, post: Post, today: date) -> Fit | None:
    """How well the post fits, or nothing where a hard limit is broken."""
    if next(_broken(seeker, post, today), None) is not None:
        return None
    return scored(seeker, post)


def scored(seeker: Seeker, post: Post) -> Fit:
    """The points of a post, whatever limit is broken: for what an office offers beside the wishes."""
    parts = (_kind(seeker, post), _nearness(seeker, post), _skills(seeker, post), _pay(post), _hours(post))
    return Fit(seeker, post, sum(part.points for part in parts), parts)


def limits(seeker: Seeker, post: Post, today: date) -> tuple[Limit, ...]:
    """Every hard limit that is broken, for an officer who asks why a post is not among the fitting ones."""
    return tuple(_broken(seeker, post, today))


def best_posts(seeker: Seeker, posts: Iterable[Post], today: date, top: int = TOP) -> list[Fit]:
    """The best first; at the same score in the order of the posts' ids."""
    fits = (found for post in posts if (found := fit(seeker, post, today)))
    return nsmallest(top, fits, key=lambda found: (-found.score, found.post.id))


def best_people(post: Post, seekers: Iterable[Seeker], today: date, top: int = TOP) -> list[Fit]:
    """The best first; at the same score the recognised person (第六条第三项), then in the order of ids."""
    fits = (found for seeker in seekers if (found := fit(seeker, post, today)))
    return nsmallest(top, fits, key=lambda one: (-one.score, not one.seeker.recognised, one.seeker.id))


def _broken(seeker: Seeker, post: Post, today: date) -> Iterator[Limit]:
    if post.until < today:
        yield "over"
    if not seeker.recognised and post.everyone_from is not None and today < post.everyone_from:
        yield "not_yet"
    if seeker.cannot & post.burdens:
        yield "burden"
    if seeker.needs_acceptance and not post.accepts_disability:
        yield "disability"
    yield from _rule(seeker, post)
    if seeker.hours != "any" and seeker.hours != ("half" if post.hours <= HALF_DAY else "full"):
        yield "hours"
    if post.pay_max < seeker.pay:
        yield "pay"
    if _too_far(seeker, post):
        yield "distance"


def _rule(seeker: Seeker, post: Post) -> Iterator[Limit]:
    """What the rule of a public-welfare post says of sex and age; a rule nobody wrote excludes nobody."""
    if post.sex and seeker.sex and post.sex != seeker.sex:
        yield "sex"
    if seeker.age is not None and not (post.age_min or 0) <= seeker.age <= (post.age_max or 999):
        yield "age"


def _too_far(seeker: Seeker, post: Post) -> bool:
    if seeker.reach is None:
        return False
    if seeker.point is not None and post.point is not None:
        return metres(seeker.point, post.point) > seeker.reach
    if not seeker.area:
        return False
    wanted = 3 if seeker.reach <= SAME_STREET_WITHIN else 2 if seeker.reach <= SAME_COUNTY_WITHIN else 1
    # Of whom only the county or the city is known, no more than that can be asked.
    return step(seeker.area, post.area) < max(1, min(wanted, known_to(seeker.area)))


def _kind(seeker: Seeker, post: Post) -> Part:
    return Part("kind", KIND if post.kind in seeker.kinds else 0)


def _nearness(seeker: Seeker, post: Post) -> Part:
    if seeker.point is not None and post.point is not None:
        way = metres(seeker.point, post.point)
        return Part("distance", NEAR * max(0, FAR - way) // FAR, way)
    near = step(seeker.area, post.area)
    return Part("distance", BY_PLACE[near], -near)


def _skills(seeker: Seeker, post: Post) -> Part:
    shared = tuple(sorted(seeker.skills & post.skills))
    return Part("skills", SKILL * min(SKILLS, len(shared)), shared=shared)


def _pay(post: Post) -> Part:
    return Part("pay", pay_points(post), post.pay_min)


def _hours(post: Post) -> Part:
    return Part("hours", hours_points(post), post.hours)


def pay_points(post: Post) -> int:
    """The same for everybody: what a post surely pays in a month."""
    return PAY * min(post.pay_min, GOOD_PAY) // GOOD_PAY


def hours_points(post: Post) -> int:
    """The same for everybody: all of them, unless the week is longer than the law's."""
    return HOURS if post.hours <= LONG_WEEK else HOURS // 2
