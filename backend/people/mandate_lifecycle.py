"""The life of a mandate as a table: who may move it from where to where (民法典 第一百七十三条)."""

from typing import Literal

from backend.core.lifecycle import Move, allowed_in, target_in

State = Literal["requested", "given", "refused", "ended", "expired"]
Action = Literal["give", "refuse", "end", "expire"]
Mover = Literal["principal", "helper", "house"]

IN_FORCE: tuple[State, ...] = ("requested", "given")
"""The helper may prepare in both; what reaches an office needs ``given``."""

BOTH: tuple[Mover, ...] = ("principal", "helper")
MOVES: tuple[Move[Action, State], ...] = (
    # The helper hands in what the principal has signed; the principal says so in her own chat.
    Move("give", "requested", "given", BOTH),
    Move("refuse", "requested", "refused", ("principal",)),
    Move("end", "requested", "ended", BOTH),
    Move("end", "given", "ended", BOTH),
    Move("expire", "requested", "expired", ("house",)),
    Move("expire", "given", "expired", ("house",)),
)


def target_of(state: str, action: Action, mover: Mover) -> State:
    """Where ``action`` leads. Raises 409 ``mandate.illegal_move`` with the state it was tried from."""
    return target_in(MOVES, "mandate.illegal_move", state, action, mover)


def allowed(state: str, mover: Mover) -> tuple[Action, ...]:
    """What ``mover`` may do from ``state``."""
    return allowed_in(MOVES, state, mover)
