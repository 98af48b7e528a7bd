"""The life of a mandate is its table, and nothing beside it."""

from itertools import product
from typing import get_args

import pytest

from backend.people import mandate_lifecycle as lifecycle
from backend.people.mandate_lifecycle import Action, Mover, State
from tests.backend.desk import refused

STATES: tuple[State, ...] = get_args(State)
ACTIONS: tuple[Action, ...] = get_args(Action)
MOVERS: tuple[Mover, ...] = get_args(Mover)
LEGAL = {
    ("requested", "give", "principal"): "given",
    ("requested", "give", "helper"): "given",
    ("requested", "refuse", "principal"): "refused",
    ("requested", "end", "principal"): "ended",
    ("requested", "end", "helper"): "ended",
    ("given", "end", "principal"): "ended",
    ("given", "end", "helper"): "ended",
    ("requested", "expire", "house"): "expired",
    ("given", "expire", "house"): "expired",
}
TRIED = [*product(STATES, ACTIONS, MOVERS)]


@pytest.mark.parametrize(("state", "action", "mover"), [one for one in TRIED if one in LEGAL])
def test_legal_moves_lead_where_the_table_says(state: State, action: Action, mover: Mover) -> None:
    assert lifecycle.target_of(state, action, mover) == LEGAL[state, action, mover]
    assert action in lifecycle.allowed(state, mover)


@pytest.mark.parametrize(("state", "action", "mover"), [one for one in TRIED if one not in LEGAL])
def test_every_other_move_is_refused(state: State, action: Action, mover: Mover) -> None:
    with refused("mandate.illegal_move", 409):
        lifecycle.target_of(state, action, mover)
    assert action not in lifecycle.allowed(state, mover)


@pytest.mark.parametrize("state", [one for one in STATES if one not in lifecycle.IN_FORCE])
def test_what_is_over_stays_over(state: State) -> None:
    assert [action for mover in MOVERS for action in lifecycle.allowed(state, mover)] == []
