"""The life of an invitation as a table: who may move it from where to where. None of its states is a recognition."""

from dataclasses import dataclass
from typing import Literal

from backend.core.problems import Problem

State = Literal[
    "found", "left_out", "invited", "opened", "applied", "recognised", "not_interested", "unreachable", "lapsed"
]
Action = Literal["invite", "leave_out", "open", "decline", "not_reached", "apply", "recognise", "lapse"]
Mover = Literal["house", "officer", "citizen"]

STATES: tuple[State, ...] = (
    "found",
    "invited",
    "opened",
    "applied",
    "recognised",
    "not_interested",
    "unreachable",
    "lapsed",
    "left_out",
)
OUT: tuple[State, ...] = ("invited", "opened", "unreachable")
"""Invited, and nothing has come of it yet."""


@dataclass(frozen=True)
class Move:
    """One legal step."""

    action: Action
    source: State
    target: State
    movers: tuple[Mover, ...]


HOUSE: tuple[Mover, ...] = ("house",)
BOTH: tuple[Mover, ...] = ("officer", "citizen")
MOVES: tuple[Move, ...] = (
    Move("invite", "found", "invited", HOUSE),
    Move("leave_out", "found", "left_out", HOUSE),
    Move("open", "invited", "opened", ("citizen",)),
    Move("open", "unreachable", "opened", ("citizen",)),
    Move("decline", "invited", "not_interested", BOTH),
    Move("decline", "opened", "not_interested", BOTH),
    Move("decline", "unreachable", "not_interested", ("citizen",)),
    Move("not_reached", "invited", "unreachable", ("officer",)),
    # Whoever applies has changed her mind, whatever was noted before.
    Move("apply", "found", "left_out", HOUSE),
    Move("apply", "invited", "applied", HOUSE),
    Move("apply", "opened", "applied", HOUSE),
    Move("apply", "not_interested", "applied", HOUSE),
    Move("apply", "unreachable", "applied", HOUSE),
    Move("apply", "lapsed", "applied", HOUSE),
    Move("recognise", "applied", "recognised", HOUSE),
    Move("lapse", "invited", "lapsed", HOUSE),
    Move("lapse", "opened", "lapsed", HOUSE),
    Move("lapse", "unreachable", "lapsed", HOUSE),
)


def target_of(state: str, action: Action, mover: Mover) -> State:
    """Where ``action`` leads. Raises 409 ``invitation.illegal_move`` with the state it was tried from."""
    for move in MOVES:
        if (move.action, move.source) == (action, state) and mover in move.movers:
            return move.target
    raise Problem("invitation.illegal_move", 409, state=state, action=action)


def allowed(state: str, mover: Mover) -> tuple[Action, ...]:
    """What ``mover`` may do from ``state``."""
    return tuple(move.action for move in MOVES if move.source == state and mover in move.movers)
