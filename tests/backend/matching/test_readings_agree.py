"""The fast reading of fits gives what the plain one gives: same posts, same order, same points."""

from dataclasses import replace
from random import Random

import pytest

from backend.matching import columns, scoring
from backend.matching.rows import Board, Crowd
from tests.backend.matching.made_up import SKILLS, TODAY, posts, seekers


@pytest.mark.parametrize("seed", range(6))
def test_everybody_gets_the_same_posts_in_both_readings(seed: int) -> None:
    random = Random(seed)
    people, offered = seekers(random, 150), posts(random, random.choice((3, 60, 300)))
    matches = columns.best_posts(Crowd.of(people, Board.of(offered, TODAY)))
    for row, seeker in enumerate(matches.crowd.seekers):
        plain = scoring.best_posts(seeker, offered, TODAY)
        assert matches.fits(row) == plain
        found = [score for score in matches.scores[row] if score >= 0]
        assert found == [fit.score for fit in plain]
        near = [part.points for fit in plain for part in fit.parts if part.reason == "distance"]
        assert list(matches.near[row][: len(plain)]) == near


@pytest.mark.parametrize("seed", range(6, 9))
def test_every_post_finds_the_same_people_in_both_readings(seed: int) -> None:
    random = Random(seed)
    people, offered = seekers(random, 300), posts(random, 30)
    board = Board.of(offered, TODAY)
    crowd = Crowd.of(people, board)
    for number, post in enumerate(board.posts):
        assert columns.best_people(crowd, number, 7) == scoring.best_people(post, people, TODAY, 7)


def test_more_skills_than_one_number_holds() -> None:
    names = [f"skill-{number:03}" for number in range(150)]
    random = Random(11)
    offered = [replace(post, skills=frozenset(random.sample(names, 5))) for post in posts(random, 50)]
    people = [replace(one, skills=frozenset(random.sample(names, 60))) for one in seekers(random, 40)]
    matches = columns.best_posts(Crowd.of(people, Board.of(offered, TODAY)))
    for row, seeker in enumerate(matches.crowd.seekers):
        assert matches.fits(row) == scoring.best_posts(seeker, offered, TODAY)


def test_nobody_and_nothing() -> None:
    random = Random(3)
    board = Board.of([], TODAY)
    assert columns.best_posts(Crowd.of(seekers(random, 3), board)).fits(0) == []
    board = Board.of(posts(random, 3), TODAY)
    assert columns.best_posts(Crowd.of([], board)).posts.shape == (0, 5)


def test_most_pairs_are_never_scored() -> None:
    random = Random(5)
    people, offered = seekers(random, 400), posts(random, 2_000)
    matches = columns.best_posts(Crowd.of(people, Board.of(offered, TODAY)))
    assert matches.scored < len(people) * len(offered) / 30


def test_too_many_kinds_of_work_are_refused() -> None:
    offered = [replace(posts(Random(1), 1)[0], until=TODAY, kind=name) for name in (*SKILLS, *map(str, range(40)))]
    with pytest.raises(ValueError, match="63"):
        Board.of(offered, TODAY)
