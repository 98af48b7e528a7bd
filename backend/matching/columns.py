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
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from backend.matching import scoring
from backend.matching.scoring import BY_PLACE, FAR, HALF_DAY, NEAR, TOP, Fit, Post, Seeker

Whole = npt.NDArray[np.int64]

CELL: Final = 4_000
"""Metres of a neighbourhood; more where there would be more than ``CELLS`` of them."""
CELLS: Final = 128
THREADS: Final = 2
BURDENS: Final = ("heavy", "medium", "standing", "night", "outdoor")
FLAGS: Final = {
    name: 1 << bit
    for bit, name in enumerate((*BURDENS, "half", "full", "not_accepting", "recognised_only", "female", "male"))
}
WORD: Final = 63
"""Skills a whole number holds."""


class Places(NamedTuple):
    """Where seekers or posts are; a street, county or city that is not known is negative, and never equal."""

    has_point: npt.NDArray[np.bool_]
    x: Whole
    y: Whole
    z: Whole
    placed: npt.NDArray[np.bool_]
    street: Whole
    county: Whole
    city: Whole


class Seekers(NamedTuple):
    """Columns of people, in the order of ``Crowd.seekers``. ``reach`` and ``age`` are -1 where not known."""

    has_point: npt.NDArray[np.bool_]
    x: Whole
    y: Whole
    z: Whole
    placed: npt.NDArray[np.bool_]
    street: Whole
    county: Whole
    city: Whole
    reach: Whole
    refuses: Whole
    pay: Whole
    age: Whole
    kinds: Whole
    skills: npt.NDArray[np.uint64]
    skilled: Whole


class Posts(NamedTuple):
    """Columns of posts, in the order of ``Board.posts``."""

    has_point: npt.NDArray[np.bool_]
    x: Whole
    y: Whole
    z: Whole
    placed: npt.NDArray[np.bool_]
    street: Whole
    county: Whole
    city: Whole
    demands: Whole
    pay_max: Whole
    age_min: Whole
    age_max: Whole
    kind: Whole
    skills: npt.NDArray[np.uint64]
    static: Whole


@dataclass(frozen=True)
class Board:
    """The posts on offer on a day, in the order of their ids, with the words their columns are made of."""

    posts: tuple[Post, ...]
    today: date
    kinds: dict[str, int]
    skills: dict[str, int]
    columns: Posts

    @classmethod
    def of(cls, posts: Iterable[Post], today: date) -> Board:
        """Raises ``ValueError`` for more than 63 kinds of work."""
        offered = tuple(sorted((post for post in posts if post.until >= today), key=lambda post: post.id))
        kinds = {kind: number for number, kind in enumerate(sorted({post.kind for post in offered}))}
        if len(kinds) > WORD:
            raise ValueError(f"at most {WORD} kinds of work, not {len(kinds)}")
        skills = _numbered(post.skills for post in offered)
        columns = Posts(
            *_places([(post.area, post.point) for post in offered]),
            demands=_whole(_demands(post, today) for post in offered),
            pay_max=_whole(post.pay_max for post in offered),
            age_min=_whole(post.age_min or 0 for post in offered),
            age_max=_whole(post.age_max or 999 for post in offered),
            kind=_whole(kinds[post.kind] for post in offered),
            skills=_bits([post.skills for post in offered], skills),
            static=_whole(_static(post) for post in offered),
        )
        return cls(offered, today, kinds, skills, columns)


@dataclass(frozen=True)
class Crowd:
    """People who look for work, recognised ones first and then by id, beside the board they are matched with."""

    seekers: tuple[Seeker, ...]
    board: Board
    columns: Seekers

    @classmethod
    def of(cls, seekers: Iterable[Seeker], board: Board) -> Crowd:
        people = tuple(sorted(seekers, key=lambda one: (not one.recognised, one.id)))
        skills = _bits([one.skills for one in people], board.skills)
        columns = Seekers(
            *_places([(one.area, one.point) for one in people]),
            reach=_whole(-1 if one.reach is None else one.reach for one in people),
            refuses=_whole(_refuses(one) for one in people),
            pay=_whole(one.pay for one in people),
            age=_whole(-1 if one.age is None else one.age for one in people),
            kinds=_whole(sum(1 << board.kinds[k] for k in one.kinds if k in board.kinds) for one in people),
            skills=skills,
            skilled=np.bitwise_count(skills).sum(axis=1).astype(np.int64),
        )
        return cls(people, board, columns)


@dataclass(frozen=True)
class Matches:
    """The best posts of every person: numbers of posts (-1: none), scores and points for nearness, (people, top)."""

    crowd: Crowd
    posts: Whole
    scores: Whole
    near: Whole
    looked: int
    """Pairs that were looked at."""

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
        order, bound, starts = _walk(rows, columns, board, len(crowd.board.kinds))
        return int(kernels.best_of_cell(columns, rows, board, order, bound, starts, posts, scores))

    looked = sum(_shared_out(cell, _cells(columns)))
    near = np.zeros(shape, np.int64)
    kernels.near_of_pairs(columns, board, posts, near)
    return Matches(crowd, posts, scores, near, looked)


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


