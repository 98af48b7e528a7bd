"""The life of a story as a table: whoever it is about ends it from anywhere, at once."""

from typing import Literal, get_args

from backend.core.lifecycle import Move, allowed_in, target_in

State = Literal["draft", "waiting", "published", "withdrawn"]
Action = Literal["write", "agree", "submit", "give_back", "publish", "withdraw", "revoke"]

STATES: tuple[State, ...] = get_args(State)
ACTIONS: tuple[Action, ...] = get_args(Action)
STANDING: tuple[State, ...] = ("draft", "waiting", "published")

MOVES: tuple[Move[Action, State], ...] = (
    Move("write", "draft", "draft"),
    Move("agree", "draft", "draft"),
    Move("submit", "draft", "waiting"),
    Move("give_back", "waiting", "draft"),
    Move("publish", "waiting", "published"),
    *(Move[Action, State]("withdraw", state, "withdrawn") for state in STANDING),
    *(Move[Action, State]("revoke", state, "withdrawn") for state in STANDING),
)


def target_of(state: str, action: Action) -> State:
    """Where ``action`` leads. Raises 409 ``story.illegal_move`` with the state it was tried from."""
    return target_in(MOVES, "story.illegal_move", state, action)


def allowed(state: str) -> tuple[Action, ...]:
    """What may be done from ``state`` by whoever may do it."""
    return allowed_in(MOVES, state)
