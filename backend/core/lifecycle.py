"""A life as a table: who may move a thing from where to where. The tables stand in the slices, their reading here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from backend.core.problems import Problem

A = TypeVar("A", bound=str)
S = TypeVar("S", bound=str)


@dataclass(frozen=True)
class Move(Generic[A, S]):
    """One legal step: by ``action`` from ``source`` to ``target``. Without ``movers`` it is for whoever gets so far."""

    action: A
    source: S
    target: S
    movers: tuple[str, ...] = ()

    def starts(self, state: str, mover: str = "") -> bool:
        """Whether ``mover`` may take it from ``state``."""
        return self.source == state and (not self.movers or mover in self.movers)


def target_in(moves: Sequence[Move[A, S]], refusal: str, state: str, action: str, mover: str = "") -> S:
    """Where ``action`` leads. Raises 409 ``refusal`` with the state it was tried from."""
    for move in moves:
        if move.action == action and move.starts(state, mover):
            return move.target
    raise Problem(refusal, 409, state=state, action=action)


def allowed_in(moves: Sequence[Move[A, S]], state: str, mover: str = "") -> tuple[A, ...]:
    """What ``mover`` may do from ``state``, each once."""
    return tuple(dict.fromkeys(move.action for move in moves if move.starts(state, mover)))