def _cells(seekers: Seekers) -> list[Whole]:
    """The rows of each neighbourhood; people without a point are one of their own."""
    placed = np.flatnonzero(seekers.has_point)
    points = np.stack([seekers.x[placed], seekers.y[placed], seekers.z[placed]], axis=1)
    size, number = CELL, np.zeros(len(placed), np.int64)
    while len(placed):
        cells, number = np.unique(points // size, axis=0, return_inverse=True)
        if len(cells) <= CELLS:
            break
        size *= 2
    order = np.argsort(number, kind="stable")
    groups = np.split(placed[order], np.flatnonzero(np.diff(number[order])) + 1)
    return [rows for rows in (*groups, np.flatnonzero(~seekers.has_point)) if len(rows)]


def _walk(rows: Whole, seekers: Seekers, posts: Posts, kinds: int) -> tuple[Whole, Whole, Whole]:
    """In which order people of one neighbourhood see the posts, with the bounds, and where each kind starts."""
    near = np.full(len(posts.static), max(BY_PLACE), np.int64)
    if seekers.has_point[rows[0]]:
        near = np.where(posts.has_point, _most_near(rows, seekers, posts), near)
    bound = posts.static + near
    order = np.lexsort((-bound, posts.kind))
    return order, bound[order], np.searchsorted(posts.kind[order], np.arange(kinds + 1))


def _most_near(rows: Whole, seekers: Seekers, posts: Posts) -> Whole:
    """The most points for nearness that anybody of the neighbourhood can get at each post."""
    at = [axis[rows] for axis in (seekers.x, seekers.y, seekers.z)]
    middle = [int(axis.mean()) for axis in at]
    around = max(_ways(middle, *at)) + 1
    ways = _ways(middle, posts.x, posts.y, posts.z) - around
    return (NEAR * np.maximum(0, FAR - np.maximum(0, ways)) // FAR).astype(np.int64)


def _ways(middle: list[int], x: Whole, y: Whole, z: Whole) -> Whole:
    squares = (x - middle[0]) ** 2 + (y - middle[1]) ** 2 + (z - middle[2]) ** 2
    return np.sqrt(squares.astype(np.float64)).astype(np.int64)


def _places(places: Sequence[tuple[str, scoring.Point | None]]) -> Places:
    points = np.array([point or (0, 0, 0) for _, point in places], np.int64).reshape(-1, 3)
    return Places(
        np.array([point is not None for _, point in places], np.bool_),
        *(np.ascontiguousarray(points[:, axis]) for axis in range(3)),
        np.array([area != "" for area, _ in places], np.bool_),
        *(_whole(_code(area, length) for area, _ in places) for length in (9, 6, 4)),
    )


def _code(area: str, length: int) -> int:
    return int(area[:length]) if len(area) >= length else -1


def _demands(post: Post, today: date) -> int:
    """What a post asks that somebody may refuse or lack, as bits of ``FLAGS``."""
    hidden = post.recognised_only or (post.everyone_from is not None and today < post.everyone_from)
    return (
        sum(FLAGS[burden] for burden in post.burdens)
        | FLAGS["half" if post.hours <= HALF_DAY else "full"]
        | (0 if post.accepts_disability else FLAGS["not_accepting"])
        | (FLAGS["recognised_only"] if hidden else 0)
        | _sex(post.sex)
    )


def _refuses(seeker: Seeker) -> int:
    """What a person refuses or lacks, as bits of ``FLAGS``."""
    return (
        sum(FLAGS[burden] for burden in seeker.cannot)
        | {"half": FLAGS["full"], "full": FLAGS["half"], "any": 0}[seeker.hours]
        | (FLAGS["not_accepting"] if seeker.needs_acceptance else 0)
        | (0 if seeker.recognised else FLAGS["recognised_only"])
        | {"F": FLAGS["male"], "M": FLAGS["female"]}.get(seeker.sex, 0)
    )


def _sex(sex: str) -> int:
    return {"F": FLAGS["female"], "M": FLAGS["male"]}.get(sex, 0)


def _static(post: Post) -> int:
    """Points that are the same for everybody."""
    return scoring.pay_points(post) + scoring.hours_points(post)


def _numbered(sets: Iterable[frozenset[str]]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(frozenset[str]().union(*sets)))}


def _bits(sets: Sequence[frozenset[str]], numbers: dict[str, int]) -> npt.NDArray[np.uint64]:
    """Each set as bits, so many whole numbers wide as the words need; what has no number is left out."""
    words = max(1, -(-len(numbers) // WORD))
    bits = np.zeros((len(sets), words), np.uint64)
    for row, names in enumerate(sets):
        for name in names:
            if (number := numbers.get(name)) is not None:
                bits[row, number // WORD] |= np.uint64(1 << number % WORD)
    return bits


def _whole(values: Iterable[Any]) -> Whole:
    return np.array(list(values), dtype=np.int64)
