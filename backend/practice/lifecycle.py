"""The life of a question as a table."""

from typing import Literal, get_args

from backend.core.lifecycle import Move, target_in

State = Literal["asked", "answered", "withdrawn"]
Action = Literal["answer", "amend", "read", "withdraw"]

STATES: tuple[State, ...] = get_args(State)
ACTIONS: tuple[Action, ...] = get_args(Action)

MOVES: tuple[Move[Action, State], ...] = (
    Move("answer", "asked", "answered"),
    Move("amend", "answered", "answered"),
    Move("read", "answered", "answered"),
    Move("withdraw", "asked", "withdrawn"),
)


def target_of(state: str, action: Action) -> State:
    """Where ``action`` leads. Raises 409 ``practice.illegal_move`` with the state it was tried from."""
    return target_in(MOVES, "practice.illegal_move", state, action)
