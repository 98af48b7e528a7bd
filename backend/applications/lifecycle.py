"""The life of an application as a table: who may move it from where to where.

Stages come from the pack; the last stage's endorsement is the recognition (第二条第三款).
"""

from typing import Literal

from backend.core.lifecycle import Move, allowed_in, target_in

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


CITIZEN: tuple[Mover, ...] = ("citizen",)
OFFICER: tuple[Mover, ...] = ("officer",)
MOVES: tuple[Move[Action, State], ...] = (
    Move("submit", "draft", "submitted", CITIZEN),
    Move("take_up", "submitted", "in_review", OFFICER),
    Move("release", "in_review", "submitted", OFFICER),
    Move("return", "in_review", "awaiting_correction", OFFICER),
    # A corrected case keeps its stage and its place in the queue: it goes back to review, not to the end.
    Move("supply", "awaiting_correction", "in_review", CITIZEN),
    # Whoever asked for the corrections has left: the office takes it up anew.
    Move("supply_to_the_office", "awaiting_correction", "submitted", CITIZEN),
    # A day for corrections that passes closes nothing: an officer gives more time, or goes on with what is there.
    Move("extend", "awaiting_correction", "awaiting_correction", OFFICER),
    Move("resume", "awaiting_correction", "in_review", OFFICER),
    # Endorsed before the last stage: it waits for the next office.
    Move("endorse", "in_review", "submitted", OFFICER),
    # A later review gives it back to the one before, never the first one.
    Move("send_back", "in_review", "submitted", OFFICER),
    Move("recognise", "in_review", "recognised", OFFICER),
    Move("decline", "in_review", "declined", OFFICER),
    # Within minutes, as long as no officer has it: see taking_back.
    Move("take_back", "submitted", "draft", CITIZEN),
    Move("withdraw", "draft", "withdrawn", CITIZEN),
    Move("withdraw", "submitted", "withdrawn", CITIZEN),
    Move("withdraw", "in_review", "withdrawn", CITIZEN),
    Move("withdraw", "awaiting_correction", "withdrawn", CITIZEN),
)


def target_of(state: State, action: Action, mover: Mover) -> State:
    """Where ``action`` leads. Raises ``application.illegal_move`` with the state it was tried from."""
    return target_in(MOVES, "application.illegal_move", state, action, mover)


def allowed(state: State, mover: Mover) -> tuple[Action, ...]:
    """What ``mover`` may do from ``state``."""
    return allowed_in(MOVES, state, mover)
