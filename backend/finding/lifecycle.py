"""The life of an invitation as a table: who may move it from where to where. None of its states is a recognition."""

from typing import Literal

from backend.core.lifecycle import Move, allowed_in, target_in

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


HOUSE: tuple[Mover, ...] = ("house",)
BOTH: tuple[Mover, ...] = ("officer", "citizen")
MOVES: tuple[Move[Action, State], ...] = (
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
    return target_in(MOVES, "invitation.illegal_move", state, action, mover)


def allowed(state: str, mover: Mover) -> tuple[Action, ...]:
    """What ``mover`` may do from ``state``."""
    return allowed_in(MOVES, state, mover)
