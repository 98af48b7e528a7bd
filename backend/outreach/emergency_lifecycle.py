"""The life of a task of an event as a table."""

from dataclasses import dataclass
from typing import Literal, cast, get_args

from backend.core.problems import Problem

State = Literal["open", "unreached", "helped", "no_need"]
Action = Literal["not_reached", "help", "no_need"]

STATES: tuple[State, ...] = get_args(State)
WAITING: tuple[State, ...] = ("open", "unreached")
"""Somebody still has to see to it."""


@dataclass(frozen=True)
class Move:
    """One legal step."""

    action: Action
    source: State
    target: State


MOVES: tuple[Move, ...] = (
    Move("not_reached", "open", "unreached"),
    Move("not_reached", "unreached", "unreached"),
    Move("help", "open", "helped"),
    Move("help", "unreached", "helped"),
    Move("no_need", "open", "no_need"),
    Move("no_need", "unreached", "no_need"),
)


def target_of(state: str, action: str) -> State:
    """Where ``action`` leads. Raises 409 ``emergency.illegal_move`` with the state it was tried from."""
    for move in MOVES:
        if (move.action, move.source) == (action, cast(State, state)):
            return move.target
    raise Problem("emergency.illegal_move", 409, state=state, action=action)
