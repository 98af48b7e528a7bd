"""The life of an application as a table: who may move it from where to where.

Stages come from the pack; the last stage's endorsement is the recognition (第二条第三款).
"""

from dataclasses import dataclass
from typing import Literal

from backend.core.problems import Problem

State = Literal[
    "draft", "submitted", "in_review", "awaiting_correction", "recognised", "declined", "withdrawn"
]
Action = Literal[
    "submit",
    "take_up",
    "release",
    "return",
    "supply",
    "supply_to_the_office",
    "extend",
    "resume",
    "endorse",
    "send_back",
    "recognise",
    "decline",
    "withdraw",
    "take_back",
]
Mover = Literal["citizen", "officer"]

OPEN: tuple[State, ...] = ("draft", "submitted", "in_review", "awaiting_correction")
WITH_AN_OFFICE: tuple[State, ...] = ("submitted", "in_review", "awaiting_correction")
ENDED: tuple[State, ...] = ("recognised", "declined", "withdrawn")


@dataclass(frozen=True)
class Move:
    """One legal step."""

    action: Action
    source: State
    target: State
    mover: Mover


MOVES: tuple[Move, ...] = (
    Move("submit", "draft", "submitted", "citizen"),
    Move("take_up", "submitted", "in_review", "officer"),
    Move("release", "in_review", "submitted", "officer"),
    Move("return", "in_review", "awaiting_correction", "officer"),
    # A corrected case keeps its stage and its place in the queue: it goes back to review, not to the end.
    Move("supply", "awaiting_correction", "in_review", "citizen"),
    # Whoever asked for the corrections has left: the office takes it up anew.
    Move("supply_to_the_office", "awaiting_correction", "submitted", "citizen"),
    # A day for corrections that passes closes nothing: an officer gives more time, or goes on with what is there.
    Move("extend", "awaiting_correction", "awaiting_correction", "officer"),
    Move("resume", "awaiting_correction", "in_review", "officer"),
    # Endorsed before the last stage: it waits for the next office.
    Move("endorse", "in_review", "submitted", "officer"),
    # A later review gives it back to the one before, never the first one.
    Move("send_back", "in_review", "submitted", "officer"),
    Move("recognise", "in_review", "recognised", "officer"),
    Move("decline", "in_review", "declined", "officer"),
    # Within minutes, as long as no officer has it: see taking_back.
    Move("take_back", "submitted", "draft", "citizen"),
    Move("withdraw", "draft", "withdrawn", "citizen"),
    Move("withdraw", "submitted", "withdrawn", "citizen"),
    Move("withdraw", "in_review", "withdrawn", "citizen"),
    Move("withdraw", "awaiting_correction", "withdrawn", "citizen"),
)


def target_of(state: State, action: Action, mover: Mover) -> State:
    """Where ``action`` leads. Raises ``application.illegal_move`` with the state it was tried from."""
    for move in MOVES:
        if (move.action, move.source, move.mover) == (action, state, mover):
            return move.target
    raise Problem("application.illegal_move", 409, state=state, action=action)


def allowed(state: State, mover: Mover) -> tuple[Action, ...]:
    """What ``mover`` may do from ``state``."""
    return tuple(move.action for move in MOVES if move.source == state and move.mover == mover)
