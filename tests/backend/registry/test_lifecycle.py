"""Every move that is not in the table is refused, by whomever."""

from itertools import product
from typing import get_args

import pytest

from backend.registry import lifecycle
from backend.registry.lifecycle import MOVES, Action, Mover, State, target_of
from tests.backend.desk import refused

LEGAL = {(move.source, move.action, mover) for move in MOVES for mover in move.movers}
ALL = set(product(get_args(State), get_args(Action), get_args(Mover)))


def test_the_table_says_what_it_should() -> None:
    assert {(move.source, move.action, move.target) for move in MOVES} == {
        ("active", "propose", "leaving"),
        ("leaving", "exit", "exited"),
        ("leaving", "lapse", "active"),
        ("leaving", "keep", "active"),
        ("leaving", "overtake", "leaving"),
        ("active", "annul", "exited"),
    }
    assert {move.movers for move in MOVES if move.action != "propose"} == {("officer",)}


def test_a_check_and_a_person_may_propose_and_never_decide() -> None:
    for mover in ("check", "person"):
        assert [move.action for move in MOVES if mover in move.movers] == ["propose"]


@pytest.mark.parametrize(("state", "action", "mover"), sorted(ALL - LEGAL))
def test_every_other_move_is_refused(state: State, action: Action, mover: Mover) -> None:
    with refused("register.illegal_move", 409):
        target_of(state, action, mover)


def test_nothing_leads_out_of_an_exit() -> None:
    assert not [move for move in MOVES if move.source == "exited"]
    assert set(lifecycle.STANDING) == {"active", "leaving"}
