"""The life of a task of an event as a table."""

from typing import Literal, get_args

from backend.core.lifecycle import Move, target_in

State = Literal["open", "unreached", "helped", "no_need"]
Action = Literal["not_reached", "help", "no_need"]

STATES: tuple[State, ...] = get_args(State)
WAITING: tuple[State, ...] = ("open", "unreached")
"""Somebody still has to see to it."""


MOVES: tuple[Move[Action, State], ...] = (
    Move("not_reached", "open", "unreached"),
    Move("not_reached", "unreached", "unreached"),
    Move("help", "open", "helped"),
    Move("help", "unreached", "helped"),
    Move("no_need", "open", "no_need"),
    Move("no_need", "unreached", "no_need"),
)


def target_of(state: str, action: str) -> State:
    """Where ``action`` leads. Raises 409 ``emergency.illegal_move`` with the state it was tried from."""
    return target_in(MOVES, "emergency.illegal_move", state, action)
