"""Golden cases of the plain scorer: limits first, then points that can be told, then an order that never wavers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from backend.matching.scoring import (
    Post,
    Seeker,
    best_people,
    best_posts,
    fit,
    limits,
    metres,
    monthly,
    point_of,
)
from tests.backend.matching.made_up import TODAY

POST = Post(
    id="p1", until=TODAY, kind="kitchen", hours=20, pay_min=160_000, pay_max=180_000, area="360502001",
    point=point_of(27.80, 114.94), skills=frozenset({"cooking"}),
)  # fmt: skip
SEEKER = Seeker(
    id="s1", area="360502001", point=point_of(27.82, 114.95), hours="half", kinds=frozenset({"kitchen"}),
    skills=frozenset({"cooking"}),
)  # fmt: skip


def test_every_part_is_told() -> None:
    found = fit(SEEKER, POST, TODAY)
    assert found is not None
    assert [(part.reason, part.points, part.value) for part in found.parts] == [
        ("kind", 300, 0),
        ("distance", 275, 2431),
        ("skills", 60, 0),
        ("pay", 24, 160_000),
        ("hours", 100, 20),
    ]
    assert found.score == 759


@pytest.mark.parametrize(
    ("limit", "seeker", "post"),
    [
        ("over", {}, {"until": TODAY - timedelta(days=1)}),
        ("not_yet", {}, {"everyone_from": TODAY + timedelta(days=1)}),
        ("burden", {"cannot": frozenset({"heavy"})}, {"burdens": frozenset({"heavy", "night"})}),
        ("disability", {"needs_acceptance": True}, {}),
        ("sex", {"sex": "M"}, {"sex": "F"}),
        ("age", {"age": 39}, {"age_min": 40}),
        ("hours", {}, {"hours": 40}),
        ("pay", {"pay": 180_001}, {}),
        ("distance", {"reach": 2430}, {}),
        ("distance", {"reach": 3000, "point": None}, {"area": "360502002"}),
    ],
)
def test_a_broken_limit_ends_it(limit: str, seeker: dict[str, Any], post: dict[str, Any]) -> None:
    assert limits(SEEKER, POST, TODAY) == ()
    broken = replace(SEEKER, **seeker), replace(POST, **post)
    assert limits(*broken, TODAY) == (limit,)
    assert fit(*broken, TODAY) is None


def test_what_is_not_known_breaks_nothing() -> None:
    ruled = replace(POST, sex="F", age_min=40, age_max=50, point=None)
    assert fit(Seeker(id="s", reach=1000), ruled, TODAY) is not None


def test_xy_79_half_days_wished_never_give_a_whole_day() -> None:
    full = replace(POST, id="p0", hours=40, pay_min=700_000, pay_max=900_000)
    assert [one.post.id for one in best_posts(SEEKER, [full, POST], TODAY)] == ["p1"]


def test_xy_81_recognised_first_at_the_same_score() -> None:
    people = [replace(SEEKER, id="a"), replace(SEEKER, id="b", recognised=True), replace(SEEKER, id="c", kinds=frozenset())]
    assert [one.seeker.id for one in best_people(POST, people, TODAY)] == ["b", "a", "c"]


def test_neither_sex_nor_age_moves_anybody() -> None:
    ways = [replace(SEEKER, sex=sex, age=age) for sex in ("", "F", "M") for age in (None, 20, 59)]
    assert len({found.score for one in ways if (found := fit(one, POST, TODAY))}) == 1


def test_ties_are_broken_by_the_id() -> None:
    posts = [replace(POST, id=id) for id in ("z", "a", "m")]
    assert [one.post.id for one in best_posts(SEEKER, posts, TODAY)] == ["a", "m", "z"]


def test_hourly_pay_counts_as_a_month() -> None:
    assert monthly(1_800, "hour", 20) == 156_000
    assert monthly(300_000, "month", 20) == 300_000


def test_metres_are_right_anywhere() -> None:
    assert metres(point_of(27.0, 114.0), point_of(28.0, 114.0)) == pytest.approx(111_195, abs=5)
