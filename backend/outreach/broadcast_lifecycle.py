"""The life of a broadcast as a table."""

from typing import Literal, get_args

from backend.core.lifecycle import Move, allowed_in, target_in

State = Literal["draft", "submitted", "approved", "sending", "paused", "done", "cancelled"]
Action = Literal["write", "submit", "approve", "give_back", "send", "pause", "resume", "cancel", "finish"]

STATES: tuple[State, ...] = get_args(State)
ACTIONS: tuple[Action, ...] = get_args(Action)


MOVES: tuple[Move[Action, State], ...] = (
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
    return target_in(MOVES, "broadcast.illegal_move", state, action)


def allowed(state: str) -> tuple[Action, ...]:
    """What may be done from ``state``."""
    return allowed_in(MOVES, state)
