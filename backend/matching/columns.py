"""Many people and many posts at once: the same fits as ``scoring``, found without looking at most pairs.

People of one neighbourhood see the posts in one order: by the most points anybody there can get for pay, hours and
nearness. For each person the kinds of work wished for are walked first, and a list is left where even a full match of
kind and skills cannot reach the fifth place. The loops are compiled (``kernels``); two threads share the neighbourhoods.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from backend.matching import scoring
from backend.matching.layout import (
    FULL,
    GROUPS,
    HALF,
    HAS_POINT,
    NOWHERE,
    P_DEMANDS,
    P_KIND,
    P_PAY,
    P_SKILLS,
    P_STATIC,
    RINGS,
    S_SKILLS,
    X,
    Z,
)
from backend.matching.scoring import BY_PLACE, FAR, HALF_DAY, NEAR, SKILLS, TOP, Fit, Point, Post, Seeker

Whole = npt.NDArray[np.int64]

CELL: Final = 4_000
"""Metres of a neighbourhood; more where there would be more than ``CELLS`` of them."""
CELLS: Final = 128
THREADS: Final = 2
BURDENS: Final = ("heavy", "medium", "standing", "night", "outdoor")
FLAGS: Final = {name: 1 << bit for bit, name in enumerate(BURDENS)} | {
    "half": HALF,
    "full": FULL,
    "not_accepting": 1 << 7,
    "not_yet": 1 << 8,
    "female": 1 << 9,
    "male": 1 << 10,
}
BESIDE: Final = 1 << 20
"""More neighbourhoods than lie beside each other on any axis."""
WORD: Final = 63
"""Skills or kinds of work a whole number holds."""


@dataclass(frozen=True)
class Board:
    """The posts on offer on a day, in the order of their ids, with the words their columns are made of."""

    posts: tuple[Post, ...]
    today: date
    kinds: dict[str, int]
    skills: dict[str, int]
    columns: Whole
    """One row a post; the columns are named in ``layout``."""

    @classmethod
    def of(cls, posts: Iterable[Post], today: date) -> Board:
        """Raises ``ValueError`` for more than 63 kinds of work."""
        offered = tuple(sorted((post for post in posts if post.until >= today), key=lambda post: post.id))
        kinds = {kind: number for number, kind in enumerate(sorted({post.kind for post in offered}))}
        if len(kinds) > WORD:
            raise ValueError(f"at most {WORD} kinds of work, not {len(kinds)}")
        skills = _numbered(post.skills for post in offered)
        rows = [
            (
                *_place(post.area, post.point),
                _demands(post, today),
                post.pay_max,
                post.age_min or 0,
                post.age_max or 999,
                kinds[post.kind],
                scoring.pay_points(post) + scoring.hours_points(post),
                *_bits(post.skills, skills),
            )
            for post in offered
        ]
        return cls(offered, today, kinds, skills, _whole(rows, P_SKILLS + 1))


@dataclass(frozen=True)
class Crowd:
    """People who look for work, recognised ones first and then by id, beside the board they are matched with."""

    seekers: tuple[Seeker, ...]
    board: Board
    columns: Whole
    """One row a person; the columns are named in ``layout``."""

    @classmethod
    def of(cls, seekers: Iterable[Seeker], board: Board) -> Crowd:
        people = tuple(sorted(seekers, key=lambda one: (not one.recognised, one.id)))
        rows = [
            (
                *_place(one.area, one.point),
                -1 if one.reach is None else one.reach,
                _refuses(one),
                one.pay,
                -1 if one.age is None else one.age,
                sum(1 << board.kinds[kind] for kind in one.kinds if kind in board.kinds),
                sum(skill in board.skills for skill in one.skills),
                *_bits(one.skills, board.skills),
            )
            for one in people
        ]
        return cls(people, board, _whole(rows, S_SKILLS + 1))


@dataclass(frozen=True)
class Matches:
    """The best posts of every person: numbers of posts (-1: none), scores and points for nearness, (people, top)."""

    crowd: Crowd
    posts: Whole
    scores: Whole
    near: Whole
    scored: int
    """Pairs that had to be scored."""

    def fits(self, person: int) -> list[Fit]:
        """The fits of one person with their parts, as the plain reading gives them."""
        seeker, board = self.crowd.seekers[person], self.crowd.board
        found = (scoring.fit(seeker, board.posts[j], board.today) for j in self.posts[person] if j >= 0)
        return [one for one in found if one is not None]


def best_posts(crowd: Crowd, top: int = TOP) -> Matches:
    """The best posts of everybody, as ``scoring.best_posts`` gives them one by one."""
    from backend.matching import kernels

    shape = (len(crowd.seekers), top)
    posts, scores = np.full(shape, -1, np.int64), np.full(shape, -1, np.int64)
    columns, board = crowd.columns, crowd.board.columns

    def cell(rows: Whole) -> int:
        walk, starts = _walk(rows, columns, board, len(crowd.board.kinds))
        return int(kernels.best_of_cell(columns, rows, board, walk, starts, posts, scores))

    scored = sum(_shared_out(cell, _cells(columns)))
    near = np.zeros(shape, np.int64)
    kernels.near_of_pairs(columns, board, posts, near)
    return Matches(crowd, posts, scores, near, scored)


def best_people(crowd: Crowd, post: int, top: int = TOP) -> list[Fit]:
    """The best people for the post with this number, as ``scoring.best_people`` gives them."""
    from backend.matching import kernels

    scores = np.empty(len(crowd.seekers), np.int64)
    kernels.scores_of_post(crowd.columns, crowd.board.columns, post, scores)
    # People stand recognised first and then by id, so a stable order by score is the whole order.
    first = np.argsort(-scores, kind="stable")[:top]
    board = crowd.board
    fits = (scoring.fit(crowd.seekers[i], board.posts[post], board.today) for i in first if scores[i] >= 0)
    return [one for one in fits if one is not None]


def _shared_out(work: Callable[[Whole], int], cells: Sequence[Whole]) -> Iterator[int]:
    with ThreadPoolExecutor(THREADS) as pool:
        yield from pool.map(work, sorted(cells, key=len, reverse=True))


def _cells(seekers: Whole) -> list[Whole]:
    """The rows of each neighbourhood; people without a point are one of their own."""
    placed = np.flatnonzero(seekers[:, HAS_POINT])
    points = seekers[placed, X : Z + 1]
    size, number = CELL, np.zeros(len(placed), np.int64)
    while len(placed):
        x, y, z = (points // size).T
        cells, number = np.unique((x * BESIDE + y) * BESIDE + z, return_inverse=True)
        if len(cells) <= CELLS:
            break
        size *= 2
    order = np.argsort(number, kind="stable")
    groups = np.split(placed[order], np.flatnonzero(np.diff(number[order])) + 1)
    return [rows for rows in (*groups, np.flatnonzero(seekers[:, HAS_POINT] == 0)) if len(rows)]


def _walk(rows: Whole, seekers: Whole, posts: Whole, kinds: int) -> tuple[Whole, Whole]:
    """In which order people of one neighbourhood see the posts, and where each group starts."""
    near = np.full(len(posts), max(BY_PLACE), np.int64)
    way = np.zeros(len(posts), np.int64)
    if seekers[rows[0], HAS_POINT]:
        way = np.where(posts[:, HAS_POINT], _fewest_metres(seekers[rows], posts), 0)
        near = np.where(posts[:, HAS_POINT], NEAR * np.maximum(0, FAR - way) // FAR, near)
    bound = posts[:, P_STATIC] + near
    group = _groups(posts, way)
    order = np.lexsort((-bound, group))
    columns = (bound, way, posts[:, P_DEMANDS], posts[:, P_PAY], np.arange(len(posts)))
    walk = np.ascontiguousarray(np.stack(columns, axis=1)[order])
    return walk, np.searchsorted(group[order], np.arange(kinds * GROUPS + 1))


def _groups(posts: Whole, way: Whole) -> Whole:
    """Posts of one group differ in pay, hours and a little in nearness, as far as a bound can tell."""
    ring = np.searchsorted(-np.array(RINGS), -way)
    half = (posts[:, P_DEMANDS] & HALF != 0).astype(np.int64)
    asked = np.bitwise_count(posts[:, P_SKILLS:]).sum(axis=1).astype(np.int64)
    group: Whole = ((posts[:, P_KIND] * len(RINGS) + ring) * 2 + half) * (SKILLS + 1) + np.minimum(asked, SKILLS)
    return group


def _fewest_metres(people: Whole, posts: Whole) -> Whole:
    """The metres to each post that nobody of the neighbourhood can fall short of."""
    middle = people[:, X : Z + 1].mean(axis=0).astype(np.int64)
    around = _metres(middle, people).max() + 2
    fewest: Whole = np.maximum(0, _metres(middle, posts) - around)
    return fewest


def _metres(middle: Whole, rows: Whole) -> Whole:
    squares = ((rows[:, X : Z + 1] - middle) ** 2).sum(axis=1)
    whole: Whole = np.sqrt(squares.astype(np.float64)).astype(np.int64)
    return whole


def _place(area: str, point: Point | None) -> tuple[int, ...]:
    """Whether there is a point and where, then street, county and city: -1 not said, ``NOWHERE`` without any area."""
    known = scoring.known_to(area)
    street, county, city = (int(area[:length]) if known >= least else -1 for least, length in ((3, 9), (2, 6), (1, 4)))
    return (point is not None, *(point or (0, 0, 0)), street, county, city if area else NOWHERE)


def _demands(post: Post, today: date) -> int:
    """What a post asks that somebody may refuse or lack, as bits of ``FLAGS``."""
    hidden = post.everyone_from is not None and today < post.everyone_from
    return (
        sum(FLAGS[burden] for burden in post.burdens)
        | FLAGS["half" if post.hours <= HALF_DAY else "full"]
        | (0 if post.accepts_disability else FLAGS["not_accepting"])
        | (FLAGS["not_yet"] if hidden else 0)
        | _sex(post.sex)
    )


def _refuses(seeker: Seeker) -> int:
    """What a person refuses or lacks, as bits of ``FLAGS``."""
    return (
        sum(FLAGS[burden] for burden in seeker.cannot)
        | {"half": FLAGS["full"], "full": FLAGS["half"], "any": 0}[seeker.hours]
        | (FLAGS["not_accepting"] if seeker.needs_acceptance else 0)
        | (0 if seeker.recognised else FLAGS["not_yet"])
        | {"F": FLAGS["male"], "M": FLAGS["female"]}.get(seeker.sex, 0)
    )


def _sex(sex: str) -> int:
    return {"F": FLAGS["female"], "M": FLAGS["male"]}.get(sex, 0)


def _numbered(sets: Iterable[frozenset[str]]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(frozenset[str]().union(*sets)))}


def _bits(names: Iterable[str], numbers: dict[str, int]) -> list[int]:
    """A set as bits, so many whole numbers wide as all words need; what has no number is left out."""
    bits = [0] * max(1, -(-len(numbers) // WORD))
    for number in (numbers[name] for name in names if name in numbers):
        bits[number // WORD] |= 1 << number % WORD
    return bits


def _whole(rows: Sequence[tuple[int, ...]], width: int) -> Whole:
    return np.array(rows, dtype=np.int64) if rows else np.zeros((0, width), np.int64)
