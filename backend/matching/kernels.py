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
    DAYS,
    FARTHEST,
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
    S_SKILLS,
    STREET,
    W_BOUND,
    W_DEMANDS,
    W_PAY,
    W_POST,
    W_WAY,
    WORD,
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
DAYS_AND_RINGS: Final = len(DAYS) * len(RINGS)
BROKEN: Final = -1


def compiled(function: F) -> F:
    """Compiles anew in every process: a cache on disk would not notice that a constant of another module has changed.

    Loops hold what they call, so that no array is counted as held by one more at every call.
    """
    return cast(F, njit(nogil=True, error_model="numpy", forceinline=True)(function))


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
def best_of_cell(s: Any, rows: Any, p: Any, walk: Any, lists: Any, starts: Any, words: Any, posts: Any, scores: Any) -> int:
    """Best posts of the people in ``rows``, all of one neighbourhood; gives how many pairs were scored.

    The ``walk`` holds the posts by their bound, falling; ``lists`` their places in it, list by list (``layout.DAYS``).
    What a post shares with a person it shares in a list of its own, walked before. So a list is left as soon as
    nothing behind can reach the last place with no more in common than the list itself says.
    """
    scored = 0
    kinds, skills = words
    own = np.empty(skills + 1, np.int64)
    for i in rows:
        known = own_skills(s, i, own)
        own[known] = skills
        for kind in range(kinds + 1):
            if kind < kinds and not (s[i, S_KINDS] >> kind) & 1:
                continue
            for at in range(known + 1):
                more = (KIND if kind < kinds else 0) + (SKILL * min(SKILLS, known) if at < known else 0)
                first = (kind * (skills + 1) + own[at]) * DAYS_AND_RINGS
                scored += best_of_lists(s, i, p, walk, lists, starts, first, more, posts, scores)
    return scored


@compiled
def own_skills(s: Any, i: int, own: Any) -> Any:
    """Writes the numbers of a person's skills and gives how many they are."""
    known = 0
    for word in range(s.shape[1] - S_SKILLS):
        left, number = s[i, S_SKILLS + word], word * WORD
        while left:
            if left & 1:
                own[known] = number
                known += 1
            left >>= 1
            number += 1
    return known


@compiled
def best_of_lists(
    s: Any, i: int, p: Any, walk: Any, lists: Any, starts: Any, first: int, more: int, posts: Any, scores: Any
) -> int:
    """Best posts of one person among both days and all rings of one list, where kind and skills earn at most ``more``."""
    scored, last, refuses, pay = 0, posts.shape[1] - 1, s[i, S_REFUSES], s[i, S_PAY]
    reach = s[i, S_REACH] if s[i, S_REACH] >= 0 else FARTHEST
    for part in range(DAYS_AND_RINGS):
        if DAYS[part // len(RINGS)] & refuses or RINGS[part % len(RINGS)] > reach:
            continue
        for entry in range(starts[first + part], starts[first + part + 1]):
            at = lists[entry]
            bound = walk[at, W_BOUND]
            if bound + more < scores[i, last]:
                break
            if walk[at, W_WAY] > reach or walk[at, W_PAY] < pay or walk[at, W_DEMANDS] & refuses:
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
    """Puts a post in its place among a person's best, once: by score, then by its row, which follows the ids."""
    at = posts.shape[1]
    while at > 0 and (score > scores[i, at - 1] or (score == scores[i, at - 1] and j < posts[i, at - 1])):
        at -= 1
    if at > 0 and posts[i, at - 1] == j:
        return
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
