"""The life of a version as a table: who may move it from where to where."""

from typing import Literal

from backend.core.lifecycle import Move, allowed_in, target_in

State = Literal["draft", "approved", "published", "withdrawn"]
Action = Literal["write", "set_day", "check", "approve", "publish", "withdraw"]


MOVES: tuple[Move[Action, State], ...] = (
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
    return target_in(MOVES, "policy.illegal_move", state, action)


def allowed(state: str) -> tuple[Action, ...]:
    """What may be done from ``state``, each once."""
    return allowed_in(MOVES, state)
