"""The lives of an activity and of a place in it, as tables: who may move it from where to where."""

from dataclasses import dataclass
from typing import Literal

from backend.core.problems import Problem

State = Literal["announced", "closed", "called_off"]
Action = Literal["change", "close", "reopen", "call_off"]
PlaceState = Literal["signed", "waiting", "cancelled", "attended", "absent", "called_off"]
PlaceAction = Literal["take", "queue", "move_up", "cancel", "attend", "miss", "undo", "call_off"]
Mover = Literal["citizen", "officer", "house"]

HELD: tuple[PlaceState, ...] = ("signed", "attended", "absent")
"""Who has a seat."""
OPEN: tuple[PlaceState, ...] = ("signed", "waiting")


@dataclass(frozen=True)
class Move:
    """One legal step of an activity."""

    action: Action
    source: State
    target: State


MOVES: tuple[Move, ...] = (
    Move("change", "announced", "announced"),
    Move("close", "announced", "closed"),
    Move("reopen", "closed", "announced"),
    Move("call_off", "announced", "called_off"),
)


@dataclass(frozen=True)
class PlaceMove:
    """One legal step of a place; one that was given back can be taken again."""

    action: PlaceAction
    source: PlaceState
    target: PlaceState
    movers: tuple[Mover, ...]


BOTH: tuple[Mover, ...] = ("citizen", "officer")
OFFICER: tuple[Mover, ...] = ("officer",)
HOUSE: tuple[Mover, ...] = ("house",)
PLACE_MOVES: tuple[PlaceMove, ...] = (
    PlaceMove("take", "cancelled", "signed", BOTH),
    PlaceMove("queue", "cancelled", "waiting", BOTH),
    PlaceMove("move_up", "waiting", "signed", HOUSE),
    PlaceMove("cancel", "signed", "cancelled", BOTH),
    PlaceMove("cancel", "waiting", "cancelled", BOTH),
    PlaceMove("attend", "signed", "attended", OFFICER),
    PlaceMove("attend", "waiting", "attended", OFFICER),
    PlaceMove("attend", "absent", "attended", OFFICER),
    PlaceMove("miss", "signed", "absent", OFFICER),
    PlaceMove("undo", "attended", "signed", OFFICER),
    PlaceMove("undo", "absent", "signed", OFFICER),
    PlaceMove("call_off", "signed", "called_off", HOUSE),
    PlaceMove("call_off", "waiting", "called_off", HOUSE),
)


def target_of(state: str, action: Action) -> State:
    """Where ``action`` leads an activity. Raises 409 ``activity.illegal_move`` with the state it was tried from."""
    for move in MOVES:
        if (move.action, move.source) == (action, state):
            return move.target
    raise Problem("activity.illegal_move", 409, state=state, action=action)


def place_target(state: str, action: PlaceAction, mover: Mover) -> PlaceState:
    """Where ``action`` leads a place. Raises 409 ``sign_up.illegal_move`` with the state it was tried from."""
    for move in PLACE_MOVES:
        if (move.action, move.source) == (action, state) and mover in move.movers:
            return move.target
    raise Problem("sign_up.illegal_move", 409, state=state, action=action)


def place_actions(state: str) -> tuple[PlaceAction, ...]:
    """What an officer may do at the entrance with a place."""
    wanted = ("attend", "miss", "undo")
    return tuple(one.action for one in PLACE_MOVES if one.source == state and one.action in wanted)
