"""The life of a register entry as a table: who may move it from where to where (第三条).

``leaving`` is an entry whose exit is proposed: it still stands, and every right with it, until the decision.
"""

from typing import Literal

from backend.core.lifecycle import Move, target_in

State = Literal["active", "leaving", "exited"]
Action = Literal["propose", "exit", "lapse", "keep", "overtake", "annul"]
Mover = Literal["officer", "check", "person"]

STATES: tuple[State, ...] = ("active", "leaving", "exited")
STANDING: tuple[State, ...] = ("active", "leaving")


MOVES: tuple[Move[Action, State], ...] = (
    Move("propose", "active", "leaving", ("officer", "check", "person")),
    Move("exit", "leaving", "exited", ("officer",)),
    # One of several bases ends, the entry stands on the others (reading X22).
    Move("lapse", "leaving", "active", ("officer",)),
    Move("keep", "leaving", "active", ("officer",)),
    # A death takes the place of the exit that is proposed (reading X21).
    Move("overtake", "leaving", "leaving", ("officer",)),
    # Only an automatic recognition, after an objection: it should never have been.
    Move("annul", "active", "exited", ("officer",)),
)


def target_of(state: State, action: Action, mover: Mover) -> State:
    """Where ``action`` leads. Raises ``register.illegal_move`` with the state it was tried from."""
    return target_in(MOVES, "register.illegal_move", state, action, mover)
