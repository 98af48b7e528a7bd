"""People and posts as rows of whole numbers (``layout`` names the columns), from which the fast reading reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from backend.matching import scoring
from backend.matching.layout import DAYS, FULL, HALF, NOWHERE, P_SKILLS, RINGS, S_SKILLS, WORD
from backend.matching.scoring import HALF_DAY, Point, Post, Seeker

Whole = npt.NDArray[np.int64]

BURDENS: Final = ("heavy", "medium", "standing", "night", "outdoor")
FLAGS: Final = {name: 1 << bit for bit, name in enumerate(BURDENS)} | {
    "half": HALF,
    "full": FULL,
    "not_accepting": 1 << 7,
    "not_yet": 1 << 8,
    "female": 1 << 9,
    "male": 1 << 10,
}


@dataclass(frozen=True)
class Board:
    """The posts on offer on a day, in the order of their ids, with the words their columns are made of."""

    posts: tuple[Post, ...]
    today: date
    kinds: dict[str, int]
    skills: dict[str, int]
    columns: Whole
    """One row a post; the columns are named in ``layout``."""
    listed: Whole
    """One column an entry of a list: which list, without its ring, and which post."""

    @property
    def lists(self) -> int:
        """How many lists there are (``layout.DAYS`` says how they are numbered)."""
        return (len(self.kinds) + 1) * (len(self.skills) + 1) * len(DAYS) * len(RINGS)

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
        listed = [(number, at) for at, post in enumerate(offered) for number in _lists(post, kinds, skills)]
        return cls(offered, today, kinds, skills, _whole(rows, P_SKILLS + 1), _whole(listed, 2).T.copy())


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
                *_bits(one.skills, board.skills),
            )
            for one in people
        ]
        return cls(people, board, _whole(rows, S_SKILLS + 1))


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


def _lists(post: Post, kinds: dict[str, int], skills: dict[str, int]) -> Iterator[int]:
    """The lists a post stands in, without their ring."""
    half = post.hours <= HALF_DAY
    for kind in (kinds[post.kind], len(kinds)):
        for skill in (*(skills[name] for name in post.skills), len(skills)):
            yield (kind * (len(skills) + 1) + skill) * len(DAYS) + half


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
