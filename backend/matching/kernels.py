"""The inner loops of ``columns``, compiled to machine code. Nothing here is called for one person in a chat turn.

Every figure is a whole number, so that the compiled reading gives what the plain one gives, to the last tie.
A seeker's and a post's row are tuples of columns; see ``columns`` for what each holds.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numba import njit

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

NEARNESS: Final = np.array(BY_PLACE, dtype=np.int64)
BROKEN: Final = -1
compiled = njit(cache=True, nogil=True)


@compiled  # type: ignore[untyped-decorator]
def near_points(s: Any, i: int, p: Any, j: int) -> int:
    """Points for nearness, or ``BROKEN`` where the post is farther than the seeker goes."""
    reach = s.reach[i]
    if s.has_point[i] and p.has_point[j]:
        dx, dy, dz = s.x[i] - p.x[j], s.y[i] - p.y[j], s.z[i] - p.z[j]
        way = int(np.sqrt(float(dx * dx + dy * dy + dz * dz)))
        if reach >= 0 and way > reach:
            return BROKEN
        return NEAR * max(0, FAR - way) // FAR
    near = 0
    if s.street[i] >= 0 and s.street[i] == p.street[j]:
        near = 3
    elif s.county[i] >= 0 and s.county[i] == p.county[j]:
        near = 2
    elif s.city[i] >= 0 and s.city[i] == p.city[j]:
        near = 1
    if reach >= 0 and s.placed[i]:
        wanted = 3 if reach <= SAME_STREET_WITHIN else 2 if reach <= SAME_COUNTY_WITHIN else 1
        if near < wanted:
            return BROKEN
    return int(NEARNESS[near])


@compiled  # type: ignore[untyped-decorator]
def score_of(s: Any, i: int, p: Any, j: int) -> int:
    """The whole score of a pair, or ``BROKEN`` where a hard limit is."""
    if s.refuses[i] & p.demands[j] or p.pay_max[j] < s.pay[i]:
        return BROKEN
    age = s.age[i]
    if age >= 0 and (age < p.age_min[j] or age > p.age_max[j]):
        return BROKEN
    near = near_points(s, i, p, j)
    if near < 0:
        return BROKEN
    shared = 0
    for word in range(p.skills.shape[1]):
        left = p.skills[j, word] & s.skills[i, word]
        while left and shared < SKILLS:
            left &= left - np.uint64(1)
            shared += 1
    kind = KIND if (s.kinds[i] >> p.kind[j]) & 1 else 0
    return int(p.static[j] + near + SKILL * shared + kind)


@compiled  # type: ignore[untyped-decorator]
def best_of_cell(
    s: Any, rows: Any, p: Any, order: Any, bound: Any, starts: Any, posts: Any, scores: Any
) -> int:
    """Top posts of the seekers in ``rows``, all of one cell; gives how many pairs were looked at.

    ``order`` are the posts kind by kind (``starts``), within a kind by ``bound`` falling: the most a seeker of this cell
    can get without kind and skills. A list is left as soon as nothing behind can reach the last place.
    """
    looked, top = 0, posts.shape[1]
    for i in rows:
        skills = SKILL * min(SKILLS, s.skilled[i])
        for wished in (True, False):
            for kind in range(starts.shape[0] - 1):
                if ((s.kinds[i] >> kind) & 1 == 1) != wished:
                    continue
                more = skills + (KIND if wished else 0)
                for place in range(starts[kind], starts[kind + 1]):
                    if bound[place] + more < scores[i, top - 1]:
                        break
                    j = order[place]
                    looked += 1
                    score = score_of(s, i, p, j)
                    if score >= 0:
                        put(posts[i], scores[i], j, score)
    return looked


@compiled  # type: ignore[untyped-decorator]
def put(posts: Any, scores: Any, j: int, score: int) -> None:
    """Puts a post in its place among the best: by score, then by its number, which follows the ids."""
    at = posts.shape[0]
    while at > 0 and (score > scores[at - 1] or (score == scores[at - 1] and j < posts[at - 1])):
        at -= 1
    for behind in range(posts.shape[0] - 1, at, -1):
        posts[behind], scores[behind] = posts[behind - 1], scores[behind - 1]
    if at < posts.shape[0]:
        posts[at], scores[at] = j, score


@compiled  # type: ignore[untyped-decorator]
def near_of_pairs(s: Any, p: Any, posts: Any, near: Any) -> None:
    """Points for nearness of every pair found, for its reasons; places without a post stay as they are."""
    for i in range(posts.shape[0]):
        for place in range(posts.shape[1]):
            if posts[i, place] >= 0:
                near[i, place] = near_points(s, i, p, posts[i, place])


@compiled  # type: ignore[untyped-decorator]
def scores_of_post(s: Any, p: Any, j: int, scores: Any) -> None:
    """The score of one post for every seeker, ``BROKEN`` where a hard limit is."""
    for i in range(scores.shape[0]):
        scores[i] = score_of(s, i, p, j)
