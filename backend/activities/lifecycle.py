"""The lives of an activity and of a place in it, as tables: who may move it from where to where."""

from typing import Literal

from backend.core.lifecycle import Move, target_in

State = Literal["announced", "closed", "called_off"]
Action = Literal["change", "close", "reopen", "call_off"]
PlaceState = Literal["signed", "waiting", "cancelled", "attended", "absent", "called_off"]
PlaceAction = Literal["take", "queue", "move_up", "cancel", "attend", "miss", "undo", "call_off"]
Mover = Literal["citizen", "officer", "house"]

HELD: tuple[PlaceState, ...] = ("signed", "attended", "absent")
"""Who has a seat."""
OPEN: tuple[PlaceState, ...] = ("signed", "waiting")


MOVES: tuple[Move[Action, State], ...] = (
    Move("change", "announced", "announced"),
    Move("close", "announced", "closed"),
    Move("reopen", "closed", "announced"),
    Move("call_off", "announced", "called_off"),
)


BOTH: tuple[Mover, ...] = ("citizen", "officer")
OFFICER: tuple[Mover, ...] = ("officer",)
HOUSE: tuple[Mover, ...] = ("house",)
PLACE_MOVES: tuple[Move[PlaceAction, PlaceState], ...] = (
    Move("take", "cancelled", "signed", BOTH),
    Move("queue", "cancelled", "waiting", BOTH),
    Move("move_up", "waiting", "signed", HOUSE),
    Move("cancel", "signed", "cancelled", BOTH),
    Move("cancel", "waiting", "cancelled", BOTH),
    Move("attend", "signed", "attended", OFFICER),
    Move("attend", "waiting", "attended", OFFICER),
    Move("attend", "absent", "attended", OFFICER),
    Move("miss", "signed", "absent", OFFICER),
    Move("undo", "attended", "signed", OFFICER),
    Move("undo", "absent", "signed", OFFICER),
    Move("call_off", "signed", "called_off", HOUSE),
    Move("call_off", "waiting", "called_off", HOUSE),
)


def target_of(state: str, action: Action) -> State:
    """Where ``action`` leads an activity. Raises 409 ``activity.illegal_move`` with the state it was tried from."""
    return target_in(MOVES, "activity.illegal_move", state, action)


def place_target(state: str, action: PlaceAction, mover: Mover) -> PlaceState:
    """Where ``action`` leads a place. Raises 409 ``sign_up.illegal_move`` with the state it was tried from."""
    return target_in(PLACE_MOVES, "sign_up.illegal_move", state, action, mover)


def place_actions(state: str) -> tuple[PlaceAction, ...]:
    """What an officer may do at the entrance with a place."""
    wanted = ("attend", "miss", "undo")
    return tuple(one.action for one in PLACE_MOVES if one.source == state and one.action in wanted)
