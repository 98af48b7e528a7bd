"""The life of a broadcast as a table."""

from dataclasses import dataclass
from typing import Literal, cast, get_args

from backend.core.problems import Problem

State = Literal["draft", "submitted", "approved", "sending", "paused", "done", "cancelled"]
Action = Literal["write", "submit", "approve", "give_back", "send", "pause", "resume", "cancel", "finish"]

STATES: tuple[State, ...] = get_args(State)
ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True)
class Move:
    """One legal step."""

    action: Action
    source: State
    target: State


MOVES: tuple[Move, ...] = (
    Move("write", "draft", "draft"),
    # Whoever changes what was approved takes it back to the beginning.
    Move("write", "approved", "draft"),
    Move("submit", "draft", "submitted"),
    Move("submit", "approved", "submitted"),
    Move("approve", "submitted", "approved"),
    Move("give_back", "submitted", "draft"),
    Move("send", "draft", "sending"),
    Move("send", "approved", "sending"),
    Move("pause", "sending", "paused"),
    Move("resume", "paused", "sending"),
    Move("finish", "sending", "done"),
    Move("cancel", "draft", "cancelled"),
    Move("cancel", "submitted", "cancelled"),
    Move("cancel", "approved", "cancelled"),
    Move("cancel", "sending", "cancelled"),
    Move("cancel", "paused", "cancelled"),
)


def target_of(state: str, action: Action) -> State:
    """Where ``action`` leads. Raises 409 ``broadcast.illegal_move`` with the state it was tried from."""
    for move in MOVES:
        if (move.action, move.source) == (action, cast(State, state)):
            return move.target
    raise Problem("broadcast.illegal_move", 409, state=state, action=action)


def allowed(state: str) -> tuple[Action, ...]:
    """What may be done from ``state``."""
    return tuple(move.action for move in MOVES if move.source == state)
