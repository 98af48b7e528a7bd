"""Many people and many posts at once: the same fits as ``scoring``, found without looking at most pairs.

People of one neighbourhood see the posts in one order: by the most points anybody there can get for pay, hours and
nearness. The posts stand in that order in lists: of each kind and skill together, of each kind, of each skill, and of
everything. A person walks the lists of her kinds and skills first, and leaves a list where what it promises cannot
reach her fifth place; so the long lists are left after a few posts. The loops are compiled (``kernels``); two threads
share the neighbourhoods.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np

from backend.matching import scoring
from backend.matching.layout import (
    CITY,
    COUNTY,
    HAS_POINT,
    P_DEMANDS,
    P_PAY,
    P_STATIC,
    RINGS,
    STREET,
    X,
    Z,
)
from backend.matching.rows import Board, Crowd, Whole
from backend.matching.scoring import BY_PLACE, FAR, NEAR, TOP, Fit

CELL: Final = 4_000
"""Metres of a neighbourhood; more where there would be more than ``CELLS`` of them."""
CELLS: Final = 128
THREADS: Final = 2


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
    columns, board = crowd.columns, crowd.board

    def cell(rows: Whole) -> int:
        walk, lists, starts = _walk(rows, columns, board)
        words = len(board.kinds), len(board.skills)
        return int(kernels.best_of_cell(columns, rows, board.columns, walk, lists, starts, words, posts, scores))

    scored = sum(_shared_out(cell, _cells(columns)))
    near = np.zeros(shape, np.int64)
    kernels.near_of_pairs(columns, board.columns, posts, near)
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
    """The rows of each neighbourhood; people without a point are neighbours where their area is the same."""
    placed, unplaced = np.flatnonzero(seekers[:, HAS_POINT]), np.flatnonzero(seekers[:, HAS_POINT] == 0)
    points = seekers[placed, X : Z + 1]
    size, number = CELL, _numbers(points // CELL)
    while number.max(initial=0) >= CELLS:
        size *= 2
        number = _numbers(points // size)
    return [*_apart(placed, number), *_apart(unplaced, _numbers(seekers[unplaced, STREET : CITY + 1]))]


def _numbers(rows: Whole) -> Whole:
    """A number for every row, the same where rows are the same."""
    first = np.lexsort(rows.T)
    number = np.empty(len(rows), np.int64)
    number[first] = np.cumsum((rows[first] != rows[np.roll(first, 1)]).any(axis=1)) - 1
    return number


def _apart(rows: Whole, number: Whole) -> list[Whole]:
    order = np.argsort(number, kind="stable")
    return [part for part in np.split(rows[order], np.flatnonzero(np.diff(number[order])) + 1) if len(part)]


def _walk(rows: Whole, seekers: Whole, board: Board) -> tuple[Whole, Whole, Whole]:
    """The posts in the order people of one neighbourhood see them, and for each list their places in it and its start."""
    posts, one = board.columns, seekers[rows[0]]
    if one[HAS_POINT]:
        way = np.where(posts[:, HAS_POINT], _fewest_metres(seekers[rows], posts), 0)
        near = np.where(posts[:, HAS_POINT], NEAR * np.maximum(0, FAR - way) // FAR, max(BY_PLACE))
    else:
        way = np.zeros(len(posts), np.int64)
        same = [(posts[:, part] == one[part]) & (one[part] >= 0) for part in (STREET, COUNTY, CITY)]
        near = np.select(same, BY_PLACE[:0:-1], BY_PLACE[0])
    bound = posts[:, P_STATIC] + near
    order = np.argsort(-bound)
    columns = (bound, way, posts[:, P_DEMANDS], posts[:, P_PAY], np.arange(len(posts)))
    ring = np.searchsorted(RINGS, way, side="right") - 1
    return np.stack([column[order] for column in columns], axis=1), *_in_lists(board, order, ring)


def _in_lists(board: Board, order: Whole, ring: Whole) -> tuple[Whole, Whole]:
    """For each list the places of its posts in the order, rising, and where each list starts."""
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    number, post = board.listed
    # One whole number holds list and place: sorting bare numbers is many times faster than sorting by two columns.
    wide = max(1, len(order))
    entries = np.sort((number * len(RINGS) + ring[post]) * wide + place[post])
    return entries % wide, np.searchsorted(entries, np.arange(board.lists + 1) * wide)


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
