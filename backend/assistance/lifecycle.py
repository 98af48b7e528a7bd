"""The life of a hotline ticket as a table: who has it is followed up until somebody closes it."""

from typing import Literal

from backend.core.lifecycle import Move, target_in
from backend.core.sentences import N_

State = Literal["open", "taken", "closed"]
Action = Literal["take", "release", "hand_on", "note", "close", "reopen"]

STATES: dict[State, str] = {"open": N_("待接手"), "taken": N_("跟踪中"), "closed": N_("已办结")}


MOVES: tuple[Move[Action, State], ...] = (
    Move("take", "open", "taken"),
    Move("release", "taken", "open"),
    Move("hand_on", "open", "open"),
    Move("hand_on", "taken", "open"),
    Move("note", "taken", "taken"),
    Move("close", "taken", "closed"),
    Move("reopen", "closed", "taken"),
)


def target_of(state: str, action: Action) -> State:
    """Where ``action`` leads. Raises 409 ``ticket.illegal_move`` with the state it was tried from."""
    return target_in(MOVES, "ticket.illegal_move", state, action)
