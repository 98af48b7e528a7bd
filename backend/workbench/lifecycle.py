"""The life of a version as a table: who may move it from where to where."""

from dataclasses import dataclass
from typing import Literal, cast

from backend.core.problems import Problem

State = Literal["draft", "approved", "published", "withdrawn"]
Action = Literal["write", "set_day", "check", "approve", "publish", "withdraw"]


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
    Move("set_day", "draft", "draft"),
    Move("set_day", "approved", "draft"),
    Move("check", "draft", "draft"),
    Move("approve", "draft", "approved"),
    Move("publish", "approved", "published"),
    Move("withdraw", "draft", "withdrawn"),
    Move("withdraw", "approved", "withdrawn"),
    Move("withdraw", "published", "withdrawn"),
)


def target_of(state: str, action: Action) -> State:
    """Where ``action`` leads. Raises 409 ``policy.illegal_move`` with the state it was tried from."""
    for move in MOVES:
        if (move.action, move.source) == (action, state):
            return move.target
    raise Problem("policy.illegal_move", 409, state=state, action=action)


def allowed(state: str) -> tuple[Action, ...]:
    """What may be done from ``state``, each once."""
    return tuple(dict.fromkeys(move.action for move in MOVES if move.source == cast(State, state)))
