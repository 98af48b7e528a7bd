"""The inner loops of ``columns``, compiled to machine code. Nothing here is called for one person in a chat turn.

Every figure is a whole number, so that the compiled reading gives what the plain one gives, to the last tie. A person
and a post are each one row of whole numbers (``layout``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numpy as np
from numba import njit

from backend.matching.layout import (
    CITY,
    COUNTY,
    DAY,
    FARTHEST,
    GROUPS,
    HAS_POINT,
    NOWHERE,
    P_DEMANDS,
    P_KIND,
    P_OLDEST,
    P_PAY,
    P_SKILLS,
    P_STATIC,
    P_YOUNGEST,
    RINGS,
    S_AGE,
    S_KINDS,
    S_PAY,
    S_REACH,
    S_REFUSES,
    S_SKILLED,
    S_SKILLS,
    STREET,
    W_BOUND,
    W_DEMANDS,
    W_PAY,
    W_POST,
    W_WAY,
    X,
    Y,
    Z,
)
from backend.matching.scoring import (
    BY_PLACE,
    FAR,
    KIND,
    NEAR,
    SAME_COUNTY_WITHIN,
    SAME_STREET_WITHIN,
    SKILL,
    SKILLS,
)

F = TypeVar("F", bound=Callable[..., Any])

NEARNESS: Final = np.array(BY_PLACE, dtype=np.int64)
FROM: Final = np.array(RINGS, dtype=np.int64)
GROUPS_OF_RING: Final = GROUPS // len(RINGS)
BROKEN: Final = -1


def compiled(function: F) -> F:
    """Compiles anew in every process: a cache on disk would not notice that a constant of another module has changed."""
    return cast(F, njit(nogil=True)(function))


@compiled
def near_points(s: Any, i: int, p: Any, j: int) -> Any:
    """Points for nearness, or ``BROKEN`` where the post is farther than the person goes."""
    reach = s[i, S_REACH]
    if s[i, HAS_POINT] and p[j, HAS_POINT]:
        dx, dy, dz = s[i, X] - p[j, X], s[i, Y] - p[j, Y], s[i, Z] - p[j, Z]
        way = np.int64(np.sqrt(np.float64(dx * dx + dy * dy + dz * dz)))
        if reach >= 0 and way > reach:
            return BROKEN
        return NEAR * (FAR - way) // FAR if way < FAR else 0
    near = 0
    if s[i, STREET] >= 0 and s[i, STREET] == p[j, STREET]:
        near = 3
    elif s[i, COUNTY] >= 0 and s[i, COUNTY] == p[j, COUNTY]:
        near = 2
    elif s[i, CITY] >= 0 and s[i, CITY] == p[j, CITY]:
        near = 1
    if reach >= 0 and s[i, CITY] != NOWHERE:
        wanted = 3 if reach <= SAME_STREET_WITHIN else 2 if reach <= SAME_COUNTY_WITHIN else 1
        if s[i, STREET] < 0:
            wanted = min(wanted, 2 if s[i, COUNTY] >= 0 else 1)
        if near < wanted:
            return BROKEN
    return NEARNESS[near]


@compiled
def wish_points(s: Any, i: int, p: Any, j: int) -> Any:
    """Points for kind and skills."""
    shared = 0
    for word in range(p.shape[1] - P_SKILLS):
        left = p[j, P_SKILLS + word] & s[i, S_SKILLS + word]
        while left and shared < SKILLS:
            left &= left - 1
            shared += 1
    return SKILL * shared + KIND * ((s[i, S_KINDS] >> p[j, P_KIND]) & 1)


@compiled
def refused(s: Any, i: int, p: Any, j: int) -> Any:
    """Whether a limit other than distance is broken."""
    if s[i, S_REFUSES] & p[j, P_DEMANDS] or p[j, P_PAY] < s[i, S_PAY]:
        return True
    age = s[i, S_AGE]
    return age >= 0 and (age < p[j, P_YOUNGEST] or age > p[j, P_OLDEST])


@compiled
def best_of_cell(s: Any, rows: Any, p: Any, walk: Any, starts: Any, posts: Any, scores: Any) -> int:
    """Best posts of the people in ``rows``, all of one neighbourhood; gives how many pairs were scored.

    The ``walk`` lists the posts group by group (``layout.GROUPS``), within a group by their bound, falling; a group is left
    as soon as nothing behind can reach the last place.
    """
    scored, kinds = 0, (starts.shape[0] - 1) // GROUPS
    for i in rows:
        for wished in (1, 0):
            for kind in range(kinds):
                if (s[i, S_KINDS] >> kind) & 1 != wished:
                    continue
                for group in range(kind * GROUPS + GROUPS - 1, kind * GROUPS - 1, -1):
                    if 0 <= s[i, S_REACH] < FROM[group % GROUPS // GROUPS_OF_RING]:
                        break
                    more = SKILL * min(group % (SKILLS + 1), s[i, S_SKILLED]) + KIND * wished
                    scored += best_of_group(s, i, p, walk, starts[group], starts[group + 1], more, posts, scores)
    return scored


@compiled
def best_of_group(s: Any, i: int, p: Any, walk: Any, start: int, end: int, more: int, posts: Any, scores: Any) -> int:
    """Best posts of one person among those of one group, where kind and skills earn at most ``more``."""
    scored, last = 0, posts.shape[1] - 1
    reach = s[i, S_REACH] if s[i, S_REACH] >= 0 else FARTHEST
    if start < end and walk[start, W_DEMANDS] & s[i, S_REFUSES] & DAY:
        return 0
    for at in range(start, end):
        bound = walk[at, W_BOUND]
        if bound + more < scores[i, last]:
            break
        if walk[at, W_WAY] > reach or walk[at, W_PAY] < s[i, S_PAY] or walk[at, W_DEMANDS] & s[i, S_REFUSES]:
            continue
        scored += 1
        j = walk[at, W_POST]
        wish = wish_points(s, i, p, j)
        if bound + wish < scores[i, last] or refused(s, i, p, j):
            continue
        near = near_points(s, i, p, j)
        if near >= 0:
            put(posts, scores, i, j, p[j, P_STATIC] + wish + near)
    return scored


@compiled
def put(posts: Any, scores: Any, i: int, j: int, score: int) -> None:
    """Puts a post in its place among a person's best: by score, then by its row, which follows the ids."""
    at = posts.shape[1]
    while at > 0 and (score > scores[i, at - 1] or (score == scores[i, at - 1] and j < posts[i, at - 1])):
        at -= 1
    for behind in range(posts.shape[1] - 1, at, -1):
        posts[i, behind], scores[i, behind] = posts[i, behind - 1], scores[i, behind - 1]
    if at < posts.shape[1]:
        posts[i, at], scores[i, at] = j, score


@compiled
def near_of_pairs(s: Any, p: Any, posts: Any, near: Any) -> None:
    """Points for nearness of every pair found, for its reasons; places without a post stay as they are."""
    for i in range(posts.shape[0]):
        for place in range(posts.shape[1]):
            if posts[i, place] >= 0:
                near[i, place] = near_points(s, i, p, posts[i, place])


@compiled
def scores_of_post(s: Any, p: Any, j: int, scores: Any) -> None:
    """The score of one post for every person, ``BROKEN`` where a hard limit is."""
    for i in range(scores.shape[0]):
        near = BROKEN if refused(s, i, p, j) else near_points(s, i, p, j)
        scores[i] = BROKEN if near < 0 else near + p[j, P_STATIC] + wish_points(s, i, p, j)
